/**
 * Numbers in Korean and English sentences, read by rule: what the model says a number means is held against this, and
 * numbers nobody said are found with it.
 */
export type Found = {
  text: string;
  /** What it most likely means. */
  value: number;
  /** Everything it may mean: `15%` is 15 or 0.15, `5 k` is 5,000 or 5. */
  values: readonly number[];
  percent: boolean;
};

const SMALL: Readonly<Record<string, number>> = { 십: 10, 백: 100, 천: 1_000 };
const BIG: Readonly<Record<string, number>> = { 만: 1e4, 억: 1e8, 조: 1e12 };
const ENGLISH: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  bn: 1e9,
  billion: 1e9,
};

const DIGITS = '\\d[\\d,]*(?:\\.\\d+)?';
const UNITS = '[십백천만억조]';
const COUNTED = '(?:원|명|건|개|통|회|%|퍼센트)';
/** Words that begin like a number that counts something: 조건, 조회, 조명, 만회. */
const WORDS = '조[건회명개통]|만회';
// Digits and units without a gap; a gap only before digits that follow a unit (1억 2천만) or before a unit that ends the
// number (10 만원, not 10 만족). Or a bare 천만 / 백만 that counts something.
const RUN = new RegExp(
  `${DIGITS}(?:${UNITS}|(?<=${UNITS})\\s?${DIGITS}|\\s${UNITS}+(?=\\s?${COUNTED}|[\\s.,)]|$))*(?:\\s?(?:thousand|million|billion|bn|k|m)\\b)?|(?!${WORDS})${UNITS}+(?=\\s?${COUNTED})`,
  'giu',
);
const TOKEN = new RegExp(`${DIGITS}|${UNITS}`, 'gu');
const PERCENT = /^\s?(?:%|％|퍼센트|percent\b|pct\b)/i;

const digits = (token: string): number => Number(token.replaceAll(',', ''));

/** `3천5백만` -> 35,000,000. */
const korean = (run: string): number => {
  let total = 0;
  let section = 0;
  let open: number | null = null;
  for (const [token] of run.matchAll(TOKEN)) {
    const small = SMALL[token];
    const big = BIG[token];
    if (small !== undefined) {
      section += (open ?? 1) * small;
      open = null;
    } else if (big !== undefined) {
      total += (section + (open ?? 0) || 1) * big;
      section = 0;
      open = null;
    } else open = digits(token);
  }
  return total + section + (open ?? 0);
};

export const numbersIn = (text: string): Found[] => {
  const plain = text.normalize('NFKC');
  return [...plain.matchAll(RUN)].map((match) => {
    const run = match[0];
    const unit = /(\s?)([a-z]+)$/i.exec(run);
    const plainly = korean(run);
    const value = plainly * (ENGLISH[unit?.[2]?.toLowerCase() ?? ''] ?? 1);
    const percent = PERCENT.test(plain.slice(match.index + run.length));
    const values = unit?.[1] ? [value, plainly] : [value];
    return {
      text: run.trim(),
      value,
      values: [...new Set(percent ? values.flatMap((each) => [each, each / 100]) : values)],
      percent,
    };
  });
};

/** Equal but for what floating point and a share written as a percentage do to it. */
export const sameNumber = (a: number, b: number): boolean =>
  Math.abs(a - b) <= Math.max(1e-9, Math.abs(a) * 1e-9) ||
  (a !== 0 && b !== 0 && [a * 100, a / 100].some((x) => Math.abs(x - b) <= Math.abs(b) * 1e-9));

/** Does the text say this number in any of the ways it can be read? */
export const mentions = (text: string, value: number): boolean =>
  numbersIn(text).some(({ values }) =>
    values.some((each) => Math.abs(each - value) <= Math.max(1e-9, Math.abs(value) * 1e-9)),
  );

/** Spelling that people vary freely: case, spaces, thousands' commas, width. */
export const squeezed = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s,]+/g, '');
