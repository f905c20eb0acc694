import { and, eq } from 'drizzle-orm';
import { previewAudience } from '../audience/freeze.ts';
import { findKit } from '../brand/store.ts';
import { approvalRequests, type RequestState, type Shown } from '../db/schema.ts';
import { carriersOf } from '../delivery/media/carriers.ts';
import { pressureCap } from '../delivery/pressure.ts';
import type { Deps, Transaction, Tx } from '../deps.ts';
import { addMs, DAY } from '../kit/clock.ts';
import { fromMajor, priceOf } from '../kit/money.ts';
import { instantOf, isLocalMinute } from '../kit/zone.ts';
import type { Plan } from '../steps/plan/schema.ts';
import { aheadOf } from './ahead.ts';
import { schedule } from './due.ts';
import { OVERDUE } from './people.ts';
import { approvalsNeeded } from './policy.ts';
import { type Campaign, type Draft, placeOf, stepKey } from './store.ts';
import { tell } from './tell.ts';

/** Puts a draft to people. An older open question of the campaign is closed first: one at a time. */
export const openRequest = async (tx: Transaction, deps: Deps, campaign: Campaign, draft: Draft): Promise<void> => {
  await closeRequest(tx, campaign.id, 'superseded');
  const now = await deps.clock.business();
  const action = draft.step === 'plan' ? 'launch' : 'step';
  const shown = action === 'launch' ? await shownAtLaunch(tx, deps, campaign, draft.content as Plan, now) : {};
  const expiresAt = expiryOf(draft, now, deps.config.timezone);
  const id = deps.newId('req');
  await tx.insert(approvalRequests).values({
    id,
    campaignId: campaign.id,
    draftId: draft.id,
    step: draft.step,
    version: draft.version,
    hash: draft.hash,
    action,
    required: approvalsNeeded(action, shown, fromMajor(deps.config.approvalCostLimit, deps.config.currency).minor),
    shown,
    createdAt: now,
    expiresAt,
  });
  const life = expiresAt.getTime() - now.getTime();
  const due = (kind: 'request.remind1' | 'request.remind2' | 'request.expire', share: number) =>
    schedule(tx, deps, { kind, campaignId: campaign.id, ref: id, at: addMs(now, life * share) });
  await due('request.remind1', 0.5);
  await due('request.remind2', OVERDUE);
  await due('request.expire', 1);
  await tell(tx, deps, {
    ...placeOf(campaign),
    key: stepKey(campaign.id, draft.step, draft.version),
    kind: 'step',
    subject: { step: draft.step, version: draft.version },
  });
  if (action === 'launch')
    await deps.jobs.enqueue(tx, 'request.ping', { requestId: id, occasion: 'asked' }, { key: id });
};

/** Settles the open question of a campaign without a verdict; nothing happens when there is none. */
export const closeRequest = async (
  tx: Tx,
  campaignId: number,
  state: Exclude<RequestState, 'pending'>,
): Promise<void> => {
  await tx
    .update(approvalRequests)
    .set({ state })
    .where(and(eq(approvalRequests.campaignId, campaignId), eq(approvalRequests.state, 'pending')));
};

/** 24 hours; a launch with a clock time expires at that time at the latest: no answer means not sent. */
const expiryOf = (draft: Draft, now: Date, timezone: string): Date => {
  const day = addMs(now, DAY);
  if (draft.step !== 'plan') return day;
  const { sendAt } = draft.content as Plan;
  if (sendAt === 'now') return day;
  const at = instantOf(sendAt, timezone);
  return at < day && at > now ? at : day;
};

/** Whom a plan is for, as the audience is asked: one form for the preview on the card and for the freeze. */
export const audienceOf = async (tx: Tx, deps: Deps, campaign: Asking, plan: Plan, now: Date) => {
  const cap = plan.notice ? null : await pressureCap(tx);
  // A time that is none has its own check.
  const planned = isLocalMinute(plan.sendAt) ? instantOf(plan.sendAt, deps.config.timezone) : now;
  return {
    campaignId: campaign.id,
    segments: plan.segments.map(({ key, rule }) => ({ key, rule })),
    channel: plan.channel.name,
    isAd: plan.isAd,
    now,
    timezone: deps.config.timezone,
    currency: deps.config.currency,
    cap,
    ...(plan.notice && { notice: await noticeQuery(tx, deps, plan.notice) }),
    ahead: await aheadOf(tx, campaign.id, campaign.sendAt ?? planned, cap, now),
    salt: plan.salt,
    holdoutPercent: plan.holdoutPercent,
  };
};
type Asking = Pick<Campaign, 'id' | 'sendAt'>;

const noticeQuery = async (tx: Tx, deps: Deps, { kind, until }: NonNullable<Plan['notice']>) => {
  const kit = await findKit(tx);
  return { kind, until: new Date(until), offered: kit ? carriersOf(deps.channels, kit.kit) : [] };
};

/** The audience as it is now, by the very statement that will freeze it. */
export const audienceNow = async (tx: Tx, deps: Deps, campaign: Asking, plan: Plan, now: Date) =>
  previewAudience(tx, await audienceOf(tx, deps, campaign, plan, now));

const shownAtLaunch = async (tx: Tx, deps: Deps, campaign: Campaign, plan: Plan, now: Date): Promise<Shown> => {
  const { matched, send, holdout } = await audienceNow(tx, deps, campaign, plan, now);
  return {
    matched,
    send,
    holdout,
    costMinor: priceOf(send, plan.prices.perMessageMinor),
    everyone: plan.segments.some(({ rule }) => 'everyone' in rule),
  };
};
