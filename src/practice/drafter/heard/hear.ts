import { type AskedWay, askedWay, asksForFallback } from '../../../steps/brief/channel-words.ts';
import { USUAL, type Waves } from '../../../steps/plan/waves.ts';
import { datesIn, type NamedDay } from './dates.ts';
import { daysRole } from './days.ts';
import { type Figure, figuresIn } from './figure.ts';
import { phrasesIn } from './phrases.ts';
import { type Quantity, quantitiesIn, type SpanUnit } from './quantity.ts';
import { wavesIn } from './waves.ts';
import { isSomeone, NOBODY, over, type Who, whoIn } from './who.ts';

/** A number as it was said, in the unit it was said in. */
export type Reading = { text: string; value: number; unit: Quantity['kind'] | SpanUnit | 'share'; currency?: string };

/** What some words say, each part null where they say nothing. */
export type Heard = {
  who: Who;
  figure: Figure | null;
  relative: Quantity | null;
  foreign: Quantity | null;
  deadline: { day: string; text: string } | null;
  /** `later` only when the words take a `now` back. */
  sendWhen: 'now' | 'later' | null;
  /** Local date and time; `guessed` when the hour or the day was not said. */
  sendAt: { at: string; guessed: boolean } | null;
  budget: Quantity | null;
  offer: { kind: 'none' } | { kind: 'coupon' } | { kind: 'discount'; from: Quantity } | null;
  windowDays: number | null;
  holdoutPercent: number | null;
  ratePerSecond: number | null;
  /** What to send by; null where no way is named. */
  by: HeardWay | null;
  /** A test share first; `none` where the words take a test back. */
  waves: Waves | 'none' | null;
  readings: readonly Reading[];
  /** Spans about people that were said in weeks, months or years: they are counted in days. */
  spans: readonly Quantity[];
  /** Numbers nobody could place. */
  unread: readonly string[];
};

const NOW_DENIED =
  /(?:지금|바로|당장|즉시)[가-힣]*\s?(?:은|는)?\s?(?:말고|말자|보내지\s?말|아니)|not (?:right )?now|don'?t send (?:it )?now|안\s?보내도/i;
const NOW =
  /(?<![가-힣])(?:지금(?!까지|도|은|의|\s?수치|\s?상태)(?:\s?바로|\s?당장)?|바로(?!가기|잡|미터|크|\s?(?:가기|전))|곧바로|당장|즉시|곧장)|(?<!until |till |up to |by |from |for )\bnow\b(?! on)|\bimmediately\b|\bright away\b|\basap\b|\bat once\b|\bstraight away\b/i;
