/**
 * Times as a reader sees them: in the workspace's zone, in the page's language.
 *
 * @typedef {{lang: 'ko'|'en', timeZone: string, now: number}} Reader `now` in milliseconds
 */

const DAY = 86_400_000;
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {Reader} reader @param {Intl.DateTimeFormatOptions} options */
const format = (reader, options) => {
  const key = `${reader.lang}|${reader.timeZone}|${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(reader.lang === 'ko' ? 'ko-KR' : 'en-US', {
    ...options,
    timeZone: reader.timeZone,
  });
  formats.set(key, made);
  return made;
};

/** `2026-11-24` in the reader's zone. @param {number} ms @param {string} timeZone */
export const dayKey = (ms, timeZone) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms);

/** `14:00`, as calm as a clock. @param {number} ms @param {Reader} reader */
export const clockTime = (ms, reader) =>
  format(reader, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms);

/** `11월 24일 화요일`. @param {number} ms @param {Reader} reader */
export const longDay = (ms, reader) => {
  const year = sameYear(ms, reader) ? {} : { year: /** @type {const} */ ('numeric') };
  return format(reader, { ...year, month: 'long', day: 'numeric', weekday: 'long' }).format(ms);
};

/** `11월 24일 (화)` / `Tue, Nov 24`. @param {number} ms @param {Reader} reader */
export const shortDay = (ms, reader) => format(reader, { month: 'short', day: 'numeric', weekday: 'short' }).format(ms);

/** `11월 24일 (화) 14:00` / `Tue, Nov 24, 14:00`. @param {number} ms @param {Reader} reader */
export const dayAndTime = (ms, reader) => `${shortDay(ms, reader)} ${clockTime(ms, reader)}`;

/** Today, yesterday, tomorrow in words; else the day. @param {number} ms @param {Reader} reader @param {string} far */
const pretty = (ms, reader, far) => {
  const day = dayKey(ms, reader.timeZone);
  const words = reader.lang === 'ko' ? ['어제', '오늘', '내일'] : ['yesterday', 'today', 'tomorrow'];
  for (const [index, word] of words.entries())
    if (day === dayKey(reader.now + (index - 1) * DAY, reader.timeZone)) return word;
  return far;
};

/** @param {number} ms @param {Reader} reader */
const sameYear = (ms, reader) =>
  dayKey(ms, reader.timeZone).slice(0, 4) === dayKey(reader.now, reader.timeZone).slice(0, 4);

/** @param {number} ms @param {Reader} reader */
export const ago = (ms, reader) => {
  const words = new Intl.RelativeTimeFormat(reader.lang, { numeric: 'auto' });
  const seconds = Math.round((ms - reader.now) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return words.format(0, 'second');
  if (size < 3600) return words.format(Math.trunc(seconds / 60), 'minute');
  if (size < 86_400) return words.format(Math.trunc(seconds / 3600), 'hour');
  return words.format(Math.trunc(seconds / 86_400), 'day');
};

/**
 * Slack's `<!date^unix^format|fallback>`; an unknown token leaves the fallback, as there.
 *
 * @param {number} unix seconds @param {string} pattern @param {string} fallback @param {Reader} reader
 */
export const dateToken = (unix, pattern, fallback, reader) => {
  const ms = unix * 1000;
  if (Number.isNaN(new Date(ms).getTime())) return fallback;
  const date = format(reader, { year: 'numeric', month: 'long', day: 'numeric' }).format(ms);
  const short = format(reader, {
    ...(sameYear(ms, reader) ? {} : { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
  }).format(ms);
  const long = format(reader, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' }).format(ms);
  /** @type {Record<string, string>} */
  const values = {
    date_num: dayKey(ms, reader.timeZone),
    date_slash: dayKey(ms, reader.timeZone).replaceAll('-', '/'),
    date,
    date_short: short,
    date_long: long,
    date_pretty: pretty(ms, reader, date),
    date_short_pretty: pretty(ms, reader, short),
    date_long_pretty: pretty(ms, reader, long),
    day_divider_pretty: pretty(ms, reader, long),
    time: format(reader, { hour: 'numeric', minute: '2-digit' }).format(ms),
    time_secs: format(reader, { hour: 'numeric', minute: '2-digit', second: '2-digit' }).format(ms),
    ago: ago(ms, reader),
  };
  const unknown = [...pattern.matchAll(/\{([^}]*)\}/g)].some(([, name]) => !Object.hasOwn(values, name ?? ''));
  if (unknown) return fallback;
  return pattern.replace(/\{([^}]*)\}/g, (_, name) => values[name] ?? '');
};

/** A message's time. @param {string} ts */
export const tsMs = (ts) => Number(ts) * 1000;

/** How far `timeZone` is ahead of UTC at `ms`. @param {number} ms @param {string} timeZone */
const zoneOffset = (ms, timeZone) => {
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(ms);
  return Date.parse(`${wall.replace(' ', 'T')}Z`) - Math.floor(ms / 1000) * 1000;
};

/** `2026-11-24T14:00` on the wall of `timeZone`. @param {number} ms @param {string} timeZone */
export const toWall = (ms, timeZone) => new Date(ms + zoneOffset(ms, timeZone)).toISOString().slice(0, 16);

/** The instant of a wall time, milliseconds. @param {string} wall @param {string} timeZone */
export const fromWall = (wall, timeZone) => {
  const guess = Date.parse(`${wall}Z`);
  const once = guess - zoneOffset(guess, timeZone);
  return guess - zoneOffset(once, timeZone);
};

/** Milliseconds from `now` to the next `hour`:00 on the wall of `timeZone`. @param {number} now @param {number} hour @param {string} timeZone */
export const untilNext = (now, hour, timeZone) => {
  const today = fromWall(`${dayKey(now, timeZone)}T${String(hour).padStart(2, '0')}:00`, timeZone);
  if (today > now) return today - now;
  return fromWall(`${dayKey(now + DAY, timeZone)}T${String(hour).padStart(2, '0')}:00`, timeZone) - now;
};

/** `PT13H22M5S`, rounded up to the whole second so that the instant aimed at is reached. @param {number} ms */
export const isoDuration = (ms) => {
  const seconds = Math.ceil(ms / 1000);
  const parts = [
    [Math.floor(seconds / 3600), 'H'],
    [Math.floor((seconds % 3600) / 60), 'M'],
    [seconds % 60, 'S'],
  ];
  return `PT${parts.map(([n, unit]) => (n ? `${n}${unit}` : '')).join('') || '0S'}`;
};
