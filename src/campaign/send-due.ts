import { and, desc, eq } from 'drizzle-orm';
import { approvalRequests } from '../db/schema.ts';
import type { Deps, Transaction } from '../deps.ts';
import { MINUTE } from '../kit/clock.ts';
import { planWithTime } from '../steps/edit.ts';
import { advance, BATON } from './advance.ts';
import { type Due, finishDue } from './due.ts';
import { hasDrifted } from './policy.ts';
import { audienceNow } from './request.ts';
import { saveDraft } from './revise.ts';
import { type Launched, launchedPlan } from './sending.ts';
import { type Campaign, type Launch, liveDrafts, loadCampaign, lockCampaign, placeOf } from './store.ts';
import { noteKey, tell } from './tell.ts';

/** A schedule this late asks before sending: after real downtime the moment may have passed. */
const LATE_MS = 30 * MINUTE;

/** The send falls due. Nothing starts before it is known that what was approved still is what would leave. */
export const runSend = async (deps: Deps, due: Due): Promise<void> => {
  const late = due.campaignId === null ? null : await planForNow(deps, due.campaignId);
  await deps.db.transaction(async (tx) => {
    const now = await deps.clock.business();
    if (due.campaignId !== null) {
      const campaign = await lockCampaign(tx, due.campaignId);
      const launched = await launchedPlan(tx, campaign.id);
      if (campaign.status === 'scheduled' && launched) {
        if (lateBy(campaign, now) > LATE_MS) await askAgain(tx, deps, campaign, launched, now, late);
        else await begin(tx, deps, campaign, launched, now);
      }
    }
    await finishDue(tx, due.id, now);
  });
};

const lateBy = (campaign: Campaign, now: Date): number => now.getTime() - (campaign.sendAt ?? now).getTime();

/** The plan of a send that is late, as a plan to send now; null when it is not late. Counted before the lock is taken. */
const planForNow = async (deps: Deps, campaignId: number) => {
  const campaign = await loadCampaign(deps.db, campaignId);
  const plan = (await liveDrafts(deps.db, campaignId)).plan;
  if (!plan || campaign.status !== 'scheduled' || lateBy(campaign, await deps.clock.business()) <= LATE_MS) return null;
  const edit = await planWithTime(deps, plan, 'now');
  return edit.ok ? edit : null;
};

/** The moment has passed: the launch is void, and people are asked about sending now instead. */
const askAgain = async (
  tx: Transaction,
  deps: Deps,
  campaign: Campaign,
  { launch }: Launched,
  now: Date,
  edit: Awaited<ReturnType<typeof planForNow>>,
): Promise<void> => {
  const minutes = Math.round(lateBy(campaign, now) / MINUTE);
  const doing = { by: BATON, detail: { minutes } };
  await advance(tx, deps, campaign.id, 'late', doing);
  if (edit) {
    const { content, evidence, checks } = edit;
    await saveDraft(tx, deps, {
      campaignId: campaign.id,
      step: 'plan',
      content,
      evidence,
      checks,
      author: BATON,
      authorKind: 'ai',
    });
    await advance(tx, deps, campaign.id, 'edit', doing);
  }
  await note(tx, deps, campaign, launch, 'send_late', { minutes });
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
  if (hasDrifted(approved, current)) {
    await advance(tx, deps, campaign.id, 'drifted', { by: BATON, detail: { approved, now: current } });
    await note(tx, deps, campaign, launch, 'send_drifted', { approved, now: current });
    return;
  }
  await advance(tx, deps, campaign.id, 'due', { by: BATON });
};
