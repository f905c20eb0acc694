import { fromMajor, priceOf } from '../kit/money.ts';
import type { Plan } from '../steps/plan/schema.ts';
import { type Ratio, ratio } from './kpi.ts';
import type { Interval } from './proportion.ts';

/** Minor units of the account's currency. */
export type Cost = {
  sendingMinor: number;
  aiMinor: number;
  /** False when some call's price is not known, or has no rate into the account's currency: then it is not in `aiMinor`. */
  aiKnown: boolean;
  labourMinor: number;
  savedLabourMinor: number;
  totalMinor: number;
};

/**
 * The model is billed in US dollars. Two currencies are never added, so its cost is first read in the account's own at a
 * fixed planning rate, which is named beside the number; accounts in other currencies see it apart, in dollars.
 */
const PER_DOLLAR: Readonly<Record<string, number>> = { USD: 1, KRW: 1_300 };
export const perDollar = (currency: string): number | null => PER_DOLLAR[currency] ?? null;

export const aiCost = (micros: number, currency: string): number | null => {
  const rate = perDollar(currency);
  return rate === null ? null : fromMajor((micros / 1e6) * rate, currency).minor;
};

/** Messages a channel took (and those nobody knows of) by what the plan says one of their form costs. */
export const sendingCost = (prices: Plan['prices'], taken: readonly { variant: string; messages: number }[]): number =>
  taken.reduce(
    (sum, { variant, messages }) => sum + priceOf(messages, prices.byVariant?.[variant] ?? prices.perMessageMinor),
    0,
  );

export const costOf = (input: {
  currency: string;
  /** Messages a channel took by the plan's prices. */
  sendingMinor: number;
  /** Known cost of the campaign's calls, and how many calls have none. */
  aiMicros: number;
  aiUnknownCalls: number;
  labour: { ratePerHourMajor: number; minutesSpent: number; minutesSaved: number };
}): Cost => {
  const { currency, labour, sendingMinor } = input;
  const work = (minutes: number) => fromMajor((labour.ratePerHourMajor * minutes) / 60, currency).minor;
  const ai = aiCost(input.aiMicros, currency);
  const labourMinor = work(labour.minutesSpent);
  return {
    sendingMinor,
    aiMinor: ai ?? 0,
    aiKnown: ai !== null && input.aiUnknownCalls === 0,
    labourMinor,
    savedLabourMinor: work(labour.minutesSaved),
    totalMinor: sendingMinor + (ai ?? 0) + labourMinor,
  };
};

export type Roi = {
  /** (attributed revenue + saved labour) ÷ (AI cost + labour): as the users define it, a ratio, 200 % = 2.0. */
  asDefined: Ratio;
  /** The same with sending cost in the denominator. */
  withSending: Ratio;
  /** The same again with incremental in place of attributed revenue; null while none can be told. */
  incremental: Ratio | null;
  /** The same at either end of the 95 % interval of incremental revenue; absent in readings of before. */
  incrementalCi?: Interval | null;
};

/** @param incremental null where the revenue that sending added cannot be told from nothing */
export const roiOf = (
  attributedMinor: number,
  incremental: { minor: number; loMinor: number; hiMinor: number } | null,
  cost: Cost,
): Roi => {
  const own = cost.aiMinor + cost.labourMinor;
  const whole = (revenueMinor: number) => ratio(revenueMinor + cost.savedLabourMinor, own + cost.sendingMinor);
  const ends = incremental && [whole(incremental.loMinor).value, whole(incremental.hiMinor).value];
  return {
    asDefined: ratio(attributedMinor + cost.savedLabourMinor, own),
    withSending: whole(attributedMinor),
    incremental: incremental && whole(incremental.minor),
    incrementalCi: typeof ends?.[0] === 'number' && typeof ends[1] === 'number' ? [ends[0], ends[1]] : null,
  };
};
