import { and, desc, eq, inArray } from 'drizzle-orm';
import { freezeAudience } from '../audience/freeze.ts';
import { approvalRequests, campaigns } from '../db/schema.ts';
import { deliverSlice } from '../delivery/deliver.ts';
import { progress, stopRule } from '../delivery/progress.ts';
import { slicesFor } from '../delivery/slices.ts';
import type { Deps, Transaction } from '../deps.ts';
import type { JobData } from '../jobs/job.ts';
import { addMs, DAY, MINUTE } from '../kit/clock.ts';
import { scheduleCustomers } from '../practice/customers/schedule.ts';
import { planWithTime } from '../steps/edit.ts';
import type { Plan } from '../steps/plan/schema.ts';
import { advance, BATON } from './advance.ts';
import { type Due, finishDue, schedule } from './due.ts';
import { hasDrifted } from './policy.ts';
import { audienceNow } from './request.ts';
import { saveDraft } from './revise.ts';
import {
  type Campaign,
  findDraft,
  type Launch,
  launchOf,
  liveDrafts,
  loadCampaign,
  lockCampaign,
  placeOf,
} from './store.ts';
import { noteKey, redraw, tell } from './tell.ts';

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

type Launched = { launch: Launch; plan: Plan };

/** The plan of the launch that holds, or null when there is none. */
export const launchedPlan = async (tx: Transaction | Deps['db'], campaignId: number): Promise<Launched | null> => {
  const launch = await launchOf(tx, campaignId);
  const draft = launch && (await findDraft(tx, launch.draftId));
  return launch && draft ? { launch, plan: draft.content as Plan } : null;
};

/** Freezes once, then (and on every resume) leases the slices out. A newcomer after the freeze is not added. */
export const startSending = (deps: Deps, campaignId: number): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId);
    const launched = await launchedPlan(tx, campaignId);
    if (!launched || campaign.status !== 'sending') return;
    if (!campaign.windowStartsAt) await freeze(tx, deps, campaign, launched);
    const { planned } = await progress(tx, campaignId, campaign.occurrence);
    for (const { lo, hi } of slicesFor(planned))
      await deps.jobs.enqueue(
        tx,
        'send.slice',
        { campaignId, occurrence: campaign.occurrence, lo, hi },
        { key: `${campaignId}:${campaign.occurrence}:${lo}` },
      );
    await deps.jobs.enqueue(tx, 'send.progress', { campaignId }, { key: String(campaignId) });
  });

const freeze = async (tx: Transaction, deps: Deps, campaign: Campaign, { launch, plan }: Launched): Promise<void> => {
  const now = await deps.clock.business();
  const variants = Object.fromEntries(
    plan.segments.map(({ key }) => [
      key,
      plan.templates.filter(({ segment }) => segment === key).map(({ variant }) => variant),
    ]),
  );
  await freezeAudience(tx, {
    campaignId: campaign.id,
    occurrence: campaign.occurrence,
    segments: plan.segments.map(({ key, rule }) => ({ key, rule })),
    channel: plan.channel.name,
    isAd: plan.isAd,
    now,
    timezone: deps.config.timezone,
    currency: deps.config.currency,
    salt: plan.salt,
    holdoutPercent: plan.holdoutPercent,
    launch: { id: launch.id, hash: launch.hash },
    variants,
  });
  const windowEndsAt = addMs(now, plan.windowDays * DAY);
  const [frozen] = await tx
    .update(campaigns)
    .set({ windowStartsAt: now, windowEndsAt })
    .where(eq(campaigns.id, campaign.id))
    .returning();
  const ref = `${campaign.id}:${campaign.occurrence}`;
  await schedule(tx, deps, { kind: 'readout.day1', campaignId: campaign.id, ref, at: addMs(now, DAY) });
  await schedule(tx, deps, { kind: 'readout.final', campaignId: campaign.id, ref, at: windowEndsAt });
  if (frozen && deps.config.practice.has('customers')) await scheduleCustomers(tx, deps, frozen);
};

/** One slice; asked again later when something in it has to wait. */
export const deliver = async (deps: Deps, slice: JobData['send.slice']): Promise<void> => {
  const result = await deliverSlice(deps, slice);
  const { campaignId, occurrence, lo } = slice;
  if (result !== 'done')
    await deps.jobs.enqueue(deps.db, 'send.slice', slice, {
      key: `${campaignId}:${occurrence}:${lo}`,
      startAfter: result.again,
    });
  else await deps.jobs.enqueue(deps.db, 'send.progress', { campaignId }, { key: String(campaignId) });
};

/** Redraws the counts, pauses by rule, and ends the sending when the ledger's sum says that nothing is left. */
export const settleSending = (deps: Deps, campaignId: number): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const campaign = await loadCampaign(tx, campaignId);
    const launched = await launchedPlan(tx, campaignId);
    if (!launched || !campaign.windowStartsAt) return;
    const counted = await progress(tx, campaignId, campaign.occurrence);
    if (campaign.status === 'sending') {
      const stop = stopRule(counted, launched.plan);
      if (counted.done) await ended(tx, deps, campaign);
      else if (stop)
        await advance(tx, deps, campaignId, 'pause', {
          by: BATON,
          detail: { reason: stop.rule, percent: stop.percent, limit: stop.limit },
        });
    }
    await redraw(tx, deps, campaignId);
  });

/** All has left. Where a long pause outlived the window, the final reading that could not settle then is due again. */
const ended = async (tx: Transaction, deps: Deps, campaign: Campaign): Promise<void> => {
  await advance(tx, deps, campaign.id, 'sent', { by: BATON });
  const now = await deps.clock.business();
  if (campaign.windowEndsAt && campaign.windowEndsAt <= now)
    await schedule(tx, deps, {
      kind: 'readout.final',
      campaignId: campaign.id,
      ref: `${campaign.id}:${campaign.occurrence}`,
      at: now,
    });
};

/** Asked every few seconds for whatever is being sent. */
export const tickSending = async (deps: Deps): Promise<void> => {
  const rows = await deps.db
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(inArray(campaigns.status, ['sending']));
  for (const { id } of rows) await deps.jobs.enqueue(deps.db, 'send.progress', { campaignId: id }, { key: String(id) });
};
