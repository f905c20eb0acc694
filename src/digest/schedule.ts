import { CronExpressionParser } from 'cron-parser';
import { localDay } from '../kit/zone.ts';

/** One time the digest is due: its date is the account's own, and names it. */
export type DigestTime = { date: string; at: Date };

const times = (cron: string, timezone: string, from: Date) =>
  CronExpressionParser.parse(cron, { currentDate: from, tz: timezone });

/** The first time after `after`, not at it. */
export const nextDigestAt = (cron: string, timezone: string, after: Date): DigestTime => {
  const at = times(cron, timezone, after).next().toDate();
  return { date: localDay(at, timezone), at };
};

/** The newest time at or before `now`. */
export const lastDigestAt = (cron: string, timezone: string, now: Date): DigestTime => {
  // prev() leaves out its own instant.
  const at = times(cron, timezone, new Date(now.getTime() + 1))
    .prev()
    .toDate();
  return { date: localDay(at, timezone), at };
};

/**
 * What downtime left unwritten: only the newest, whatever else was missed. Null when nothing was, or when no digest was
 * ever written: a new account has no yesterday.
 *
 * @param lastDate date of the newest digest there is
 */
export const missedDigest = (cron: string, timezone: string, lastDate: string | null, now: Date): DigestTime | null => {
  if (lastDate === null) return null;
  const newest = lastDigestAt(cron, timezone, now);
  return newest.date > lastDate ? newest : null;
};
