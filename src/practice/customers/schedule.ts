import { schedule } from '../../campaign/due.ts';
import type { Campaign } from '../../campaign/store.ts';
import type { Deps, Tx } from '../../deps.ts';
import { addMs, DAY, HOUR, MINUTE } from '../../kit/clock.ts';

/** Close together at first, because people watch; every stop costs a moved clock a moment. */
const FIRST_DAY = [1, 3, 10, 30, 60, 120, 180, 240, 360, 480, 600, 720, 960, 1_200].map((minutes) => minutes * MINUTE);
const EVERY = 6 * HOUR;

/**
 * Business times (ms after the window's start) at which customers act. The last one inside lies before the window's end, so
 * that the final reading finds everything; one after it lets stragglers finish.
 */
export const actTimes = (windowMs: number): number[] => {
  const until = windowMs - MINUTE;
  const later: number[] = [];
  for (let at = DAY - MINUTE; at < until; at = at < DAY ? DAY + EVERY : at + EVERY) later.push(at);
  return [...[...FIRST_DAY, ...later].filter((at) => at < until), until, windowMs + HOUR];
};

/** Makes the due rows of a campaign that has just been frozen. Safe to repeat. */
export const scheduleCustomers = async (
  tx: Tx,
  deps: Pick<Deps, 'jobs' | 'clock'>,
  campaign: Pick<Campaign, 'id' | 'occurrence' | 'windowStartsAt' | 'windowEndsAt'>,
): Promise<void> => {
  const { id, occurrence, windowStartsAt: start, windowEndsAt: end } = campaign;
  if (!start || !end) throw new Error(`campaign ${id} has no window: customers cannot know when to act`);
  for (const [n, after] of actTimes(end.getTime() - start.getTime()).entries())
    await schedule(tx, deps, {
      kind: 'practice.customers',
      campaignId: id,
      ref: `${id}:${occurrence}.${n}`,
      at: addMs(start, after),
    });
};
