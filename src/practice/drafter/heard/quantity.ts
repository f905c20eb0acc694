import { type Numeral, numeralsIn } from '../../../kit/numerals.ts';

export type QuantityKind = 'money' | 'days' | 'times' | 'orders' | 'people' | 'percent' | 'plain';

/** A number with what it counts. `days` are whole days whatever unit was said; a month is 30, a year 365. */
export type Quantity = {
  kind: QuantityKind;
  value: number;
  /** The words, number and unit, as written. */
  text: string;
  at: number;
  end: number;
  /** Of money. */
  currency?: string;
  /** Of days said in another unit: how many of which. */
  said?: { value: number; unit: SpanUnit };
};
export type SpanUnit = 'weeks' | 'months' | 'years';

const MONTH = 30;
const YEAR = 365;
const UNIT_OF: Readonly<Record<number, SpanUnit>> = { 7: 'weeks', [MONTH]: 'months', [YEAR]: 'years' };
/** Days, with what was said where it was not days. */
const inDays = (count: number, each: number): Pick<Quantity, 'value' | 'said'> => {
  const unit = UNIT_OF[each];
  return { value: count * each, ...(unit && { said: { value: count, unit } }) };
};
const SYMBOL: Readonly<Record<string, string>> = {
  $: 'USD',
  '₩': 'KRW',
  '￦': 'KRW',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
};

type Suffix = readonly [pattern: RegExp, kind: QuantityKind, times: number];
const SUFFIXES: readonly Suffix[] = [
  [/^\s?(?:일|days?\b)(?!\s?\d)|^-days?\b/iu, 'days', 1],
  [/^\s?주(?:일|간)?(?![가-힣]*문|년|식|말)|^[\s-]?weeks?\b/iu, 'days', 7],
  [/^\s?(?:개월|달)|^[\s-]?months?\b/iu, 'days', MONTH],
  [/^\s?년(?!\s?\d{1,2}월)|^[\s-]?years?\b/iu, 'days', YEAR],
  [/^\s?(?:번(?!째)|회(?!원|사)|차례)|^\+?\s?(?:or more\s)?times\b/iu, 'times', 1],
  [/^\s?건|^\+?\s?(?:or more\s|more\s|new\s)?(?:orders?|purchases?)\b/iu, 'orders', 1],
  [
    /^\s?(?:명|분(?!기|위|석|야))|^\s?(?:new\s)?(?:people|customers?|members?|subscribers?|users?|sign-?ups?|contacts?)\b/iu,
    'people',
    1,
  ],
  [/^\s?(?:%|％|퍼센트|프로(?![가-힣])|percent\b|pct\b)/iu, 'percent', 1],
];
/** What is counted here is nothing of ours: 1천만 마리, 3장. */
const OTHER =
  /^\s?(?:마리|개(?!월)|장|통|곳|대|권|병|잔|뷰|살|위|시|분|층|배|단계|차|호|인치|views?\b|likes?\b|emails?\b|products?\b|items?\b|variants?\b|a\.?m\b|p\.?m\b)/iu;

const MONEY = /^\s?(?:원(?!하|래|본|인)|(?:korean )?won\b|krw\b)/iu;
const DOLLARS = /^\s?(?:달러|불(?![가-힣])|dollars?\b|usd\b|bucks\b)/iu;
const EUROS = /^\s?(?:유로|euros?\b|eur\b)/iu;
const CODE_BEFORE = /(?:\b(KRW|USD|EUR|GBP|JPY)\s?|([$₩￦€£¥])\s?)$/i;

const quantityOf = (text: string, number: Numeral): Quantity => {
  const after = text.slice(number.end);
  const before = text.slice(0, number.at);
  const whole = (kind: QuantityKind, value: number, tail: number, head = 0): Quantity => ({
    kind,
    value,
    text: text.slice(number.at - head, number.end + tail).trim(),
    at: number.at - head,
    end: number.end + tail,
  });
  const sign = CODE_BEFORE.exec(before);
  const currencies: readonly [RegExp, string][] = [
    [MONEY, 'KRW'],
    [DOLLARS, 'USD'],
    [EUROS, 'EUR'],
  ];
  for (const [pattern, currency] of currencies) {
    const tail = pattern.exec(after);
    if (tail) return { ...whole('money', number.value, tail[0].length, sign?.[0].length), currency };
  }
  if (sign) {
    const currency = sign[1]?.toUpperCase() ?? SYMBOL[sign[2] ?? ''] ?? '';
    return { ...whole('money', number.value, 0, sign[0].length), currency };
  }
  for (const [pattern, kind, times] of SUFFIXES) {
    const tail = pattern.exec(after);
    if (tail) return { ...whole(kind, number.value, tail[0].length), ...inDays(number.value, times) };
  }
  if (number.big && !OTHER.test(after)) return { ...whole('money', number.value, 0), currency: 'KRW' };
  return whole('plain', number.value, 0);
};

