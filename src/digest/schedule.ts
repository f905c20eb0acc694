import { CronExpressionParser } from 'cron-parser';
import { addMs, DAY } from '../kit/clock.ts';
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

/** How far back the newest time may lie: days, a month, more than a year. */
const LOOK_BACK = [2, 32, 400].map((days) => days * DAY);

/**
 * The newest time at or before `now`. Found by walking forward: going backward, cron-parser leaves out a time that the
 * clock change skipped and that going forward moves by an hour.
 *
 * @throws when the cron line names no time of the last 400 days
 */
export const lastDigestAt = (cron: string, timezone: string, now: Date): DigestTime => {
  for (const back of LOOK_BACK) {
    const walk = times(cron, timezone, addMs(now, -back));
    let last: Date | null = null;
    for (let at = walk.next().toDate(); at <= now; at = walk.next().toDate()) last = at;
    if (last) return { date: localDay(last, timezone), at: last };
  }
  throw new Error(`no time in the last 400 days: ${cron}`);
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
