import type { Voice } from '../../i18n/voice.ts';
import { DRAWS } from '../../results/forecast.ts';
import { type KpiHistory, meanOf, ORDERS_DAYS, PRIOR, RECENT_READINGS } from '../../results/history.ts';
import type { Plan, PlanEvidence } from './schema.ts';

export type PlanFormula = Exclude<keyof Voice['t']['cards']['plan']['formulas'], 'belief' | 'rates'>;

/** What each number of the launch card is made of, with its denominator and window, in the order they stand there. */
export const planFormulas = (
  content: Plan,
  { audience, forecast, smallestLift, baseline, capMinor }: PlanEvidence,
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
    ...(forecast.revenueMajor && forecast.beliefs && { beliefs: beliefWords(forecast.beliefs, v) }),
    ...(baseline !== undefined &&
      typeof smallestLift === 'number' && {
        smallest: t.smallest({
          n: v.count(audience.send + audience.holdout),
          holdout: v.percent(content.holdoutPercent / 100),
          days: v.count(content.windowDays),
        }),
      }),
    ...(typeof capMinor === 'number' && {
      cap: t.cap({ cap: v.money({ minor: capMinor, currency: content.prices.currency }) }),
    }),
    ...(forecast.pastErrors.length > 0 && { pastErrors: t.pastErrors }),
  };
};

const RATES = ['reach', 'ctr', 'cvr', 'baseline'] as const;

/** Each rate as assumed before anything was seen, and as believed now. */
const beliefWords = (beliefs: KpiHistory['beliefs'], v: Voice): string => {
  const t = v.t.cards.plan.formulas;
  return t.beliefs({
    list: RATES.map((name) =>
      t.belief({
        name: t.rates[name],
        a: v.count(PRIOR[name].a),
        b: v.count(PRIOR[name].b),
        prior: v.percent(meanOf(PRIOR[name])),
        now: v.percent(meanOf(beliefs[name])),
      }),
    ).join(', '),
  });
};
