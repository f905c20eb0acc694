import { asc, desc, eq, sql } from 'drizzle-orm';
import { STEPS, type StepName } from '../campaign/lifecycle.ts';
import {
  type Campaign,
  type Draft,
  findCampaign,
  type Launch,
  launchOf,
  liveDrafts,
  pendingRequest,
} from '../campaign/store.ts';
import { type Wave, wavesFor } from '../campaign/waves.ts';
import { approvals, audienceMembers, learnings, llmCalls } from '../db/schema.ts';
import { type Progress, progress } from '../delivery/progress.ts';
import type { Tx } from '../deps.ts';
import { type Strings, strings } from '../i18n/language.ts';
import { voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import { type PlanFormula, planFormulas } from '../steps/plan/formulas.ts';
import type { Plan, PlanEvidence } from '../steps/plan/schema.ts';
import { wavesOf } from '../steps/plan/waves.ts';
import { hoursOf } from './event-counts.ts';
import { type ArmFigures, findReadout, type Readout, type ReadoutKind } from './readout.ts';

/** What `baton campaign show ID --json` is made of; `loadCampaignFacts` reads it, `campaignJson` shapes it. */
export type CampaignFacts = {
  campaign: Campaign;
  drafts: Partial<Record<StepName, Draft>>;
  approvals: (typeof approvals.$inferSelect)[];
  launch: Launch | null;
  waiting: {
    id: string;
    step: StepName;
    version: number;
    action: 'step' | 'launch';
    required: number;
    expiresAt: Date;
  } | null;
  /** Contacts by outcome of the freeze; empty before it. */
  audience: Record<string, number>;
  progress: Progress | null;
  activity: Awaited<ReturnType<typeof hoursOf>>;
  readouts: Record<ReadoutKind, Readout | null>;
  /** Of a campaign with a test share; empty before the test has been sent. */
  waves: Wave[];
  learnings: { id: string; state: string; sentence: { ko: string; en: string } }[];
  ai: { calls: number; unknownCalls: number; tokensIn: number; tokensOut: number; costMicros: number };
};

export const loadCampaignFacts = async (tx: Tx, id: number): Promise<CampaignFacts | null> => {
  const campaign = await findCampaign(tx, id);
  if (!campaign) return null;
  const { occurrence } = campaign;
  const outcomes = await tx
    .select({ outcome: audienceMembers.outcome, n: sql<number>`count(*)` })
    .from(audienceMembers)
    .where(sql`${audienceMembers.campaignId} = ${id} and ${audienceMembers.occurrence} = ${occurrence}`)
    .groupBy(audienceMembers.outcome);
  const [ai] = await tx
    .select({
      calls: sql<number>`count(*)`,
      unknownCalls: sql<number>`count(*) filter (where ${llmCalls.costMicros} is null)`,
      tokensIn: sql<number>`coalesce(sum(${llmCalls.tokensIn}), 0)::bigint`,
      tokensOut: sql<number>`coalesce(sum(${llmCalls.tokensOut}), 0)::bigint`,
      costMicros: sql<number>`coalesce(sum(${llmCalls.costMicros}), 0)::bigint`,
    })
    .from(llmCalls)
    .where(eq(llmCalls.campaignId, id));
  return {
    campaign,
    drafts: await liveDrafts(tx, id),
    approvals: await tx.select().from(approvals).where(eq(approvals.campaignId, id)).orderBy(asc(approvals.at)),
    launch: await launchOf(tx, id),
    waiting: await pendingRequest(tx, id),
    audience: Object.fromEntries(outcomes.map(({ outcome, n }) => [outcome, Number(n)])),
    progress: campaign.windowStartsAt ? await progress(tx, id, occurrence) : null,
    activity: await hoursOf(tx, { campaignId: id, occurrence }),
    readouts: {
      day1: await findReadout(tx, id, 'day1'),
      daily: await findReadout(tx, id, 'daily'),
      final: await findReadout(tx, id, 'final'),
    },
    waves: await wavesFor(tx, campaign),
    learnings: await tx.select().from(learnings).where(eq(learnings.campaignId, id)).orderBy(desc(learnings.at)),
    ai: ai ?? { calls: 0, unknownCalls: 0, tokensIn: 0, tokensOut: 0, costMicros: 0 },
  };
};

const FORMULAS = Object.keys(strings('ko').results.formulas) as (keyof Strings['results']['formulas'])[];

/** A read-out with what each number means, in both languages: nothing in JSON has to be guessed. */
export const readoutJson = (readout: Readout) => ({
  ...(readout.verdict.kind === 'withheld' ? withheld(readout) : readout),
  campaignId: campaignKey(readout.campaignId),
  formulas: Object.fromEntries(
    FORMULAS.map((name) => [
      name,
      { ko: strings('ko').results.formulas[name], en: strings('en').results.formulas[name] },
    ]),
  ),
});

/** Of a split that broke nothing is shown from which a difference could be reckoned. */
const withheld = (readout: Readout) => {
  const only = ({ n }: ArmFigures) => ({
    n,
    conversions: null,
    orders: null,
    revenueMinor: null,
    perContactMinor: null,
  });
  const { send, holdout } = readout.arms;
  return { ...readout, arms: { send: only(send), holdout: only(holdout) }, byDay: [] };
};

/** The whole of a campaign as one object: instants in ISO, money in minor units, outside names only. */
export const campaignJson = (facts: CampaignFacts) => {
  const { campaign, launch, waiting, audience, readouts } = facts;
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: campaignKey(campaign.id),
    kind: campaign.kind,
    status: campaign.status,
    title: campaign.title,
    goal: campaign.goal,
    language: campaign.locale,
    requester: campaign.requester,
    place: { channel: campaign.channel, threadTs: campaign.threadTs },
    constraints: campaign.constraints,
    problem: campaign.problem,
    createdAt: iso(campaign.createdAt),
    updatedAt: iso(campaign.updatedAt),
    sendAt: iso(campaign.sendAt),
    startedAt: iso(campaign.startedAt),
    window: campaign.windowStartsAt
      ? { startsAt: iso(campaign.windowStartsAt), endsAt: iso(campaign.windowEndsAt) }
      : null,
    waiting: waiting && {
      request: waiting.id,
      step: waiting.step,
      version: waiting.version,
      action: waiting.action,
      required: waiting.required,
      expiresAt: iso(waiting.expiresAt),
    },
    steps: Object.fromEntries(STEPS.map((step) => [step, stepJson(facts, step)])),
    launch: launch && { id: launch.id, hash: launch.hash, at: iso(launch.at) },
    audience: Object.keys(audience).length
      ? {
          candidates: Object.values(audience).reduce((a, b) => a + b, 0),
          send: audience.send ?? 0,
          holdout: audience.holdout ?? 0,
          outcomes: audience,
        }
      : null,
    delivery: facts.progress,
    activity: facts.activity,
    waves: wavesJson(facts),
    results: {
      day1: readouts.day1 && readoutJson(readouts.day1),
      daily: readouts.daily && readoutJson(readouts.daily),
      final: readouts.final && readoutJson(readouts.final),
    },
    learnings: facts.learnings.map(({ id, state, sentence }) => ({ id, state, sentence })),
    ai: facts.ai,
  };
};

