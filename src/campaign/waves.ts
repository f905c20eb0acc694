import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { planRest, restBySegment } from '../audience/freeze.ts';
import { campaigns, waves } from '../db/schema.ts';
import { outOfNight } from '../delivery/stop.ts';
import type { Deps, Person, Transaction, Tx } from '../deps.ts';
import { addMs, DAY, HOUR } from '../kit/clock.ts';
import type { Plan } from '../steps/plan/schema.ts';
import { wavesOf } from '../steps/plan/waves.ts';
import { BATON } from './advance.ts';
import { type Controlled, guarded } from './control.ts';
import { schedule } from './due.ts';
import { type Campaign, type Launched, launchedPlan, placeOf, record } from './store.ts';
import { noteKey, redraw, tell } from './tell.ts';

/**
 * A test share first (docs/adr/0009-a-test-share-first.md): the freeze plans the test alone, the rest wait without a row in the ledger, and get
 * one when it is decided which variant goes to them. A state of the sending, not of the campaign's life: it is `sending`
 * until the rest has left too.
 */
export type Wave = typeof waves.$inferSelect;

const of = (campaign: Pick<Campaign, 'id' | 'occurrence'>) =>
  and(eq(waves.campaignId, campaign.id), eq(waves.occurrence, campaign.occurrence));

/** In the order of the segments' keys; none before the test has been sent. */
export const wavesFor = (tx: Tx, campaign: Pick<Campaign, 'id' | 'occurrence'>): Promise<Wave[]> =>
  tx.select().from(waves).where(of(campaign)).orderBy(asc(waves.segment));

/** Keys of the approved variants by segment: the only ones that can be chosen. */
export const variantsOf = ({ segments, templates }: Pick<Plan, 'segments' | 'templates'>): Record<string, string[]> =>
  Object.fromEntries(
    segments.map(({ key }) => [key, templates.filter(({ segment }) => segment === key).map(({ variant }) => variant)]),
  );

/** Whether the approved plan lets a rule choose; else a person is waited for. */
export const isByRule = async (tx: Tx, campaignId: number): Promise<boolean> => {
  const launched = await launchedPlan(tx, campaignId);
  return launched !== null && wavesOf(launched.plan)?.decide === 'rule';
};

export const wavesKey = (campaignId: number): string => `waves:${campaignId}`;
const dueRef = ({ id, occurrence }: Pick<Campaign, 'id' | 'occurrence'>) => `${id}:${occurrence}`;

/**
 * All of the ledger has left: is somebody still waiting for their variant? The first time it is asked, what waits is
 * written down, with the time at which it is decided.
 */
export const restWaits = async (tx: Transaction, deps: Deps, campaign: Campaign, plan: Plan): Promise<boolean> => {
  const asked = wavesOf(plan);
  if (!asked) return false;
  const known = await wavesFor(tx, campaign);
  if (known.length > 0) return known.some(({ plannedAt }) => plannedAt === null);
  const rest = await restBySegment(tx, { campaignId: campaign.id, occurrence: campaign.occurrence });
  if (rest.size === 0) return false;
  const testedAt = await deps.clock.business();
  const decideAt = outOfNight(plan.channel.name, plan.isAd, addMs(testedAt, asked.decideAfterHours * HOUR));
  const made = await tx
    .insert(waves)
    .values(
      [...rest].map(([segment, n]) => ({
        campaignId: campaign.id,
        occurrence: campaign.occurrence,
        segment,
        rest: n,
        testedAt,
        decideAt,
      })),
    )
    .onConflictDoNothing()
    .returning({ segment: waves.segment });
  if (made.length > 0) {
    await schedule(tx, deps, { kind: 'wave.decide', campaignId: campaign.id, ref: dueRef(campaign), at: decideAt });
    await tell(tx, deps, { ...placeOf(campaign), key: wavesKey(campaign.id), kind: 'waves' });
  }
  return true;
};

/** What the test showed, kept beside the decision: what comes in later changes nothing of it. */
export const keepTest = (tx: Tx, campaign: Campaign, segment: string, test: unknown): Promise<unknown> =>
  tx
    .update(waves)
    .set({ test })
    .where(and(of(campaign), eq(waves.segment, segment), isNull(waves.test)));

export type Choice = { variant: string | null; why: NonNullable<Wave['why']>; by: string };

/**
 * Settles what the rest of one segment gets; it leaves as soon as it is no longer night for the channel.
 *
 * @returns false when it was settled before: the first word holds
 */
