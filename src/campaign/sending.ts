import { and, eq, not, sql } from 'drizzle-orm';
import { freezeAudience } from '../audience/freeze.ts';
import { assignCodes, CouponsShort, freeUnsent } from '../coupons/assign.ts';
import { campaigns, type Problem } from '../db/schema.ts';
import { deliverSlice } from '../delivery/deliver.ts';
import { CannotDeliver } from '../delivery/launched.ts';
import { expireLeases } from '../delivery/ledger/lease.ts';
import { lookUp } from '../delivery/lookup.ts';
import { keepProgress, type Progress, progress } from '../delivery/progress.ts';
import { clearHold, heldAccount } from '../delivery/rate.ts';
import { sharesOf, slicesFor } from '../delivery/slices.ts';
import { affordable, budgetRule, mustWait, providerRule, stopRule } from '../delivery/stop.ts';
import { longestLeaseMs, type Tuning, tuningOf } from '../delivery/tuning.ts';
import { placeBehind, placesOf } from '../delivery/turn.ts';
import type { Deps, Transaction } from '../deps.ts';
import type { JobData } from '../jobs/job.ts';
import { addMs, DAY } from '../kit/clock.ts';
import type { Plan } from '../steps/plan/schema.ts';
import { wavesOf } from '../steps/plan/waves.ts';
import { advance, BATON } from './advance.ts';
import { schedule } from './due.ts';
import { borneBy, holdBy } from './hold.ts';
import { tellInterrupted } from './interrupted.ts';
import { audienceOf } from './request.ts';
import { type Campaign, type Launched, launchedPlan, loadCampaign, lockCampaign, placeOf } from './store.ts';
import { noteKey, redraw, tell } from './tell.ts';
import { onlyWaits, restWaits, scheduleReadouts, variantsOf } from './waves.ts';

/** Freezes once, then (and on every resume) leases the slices out. A newcomer after the freeze is not added. */
export const startSending = (deps: Deps, campaignId: number): Promise<void> =>
  freezeAndLease(deps, campaignId).catch(async (error: unknown) => {
    // Somebody else took the codes since this was last counted: nothing is frozen, and a person is told.
    if (!(error instanceof CouponsShort)) throw error;
    await halt(deps, campaignId, 'coupons_short', { pool: error.pool });
  });

const freezeAndLease = (deps: Deps, campaignId: number): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId);
    const launched = await launchedPlan(tx, campaignId);
    if (!launched || campaign.status !== 'sending') return;
    if (!campaign.windowStartsAt) await freeze(tx, deps, campaign, launched);
    // Somebody has said to go on, or it has just begun: what the account did before is not held against it.
    else await clearHold(tx, launched.plan.channel.account);
    const { planned } = await progress(tx, campaignId, campaign.occurrence);
    const most = affordable(launched.plan);
    const slices = slicesFor(planned);
    const shares = most !== null && planned > most ? await sharesOf(tx, campaign, slices, most) : null;
    const place = await placesOf(deps, tx);
    for (const [i, { lo, hi }] of slices.entries())
      await deps.jobs.enqueue(
        tx,
        'send.slice',
        { campaignId, occurrence: campaign.occurrence, lo, hi, ...(shares && { most: shares[i] ?? 0 }) },
        { key: `${campaignId}:${campaign.occurrence}:${lo}`, place: place(i) },
      );
    await deps.jobs.enqueue(tx, 'send.progress', { campaignId }, { key: String(campaignId) });
  });

