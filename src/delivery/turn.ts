import { performance } from 'node:perf_hooks';
import type { Deps, Tx } from '../deps.ts';
import type { JobData } from '../jobs/job.ts';

type Line = Pick<Deps, 'jobs'>;

/**
 * Places for the slices of one campaign, so that campaigns take turns: its first is the very next, each further one stands
 * among those of the others, behind as many slices of each of them as of its own. However large one is, none waits for it.
 */
export const placesOf = async ({ jobs }: Line, tx: Tx): Promise<(slice: number) => number> => {
  const first = await jobs.first(tx, 'send.slice');
  return (slice) => (first ? first.place + 1 : 0) - slice;
};

/** Behind whoever is next: for a slice that has had its turn, or looks again later. */
export const placeBehind = async ({ jobs }: Line, tx: Tx): Promise<number> => {
  const first = await jobs.first(tx, 'send.slice');
  return first ? first.place - 1 : 0;
};

/**
 * A slice works for a turn, then goes on unless the next in line is of another campaign: alone it never gives way.
 *
 * @returns asks whether it is to give way; true once, true for good
 */
export const turnOf = (
  { db, jobs }: Pick<Deps, 'db' | 'jobs'>,
  { campaignId }: Pick<JobData['send.slice'], 'campaignId'>,
  turnMs: number,
): (() => Promise<boolean>) => {
  let began = performance.now();
  let over = false;
  return async () => {
    if (over || performance.now() - began < turnMs) return over;
    // Several lanes ask at once: the first asks for all.
    began = performance.now();
    const next = await jobs.first(db, 'send.slice');
    if (next?.ready && next.data.campaignId !== campaignId) over = true;
    return over;
  };
};
