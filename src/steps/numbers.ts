import { numeralsIn } from '../kit/numerals.ts';

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

const PERCENT = /^\s?(?:%|％|퍼센트|percent\b|pct\b)/i;

export const numbersIn = (text: string): Found[] => {
  const plain = text.normalize('NFKC');
  return numeralsIn(plain).map(({ text: said, value, end, unscaled }) => {
    const percent = PERCENT.test(plain.slice(end));
    const values = unscaled === null ? [value] : [value, unscaled];
    return {
      text: said.trim(),
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