export const settleWave = async (
  tx: Transaction,
  deps: Deps,
  campaign: Campaign,
  { plan }: Pick<Launched, 'plan'>,
  segment: string,
  choice: Choice,
): Promise<boolean> => {
  const at = await deps.clock.business();
  const [settled] = await tx
    .update(waves)
    .set({ ...choice, decidedAt: at })
    .where(and(of(campaign), eq(waves.segment, segment), isNull(waves.decidedAt)))
    .returning();
  if (!settled) return false;
  const leavesAt = outOfNight(plan.channel.name, plan.isAd, at);
  await schedule(tx, deps, { kind: 'wave.release', campaignId: campaign.id, ref: dueRef(campaign), at: leavesAt });
  const { status } = campaign;
  await record(tx, {
    campaignId: campaign.id,
    at,
    event: 'wave:decided',
    from: status,
    to: status,
    by: choice.by,
    detail: { segment, variant: choice.variant, why: choice.why },
  });
  const { variant, why, by } = choice;
  const params = { segment, rest: settled.rest, ...(variant !== null && { variant }), ...(by !== BATON && { by }) };
  const note = why === 'person' ? (variant === null ? 'wave_person_even' : 'wave_person') : `wave_${why}`;
  await tell(tx, deps, {
    ...placeOf(campaign),
    key: noteKey('wave', campaign.id, campaign.occurrence, segment),
    kind: 'note',
    subject: { note, params },
  });
  if (leavesAt > at)
    await tell(tx, deps, {
      ...placeOf(campaign),
      key: noteKey('wave_night', campaign.id, campaign.occurrence, leavesAt.getTime()),
      kind: 'note',
      subject: { note: 'wave_night', params: { at: leavesAt.toISOString() } },
    });
  await redraw(tx, deps, campaign.id);
  return true;
};

/** A person's choice among the approved variants; whoever may approve the launch, and none who may not. */
export const chooseWave = (
  deps: Deps,
  campaignId: number,
  person: Person,
  asked: { segment: string; variant: string | null },
): Promise<Controlled> =>
  guarded(deps, campaignId, person, 'launch', 'wave', async (tx, campaign) => {
    const launched = await launchedPlan(tx, campaignId);
    const { segment, variant } = asked;
    const approved = launched && variantsOf(launched.plan)[segment];
    const may = ['sending', 'paused'].includes(campaign.status) && !campaign.halted;
    if (!launched || !may || !approved || (variant !== null && !approved.includes(variant)))
      return { ok: false, refusal: { code: 'not_now', status: campaign.status } };
    const choice = { variant, why: 'person', by: person.id } as const;
    if (await settleWave(tx, deps, campaign, launched, segment, choice)) return { ok: true, campaign };
    const chosen = (await wavesFor(tx, campaign)).find((one) => one.segment === segment);
    return chosen?.decidedAt
      ? { ok: false, refusal: { code: 'already_chosen', by: chosen.by, at: chosen.decidedAt } }
      : { ok: false, refusal: { code: 'not_now', status: campaign.status } };
  });

/**
 * Puts into the ledger whoever's variant is decided. Of a stopped campaign everybody who still waits is cancelled, so that
 * the ledger says of each what became of them. Safe to repeat.
 */
export const planDecided = async (
  tx: Transaction,
  deps: Deps,
  campaign: Campaign,
  { launch, plan }: Launched,
): Promise<void> => {
  const by = { campaignId: campaign.id, occurrence: campaign.occurrence, launch, salt: plan.salt };
  const variants = variantsOf(plan);
  if (campaign.halted) {
    for (const [segment, all] of Object.entries(variants))
      await planRest(tx, { ...by, segment, variants: all, status: 'cancelled' });
    if (campaign.windowEndsAt) await scheduleReadouts(tx, deps, campaign, null, campaign.windowEndsAt);
    await deps.jobs.enqueue(tx, 'send.progress', { campaignId: campaign.id }, { key: String(campaign.id) });
    await redraw(tx, deps, campaign.id);
    return;
  }
  const now = await deps.clock.business();
  const ready = (await wavesFor(tx, campaign)).filter(({ decidedAt, plannedAt }) => decidedAt && !plannedAt);
  for (const { segment, variant } of ready) {
    const chosen = variant === null ? (variants[segment] ?? []) : [variant];
    await planRest(tx, { ...by, segment, variants: chosen, status: 'planned' });
    await tx
      .update(waves)
      .set({ plannedAt: now })
      .where(and(of(campaign), eq(waves.segment, segment)));
  }
  if (ready.length === 0) return;
  // Everybody is read over one span, which begins when the last could have been written to.
  const windowEndsAt = addMs(now, plan.windowDays * DAY);
  const [moved] = await tx.update(campaigns).set({ windowEndsAt }).where(eq(campaigns.id, campaign.id)).returning();
  await scheduleReadouts(tx, deps, campaign, now, windowEndsAt);
  if (moved) await deps.customers?.expect(tx, deps, { ...moved, windowStartsAt: now });
  await deps.jobs.enqueue(tx, 'send.freeze', { campaignId: campaign.id }, { key: String(campaign.id) });
  await redraw(tx, deps, campaign.id);
};

/** With the last wave, or with the stop: what was read before would have to be taken back. */
export const scheduleReadouts = async (
  tx: Tx,
  deps: Deps,
  campaign: Pick<Campaign, 'id' | 'occurrence'>,
  from: Date | null,
  to: Date,
): Promise<void> => {
  const due = { campaignId: campaign.id, ref: dueRef(campaign) };
  if (from) await schedule(tx, deps, { ...due, kind: 'readout.day1', at: addMs(from, DAY) });
  await schedule(tx, deps, { ...due, kind: 'readout.final', at: to });
};

/** Campaigns of which nothing can move before somebody or something decides: the ticker leaves them alone. */
export const onlyWaits = sql`exists (
  select 1 from waves w where w.campaign_id = campaigns.id and w.occurrence = campaigns.occurrence
  having count(*) > 0 and count(w.planned_at) = 0)`;
