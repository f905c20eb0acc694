import { and, desc, eq } from 'drizzle-orm';
import { conditionsOf } from '../audience/fields.ts';
import { ruleHash } from '../audience/saved.ts';
import { approvalRequests, type Check, drafts } from '../db/schema.ts';
import type { Deps, Transaction, Tx } from '../deps.ts';
import { MINUTE } from '../kit/clock.ts';
import { type Applied, planWithTime } from '../steps/edit.ts';
import type { Plan } from '../steps/plan/schema.ts';
import { advance, BATON } from './advance.ts';
import { type Due, finishDue } from './due.ts';
import { hasDrifted } from './policy.ts';
import { audienceNow } from './request.ts';
import { authorOf, saveDraft } from './revise.ts';
import {
  type Campaign,
  type Draft,
  type Launch,
  type Launched,
  launchedPlan,
  liveDrafts,
  loadCampaign,
  lockCampaign,
  placeOf,
} from './store.ts';
import { noteKey, tell } from './tell.ts';

/** A schedule this late asks before sending: after real downtime the moment may have passed. */
const LATE_MS = 30 * MINUTE;

/** The send falls due. Nothing starts before it is known that what was approved still is what would leave, and still may. */
export const runSend = async (deps: Deps, due: Due): Promise<void> => {
  const judged = due.campaignId === null ? null : await judgeNow(deps, due.campaignId);
  await deps.db.transaction(async (tx) => {
    const now = await deps.clock.business();
    if (due.campaignId !== null && judged) {
      const campaign = await lockCampaign(tx, due.campaignId);
      const launched = await launchedPlan(tx, campaign.id);
      if (campaign.status === 'scheduled' && launched?.launch.draftId === judged.plan.id)
        await beginOrAsk(tx, deps, campaign, launched, judged, now);
    }
    await finishDue(tx, due.id, now);
  });
};

/** Ask that the time lies ahead: it did at the approval, and now it has come. */
const OVER = new Set(['SCHED-01', 'plan.send_time']);

/** The launched plan as it is judged at this moment; when it cannot go as it is, also as a plan for now. Before the lock: it counts. */
type Judged = { plan: Draft; evidence: unknown; checks: Check[]; changed: string[]; forNow: Applied | null };

const judgeNow = async (deps: Deps, campaignId: number): Promise<Judged | null> => {
  const campaign = await loadCampaign(deps.db, campaignId);
  const plan = (await liveDrafts(deps.db, campaignId)).plan;
  if (!plan || campaign.status !== 'scheduled') return null;
  const late = lateBy(campaign, await deps.clock.business()) > LATE_MS;
  const changed = await changedSegments(deps.db, plan.content as Plan);
  const forNow = late || changed.length > 0 ? await planWithTime(deps, plan, 'now') : null;
  return { plan, ...(await deps.judge(plan)), changed, forNow };
};

/** Segments whose rule names a saved one that has another rule since: nobody approved whom they choose now. */
const changedSegments = async (db: Tx, plan: Plan): Promise<string[]> => {
  const changed: string[] = [];
  for (const { key, rule, ruleHash: approved } of plan.segments)
    if (conditionsOf(rule).some(({ cond }) => 'in_segment' in cond) && (await ruleHash(db, rule)) !== approved)
      changed.push(key);
  return changed;
};

const lateBy = (campaign: Campaign, now: Date): number => now.getTime() - (campaign.sendAt ?? now).getTime();

const beginOrAsk = async (
  tx: Transaction,
  deps: Deps,
  campaign: Campaign,
  launched: Launched,
  judged: Judged,
  now: Date,
): Promise<void> => {
  const minutes = Math.round(lateBy(campaign, now) / MINUTE);
  if (lateBy(campaign, now) > LATE_MS)
    return askAgain(tx, deps, campaign, launched, judged, { event: 'late', note: 'send_late', told: { minutes } });
  if (judged.changed.length > 0) {
    const told = { segments: judged.changed.join(', ') };
    return askAgain(tx, deps, campaign, launched, judged, { event: 'drifted', note: 'send_segment_changed', told });
  }
  const failing = judged.checks.filter(({ id, severity, passed }) => severity === 'block' && !passed && !OVER.has(id));
  if (failing.length === 0) return begin(tx, deps, campaign, launched, now);
  // Promise 9 at dequeue: the world changed since the approval, and now the law or the brand says no.
  await tx
    .update(drafts)
    .set({ evidence: judged.evidence, checks: judged.checks })
    .where(eq(drafts.id, judged.plan.id));
  const rules = failing.map(({ id }) => id);
  await advance(tx, deps, campaign.id, 'drifted', { by: BATON, detail: { rules } });
  await note(tx, deps, campaign, launched.launch, 'send_blocked', { rules: rules.join(', ') });
};

type Why = { event: 'late' | 'drifted'; note: string; told: Record<string, string | number> };

/** What was approved cannot go: the launch is void, and people are asked about sending now, as things are now, instead. */
const askAgain = async (
  tx: Transaction,
  deps: Deps,
  campaign: Campaign,
  { launch }: Launched,
  { plan, forNow }: Judged,
  why: Why,
): Promise<void> => {
  const doing = { by: BATON, detail: why.told };
  await advance(tx, deps, campaign.id, why.event, doing);
  if (forNow?.ok) {
    const { content, evidence, checks } = forNow;
    await saveDraft(tx, deps, { campaignId: campaign.id, step: 'plan', content, evidence, checks, ...authorOf(plan) });
    await advance(tx, deps, campaign.id, 'edit', doing);
  }
  await note(tx, deps, campaign, launch, why.note, why.told);
};

const note = (
  tx: Transaction,
  deps: Deps,
  campaign: Campaign,
  launch: Launch,
  name: string,
  params: Record<string, string | number>,
) =>
  tell(tx, deps, {
    ...placeOf(campaign),
    key: noteKey(name, launch.id),
    kind: 'note',
    subject: { note: name, params },
  });

const begin = async (
  tx: Transaction,
  deps: Deps,
  campaign: Campaign,
  { plan, launch }: Launched,
  now: Date,
): Promise<void> => {
  const [request] = await tx
    .select()
    .from(approvalRequests)
    .where(and(eq(approvalRequests.draftId, launch.draftId), eq(approvalRequests.state, 'approved')))
    .orderBy(desc(approvalRequests.createdAt))
    .limit(1);
  const audience = await audienceNow(tx, deps, campaign, plan, now);
  const approved = (request?.shown.send ?? 0) + (request?.shown.holdout ?? 0);
  const current = audience.send + audience.holdout;
  // Whoever of a notice's readers has changed their mind since is not written to: fewer is no news.
  if (hasDrifted(approved, current) && !(plan.notice && current < approved)) {
    await advance(tx, deps, campaign.id, 'drifted', { by: BATON, detail: { approved, now: current } });
    await note(tx, deps, campaign, launch, 'send_drifted', { approved, now: current });
    return;
  }
  await advance(tx, deps, campaign.id, 'due', { by: BATON });
};
