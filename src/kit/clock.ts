/**
 * Two clocks, never mixed.
 *
 * `system` is the machine's: leases, rate limits, signatures, time-outs, the queue. Nothing moves it.
 * `business` is what the campaign lives by: schedules, approvals' expiry, windows, segments, digests. Practice may move
 * it by an offset kept in a database row, so that every process reads the same time; hence it is asked, not read.
 */
export type Clock = {
  system(): Date;
  business(): Promise<Date>;
};

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The machine's own time on both hands: what runs outside practice. */
export const realClock: Clock = {
  system: () => new Date(),
  business: async () => new Date(),
};

export const addMs = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
