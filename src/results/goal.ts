import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { fromMajor } from '../kit/money.ts';
import type { Brief } from '../steps/brief/schema.ts';
import type { Forecast, Spread } from '../steps/plan/schema.ts';
import type { VariantCredit } from './attribution.ts';
import type { Funnel } from './kpi.ts';

/** `target` and `actual` in minor units, a count, or a share 0..1, as `metric` has it. */
export type GoalReading = {
  metric: Brief['kpi']['metric'];
  target: number;
  actual: number | null;
  share: number | null;
  deadline: string;
};

/** `error` is actual ÷ P50 − 1; null when the sending was stopped: what was forecast never happened. */
export type ForecastReading = {
  p10Minor: number;
  p50Minor: number;
  p90Minor: number;
  actualMinor: number;
  error: number | null;
  /** ROI as the users define it, forecast and fact; absent where none was forecast, and in readings of before. */
  roi?: Spread & { actual: number | null };
};

export const againstGoal = async (
  tx: Tx,
  brief: Brief,
  span: { campaignId: number; occurrence: number; from: Date; to: Date; currency: string },
  funnel: Funnel,
  attributed: Omit<VariantCredit, 'variant'>,
): Promise<GoalReading> => {
  const { metric, deadline } = brief.kpi;
  const target = metric === 'attributed_revenue' ? fromMajor(brief.kpi.target, span.currency).minor : brief.kpi.target;
  const actual =
    metric === 'attributed_revenue'
      ? attributed.revenueMinor
      : metric === 'orders'
        ? attributed.orders
        : metric === 'conversion_rate'
          ? funnel.delivered > 0
            ? attributed.contacts / funnel.delivered
            : null
          : await signups(tx, span);
  return { metric, target, actual, share: actual !== null && target > 0 ? actual / target : null, deadline };
};

/** People who signed up after our message reached them, within the window. */
const signups = async (
  tx: Tx,
  { campaignId, occurrence, from, to }: { campaignId: number; occurrence: number; from: Date; to: Date },
): Promise<number> => {
  const { rows } = await tx.execute<{ n: number }>(sql`
    select count(*) as n from deliveries d
    where d.campaign_id = ${campaignId} and d.occurrence = ${occurrence} and d.status in ('accepted', 'delivered')
      and exists (select 1 from events e where e.contact_id = d.contact_id and e.name = 'signup' and not e.unverified
        and e.at >= coalesce(d.delivered_at, d.accepted_at)
        and e.at >= ${from.toISOString()}::timestamptz and e.at < ${to.toISOString()}::timestamptz)`);
  return rows[0]?.n ?? 0;
};

/** Null where the launch could not say what an order is worth. */
export const besideForecast = (
  forecast: Forecast,
  { revenueMinor: actualMinor, roi: actualRoi }: { revenueMinor: number; roi: number | null },
  currency: string,
  stopped: boolean,
): ForecastReading | null => {
  const { revenueMajor, roi } = forecast;
  if (!revenueMajor) return null;
  const minor = (major: number) => fromMajor(major, currency).minor;
  const p50Minor = minor(revenueMajor.p50);
  return {
    p10Minor: minor(revenueMajor.p10),
    p50Minor,
    p90Minor: minor(revenueMajor.p90),
    actualMinor,
    error: p50Minor > 0 && !stopped ? actualMinor / p50Minor - 1 : null,
    ...(roi && { roi: { ...roi, actual: actualRoi } }),
  };
};
