import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';

/**
 * The share that is held out of everything, over time. People are held out by their place in one hash, so that a larger
 * share holds all of a smaller one: a change moves only those between the two.
 */
export type SharePeriod = { from: Date; percent: number };

/** A period and how long its people may be followed: until nobody is held out any more. */
export type Followed = SharePeriod & {
  /** Null while it lasts. */
  to: Date | null;
  until: Date;
  /**
   * Percent. Held since they came in: those below `least`, never held: those from `most` on. Who lies between was moved from
   * one arm to the other by a change since, and is left out; the hash knows nothing of them, so both arms stay comparable.
   */
  least: number;
  most: number;
};

/** Every version of the brand kit says its share: nothing else has to be kept. Oldest first. */
export const sharesOverTime = async (tx: Tx): Promise<SharePeriod[]> => {
  const { rows } = await tx.execute<{ at: Date; percent: number | null }>(
    sql`select at, (kit ->> 'globalHoldoutPercent')::float8 as percent from brand_versions order by version`,
  );
  return changesOf(rows.map(({ at, percent }) => ({ from: new Date(at), percent: percent ?? 0 })));
};

/** Without those that only say again what held before. */
export const changesOf = (shares: readonly SharePeriod[]): SharePeriod[] =>
  shares.filter(({ percent }, i) => percent !== (shares[i - 1]?.percent ?? 0));

/** The periods in which somebody is held out. */
export const followed = (shares: readonly SharePeriod[], now: Date): Followed[] =>
  shares.flatMap((share, i) => {
    if (share.percent === 0 || share.from > now) return [];
    const later = shares.slice(i).filter(({ from }) => from <= now);
    const end = later.findIndex(({ percent }) => percent === 0);
    const held = (end === -1 ? later : later.slice(0, end)).map(({ percent }) => percent);
    return [
      {
        ...share,
        to: shares[i + 1]?.from ?? null,
        until: later[end]?.from ?? now,
        least: Math.min(...held),
        most: Math.max(...held),
      },
    ];
  });

/** Which of them a moment falls into; null where nobody was held out then. */
export const periodAt = (periods: readonly Followed[], at: Date): number | null => {
  const i = periods.findIndex(({ from, to }) => from <= at && (to === null || at < to));
  return i === -1 ? null : i;
};
