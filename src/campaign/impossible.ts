import { type Numeral, numeralsIn } from '../kit/numerals.ts';

/** What a goal says and nobody can reach, with where it says so. */
export type Impossible = { what: 'target' | 'past'; text: string; at: number; end: number };

const METRIC =
  '(?:매출액?|판매액?|목표|재구매|구매|재주문|주문|예약|가입|회원|고객|revenue|sales|orders?|purchases?|sign-?ups?|target|goal)';
const MINUS = '(?:[-\u2212\u2013]|마이너스\\s?|(?:minus|negative)\\s)';
const MONEY_SIGN = '[$₩￦€£¥]';
/** The noun it counts, and nothing but a particle or a preposition before the number. */
const AFTER_METRIC = new RegExp(
  `${METRIC}\\s?(?:을|를|은|는|이|가)?\\s*(?:목표|target|goal)?\\s*(?:[:=]|of\\s|to\\s|is\\s)?\\s*(?:${MINUS})?${MONEY_SIGN}?(?:${MINUS})?$`,
  'iu',
);
const BELOW_ZERO = new RegExp(`(?:^|[\\s(:=])(${MINUS}${MONEY_SIGN}?|${MONEY_SIGN}${MINUS})$`, 'iu');
const COUNTED =
  /^\s?(?:원(?!하|래|본|인)|달러|건|명|(?:korean )?won\b|krw\b|usd\b|dollars?\b|(?:more |new )?(?:orders?|purchases?|customers?|sign-?ups?|subscribers?)\b)/iu;
/** It is whom one writes to, or what one gives: not what is to be reached. */
const NOT_A_TARGET =
  /^\s?(?:원|건|명|won|orders?|purchases?)?\s?(?:인\b|인\s|이던|이었|짜리|할인|쿠폰|적립|배송|off\b|discount|coupon|credit|shipping)/iu;
const GIVEN_OR_HAD =
  /(?:할인|쿠폰|적립|배송비?|환불|반품|취소|discount|coupon|refunds?|returns?|cancell?ations?|with|having|has|have|had|made|placed)\s*(?:을|를|은|는|of|by)?\s*(?:[-\u2212\u2013]|마이너스\s?)?[$₩]?$/iu;
const ZERO_OF_ALL = /^\s?(?:원|won|krw)?\s?(?:of |in )?(?:new )?(?:revenue|sales|orders?|purchases?)\b/iu;

const targets = (text: string): Impossible[] => {
  const read = numeralsIn(text).map((number) => {
    const before = text.slice(0, number.at);
    const after = text.slice(number.end);
    const sign = BELOW_ZERO.exec(before)?.[1] ?? '';
    const excused = NOT_A_TARGET.test(after) || GIVEN_OR_HAD.test(before);
    return { number, sign, after, named: AFTER_METRIC.test(before), counts: counts(number, after, before), excused };
  });
  const another = read.some(
    ({ number, sign, counts: is }) => is && !/\p{L}|[-\u2212\u2013]/u.test(sign) && number.value > 0,
  );
  return read.flatMap(({ number, sign, after, named, counts: is, excused }) => {
    const negative = /\p{L}|[-\u2212\u2013]/u.test(sign) && (named || (is && !another));
    const zero =
      number.value === 0 && ((named && (is || /^\s*(?:$|[\s,.!?])/u.test(after))) || ZERO_OF_ALL.test(after));
    if (excused || !(negative || (zero && !another))) return [];
    const at = number.at - sign.length;
    const end = number.end + (COUNTED.exec(after)?.[0].length ?? 0);
    return [{ what: 'target' as const, text: text.slice(at, end), at, end }];
  });
};

const counts = (number: Numeral, after: string, before: string): boolean =>
  COUNTED.test(after) || number.big || new RegExp(`${MONEY_SIGN}${MINUS}?$`, 'u').test(before);

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const LONG_GONE = '0000-01-01';
const day = (year: string | undefined, month: string | number | undefined, date: string | undefined): string =>
  `${year}-${String(month || 12).padStart(2, '0')}-${(date || '31').padStart(2, '0')}`;