const freeze = async (tx: Transaction, deps: Deps, campaign: Campaign, { launch, plan }: Launched): Promise<void> => {
  const now = await deps.clock.business();
  const waves = wavesOf(plan);
  await freezeAudience(tx, {
    ...(await audienceOf(tx, deps, campaign, plan, now)),
    occurrence: campaign.occurrence,
    launch: { id: launch.id, hash: launch.hash },
    variants: variantsOf(plan),
    ...(waves && { testPercent: waves.testPercent }),
  });
  // Rows that the planner knows nothing of are searched one by one for each of them: a stop would take for ever.
  await tx.execute(sql`analyze deliveries`);
  if (plan.coupon)
    await assignCodes(tx, { campaignId: campaign.id, occurrence: campaign.occurrence }, plan.coupon, now);
  const windowEndsAt = addMs(now, plan.windowDays * DAY);
  const [frozen] = await tx
    .update(campaigns)
    .set({ windowStartsAt: now, windowEndsAt })
    .where(eq(campaigns.id, campaign.id))
    .returning();
  const ref = `${campaign.id}:${campaign.occurrence}`;
  if (plan.notice)
    return schedule(tx, deps, { kind: 'readout.final', campaignId: campaign.id, ref, at: addMs(now, DAY) });
  // With a test share first the span begins with the last wave, and so do its read-outs.
  if (!waves) await scheduleReadouts(tx, deps, campaign, now, windowEndsAt);
  if (frozen) await deps.customers?.expect(tx, deps, frozen);
};

/** One slice; asked again later when something in it has to wait. What cannot be sent at all pauses the campaign, in words. */
export const deliver = async (
  deps: Deps,
  slice: JobData['send.slice'],
  tuning: Tuning = tuningOf(deps.config),
): Promise<void> => {
  const { campaignId, occurrence, lo } = slice;
  try {
    const endedMs = await expireLeases(deps.db, slice);
    if (endedMs !== null)
      await tellInterrupted(deps, campaignId, endedMs + longestLeaseMs(deps.channels.values(), tuning));
    const result = await deliverSlice(deps, slice, tuning);
    if (result !== 'done')
      await deps.jobs.enqueue(deps.db, 'send.slice', slice, {
        key: `${campaignId}:${occurrence}:${lo}`,
        startAfter: result.again,
        place: await placeBehind(deps, deps.db),
      });
    else {
      await deps.jobs.enqueue(deps.db, 'send.progress', { campaignId }, { key: String(campaignId) });
      await askLater(deps, { campaignId, occurrence });
    }
  } catch (error) {
    if (!(error instanceof CannotDeliver)) throw error;
    await halt(deps, campaignId, error.code);
  }
};

const askLater = (deps: Deps, data: JobData['send.lookup'], startAfter?: Date): Promise<void> =>
  deps.jobs.enqueue(deps.db, 'send.lookup', data, {
    key: `${data.campaignId}:${data.occurrence}`,
    ...(startAfter && { startAfter }),
  });

/** What nobody knows is asked of the vendor, again and again for a day; the card follows. */
export const askVendor = async (deps: Deps, data: JobData['send.lookup']): Promise<void> => {
  const { settled, again } = await lookUp(deps, data);
  if (settled > 0) await settleSending(deps, data.campaignId);
  if (again) await askLater(deps, data, again);
};

/** A person has to mend something first: paused, so that Resume is on the card, with the reason beside it. */
const halt = (
  deps: Deps,
  campaignId: number,
  code: CannotDeliver['code'] | 'coupons_short',
  params: Record<string, string> = {},
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const campaign = await loadCampaign(tx, campaignId);
    const { byStatus } = await progress(tx, campaignId, campaign.occurrence);
    if (await holdBy(tx, deps, campaign, { rule: code, ...params }, byStatus.planned + byStatus.claimed))
      await showProblem(tx, deps, campaignId, { code, params });
  });

const showProblem = async (
  tx: Transaction,
  deps: Deps,
  campaignId: number,
  problem: Pick<Problem, 'code' | 'params'> | null,
): Promise<void> => {
  const at = (await deps.clock.business()).toISOString();
  await tx
    .update(campaigns)
    .set({ problem: problem && { ...problem, at } })
    .where(eq(campaigns.id, campaignId));
  await redraw(tx, deps, campaignId);
};

