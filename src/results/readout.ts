import { and, eq, sql } from 'drizzle-orm';
import { loadCampaign } from '../campaign/store.ts';
import type { ChannelName } from '../channels/channel.ts';
import { readouts } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';
import type { PlanEvidence } from '../steps/plan/schema.ts';
import { wavesOf } from '../steps/plan/waves.ts';
import { approved, readCost } from './approved.ts';
import { type DayPoint, readArms, revenueByDay } from './arms.ts';
import { attributedByVariant, ltvOfBuyers, sumCredits, type VariantCredit } from './attribution.ts';
import { type Capped, capOf, cappedReading } from './cap.ts';
import { type Correction, type FirstReading, keptAs } from './correction.ts';
import { type CouponReading, couponReading } from './coupon.ts';
import { type Early, earlyOf } from './early.ts';
import { againstGoal, besideForecast, type ForecastReading, type GoalReading } from './goal.ts';
import { type Funnel, type Rates, ratesOf, readFunnel, sumFunnels } from './kpi.ts';
import { type Lift, readLift, revenueTold, type Verdict } from './lift.ts';
import type { Look } from './looks.ts';
import { type SegmentFigures, segmentFigures, type VariantFigures, variantFigures } from './parts.ts';
import { type Cost, type Roi, roiOf, sendingCost } from './roi.ts';
import type { Arm } from './samples.ts';
import { segmentLifts } from './segment-lift.ts';
import { spanOf } from './span.ts';
import { type Winner, winnersOf } from './winner.ts';

/** `day1` the first of the daily ones, kept; `daily` the newest of the others, replaced every day. */
export type ReadoutKind = 'day1' | 'daily' | 'final';

/** Everything the card, the command line and the digest say about one reading. Money: integer minor units of `currency`. */
export type Readout = {
  campaignId: number;
  occurrence: number;
  kind: ReadoutKind;
  title: string;
  /** Null when no plan was launched. */
  channel: ChannelName | null;
  /** Business time of the reading, ISO. */
  at: string;
  /** True once late orders, refunds or reports changed what had been read. */
  corrected: boolean;
  /** The first final reading, where this one replaces it, and what changed since, where `corrected`. */
  first?: FirstReading;
  correction?: Correction;
  /** A person stopped the sending: only a part had left, so a forecast of the whole is not judged by it. */
  stopped: boolean;
  currency: string;
  /** `armsFrom`: where both arms are read from, with a test share first: when the last wave left. Else from the start. */
  window: { startsAt: string; endsAt: string; readTo: string; days: number; armsFrom?: string };
  /** Against the brief. */
  kpi: GoalReading | null;
  funnel: Funnel;
  /** Last touch within the window: *not* what sending caused. */
  attributed: Omit<VariantCredit, 'variant'>;
  rates: Rates;
  cost: Cost;
  roi: Roi;
  /** As assigned at the freeze; `perContactMinor` may be a fraction. */
  arms: Record<'send' | 'holdout', ArmFigures>;
  /** Share that was to be held out, 0..1. */
  holdoutShare: number;
  /** Null on day 1: a fixed-time interval read early is no interval. */
  lift: Lift | null;
  verdict: Verdict | { kind: 'too_early' };
  /** Difference per contact × treated n, rounded; null unless the reading is final and sound. */
  incremental: { minor: number; loMinor: number; hiMinor: number } | null;
  /** The same with large amounts capped, by a cap declared before; absent from day 1 and where too few orders declare one. */
  capped?: Capped | null;
  /** Before the end only: what may be shown then. Absent from readings stored before it was read. */
  early?: Early | null;
  /** What was shown day by day until this reading; only of `daily`. */
  looks?: Look[];
  /** Absent where no coupon was promised. */
  coupon?: CouponReading;
  byDay: DayPoint[];
  variants: VariantFigures[];
  /** In the order of their keys; absent from readings stored before they were told apart, as is `winners`. */
  segments?: SegmentFigures[];
  /** One a segment with two variants or more; none on day 1, of a broken split, or where a test wave chose before. */
  winners?: Winner[];
  /** A test wave chose what the rest got: its numbers were read once, for that decision. */
  chosenBefore?: boolean;
  /** As shown at the launch, beside what happened. */
  forecast: ForecastReading | null;
  /** Customers were simulated: whoever was written to buys about 2.5 times as often, by construction. */
  simulated: boolean;
};

export type ArmFigures = {
  n: number;
  conversions: number;
  orders: number;
  revenueMinor: number;
  perContactMinor: number | null;
};
/**
 * Reads a campaign and keeps the reading. Reading it again is idempotent; a final one that came out differently replaces
 * the older (correction.ts).
 *
 * @throws when the campaign was never frozen: there is nothing to read then
 */
export const readOut = async (
  deps: Pick<Deps, 'config'>,
  tx: Tx,
  campaignId: number,
  kind: ReadoutKind,
  now: Date,
): Promise<Readout> => {
  const fresh = await measure(deps, tx, campaignId, kind, now);
  const kept = await findReadout(tx, campaignId, kind);
  const result = keptAs(fresh, kept, kind === 'daily' ? await findReadout(tx, campaignId, 'day1') : null);
  if (result === kept) return kept;
  const row = { campaignId, kind, result, corrected: result.corrected, at: now };
  await tx
    .insert(readouts)
    .values(row)
    .onConflictDoUpdate({
      target: [readouts.campaignId, readouts.kind],
      set: { result: sql`excluded.result`, corrected: sql`excluded.corrected`, at: sql`excluded.at` },
    });
  return result;
};

