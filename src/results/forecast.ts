import type { Forecast } from '../steps/plan/schema.ts';
import { type Belief, inWindow, type KpiHistory } from './history.ts';
import { quantile } from './means.ts';
import { beta, binomial, type Chance, normal, seeded } from './seeded.ts';

export type ForecastInput = {
  /** Contacts that would be written to. */
  send: number;
  windowDays: number;
  history: KpiHistory;
  /** Attributed revenue hoped for, major units; null when the goal is not in money. */
  targetMajor: number | null;
  /** Major units; `ai` and `labour` are what ROI divides by as the users define it. */
  costs: { aiMajor: number; labourMajor: number; savedLabourMajor: number };
  /** Makes the same plan give the same forecast. */
  seed: string;
  draws?: number;
};

/** Worlds simulated for one forecast; the launch card names it. */
export const DRAWS = 4_000;
/** What the users want of a campaign: 200 %. */
export const ROI_TARGET = 2;
/** Used where nothing was ever bought and so no spread is known. */
const SPREAD = 0.8;

/**
 * Attributed revenue and ROI by simulation. Each draw takes one believable world (reach, clicks, purchases, those who buy
 * anyway) from the Beta beliefs, then lets chance decide in it; so few past campaigns give a wide forecast.
 *
 * @returns no revenue, ROI or chance while no order gives an amount to reckon with: not known is not nothing
 */
export const forecast = (input: ForecastInput): Forecast => {
  const { history, costs, send, windowDays } = input;
  const { basis, pastErrors } = history;
  if (history.aovMajor === null)
    return { revenueMajor: null, roi: null, chanceOfRoi: null, chanceOfTarget: null, basis, pastErrors };
  const order = { aovMajor: history.aovMajor, orderSdMajor: history.orderSdMajor };
  const chance = seeded(input.seed);
  const draws = input.draws ?? DRAWS;
  const share = (belief: Belief) => beta(chance, belief.a, belief.b);
  const revenue = Float64Array.from({ length: draws }, () => {
    const reached = binomial(chance, send, share(history.beliefs.reach));
    const causes = share(history.beliefs.ctr) * share(history.beliefs.cvr);
    const buys = Math.min(1, causes + inWindow(share(history.beliefs.baseline), windowDays) * history.credited);
    return spent(chance, binomial(chance, reached, buys), order);
  }).sort();
  const own = costs.aiMajor + costs.labourMajor;
  const roiAt = (q: number) => (quantile(revenue, q) + costs.savedLabourMajor) / own;
  const target = input.targetMajor;
  return {
    revenueMajor: { p10: quantile(revenue, 0.1), p50: quantile(revenue, 0.5), p90: quantile(revenue, 0.9) },
    chanceOfRoi: own > 0 ? revenue.filter((r) => r + costs.savedLabourMajor >= ROI_TARGET * own).length / draws : null,
    roi: own > 0 ? { p10: roiAt(0.1), p50: roiAt(0.5), p90: roiAt(0.9) } : null,
    chanceOfTarget: target !== null && target > 0 ? revenue.filter((r) => r >= target).length / draws : null,
    basis,
    beliefs: history.beliefs,
    pastErrors,
  };
};

/** Sum of so many orders: their mean and, by the central limit, their spread; never below 0. */
const spent = (
  chance: Chance,
  buyers: number,
  { aovMajor, orderSdMajor }: { aovMajor: number; orderSdMajor: number },
): number => {
  if (buyers === 0) return 0;
  const sd = orderSdMajor > 0 ? orderSdMajor : SPREAD * aovMajor;
  return Math.max(0, buyers * aovMajor + Math.sqrt(buyers) * sd * normal(chance));
};
