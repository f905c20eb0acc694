import { DateTime } from 'luxon';

type Span = { at: number; end: number };
/** A day the words name. `until` when it closes the campaign, `on` when something happens on it. */
export type NamedDay = Span & { day: string; text: string; role: 'until' | 'on' };
export type NamedTime = Span & { hour: number; minute: number; text: string; guessed: boolean };
export type HeardDates = {
  days: NamedDay[];
  times: NamedTime[];
  /** Everything that was read, so that its digits are not read again as something else. */
  spans: Span[];
};

type Rule = {
  pattern: RegExp;
  day(match: RegExpExecArray, today: DateTime): DateTime | null;
  role: 'until' | 'either';
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAMES =
  'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec';
const WEEKDAYS_KO = '월화수목금토일';
const WEEKDAYS_EN = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const monthOf = (name: string | undefined): number => MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;

/** The next such day from today on: 1/5 said in December is next year's. */
const coming = (today: DateTime, month: number, day: number): DateTime | null => {
  const at = today.set({ month, day: 1 });
  if (month < 1 || month > 12 || day < 1 || day > (at.daysInMonth ?? 31)) return null;
  const there = at.set({ day });
  return there < today ? there.plus({ years: 1 }) : there;
};
const comingMonthEnd = (today: DateTime, month: number): DateTime | null => {
  if (month < 1 || month > 12) return null;
  const end = today.set({ day: 1, month }).endOf('month').startOf('day');
  return end < today ? end.plus({ years: 1 }).endOf('month').startOf('day') : end;
};
const endOf =
  (unit: 'week' | 'month' | 'quarter' | 'year', ahead = 0) =>
  (_: unknown, today: DateTime) =>
    today
      .plus({ [`${unit}s`]: ahead })
      .endOf(unit)
      .startOf('day');
const later = (days: number) => (_: unknown, today: DateTime) => today.plus({ days });
/** This week's such day, or the coming one once it is over; `weeks` ahead when the words say next week. */
const weekday = (today: DateTime, index: number, weeks: number): DateTime | null => {
  if (index < 0) return null;
  const there = today.startOf('week').plus({ days: index, weeks });
  return weeks === 0 && there < today ? there.plus({ weeks: 1 }) : there;
};
const exact = (year: string | undefined, month: string | undefined, day: string | undefined): DateTime | null => {
  const there = DateTime.fromObject({ year: Number(year), month: Number(month), day: Number(day) }, { zone: 'utc' });
  return there.isValid ? there : null;
};

/** First come, first served: longer readings stand before the shorter ones they contain. */
const RULES: readonly Rule[] = [
  { pattern: /(20\d\d)[-./](\d{1,2})[-./](\d{1,2})(?!\d)/g, day: (m) => exact(m[1], m[2], m[3]), role: 'either' },
  { pattern: /(20\d\d)\s?년\s?(\d{1,2})\s?월\s?(\d{1,2})\s?일/g, day: (m) => exact(m[1], m[2], m[3]), role: 'either' },
  {
    pattern: /(\d{1,2})\s?월\s?(\d{1,2})\s?일/g,
    day: (m, today) => coming(today, Number(m[1]), Number(m[2])),
    role: 'either',
  },
  {
    pattern: new RegExp(`\\b(${MONTH_NAMES})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b(?!\\s?%)`, 'gi'),
    day: (m, today) => coming(today, monthOf(m[1]), Number(m[2])),
    role: 'either',
  },
  {
    pattern: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?(${MONTH_NAMES})\\b`, 'gi'),
    day: (m, today) => coming(today, monthOf(m[2]), Number(m[1])),
    role: 'either',
  },
  {
    pattern: /(?<![\d./])(1[0-2]|0?[1-9])\/(3[01]|[12]\d|0?[1-9])(?![\d/])/g,
    day: (m, today) => coming(today, Number(m[1]), Number(m[2])),
    role: 'either',
  },
  {
    pattern: /(이번\s?주|다음\s?주)\s?([월화수목금토일])요일/g,
    day: (m, today) => weekday(today, WEEKDAYS_KO.indexOf(m[2] ?? ''), m[1]?.startsWith('다음') ? 1 : 0),
    role: 'either',
  },
  {
    pattern: /([월화수목금토일])요일/g,
    day: (m, today) => weekday(today, WEEKDAYS_KO.indexOf(m[1] ?? ''), 0),
    role: 'either',
  },
  {
    pattern: /\b(next |this |on |by |coming )?(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)day\b/gi,
    day: (m, today) =>
      weekday(today, WEEKDAYS_EN.indexOf((m[2] ?? '').slice(0, 3).toLowerCase()), /next/i.test(m[1] ?? '') ? 1 : 0),
    role: 'either',
  },
  { pattern: /이번\s?주말/g, day: (_, today) => today.endOf('week').startOf('day'), role: 'until' },
  {
    pattern: /이번\s?주(?!문)|금주|\bthis week(?:end)?\b|\bend of (?:the |this )?week\b/gi,
    day: endOf('week'),
    role: 'until',
  },
  { pattern: /다음\s?주(?!문)|\bnext week\b/gi, day: endOf('week', 1), role: 'until' },
  { pattern: /다음\s?달|내달|\bnext month\b/gi, day: endOf('month', 1), role: 'until' },
  {
    pattern:
      /이번\s?달(?:\s?말)?|이\s?달(?=\s|안|까|매|말|에|목)|금월|당월|월말|(?<![가-힣])말일|\bthis month\b|\b(?:end of (?:the |this )?month|month[- ]?end)\b/gi,
    day: endOf('month'),
    role: 'until',
  },
  {
    pattern: /이번\s?분기|분기\s?말|\bthis quarter\b|\bend of (?:the |this )?quarter\b|\bquarter[- ]?end\b/gi,
    day: endOf('quarter'),
    role: 'until',
  },
  {
    pattern:
      /올해(?:\s?말)?|연말(?!\s?(?:인사|선물|이벤트|감사|파티|맞이|시즌|분위기))|연내|\bthis year\b|\b(?:end of (?:the |this )?year|year[- ]?end)\b/gi,
    day: endOf('year'),
    role: 'until',
  },
  {
    pattern: /(?<!\d)(1[0-2]|[1-9])\s?월(?!\s?\d|요일)(?:\s?말)?/g,
    day: (m, today) => comingMonthEnd(today, Number(m[1])),
    role: 'until',
  },
  {
    pattern: new RegExp(`\\b(?:by|in|for|until|during|end of)\\s+(?:the end of\\s+)?(${MONTH_NAMES})\\b`, 'gi'),
    day: (m, today) => comingMonthEnd(today, monthOf(m[1])),
    role: 'until',
  },
  { pattern: /오늘|금일|\btoday\b|\btonight\b/gi, day: later(0), role: 'either' },
  { pattern: /내일(?!모레)|명일|\btomorrow\b/gi, day: later(1), role: 'either' },
  { pattern: /내일모레|모레|\bthe day after tomorrow\b/gi, day: later(2), role: 'either' },
];

/** Words about the past are about people, not about when this campaign is to happen. */
const PAST = /(?:지난|저번|작년|전년|\blast|\bprevious|\bsince|\bafter)\s?$/i;
const UNTIL_AFTER = /^(?:\s?(?:까지|전까지|안에|내에|중에|중으로|내로|마감|이내))/;
const UNTIL_BEFORE = /\b(?:by|until|till|before|through|no later than|due)\s+(?:the end of\s+|end of\s+)?$/i;

const TIMES: readonly RegExp[] = [
  /(오전|오후|아침|점심|저녁|밤|새벽)?\s?(\d{1,2})\s?시(?!간|즌|장)(?:\s?(\d{1,2})\s?분|\s?(반))?/g,
  /(오전|오후|아침|저녁|밤|새벽)?\s?(?<!\d)(\d{1,2}):(\d{2})(?!\d)()\s?(am|pm|a\.m\.|p\.m\.)?/gi,
  /()\b(\d{1,2})()()\s?(am|pm|a\.m\.|p\.m\.)(?![a-z])/gi,
];
const NOON = /정오|\b(?:at )?noon\b/gi;

const hourOf = (hour: number, word: string): { hour: number; guessed: boolean } => {
  if (/오후|저녁|밤|pm|p\.m/i.test(word)) return { hour: hour < 12 ? hour + 12 : hour, guessed: false };
  if (/오전|아침|새벽|am|a\.m/i.test(word)) return { hour: hour === 12 ? 0 : hour, guessed: false };
  if (/점심/.test(word)) return { hour: hour < 10 ? hour + 12 : hour, guessed: false };
  return { hour, guessed: true };
};

const timesIn = (text: string): NamedTime[] => {
  const found = TIMES.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match): NamedTime[] => {
      const words = `${match[1] ?? ''}${match[5] ?? ''}`;
      const { hour, guessed } = hourOf(Number(match[2]), words);
      const minute = match[4] === '반' ? 30 : Number(match[3] || 0);
      if (hour > 23 || minute > 59) return [];
      // `2시` of a campaign is two in the afternoon; a colon is a 24-hour clock.
      const unsaid = guessed && match[0].includes('시') && hour >= 1 && hour <= 6;
      const said = match[0].trim();
      const at = match.index + match[0].indexOf(said);
      return [{ at, end: at + said.length, text: said, hour: unsaid ? hour + 12 : hour, minute, guessed: unsaid }];
    }),
  );
  const noon = [...text.matchAll(NOON)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    text: match[0],
    hour: 12,
    minute: 0,
    guessed: false,
  }));
  return [...found, ...noon].filter(
    (time, i, all) => !all.slice(0, i).some((other) => other.at < time.end && time.at < other.end),
  );
};

/**
 * Every day and time of day the words name.
 *
 * @param today `2026-11-21`, in the account's zone
 */
export const datesIn = (text: string, today: string): HeardDates => {
  const now = DateTime.fromISO(today, { zone: 'utc' });
  const days: NamedDay[] = [];
  const times = timesIn(text);
  for (const rule of RULES)
    for (const match of text.matchAll(rule.pattern)) {
      const span = { at: match.index, end: match.index + match[0].length };
      const taken = [...days, ...times].some((other) => other.at < span.end && span.at < other.end);
      const before = text.slice(0, span.at);
      if (taken || PAST.test(before)) continue;
      const day = rule.day(match, now)?.toISODate();
      // A day that is over is left unread: the brief then asks for one.
      if (!day || day < today) continue;
      const untilWord = UNTIL_AFTER.test(text.slice(span.end)) || UNTIL_BEFORE.test(before) || /^by /i.test(match[0]);
      const next = times.find((time) => time.at >= span.end && text.slice(span.end, time.at).trim().length <= 2);
      const role = next && !untilWord ? 'on' : rule.role === 'until' || untilWord ? 'until' : 'on';
      days.push({ ...span, day, text: match[0], role });
    }
  days.sort((a, b) => a.at - b.at);
  return { days, times, spans: [...days, ...times].map(({ at, end }) => ({ at, end })) };
};
