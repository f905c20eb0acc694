import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { isReview, STEPS, type StepName, stepOf } from '../campaign/lifecycle.ts';
import { namedPeople, type People, standingOf } from '../campaign/people.ts';
import { whoMay } from '../campaign/policy.ts';
import {
  type ApprovalRequest,
  type Campaign,
  type Draft,
  findRequest,
  launchedPlan,
  liveDrafts,
  loadCampaign,
  requestOfDraft,
  stepKey,
  versionsOf,
} from '../campaign/store.ts';
import { wavesFor } from '../campaign/waves.ts';
import { approvalRequests, approvals, audienceMembers, campaignHistory, messages, readouts } from '../db/schema.ts';
import { progress } from '../delivery/progress.ts';
import { isRule, type StopReason } from '../delivery/stop.ts';
import type { Deps } from '../deps.ts';
import type { Readout } from '../results/readout.ts';
import type { Brief } from '../steps/brief/schema.ts';
import { wavesOf } from '../steps/plan/waves.ts';
import type { CampaignState, PingState, SendingState, Setting, StepFact, StepState, Verdict } from './state.ts';

/** Asks Slack where a message can be read; null where that cannot be had. */
export type Permalink = (channel: string, ts: string) => Promise<string | null>;

export const settingOf = ({ config, channels }: Deps): Setting => ({
  solo: config.approvalSolo,
  practiceSend: [...channels.values()].some(({ practice }) => practice),
});

const verdictsOf = async (deps: Deps, requestId: string): Promise<Verdict[]> =>
  (
    await deps.db
      .select()
      .from(approvals)
      .where(eq(approvals.requestId, requestId))
      .orderBy(asc(approvals.at), asc(approvals.id))
  ).filter(({ verdict, voidedAt }) => verdict !== 'approve' || voidedAt === null);

const linkOf = async (deps: Deps, key: string, permalink: Permalink): Promise<string | null> => {
  const [row] = await deps.db.select().from(messages).where(eq(messages.key, key));
  return row?.ts && row.postedTo ? permalink(row.postedTo, row.ts) : null;
};

const ableFor = async (deps: Deps, campaign: Campaign, request: ApprovalRequest | null, people: People) =>
  whoMay(request?.action === 'launch' ? 'launch' : 'step', await standingOf(deps.db, campaign, people));

export const loadStep = async (
  deps: Deps,
  at: { campaignId: number; step: StepName; version: number },
  permalink: Permalink,
): Promise<StepState> => {
  const campaign = await loadCampaign(deps.db, at.campaignId);
  const versions = await versionsOf(deps.db, campaign.id, at.step);
  const draft = versions.find(({ version }) => version === at.version);
  if (!draft) throw new Error(`no ${at.step} v${at.version} of campaign ${at.campaignId}`);
  const previous = versions.findLast(({ version }) => version < at.version) ?? null;
  const newest = versions.at(-1)?.version ?? at.version;
  const newer = newest > at.version ? newest : null;
  const request = await requestOfDraft(deps.db, draft.id);
  return {
    campaign,
    draft,
    request,
    verdicts: request ? await verdictsOf(deps, request.id) : [],
    previous,
    newer,
    minded: saidBetween(campaign, previous, draft),
    able: await ableFor(deps, campaign, request, await namedPeople(deps)),
    setting: settingOf(deps),
    newerLink: newer === null ? null : await linkOf(deps, stepKey(campaign.id, at.step, newer), permalink),
  };
};

const saidBetween = (campaign: Campaign, previous: Draft | null, draft: Draft): Campaign['constraints'] =>
  previous
    ? campaign.constraints.filter(({ at }) => new Date(at) >= previous.createdAt && new Date(at) <= draft.createdAt)
    : [];

