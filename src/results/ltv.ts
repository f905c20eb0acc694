import { alive, type BgNbd, expectedPurchases, fitBgNbd, type History } from './bgnbd.ts';
import { expectedSpending, fitGammaGamma, type GammaGamma, meanSpending, type Spending } from './gamma-gamma.ts';

/** A customer's purchases: amount by whole day, so that several of one day are one. */
export type Days = ReadonlyMap<number, number>;

export type Customer = History & {
  /** Of the repeat purchases; null while nothing above 0 was spent on any. */
  spending: Spending | null;
};

/** @param end the last day of the calibration, as a whole day. @returns null for who had not bought by then */
export const customerOf = (days: Days, end: number): Customer | null => {
  let [first, last, x, total] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0];
  for (const [day, amount] of days) {
    if (day > end) continue;
    x += 1;
    total += amount;
    first = Math.min(first, day);
    last = Math.max(last, day);
  }
  if (x < 0) return null;
  const mean = x > 0 ? (total - (days.get(first) ?? 0)) / x : 0;
  return { x, tx: (last - first) / 7, t: (end - first) / 7, spending: mean > 0 ? { x, mean } : null };
};

export type Models = { bgnbd: BgNbd; gammaGamma: GammaGamma | null };

/** @returns null when the purchases do not settle the model */
export const fitModels = (customers: readonly Customer[]): Models | null => {
  const bgnbd = fitBgNbd(customers);
  return bgnbd && { bgnbd, gammaGamma: fitGammaGamma(customers.flatMap(({ spending }) => spending ?? [])) };
};

export type Outlook = { alive: number; purchases: number; value: number | null };

/** @param margin share of an amount that is earned, 0..1; nothing is discounted */
export const outlookOf = (
  { bgnbd, gammaGamma }: Models,
  customer: Customer,
  weeks: number,
  margin: number,
): Outlook => {
  const purchases = expectedPurchases(bgnbd, customer, weeks);
  const each = gammaGamma && expectedSpending(gammaGamma, customer.spending);
  return { alive: alive(bgnbd, customer), purchases, value: each === null ? null : purchases * each * margin };
};

export type Ltv = Models & {
  n: number;
  expectedTransactions: number;
  alive: number;
  /** Null where no mean amount exists. */
  value: { total: number; perContact: number; meanOrder: number | null } | null;
};

/** Everybody together. @returns null when the purchases do not settle the model */
export const readLtv = (customers: readonly Customer[], weeks: number, margin: number): Ltv | null => {
  const models = fitModels(customers);
  if (!models) return null;
  const outlooks = customers.map((customer) => outlookOf(models, customer, weeks, margin));
  const total = outlooks.reduce<number | null>(
    (sum, { value }) => (sum === null || value === null ? null : sum + value),
    0,
  );
  return {
    ...models,
    n: customers.length,
    expectedTransactions: outlooks.reduce((sum, { purchases }) => sum + purchases, 0),
    alive: outlooks.reduce((sum, { alive: chance }) => sum + chance, 0),
    value:
      total === null
        ? null
        : {
            total,
            perContact: total / customers.length,
            meanOrder: models.gammaGamma && meanSpending(models.gammaGamma),
          },
  };
};
