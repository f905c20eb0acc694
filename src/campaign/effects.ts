import { and, eq, inArray, isNull, ne } from 'drizzle-orm';
import { approvals, campaigns, drafts, dues, launches } from '../db/schema.ts';
import { cancelRest } from '../delivery/progress.ts';
import { mustWait, nextMorning } from '../delivery/stop.ts';
import type { Deps, Transaction } from '../deps.ts';
import { addMs } from '../kit/clock.ts';
import { instantOf } from '../kit/zone.ts';
import type { Plan } from '../steps/plan/schema.ts';
import { wavesOf } from '../steps/plan/waves.ts';
import type { Doing } from './advance.ts';
import { schedule } from './due.ts';
import { type CampaignEvent, type Effect, STEPS, type Status, type StepName, stepOf } from './lifecycle.ts';
import { closeRequest, openRequest } from './request.ts';
import { type Campaign, liveDrafts, placeOf, sendingKey } from './store.ts';
import { tell } from './tell.ts';

type Context = { campaign: Campaign; from: Status; event: CampaignEvent; at: Date; doing: Doing };
type Apply = (tx: Transaction, deps: Deps, context: Context) => Promise<void>;

/** What follows a change of status, in the same transaction. One function a name; a missing one does not compile. */
export const EFFECTS: Readonly<Record<Effect, Apply>> = {
  none: async () => undefined,

  draft: async (tx, deps, { campaign }) => {
    await closeRequest(tx, campaign.id, 'superseded');
    await deps.jobs.enqueue(tx, 'draft.write', { campaignId: campaign.id }, { key: String(campaign.id) });
  },

  /** Back to an earlier step: what was built on it no longer stands, and neither do its approvals. */
  redraft: async (tx, deps, context) => {
    const step = stepOf(context.campaign.status);
    if (!step) throw new Error(`redraft leads to ${context.campaign.status}, which is no step`);
    await supersede(tx, context, STEPS.slice(STEPS.indexOf(step)));
    await EFFECTS.draft(tx, deps, context);
  },

  /** A new draft is there: put the question to people. */
  ask: async (tx, deps, { campaign }) => {
    const step = stepOf(campaign.status);
    const draft = step && (await liveDrafts(tx, campaign.id))[step];
    if (!draft) throw new Error(`nothing to ask about in ${campaign.status}`);
    await openRequest(tx, deps, campaign, draft);
  },

  /** Promise 1 becomes a row: from here on deliveries can exist. */
  launch: async (tx, deps, { campaign, at }) => {
    const plan = (await liveDrafts(tx, campaign.id)).plan;
    if (!plan) throw new Error('a launch without a plan');
    await tx
      .insert(launches)
      .values({ id: deps.newId('la'), campaignId: campaign.id, hash: plan.hash, draftId: plan.id, at });
    const sendAt = sendTime(plan.content as Plan, at, deps.config.timezone);
    await tx.update(campaigns).set({ sendAt }).where(eq(campaigns.id, campaign.id));
    await schedule(tx, deps, {
      kind: 'send',
      campaignId: campaign.id,
      ref: `${campaign.id}:${campaign.occurrence}:${plan.id}`,
      at: sendAt,
    });
  },

  /** The launch no longer holds: its row goes, the approvals keep the history, the same plan is asked about anew. */
  void: async (tx, deps, { campaign, at }) => {
    await tx.delete(launches).where(eq(launches.campaignId, campaign.id));
    await tx.update(campaigns).set({ sendAt: null }).where(eq(campaigns.id, campaign.id));
    await finishDues(tx, campaign.id, at);
    const plan = (await liveDrafts(tx, campaign.id)).plan;
    if (!plan) throw new Error('a void launch without a plan');
    await tx
      .update(approvals)
      .set({ voidedAt: at })
      .where(and(eq(approvals.draftId, plan.id), isNull(approvals.voidedAt)));
    await openRequest(tx, deps, campaign, plan);
  },

  freeze: async (tx, deps, { campaign, at }) => {
    await tx
      .update(campaigns)
      .set({ startedAt: at, halted: false, pauseReason: null })
      .where(eq(campaigns.id, campaign.id));
    await tell(tx, deps, { ...placeOf(campaign), key: sendingKey(campaign.id), kind: 'sending' });
    await deps.jobs.enqueue(tx, 'send.freeze', { campaignId: campaign.id }, { key: String(campaign.id) });
  },

  hold: async (tx, _deps, { campaign, doing }) => {
    const reason = typeof doing.detail?.reason === 'string' ? doing.detail.reason : null;
    await tx.update(campaigns).set({ pauseReason: reason }).where(eq(campaigns.id, campaign.id));
  },

  release: async (tx, deps, { campaign }) => {
    await tx.update(campaigns).set({ pauseReason: null }).where(eq(campaigns.id, campaign.id));
    await deps.jobs.enqueue(tx, 'send.freeze', { campaignId: campaign.id }, { key: String(campaign.id) });
  },

  /** Stop is final: what has not left is cancelled, what left cannot be called back. */
  halt: async (tx, deps, { campaign, at }) => {
    await tx.update(campaigns).set({ halted: true, pauseReason: null }).where(eq(campaigns.id, campaign.id));
    await cancelRest(tx, campaign.id, campaign.occurrence);
    const plan = (await liveDrafts(tx, campaign.id)).plan?.content as Plan | undefined;
    // Those who wait for their variant are no row of the ledger yet: a job writes down that they get nothing.
    if (plan && wavesOf(plan))
      await schedule(tx, deps, {
        kind: 'wave.release',
        campaignId: campaign.id,
        ref: `${campaign.id}:${campaign.occurrence}`,
        at,
      });
    if (campaign.windowStartsAt) return;
    // Stopped before anybody was frozen: there is a result all the same, of nobody, and no window to wait for.
    await tx
      .update(campaigns)
      .set({ windowStartsAt: at, windowEndsAt: addMs(at, 1) })
      .where(eq(campaigns.id, campaign.id));
    const ref = `${campaign.id}:${campaign.occurrence}`;
    await schedule(tx, deps, { kind: 'readout.final', campaignId: campaign.id, ref, at });
  },

  end: async (tx, _deps, { campaign, at }) => {
    await closeRequest(tx, campaign.id, 'cancelled');
    // Before sending no delivery can reference the launch; after it, the launch is what the ledger hangs on.
    if (campaign.status === 'cancelled') await tx.delete(launches).where(eq(launches.campaignId, campaign.id));
    await finishDues(tx, campaign.id, at);
  },
};

