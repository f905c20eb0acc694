import { DateTime } from 'luxon';

/** Wall-clock times and the account's zone. luxon, because it is already in the tree and knows gaps and overlaps. */

/**
 * @param local `2026-11-24T14:00` in `zone`
 * @returns the instant; a time inside a DST gap moves forward by the gap
 * @throws when it is no such date
 */
export const instantOf = (local: string, zone: string): Date => {
  const at = DateTime.fromISO(local, { zone });
  if (!at.isValid) throw new Error(`not a local date and time: ${local}`);
  return at.toJSDate();
};

/** `2026-11-24`, the day it is there. */
export const localDay = (at: Date, zone: string): string => DateTime.fromJSDate(at, { zone }).toISODate() ?? '';

/** `2026-11-24T14:00`. */
export const localMinute = (at: Date, zone: string): string =>
  DateTime.fromJSDate(at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");

/** The Monday that begins the week of `day`. */
export const mondayOf = (day: string): string =>
  DateTime.fromISO(day, { zone: 'utc' }).startOf('week').toISODate() ?? day;

/** First instant of the day, and first instant of the next one. */
export const dayBounds = (day: string, zone: string): { from: Date; to: Date } => {
  const start = DateTime.fromISO(day, { zone }).startOf('day');
  if (!start.isValid) throw new Error(`not a day: ${day}`);
  return { from: start.toJSDate(), to: start.plus({ days: 1 }).toJSDate() };
};

/** Minutes since midnight on that zone's clock. */
export const localMinutes = (at: Date, zone: string): number => {
  const { hour, minute } = DateTime.fromJSDate(at, { zone });
  return hour * 60 + minute;
};

export const isLocalMinute = (text: string): boolean =>
  DateTime.fromISO(text).isValid && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text);