const NO_OFFER =
  /(?:쿠폰|할인|혜택|프로모션)[은는도을를]?\s?(?:쓰지\s?말|없이|없는|빼|금지|안\s?(?:쓰|돼|줘|주)|제외|하지\s?말|말고|없음|없게|×)|노\s?쿠폰|(?:no|without(?: a| any)?|don'?t (?:use|offer)(?: a| any)?|skip (?:the )?|drop (?:the )?)\s?(?:coupons?|discounts?|offers?|promo)/i;
const COUPON = /쿠폰|\bcoupons?\b|\bvoucher/i;

const pad = (n: number): string => String(n).padStart(2, '0');

const SEND = /보내|발송|전송|내보내|\bsend|\blaunch|go(?:es)? out/i;

const sendTime = (text: string, today: string, dates: ReturnType<typeof datesIn>): Heard['sendAt'] => {
  const time = dates.times[0];
  const on = dates.days.filter(({ role }) => role === 'on');
  const day: NamedDay | undefined = time
    ? (on.find(({ end, at }) => Math.abs(end - time.at) < 12 || Math.abs(at - time.end) < 12) ?? on[0])
    : on[0];
  if (time) {
    const at = `${day?.day ?? today}T${pad(time.hour)}:${pad(time.minute)}`;
    return { at, guessed: !day || time.guessed };
  }
  // A day alone is a send day only when the words speak of sending.
  return day && SEND.test(text) ? { at: `${day.day}T14:00`, guessed: true } : null;
};

const deadlineOf = (
  text: string,
  today: string,
  quantities: readonly Quantity[],
  { days, times }: ReturnType<typeof datesIn>,
) => {
  // With a time of day beside it, a day is when to send.
  const sends = times.length > 0;
  const until = days.filter(({ role }) => role === 'until');
  const named = until.find(({ text: said, end }) => /까지|by /i.test(said + text.slice(end, end + 4))) ?? until.at(-1);
  if (named) return { deadline: { day: named.day, text: named.text }, used: [] };
  const span = quantities.find((q) => q.kind === 'days' && daysRole(text, q) === 'deadline');
  if (span) return { deadline: { day: plusDays(today, span.value), text: span.text }, used: [span] };
  const on = days.find(({ role }) => role === 'on');
  return { deadline: on && !sends && !SEND.test(text) ? { day: on.day, text: on.text } : null, used: [] };
};

/** Calendar arithmetic on days alone, without any zone. */
export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const near = (text: string, q: Quantity, words: RegExp): boolean =>
  words.test(text.slice(Math.max(0, q.at - 14), q.at)) || words.test(text.slice(q.end, q.end + 10));

/**
 * Reads a marketer's words by rule.
 *
 * @param today `2026-11-21` in the account's zone
 */
export const hear = (whole: string, at: { today: string; currency: string }): Heard => {
  const { phrases, rest: text } = phrasesIn(whole, at.today);
  const dates = datesIn(text, at.today);
  const quantities = quantitiesIn(text, dates.spans);
  const { who: read, used: people } = whoIn(text, quantities);
  // `세그먼트 '단골' 다시`: who is said, so that coming back is the aim and no condition of its own.
  const lapsed = phrases.length > 0 && read.lapsedDays === null ? null : read.lapsed;
  const who: Who = { ...read, lapsed, phrases: phrases.length > 0 ? phrases : null };
  const rest = quantities.filter((q) => !people.includes(q));
  const holdout = rest.find((q) => q.kind === 'percent' && near(text, q, /홀드아웃|비교군|대조군|holdout|control/i));
  const rate = rest.find((q) => near(text, q, /초당|per second|\/s\b|a second/i));
  const window = rest.find((q) => q.kind === 'days' && daysRole(text, q) === 'window');
  const test = wavesIn(
    text,
    rest.filter((q) => q.kind === 'percent' && q !== holdout),
  );
  const share = test !== null && test !== 'none' ? test.percent : null;
  const special = [holdout, rate, window, share ?? undefined].filter((q) => q !== undefined);
  const open = rest.filter((q) => !special.includes(q));
  const money = figuresIn(text, open, at.currency);
  const { deadline, used: spans } = deadlineOf(text, at.today, open, dates);
  const used = [...people, ...special, ...money.used, ...spans];
  const now = NOW_DENIED.test(text) ? 'later' : NOW.test(text) ? 'now' : null;
  const sendAt = now === 'now' ? null : sendTime(text, at.today, dates);
  return {
    who,
    figure: money.target,
    relative: money.relative,
    foreign: money.foreign,
    deadline,
    sendWhen: now ?? (sendAt ? 'later' : null),
    sendAt,
    budget: money.budget,
    offer: NO_OFFER.test(text)
      ? { kind: 'none' }
      : money.discount
        ? { kind: 'discount', from: money.discount }
        : COUPON.test(text)
          ? { kind: 'coupon' }
          : null,
    windowDays: window?.value ?? null,
    holdoutPercent: holdout?.value ?? null,
    ratePerSecond: rate?.value ?? null,
    by: wayIn(whole),
    waves: wavesOf(test),
    readings: [...phrases.flatMap(({ said }) => quantitiesIn(said)), ...quantities.filter((q) => used.includes(q))]
      // The first number of `60~120일` counts what the second one does.
      .map((q, i, all) =>
        readingOf(q.kind === 'plain' && all[i + 1]?.kind === 'days' ? { ...q, kind: 'days' } : q, money.target),
      ),
    spans: people.filter((q) => q.said !== undefined),
    unread: quantities
      .filter((q) => !used.includes(q) && q !== money.relative && q !== money.foreign)
      .map((q) => q.text),
  };
};

/** `fallback`: the words are of a text message where something else cannot reach, and of nothing before. */
export type HeardWay = AskedWay & { fallback: boolean };

const wayIn = (text: string): HeardWay | null => {
  const asked = askedWay(text);
  return asked.way || asked.strange.length > 0 ? { ...asked, fallback: asksForFallback(text) } : null;
};

/** `안 되면 문자로`, said of the Kakao message that was spoken of before. */
const behind = (base: HeardWay, later: HeardWay): HeardWay =>
  later.fallback && base.way?.[0] === 'kakao' ? { ...base, way: ['kakao', 'sms'] } : later;

const wavesOf = (test: ReturnType<typeof wavesIn>): Heard['waves'] => {
  if (test === null || test === 'none') return test;
  const { percent, ...how } = test;
  return { testPercent: percent?.value ?? USUAL.testPercent, ...how };
};

const readingOf = (q: Quantity, target: Figure | null): Reading => {
  if (target?.from === q && target.metric === 'conversion_rate')
    return { text: q.text, value: target.target, unit: 'share' };
  return {
    text: q.text,
    value: q.said?.value ?? q.value,
    unit: q.said?.unit ?? q.kind,
    ...(q.currency && { currency: q.currency }),
  };
};

/** Later words over earlier ones: whatever they say holds, the rest stays. */
export const overheard = (base: Heard, later: Heard): Heard => ({
  who: over(base.who, later.who),
  figure: later.figure ?? base.figure,
  relative: later.figure ? null : (later.relative ?? (base.figure ? null : base.relative)),
  foreign: later.figure ? null : (later.foreign ?? (base.figure ? null : base.foreign)),
  deadline: later.deadline ?? base.deadline,
  sendWhen: later.sendWhen ?? base.sendWhen,
  sendAt: later.sendWhen === 'now' ? null : (later.sendAt ?? base.sendAt),
  budget: later.budget ?? base.budget,
  offer: later.offer ?? base.offer,
  windowDays: later.windowDays ?? base.windowDays,
  holdoutPercent: later.holdoutPercent ?? base.holdoutPercent,
  ratePerSecond: later.ratePerSecond ?? base.ratePerSecond,
  by: later.by && base.by ? behind(base.by, later.by) : (later.by ?? base.by),
  waves: later.waves ?? base.waves,
  readings: [...base.readings, ...later.readings.filter(({ text }) => !base.readings.some((r) => r.text === text))],
  spans: [...base.spans, ...later.spans],
  unread: [...base.unread, ...later.unread],
});

export const NOTHING: Heard = {
  who: NOBODY,
  figure: null,
  relative: null,
  foreign: null,
  deadline: null,
  sendWhen: null,
  sendAt: null,
  budget: null,
  offer: null,
  windowDays: null,
  holdoutPercent: null,
  ratePerSecond: null,
  by: null,
  waves: null,
  readings: [],
  spans: [],
  unread: [],
};

/** True when the words name somebody to write to. */
export const namesSomeone = (heard: Heard): boolean => isSomeone(heard.who);
