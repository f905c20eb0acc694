import type { Voice } from '../../i18n/voice.ts';
import { FEWEST, ORDERS_DAYS } from '../../results/history.ts';
import type { Forecast, Plan } from './schema.ts';

const times = (n: number, v: Voice): string => v.count(Math.round(n * 10) / 10);

const signed = (share: number, v: Voice): string => `${share > 0 ? '+' : ''}${v.percent(share)}`;

/** Some thousand simulations tell a chance to a tenth of a percent, and never a certainty. */
const chance = (share: number, v: Voice): string => {
  if (share > 0.999) return v.t.cards.plan.chanceOver({ share: v.percent(0.999) });
  return share < 0.001 ? v.t.cards.plan.chanceUnder({ share: v.percent(0.001) }) : v.percent(share);
};

/** What it may bring, what it costs, and how far earlier forecasts were off. */
export const forecastWords = (forecast: Forecast, costMinor: number, content: Plan, v: Voice): string[] => {
  const t = v.t.cards.plan;
  const { revenueMajor: revenue, roi } = forecast;
  return [
    [
      revenue
        ? t.forecast({ p10: v.amount(revenue.p10), p50: v.amount(revenue.p50), p90: v.amount(revenue.p90) })
        : t.noForecast({ people: v.count(FEWEST), orderDays: v.count(ORDERS_DAYS) }),
      forecast.chanceOfTarget === null ? '' : t.chance({ share: chance(forecast.chanceOfTarget, v) }),
    ]
      .filter(Boolean)
      .join(', '),
    [
      roi ? t.roi({ p10: times(roi.p10, v), p50: times(roi.p50, v), p90: times(roi.p90, v) }) : '',
      typeof forecast.chanceOfRoi === 'number' ? t.chanceOfRoi({ share: chance(forecast.chanceOfRoi, v) }) : '',
      t.cost({ value: v.money({ minor: costMinor, currency: content.prices.currency }) }),
      revenue ? `_(${t.basis[forecast.basis]})_` : '',
    ]
      .filter(Boolean)
      .join(' · '),
    forecast.pastErrors.length > 0
      ? t.pastErrors({
          n: v.count(forecast.pastErrors.length),
          list: forecast.pastErrors.map((error) => signed(error, v)).join(', '),
        })
      : '',
  ];
};