export const loadCampaignState = async (deps: Deps, campaignId: number): Promise<CampaignState> => {
  const campaign = await loadCampaign(deps.db, campaignId);
  const live = await liveDrafts(deps.db, campaignId);
  const people = await namedPeople(deps);
  const standing = await standingOf(deps.db, campaign, people);
  const requests = await deps.db
    .select()
    .from(approvalRequests)
    .where(eq(approvalRequests.campaignId, campaignId))
    .orderBy(desc(approvalRequests.createdAt), desc(approvalRequests.id));
  const given = await deps.db
    .select()
    .from(approvals)
    .where(and(eq(approvals.campaignId, campaignId), eq(approvals.verdict, 'approve')))
    .orderBy(asc(approvals.at));
  const steps: Partial<Record<StepName, StepFact>> = {};
  for (const step of STEPS) {
    const draft = live[step];
    if (!draft) continue;
    const request = requests.find(({ draftId }) => draftId === draft.id);
    const last = given.findLast(({ requestId, voidedAt }) => requestId === request?.id && voidedAt === null);
    steps[step] = { draft, state: request?.state ?? null, by: last?.by ?? null, at: last?.at ?? null };
  }
  const read = await deps.db.select().from(readouts).where(eq(readouts.campaignId, campaignId));
  const final = read.find(({ kind }) => kind === 'final')?.result as Readout | undefined;
  return {
    campaign,
    brief: (live.brief?.content as Brief | undefined) ?? null,
    steps,
    asked: askedOf(campaign, live, requests, (action) => whoMay(action, standing)),
    approvers: whoMay('launch', standing),
    counted: campaign.startedAt ? await progress(deps.db, campaignId, campaign.occurrence) : null,
    waits: campaign.startedAt ? await waitsOf(deps, campaign) : null,
    readouts: { day1: read.some(({ kind }) => kind === 'day1'), final: final ?? null },
    setting: settingOf(deps),
  };
};

/** The question that stands in this status: open, or expired and waiting to be asked again. */
const askedOf = (
  campaign: Campaign,
  live: Awaited<ReturnType<typeof liveDrafts>>,
  requests: readonly ApprovalRequest[],
  able: (action: 'launch' | 'step') => string[],
): CampaignState['asked'] => {
  const step = stepOf(campaign.status);
  const draft = step && live[step];
  // Beyond the review the launch card's numbers are still the ones that were approved.
  const request = requests.find(({ draftId }) => draftId === (draft || live.plan)?.id);
  if (!request || (step && !isReview(campaign.status))) return null;
  return {
    step: request.step,
    state: request.state,
    able: able(request.action),
    send: request.shown.send ?? null,
    holdout: request.shown.holdout ?? null,
  };
};

export const loadSending = async (deps: Deps, campaignId: number): Promise<SendingState> => {
  const campaign = await loadCampaign(deps.db, campaignId);
  const outcomes = await deps.db
    .select({
      outcome: audienceMembers.outcome,
      // One campaign goes by one channel.
      channel: sql<SendingState['channel']>`min(${audienceMembers.channel})`,
      n: sql<number>`count(*)::int`,
    })
    .from(audienceMembers)
    .where(and(eq(audienceMembers.campaignId, campaignId), eq(audienceMembers.occurrence, campaign.occurrence)))
    .groupBy(audienceMembers.outcome);
  const { send: _, holdout = 0, ...excluded } = Object.fromEntries(outcomes.map(({ outcome, n }) => [outcome, n]));
  return {
    campaign,
    counted: await progress(deps.db, campaignId, campaign.occurrence),
    holdout,
    channel: outcomes[0]?.channel ?? 'email',
    excluded,
    pause: campaign.status === 'paused' ? await pauseOf(deps, campaignId) : null,
    waits: await waitsOf(deps, campaign),
    setting: settingOf(deps),
  };
};

const waitsOf = async (deps: Deps, campaign: Campaign): Promise<SendingState['waits']> => {
  const open = (await wavesFor(deps.db, campaign)).filter(({ decidedAt }) => decidedAt === null);
  const [first] = open;
  const launched = first && (await launchedPlan(deps.db, campaign.id));
  const waves = launched && wavesOf(launched.plan);
  if (!first || !waves) return null;
  return {
    rest: open.reduce((sum, { rest }) => sum + rest, 0),
    hours: waves.decideAfterHours,
    decideAt: first.decideAt,
    asked: open.some(({ test }) => test !== null),
  };
};

const pauseOf = async (deps: Deps, campaignId: number): Promise<SendingState['pause']> => {
  const [last] = await deps.db
    .select()
    .from(campaignHistory)
    .where(and(eq(campaignHistory.campaignId, campaignId), eq(campaignHistory.event, 'pause')))
    .orderBy(desc(campaignHistory.id))
    .limit(1);
  const { reason: rule, ...numbers } = (last?.detail ?? {}) as { reason?: unknown };
  if (rule === 'person') return 'person';
  return isRule(rule) ? ({ rule, ...numbers } as StopReason) : null;
};

export const loadPing = async (
  deps: Deps,
  subject: { requestId: string; occasion: PingState['occasion'] },
  permalink: Permalink,
): Promise<PingState> => {
  const request = await findRequest(deps.db, subject.requestId);
  if (!request) throw new Error(`no request ${subject.requestId}`);
  return {
    campaign: await loadCampaign(deps.db, request.campaignId),
    request,
    occasion: subject.occasion,
    href: await linkOf(deps, stepKey(request.campaignId, request.step, request.version), permalink),
  };
};
