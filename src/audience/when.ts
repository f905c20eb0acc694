import { DAY } from '../kit/clock.ts';

/** The account's zone and its one currency. */
export type Account = { timezone: string; currency: string };
/** An account at an instant: what every question about people is asked "as of". */
export type At = Account & { now: Date };
/** Half open: `from <= at < to`; null from = since ever. */
export type Span = { from: Date | null; to: Date };

const SHAPE =
  /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[T ] ?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;
/** `2026.11.24`, and as Korean offices write it: `2026. 11. 24.` */
const DOTTED = /^(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})(?:\.(?=$| ))?/;
/** What `parseWhen` takes, in symbols that need no language. */
export const WHEN_FORMS = 'YYYY-MM-DD | YYYY-MM-DDTHH:MM[:SS][Z|±HH:MM]';

type When = { at: Date; dateOnly: true; date: string } | { at: Date; dateOnly: false };

/**
 * A date or an instant as files, rules and requests write it. Without a zone it is the account's; a bare date is its
 * 00:00. One digit will do where Excel writes one (`2026-1-5 9:30`).
 *
 * @returns null for anything that is not a real date (2026-02-30 included); `date` is the day as written, `YYYY-MM-DD`, where nothing
 *   but a day was
 */
export const parseWhen = (text: string, timezone: string): When | null => {
  const trimmed = text.trim();
  // Asked once for every row of a file: what most of them do not need is not tried.
  const found = SHAPE.exec(trimmed[4] === '.' ? trimmed.replace(DOTTED, '$1-$2-$3') : trimmed);
  if (!found) return null;
  const [, year, , month, day, hour, minute, second, fraction, zone] = found;
  const [y, mo, d] = [Number(year), Number(month), Number(day)];
  const [h, mi, s] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  if (mo < 1 || mo > 12 || d < 1 || (d > 28 && d > daysIn(y, mo)) || h > 23 || mi > 59 || s > 59) return null;
  const wall =
    utc(y, mo, d) + ((h * 60 + mi) * 60 + s) * 1000 + (fraction ? Math.floor(Number(`0.${fraction}`) * 1000) : 0);
  const offset = zone ? fixedOffset(zone) : null;
  if (offset !== null && !(Math.abs(offset) <= FARTHEST)) return null;
  const at = new Date(offset === null ? fromWall(wall, timezone) : wall - offset);
  // Beyond four digits of a year PostgreSQL and ISO 8601 are of different minds.
  if (at.getUTCFullYear() < 1 || at.getUTCFullYear() > 9_999) return null;
  if (hour !== undefined) return { at, dateOnly: false };
  const date = [y, mo, d].map((part, i) => String(part).padStart(i === 0 ? 4 : 2, '0')).join('-');
  return { at, date, dateOnly: true };
};

/** 00:00 of a `YYYY-MM-DD` in the account's zone, `plusDays` later. @throws on what is no date: callers have checked */
export const startOfDay = (date: string, timezone: string, plusDays = 0): Date => {
  const found = parseWhen(date, 'UTC');
  if (!found) throw new Error(`not a date: ${date}`);
  return new Date(fromWall(found.at.getTime() + plusDays * DAY, timezone));
};

/** The instant an `--as-of` means: a date alone is its end (24:00), an instant is itself. */
export const asOf = (text: string, timezone: string): Date | null => {
  const found = parseWhen(text, timezone);
  if (!found) return null;
  return found.dateOnly ? startOfDay(found.date, timezone, 1) : found.at;
};

/** The account's own date of an instant, `2026-11-24`. */
export const dateOf = (at: Date, timezone: string): string =>
  new Date(at.getTime() + offsetAt(at.getTime(), timezone)).toISOString().slice(0, 10);

export const earlier = (a: Date, b: Date): Date => new Date(Math.min(a.getTime(), b.getTime()));

const daysIn = (year: number, month: number): number => new Date(utc(year, month + 1, 0)).getUTCDate();

/** Date.UTC reads years below 100 as 19xx. */
const utc = (year: number, month: number, day: number): number =>
  year >= 100
    ? Date.UTC(year, month - 1, day)
    : new Date(Date.UTC(2000, month - 1, day)).setUTCFullYear(year, month - 1, day);

/** No clock anywhere is farther from UTC. */
const FARTHEST = 14 * 3_600_000;

/** @returns NaN for what is no offset: +09:99 */
const fixedOffset = (zone: string): number => {
  if (/^(Z|UTC)$/i.test(zone)) return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const minutes = zone.length > 3 ? Number(zone.slice(-2)) : 0;
  return minutes > 59 ? Number.NaN : sign * (Number(zone.slice(1, 3)) * 60 + minutes) * 60_000;
};

/**
 * Wall time to instant. In a gap (spring) and in an overlap (autumn) the smaller offset is taken, as PostgreSQL's
 * `at time zone` does: both sides must read one text as one instant.
 */
const fromWall = (wall: number, timezone: string): number => {
  const offsets = [offsetAt(wall - DAY, timezone), offsetAt(wall + DAY, timezone)];
  const fitting = offsets.filter((offset) => offsetAt(wall - offset, timezone) === offset);
  return wall - Math.min(...(fitting.length > 0 ? fitting : offsets));
};

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();
const QUARTER = 15 * 60_000;

/** Offset from UTC in ms. Zones change only on quarter hours, so an answer holds for its quarter. */
const offsetAt = (instant: number, timezone: string): number => {
  const quarter = Math.floor(instant / QUARTER);
  const key = `${timezone}:${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timezone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(quarter * QUARTER).map(({ type, value }) => [type, value]));
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const wall =
    utc(year, Number(parts.month), Number(parts.day)) +
    ((Number(parts.hour) * 60 + Number(parts.minute)) * 60 + Number(parts.second)) * 1000;
  const offset = wall - quarter * QUARTER;
  if (offsets.size > 100_000) offsets.clear();
  offsets.set(key, offset);
  return offset;
};
