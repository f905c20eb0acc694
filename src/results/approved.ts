import { eq, sql } from 'drizzle-orm';
import type { BrandKit } from '../brand/kit.ts';
import { findDraft, launchOf, liveDrafts } from '../campaign/store.ts';
import { llmCalls } from '../db/schema.ts';
import type { Tx } from '../deps.ts';
import type { Brief } from '../steps/brief/schema.ts';
import type { Plan, PlanEvidence } from '../steps/plan/schema.ts';
import type { Segment, Segments } from '../steps/segments/schema.ts';
import { type Cost, costOf } from './roi.ts';

/** What was approved: the brief that stands and the plan of the launch that holds. */
export const approved = async (
  tx: Tx,
  campaignId: number,
): Promise<{
  brief: Brief | null;
  plan: Plan | null;
  evidence: PlanEvidence | null;
  segments: Segment[];
  /** Null while nothing is launched. */
  launchedAt: Date | null;
}> => {
  const live = await liveDrafts(tx, campaignId);
  const launch = await launchOf(tx, campaignId);
  const plan = launch ? await findDraft(tx, launch.draftId) : (live.plan ?? null);
  return {
    brief: (live.brief?.content as Brief | undefined) ?? null,
    plan: (plan?.content as Plan | undefined) ?? null,
    evidence: (plan?.evidence as PlanEvidence | undefined) ?? null,
    segments: (live.segments?.content as Segments | undefined)?.segments ?? [],
    launchedAt: launch?.at ?? null,
  };
};

/**
 * Messages by the plan's price, the model by its calls, work by the brand kit's minutes and rate.
 *
 * @param at whose brand kit counts: the launch, so that what a campaign cost does not change with the kit of today
 */
export const readCost = async (
  tx: Tx,
  campaignId: number,
  given: { currency: string; sendingMinor: number; at: Date },
): Promise<Cost> => {
  const [ai] = await tx
    .select({
      micros: sql<number>`coalesce(sum(${llmCalls.costMicros}), 0)::bigint`,
      unknown: sql<number>`count(*) filter (where ${llmCalls.costMicros} is null)`,
    })
    .from(llmCalls)
    .where(eq(llmCalls.campaignId, campaignId));
  const kit = await kitAt(tx, given.at);
  return costOf({
    currency: given.currency,
    sendingMinor: given.sendingMinor,
    aiMicros: Number(ai?.micros ?? 0),
    aiUnknownCalls: Number(ai?.unknown ?? 0),
    labour: {
      ratePerHourMajor: kit?.labourRatePerHour ?? 0,
      minutesSpent: kit?.minutesSpent ?? 0,
      minutesSaved: kit?.minutesSaved ?? 0,
    },
  });
};

/** The kit that was in force then; the oldest where none was yet. */
const kitAt = async (tx: Tx, at: Date): Promise<BrandKit | undefined> => {
  const { rows } = await tx.execute<{ kit: BrandKit }>(sql`
    select kit from brand_versions
    order by at <= ${at.toISOString()}::timestamptz desc,
      case when at <= ${at.toISOString()}::timestamptz then -version else version end limit 1`);
  return rows[0]?.kit;
};