/** Null where nobody asked for a test share; `variant` null in a decision: equal shares. */
const wavesJson = ({ launch, drafts, waves }: CampaignFacts) => {
  const plan = drafts.plan?.content as Plan | undefined;
  const asked = plan && wavesOf(plan);
  if (!asked) return null;
  const iso = (at: Date | null | undefined) => at?.toISOString() ?? null;
  return {
    ...asked,
    approved: launch !== null,
    testedAt: iso(waves[0]?.testedAt),
    decideAt: iso(waves[0]?.decideAt),
    segments: waves.map(({ segment, rest, test, decidedAt, variant, why, by, plannedAt }) => ({
      segment,
      rest,
      test,
      decision: decidedAt && { variant, why, by, at: iso(decidedAt), releasedAt: iso(plannedAt) },
    })),
  };
};

/** What the forecast of a launch is made of, as its card says it. No time is in these words, so any zone will do. */
const planFormulasJson = (plan: Plan, evidence: PlanEvidence) => {
  const account = { timezone: 'UTC', currency: plan.prices.currency };
  const [ko, en] = [voice('ko', account), voice('en', account)].map((v) => planFormulas(plan, evidence, v));
  return Object.fromEntries(
    (Object.keys(ko ?? {}) as PlanFormula[]).map((name) => [name, { ko: ko?.[name], en: en?.[name] }]),
  );
};

const stepJson = ({ drafts, approvals: all }: CampaignFacts, step: StepName) => {
  const draft = drafts[step];
  if (!draft) return null;
  return {
    draft: draft.id,
    version: draft.version,
    hash: draft.hash,
    author: { kind: draft.authorKind, id: draft.author, practice: draft.practice, model: draft.model },
    createdAt: draft.createdAt.toISOString(),
    failedChecks: draft.checks
      .filter(({ passed }) => !passed)
      .map(({ id, severity, message }) => ({ id, severity, message })),
    approvals: all
      .filter(({ draftId }) => draftId === draft.id)
      .map(({ by, verdict, reason, feedback, hash, at, voidedAt }) => ({
        by,
        verdict,
        reason,
        feedback,
        hash,
        at: at.toISOString(),
        voidedAt: voidedAt?.toISOString() ?? null,
      })),
    content: step === 'plan' ? withoutBodies(draft.content as Plan) : draft.content,
    evidence: draft.evidence,
    ...(step === 'plan' && { formulas: planFormulasJson(draft.content as Plan, draft.evidence as PlanEvidence) }),
  };
};

/** Mails by their size: whole ones make the line unreadable, and `hash` already names them. */
const withoutBodies = ({ templates, ...plan }: Plan) => ({
  ...plan,
  templates: templates.map((template) => {
    if (template.channel !== 'email') return template;
    const { html, text, ...rest } = template;
    return { ...rest, htmlBytes: Buffer.byteLength(html), textBytes: Buffer.byteLength(text) };
  }),
});