const NATIVE: Readonly<Record<string, number>> = {
  한: 1,
  하나: 1,
  두: 2,
  둘: 2,
  세: 3,
  석: 3,
  서너: 3,
  네: 4,
  넉: 4,
  다섯: 5,
  여섯: 6,
  일곱: 7,
  여덟: 8,
  아홉: 9,
  열: 10,
  일: 1,
  이: 2,
  삼: 3,
  사: 4,
  육: 6,
};
const WORDS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fourteen: 14,
  twenty: 20,
  thirty: 30,
  sixty: 60,
  ninety: 90,
};
const OF: Readonly<Record<string, readonly [QuantityKind, number]>> = {
  달: ['days', MONTH],
  개월: ['days', MONTH],
  주: ['days', 7],
  주일: ['days', 7],
  해: ['days', YEAR],
  년: ['days', YEAR],
  번: ['times', 1],
  차례: ['times', 1],
  day: ['days', 1],
  week: ['days', 7],
  month: ['days', MONTH],
  year: ['days', YEAR],
  time: ['times', 1],
  order: ['orders', 1],
  purchase: ['orders', 1],
};
const FIXED: readonly [RegExp, QuantityKind, number][] = [
  [/(?<![가-힣])반\s?년|\bhalf a year\b|\bhalf-year\b/giu, 'days', 180],
  [/(?<![가-힣])일\s?년(?![가-힣]{0,1}생)|(?<![가-힣])일년/gu, 'days', YEAR],
  [/(?<![가-힣])하루(?=\s|만)/gu, 'days', 1],
  [/\bonce\b/giu, 'times', 1],
  [/\btwice\b/giu, 'times', 2],
];
const SPOKEN =
  /(?<![가-힣])(하나|서너|다섯|여섯|일곱|여덟|아홉|한|두|둘|세|석|네|넉|열)\s?(달|개월|주일|주(?![가-힣])|해(?=\s|동안|넘)|번(?!째|도)|차례)|(?<![가-힣])(일|이|삼|사|육)\s?(주일|개월)|\b(a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|twenty|thirty|sixty|ninety)[\s-](?:more\s|or more\s)?(day|week|month|year|time|order|purchase)s?\b/giu;

const spoken = (text: string): Quantity[] => {
  const fixed = FIXED.flatMap(([pattern, kind, value]) =>
    [...text.matchAll(pattern)].map((match) => place(match, kind, value)),
  );
  const built = [...text.matchAll(SPOKEN)].flatMap((match) => {
    const count = match[1] ?? match[3];
    const unit = OF[(match[2] ?? match[4] ?? match[6] ?? '').toLowerCase()];
    const value = count ? NATIVE[count] : WORDS[match[5]?.toLowerCase() ?? ''];
    return unit && value ? [{ ...place(match, unit[0], value), ...inDays(value, unit[1]) }] : [];
  });
  return [...fixed, ...built.filter((each) => !fixed.some((other) => overlaps(each, other)))];
};

const place = (match: RegExpExecArray, kind: QuantityKind, value: number): Quantity => ({
  kind,
  value,
  text: match[0],
  at: match.index,
  end: match.index + match[0].length,
});

export const overlaps = (a: { at: number; end: number }, b: { at: number; end: number }): boolean =>
  a.at < b.end && b.at < a.end;

/** Every quantity of a text in order, but for those inside the given spans (dates, times of day). */
export const quantitiesIn = (text: string, taken: readonly { at: number; end: number }[] = []): Quantity[] => {
  const counted = numeralsIn(text)
    .filter(({ name }) => !name)
    .filter((number) => !taken.some((span) => overlaps(span, number)))
    .map((number) => quantityOf(text, number));
  const said = spoken(text).filter((each) => ![...taken, ...counted].some((other) => overlaps(each, other)));
  return [...counted, ...said].sort((a, b) => a.at - b.at);
};