export const findReadout = async (tx: Tx, campaignId: number, kind: ReadoutKind): Promise<Readout | null> =>
  ((
    await tx
      .select()
      .from(readouts)
      .where(and(eq(readouts.campaignId, campaignId), eq(readouts.kind, kind)))
  )[0]?.result as Readout | undefined) ?? null;

const measure = async (
  deps: Pick<Deps, 'config'>,
  tx: Tx,
  campaignId: number,
  kind: ReadoutKind,
  now: Date,
): Promise<Readout> => {
  const campaign = await loadCampaign(tx, campaignId);
  const { windowStartsAt: from, windowEndsAt: end, occurrence } = campaign;
  if (!from || !end) throw new Error(`campaign ${campaignId} has no window: nothing was frozen`);
  const to = kind === 'final' || now > end ? end : now;
  const { currency } = deps.config;
  const { brief, plan, evidence, segments: named, launchedAt } = await approved(tx, campaignId);

  const span = { campaignId, occurrence, from, to, currency };
  const funnels = await readFunnel(tx, { campaignId, occurrence, to });
  const credits = await attributedByVariant(tx, span);
  const funnel = sumFunnels(funnels);
  const attributed = sumCredits(credits);
  const taken = funnels.map(({ variant, accepted, unknown }) => ({ variant, messages: accepted + unknown }));
  const sendingMinor = plan ? sendingCost(plan.prices, taken) : 0;
  const cost = await readCost(tx, campaignId, { currency, sendingMinor, at: launchedAt ?? from });
  const shared = { ...span, from: (await spanOf(tx, campaign))?.from ?? from };
  const arms = await readArms(tx, { ...shared, before: from });
  const holdoutShare = (plan?.holdoutPercent ?? 0) / 100;
  const basis = !brief || brief.kpi.metric === 'attributed_revenue' ? 'revenue' : 'conversion';
  const seed = `${campaignId}:${occurrence}`;
  const lift = kind === 'final' ? readLift(arms.send, arms.holdout, { holdoutShare, basis, seed }) : null;
  const early = lift ? null : earlyOf(arms.send, arms.holdout, { holdoutShare, basis });
  const broken = early && 'why' in early && early.why === 'split';
  const cap = lift?.comparison ? await declaredCap(tx, evidence, span) : null;
  // What a test showed was read once, for its decision; those who got the winner later are no fair comparison.
  const chosenBefore = plan !== null && wavesOf(plan) !== null;
  const revenue = lift?.comparison?.revenue;
  const incremental = revenue
    ? {
        minor: Math.round(revenue.incremental),
        loMinor: Math.round(revenue.incrementalCi[0]),
        hiMinor: Math.round(revenue.incrementalCi[1]),
      }
    : null;
  const variants = variantFigures(funnels, credits, arms);
  const coupon = plan?.coupon ? await couponReading(tx, plan.coupon, { ...span, delivered: funnel.delivered }) : null;
  const roi = roiOf(attributed.revenueMinor, lift && revenueTold(lift, arms) ? incremental : null, cost);
  return {
    campaignId,
    occurrence,
    kind,
    title: campaign.title || campaign.goal.slice(0, 40),
    channel: plan?.channel.name ?? null,
    at: now.toISOString(),
    corrected: false,
    stopped: campaign.halted,
    currency,
    window: {
      startsAt: from.toISOString(),
      endsAt: end.toISOString(),
      readTo: to.toISOString(),
      days: plan?.windowDays ?? Math.round((end.getTime() - from.getTime()) / 86_400_000),
      ...(shared.from > from && { armsFrom: shared.from.toISOString() }),
    },
    kpi: brief && (await againstGoal(tx, brief, span, funnel, attributed)),
    funnel,
    attributed,
    rates: ratesOf(funnel, attributed, cost, await ltvOfBuyers(tx, span)),
    cost,
    roi,
    arms: { send: figures(arms.send, arms.ordersOf.send), holdout: figures(arms.holdout, arms.ordersOf.holdout) },
    holdoutShare,
    lift,
    verdict: lift?.verdict ?? (broken ? { kind: 'withheld', p: early.p } : { kind: 'too_early' }),
    incremental,
    ...(lift?.comparison && { capped: cap === null ? null : cappedReading(arms.send, arms.holdout, cap) }),
    early,
    ...(coupon && { coupon }),
    byDay: await revenueByDay(tx, shared),
    variants,
    segments: segmentFigures(
      arms,
      variants,
      named,
      lift ? segmentLifts(arms.segments, lift, { holdoutShare, seed }) : [],
    ),
    winners: lift?.comparison && !chosenBefore ? winnersOf(arms.variants, basis, seed) : [],
    ...(chosenBefore && { chosenBefore }),
    forecast: evidence
      ? besideForecast(evidence.forecast, { ...attributed, roi: roi.asDefined.value }, currency, campaign.halted)
      : null,
    simulated: deps.config.practice.has('customers'),
  };
};

/** As approved; plans of before have none, and theirs follows from the orders of before the window. */
const declaredCap = async (
  tx: Tx,
  evidence: PlanEvidence | null,
  span: { from: Date; currency: string },
): Promise<number | null> => (evidence?.capMinor === undefined ? capOf(tx, span) : evidence.capMinor);

const figures = (arm: Arm, orders: number): ArmFigures => ({
  n: arm.n,
  conversions: arm.conversions,
  orders,
  revenueMinor: Math.round(arm.meanY * arm.n),
  perContactMinor: arm.n > 0 ? arm.meanY : null,
});