const monthOf = (name: string | undefined): number => MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;

/** Until when, and the last day it can mean. A day without its year is the coming one, and never past. */
const DEADLINES: readonly [RegExp, (match: RegExpExecArray, today: string) => string][] = [
  [
    /(?:어제|그제|그저께|엊그제|지난\s?주말?|지난\s?달(?:\s?말)?|지난\s?분기|지난\s?해|작년(?:\s?말)?|재작년)\s?까지(?:는|만|의)?/gu,
    () => LONG_GONE,
  ],
  [
    /(?:(20\d\d)\s?년|올해|금년)(?:\s?(\d{1,2})\s?월(?:\s?(\d{1,2})\s?일)?)?(?:\s?말)?\s?까지/gu,
    (m, today) => day(m[1] ?? today.slice(0, 4), m[2], m[3]),
  ],
  [/(20\d\d)[-./](\d{1,2})[-./](\d{1,2})\s?까지/gu, (m) => day(m[1], m[2], m[3])],
  [
    /\b(?:by|until|till|no later than) (?:yesterday|the day before yesterday|last (?:week|month|quarter|year))\b/giu,
    () => LONG_GONE,
  ],
  [/\b(?:by|until|till|no later than) (20\d\d)[-./](\d{1,2})[-./](\d{1,2})\b/giu, (m) => day(m[1], m[2], m[3])],
  [
    new RegExp(`\\b(?:by|until|till|no later than) ${MONTH} (?:(\\d{1,2})(?:st|nd|rd|th)?,? )?(20\\d\\d)\\b`, 'giu'),
    (m) => day(m[3], monthOf(m[1]), m[2]),
  ],
  [
    new RegExp(`\\b(?:by|until|till|no later than) (\\d{1,2})(?:st|nd|rd|th)? ${MONTH},? (20\\d\\d)\\b`, 'giu'),
    (m) => day(m[3], monthOf(m[2]), m[1]),
  ],
];
/** `어제까지 안 산 고객`, `2020년 1월 1일까지 가입한 회원`: when they did it, not by when we are to. */
const OF_CUSTOMERS =
  /^\s*(?:[^\s,.\d]+\s){0,3}[^\s,.\d]*(?:[한산온본던된간른은킨]|없는|있는)\s+(?:[^\s,.\d]+\s)?(?:고객|사람|단골|회원|분|손님|구매자|VIP|이들)/iu;
/** `who had not bought by 2020-01-01`, unless the number to reach stands between. */
const WHO =
  /\b(?:who|whose|that|bought|ordered|purchased|joined|signed up|registered|active|lapsed|inactive)\b(?![^,.;\n]*(?:revenue|sales|\bwon\b|[$₩]))[^,.;\n]*$/iu;

const pasts = (text: string, today: string): Impossible[] =>
  DEADLINES.flatMap(([pattern, last]) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const end = match.index + match[0].length;
      if (last(match, today) >= today) return [];
      if (OF_CUSTOMERS.test(text.slice(end)) || WHO.test(text.slice(0, match.index))) return [];
      return [{ what: 'past' as const, text: match[0], at: match.index, end }];
    }),
  );

/**
 * A target of zero or below, a deadline that is over. Read by rule, and only where the words can mean nothing else: what
 * stays unclear is the drafter's to read.
 *
 * @param today `2026-11-24` where the account is
 */
export const impossibleIn = (text: string, today: string): Impossible[] =>
  [...targets(text), ...pasts(text, today)].sort((a, b) => a.at - b.at);

/** The words without what was objected to: an answer takes it back. */
export const withoutImpossible = (text: string, today: string): string =>
  impossibleIn(text, today).reduceRight((words, { at, end }) => `${words.slice(0, at)}${words.slice(end)}`, text);
