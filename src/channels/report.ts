import type { DeliveryEventType } from '../db/schema.ts';
import type { ChannelName, Outcome } from './channel.ts';
import type { Reason } from './reason.ts';

/** What a vendor tells later of a message, read from its own words. */
export type Report = {
  /** Names the report at its vendor: the same twice is one. */
  id: string;
  type: Exclude<DeliveryEventType, 'opened' | 'clicked'>;
  /** What we gave along with the message; null when the vendor did not give it back. */
  reference: string | null;
  /** Whom it is about: E.164 or e-mail address; all there is to go by without a reference. */
  address: string | null;
  channel: ChannelName;
  /** System time; null when the vendor names none. */
  at: Date | null;
  /** A bounce that will not mend. */
  hard?: boolean;
  reason?: Reason;
  /** The vendor's own code. */
  code?: string;
};

/** A request at our door, its body as it came. */
export type Inbound = { header(name: string): string | null; body: string; now: Date };

/** `forged`: not signed as it should be. `malformed`: not what this vendor sends. */
export type Read = { ok: true; reports: readonly Report[] } | { ok: false; why: 'forged' | 'malformed' };

/** Reads one vendor's reports. Throws only when the vendor could not be asked to confirm them: it will tell again. */
export type Reporter = { source: string; read(inbound: Inbound): Promise<Read> };

/** @returns null for what is no time */
export const timeOf = (value: unknown): Date | null => {
  const at = new Date(typeof value === 'string' ? value : '');
  return Number.isNaN(at.getTime()) ? null : at;
};

/** @returns null for what is no JSON */
export const jsonIn = <T>(body: string): T | null => {
  try {
    return JSON.parse(body) as T;
  } catch {
    return null;
  }
};

/**
 * What a vendor's code means. `taken`: on its way or there. `hold`: the account as such is refused. `later`: nothing was
 * taken and it may go well next time. `hard`: the address itself is no good.
 */
export type Meaning =
  | { is: 'taken' }
  | { is: 'delivered' }
  | { is: 'hold'; reason: Reason }
  | { is: 'later'; reason: Reason }
  | { is: 'refused'; reason: Reason; hard?: true; also?: 'unsubscribed' | 'complained' };

/** A wrong key or an empty account does not mend itself in seconds. */
const HOLD_MS = 30_000;
export const hold = (reason: Reason, afterMs = HOLD_MS): Outcome => ({
  outcome: 'retry_later',
  reason,
  afterMs,
  whole: true,
});
export const later = (reason: Reason): Outcome => ({ outcome: 'retry_later', reason, afterMs: 0 });
export const rejected = (reason: Reason) => ({ outcome: 'rejected', reason, permanent: true }) as const;
export const unknown = (reason: Reason): Outcome => ({ outcome: 'unknown', reason });

/** What a code says at hand-over; a code nobody knows leaves the message unknown. */
export const outcomeOf = (meaning: Meaning | undefined, providerId: string): Outcome => {
  if (!meaning) return unknown('other');
  if (meaning.is === 'taken' || meaning.is === 'delivered') return { outcome: 'accepted', providerId };
  if (meaning.is === 'hold') return hold(meaning.reason);
  return meaning.is === 'later' ? later(meaning.reason) : rejected(meaning.reason);
};

/** The same code as the end of a message that had been taken. @returns [] for a code nobody knows: it proves nothing */
export const reportsOf = (
  meaning: Meaning | undefined,
  about: Pick<Report, 'id' | 'reference' | 'address' | 'channel' | 'at' | 'code'>,
): Report[] => {
  if (!meaning) return [];
  if (meaning.is === 'taken') return [{ ...about, type: 'accepted' }];
  if (meaning.is === 'delivered') return [{ ...about, type: 'delivered' }];
  if (meaning.is !== 'refused') return [{ ...about, type: 'failed', reason: meaning.reason }];
  const end: Report = meaning.hard
    ? { ...about, type: 'bounced', hard: true, reason: meaning.reason }
    : { ...about, type: 'failed', reason: meaning.reason };
  return meaning.also ? [end, { ...about, id: `${about.id}:${meaning.also}`, type: meaning.also }] : [end];
};
