import type { Channel } from '../channels/channel.ts';
import type { Config } from '../config.ts';

/** Spans in ms. The lease of a hand-over is not here: it follows from the channel's time-out. */
export type Tuning = {
  claimLeaseMs: number;
  /** Rows a claim takes; fewer when the rate is low. */
  claimRows: number;
  /** Sub-batches of a slice under way at once; fewer where so many would be more than `inFlight` messages. */
  lanes: number;
  /** What a crash can leave unknown of a slice, where its provider takes no more at once by itself. */
  inFlight: number;
  /** Work after which a slice looks whether another campaign waits; above the queue's polling, so that no worker idles. */
  turnMs: number;
  /** Longest a worker waits for its turn at the provider before it lets others have the rows. */
  patienceMs: number;
  backoffMs: number;
  backoffCapMs: number;
  /** Tries of one recipient who is not taken for the moment; after them it is `expired`. */
  attempts: number;
  /** How often a paused slice looks again; resuming also enqueues it. */
  pausedMs: number;
  /** How long an answer is held on to while the database is away. */
  markForMs: number;
};

export const TUNING: Tuning = {
  claimLeaseMs: 10_000,
  claimRows: 500,
  lanes: 3,
  inFlight: 100,
  turnMs: 3_000,
  patienceMs: 3_000,
  backoffMs: 2_000,
  backoffCapMs: 300_000,
  attempts: 6,
  pausedMs: 10_000,
  markForMs: 120_000,
};

/** With the spans that an operator may set. */
export const tuningOf = (config: Pick<Config, 'sendLeaseMs'>): Tuning => ({
  ...TUNING,
  claimLeaseMs: config.sendLeaseMs,
});

/** Outlives the provider's time-out twice, so that a worker still waiting for its answer keeps its rows. */
export const handedLeaseMs = (channel: Pick<Channel, 'timeoutMs'>): number => channel.timeoutMs * 2 + 1_000;

/** The longest a row is somebody's, whichever channel it leaves by. */
export const longestLeaseMs = (channels: Iterable<Pick<Channel, 'timeoutMs'>>, tuning: Tuning): number =>
  Math.max(tuning.claimLeaseMs, ...Array.from(channels, handedLeaseMs));