/** Redraws the counts, pauses by rule, and ends the sending when the ledger's sum says that nothing is left. */
export const settleSending = (deps: Deps, campaignId: number): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const campaign = await loadCampaign(tx, campaignId);
    const launched = await launchedPlan(tx, campaignId);
    if (!launched || !campaign.windowStartsAt) return;
    const counted = await keepProgress(tx, campaignId, campaign.occurrence);
    if (counted.done && launched.plan.coupon) await freeUnsent(tx, { campaignId, occurrence: campaign.occurrence });
    if (campaign.status === 'sending') {
      if (!counted.done) await watch(tx, deps, campaign, launched.plan, counted);
      else if (!(await restWaits(tx, deps, campaign, launched.plan))) await ended(tx, deps, campaign);
    }
    await redraw(tx, deps, campaignId);
  });

/** What may stop a sending that nobody stopped: its own rules, then the provider. */
const watch = async (tx: Transaction, deps: Deps, campaign: Campaign, plan: Plan, counted: Progress): Promise<void> => {
  const held = await heldAccount(deps.db, plan.channel.account);
  const stop =
    stopRule(counted, plan, await borneBy(tx, campaign.id)) ??
    budgetRule(counted, plan) ??
    // A notice goes on by itself in the morning.
    (!plan.notice && mustWait(plan, await deps.clock.business()) ? ({ rule: 'night' } as const) : null) ??
    providerRule(held);
  const left = counted.byStatus.planned + counted.byStatus.claimed;
  if (stop) await holdBy(tx, deps, campaign, stop, left);
  else await weather(tx, deps, campaign, held, left);
};

/** A provider that is down is said on the card while it lasts; the queue goes on by itself when it is back. */
const weather = async (
  tx: Transaction,
  deps: Deps,
  campaign: Campaign,
  held: { failures: number } | null,
  left: number,
): Promise<void> => {
  if (held && held.failures > 1) await showProblem(tx, deps, campaign.id, { code: 'provider_down', params: { left } });
  else if (!held && campaign.problem?.code === 'provider_down') await showProblem(tx, deps, campaign.id, null);
};

/** All has left. Where a long pause outlived the window, the final reading that could not settle then is due again. */
const ended = async (tx: Transaction, deps: Deps, campaign: Campaign): Promise<void> => {
  await advance(tx, deps, campaign.id, 'sent', { by: BATON });
  const now = await deps.clock.business();
  if (campaign.kind === 'notice') await tellTold(tx, deps, campaign, now);
  const settles = settlesAt(campaign);
  if (settles && settles <= now)
    await schedule(tx, deps, {
      kind: 'readout.final',
      campaignId: campaign.id,
      ref: `${campaign.id}:${campaign.occurrence}`,
      at: now,
    });
};

/** A notice has no results; for a day what nobody knows the fate of can be sent again. */
const settlesAt = ({ kind, windowStartsAt, windowEndsAt }: Campaign): Date | null =>
  kind === 'notice' ? windowStartsAt && addMs(windowStartsAt, DAY) : windowEndsAt;

const tellTold = async (tx: Transaction, deps: Deps, campaign: Campaign, now: Date): Promise<void> => {
  const { byStatus, planned } = await progress(tx, campaign.id, campaign.occurrence);
  await tell(tx, deps, {
    ...placeOf(campaign),
    key: noteKey('notice_told', campaign.id, now.getTime()),
    kind: 'note',
    subject: { note: 'notice_told', params: { n: byStatus.accepted + byStatus.delivered, all: planned } },
  });
};

/** Asked every few seconds for whatever is being sent; not while all of it only waits for a decision. */
export const tickSending = async (deps: Deps): Promise<void> => {
  const rows = await deps.db
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(and(eq(campaigns.status, 'sending'), not(onlyWaits)));
  for (const { id } of rows) await deps.jobs.enqueue(deps.db, 'send.progress', { campaignId: id }, { key: String(id) });
};
