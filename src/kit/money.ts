/**
 * Money inside is an integer of minor units with its currency. Outside (files, rules, prompts, cards) it is major units.
 * Source of decimals: ISO 4217 through Intl.
 */
export type Money = { minor: number; currency: string };

const decimals = new Map<string, number>();

/** How many minor digits a currency has: KRW 0, USD 2. */
export const minorDigits = (currency: string): number => {
  const known = decimals.get(currency);
  if (known !== undefined) return known;
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  decimals.set(currency, digits);
  return digits;
};

/** Rounds half away from zero to a whole minor unit. */
export const fromMajor = (major: number, currency: string): Money => ({
  minor: Math.sign(major) * Math.round(Math.abs(major) * 10 ** minorDigits(currency)),
  currency,
});

export const toMajor = ({ minor, currency }: Money): number => minor / 10 ** minorDigits(currency);

/**
 * A price of one thing among many. It is a rate and not an amount: 0.5 won or 0.07 cents are prices that vendors have. In
 * minor units, to a millionth, so that 0.07 USD is 7 and not what floating point makes of it.
 */
export const unitPrice = (major: number, currency: string): number =>
  Math.round(major * 10 ** minorDigits(currency) * 1e6) / 1e6;

/** The amount that so many of them cost: the one place where it becomes whole minor units. */
export const priceOf = (n: number, unitMinor: number): number => Math.round(n * unitMinor);