/**
 * When a plan sends: `now` is the moment of approval, otherwise its own clock time. A notice that would ring a telephone at
 * night waits for the morning.
 */
export const sendTime = (
  plan: Pick<Plan, 'sendAt' | 'channel' | 'isAd' | 'notice'>,
  approvedAt: Date,
  timezone: string,
): Date => {
  if (plan.sendAt !== 'now') return instantOf(plan.sendAt, timezone);
  return plan.notice && mustWait(plan, approvedAt) ? nextMorning(approvedAt) : approvedAt;
};

const supersede = async (tx: Transaction, { campaign, at }: Context, steps: readonly StepName[]): Promise<void> => {
  const gone = await tx
    .update(drafts)
    .set({ supersededAt: at })
    .where(and(eq(drafts.campaignId, campaign.id), inArray(drafts.step, [...steps]), isNull(drafts.supersededAt)))
    .returning({ id: drafts.id });
  const ids = gone.map(({ id }) => id);
  if (ids.length === 0) return;
  await tx
    .update(approvals)
    .set({ voidedAt: at })
    .where(and(inArray(approvals.draftId, ids), isNull(approvals.voidedAt)));
};

/** What was still to fall due of a campaign does so no more; its read-outs stay when it was sent. */
const finishDues = async (tx: Transaction, campaignId: number, at: Date): Promise<void> => {
  await tx
    .update(dues)
    .set({ doneAt: at })
    .where(and(eq(dues.campaignId, campaignId), isNull(dues.doneAt), ne(dues.kind, 'practice.customers')));
};
