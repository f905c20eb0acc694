import type { Voice } from '../../i18n/voice.ts';
import { DRAWS } from '../../results/forecast.ts';
import { ORDERS_DAYS, RECENT_READINGS } from '../../results/history.ts';
import type { Plan, PlanEvidence } from './schema.ts';

export type PlanFormula = keyof Voice['t']['cards']['plan']['formulas'];

/** What each number of the launch card is made of, with its denominator and window, in the order they stand there. */
export const planFormulas = (
  content: Plan,
  { audience, forecast }: PlanEvidence,
  v: Voice,
): Partial<Record<PlanFormula, string>> => {
  const t = v.t.cards.plan.formulas;
  const send = v.count(audience.send);
  return {
    ...(forecast.revenueMajor && {
      revenue: t.revenue({ send, days: v.count(content.windowDays) }),
      range: t.range({ draws: v.count(DRAWS) }),
    }),
    ...(forecast.chanceOfTarget !== null && { chance: t.chance({ draws: v.count(DRAWS) }) }),
    ...(forecast.roi && { roi: t.roi }),
    ...(typeof forecast.chanceOfRoi === 'number' && { chanceOfRoi: t.chanceOfRoi({ draws: v.count(DRAWS) }) }),
    cost: t.cost({
      send,
      price: v.money({ minor: content.prices.perMessageMinor, currency: content.prices.currency }),
    }),
    ...(forecast.revenueMajor && {
      sources: t.sources[forecast.basis]({ campaigns: v.count(RECENT_READINGS), orderDays: v.count(ORDERS_DAYS) }),
    }),
    ...(forecast.pastErrors.length > 0 && { pastErrors: t.pastErrors }),
  };
};
