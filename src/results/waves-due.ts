import { BATON } from '../campaign/advance.ts';
import { type Due, finishDue, schedule } from '../campaign/due.ts';
import { borneBy, holdBy } from '../campaign/hold.ts';
import { namedPeople, type People, standingOf } from '../campaign/people.ts';
import { whoMay } from '../campaign/policy.ts';
import { type Campaign, type Launched, launchedPlan, lockCampaign, placeOf } from '../campaign/store.ts';
import { noteKey, redraw, tell } from '../campaign/tell.ts';
import { keepTest, planDecided, settleWave, variantsOf, type Wave, wavesFor } from '../campaign/waves.ts';
import { progress } from '../delivery/progress.ts';
import { stopRule } from '../delivery/stop.ts';
import type { Deps, Transaction } from '../deps.ts';
import { addMs, DAY, MINUTE } from '../kit/clock.ts';
import { wavesOf } from '../steps/plan/waves.ts';
import { byRule, readTest, type TestReading } from './waves.ts';

/** A decision this late is no rule's any more: after real downtime a person is asked, as with a send. */
const LATE_MS = 30 * MINUTE;
/** Nobody has chosen: asked again after this, until somebody has or it is stopped. Nothing is sent meanwhile. */
const REMIND_MS = DAY;

/** The time to decide: the test is read once and kept; the rule takes what it may, and people are asked for the rest. */
export const runDecide = async (deps: Deps, due: Due): Promise<void> => {
  const people = await namedPeople(deps);
  await deps.db.transaction(async (tx) => {
    const now = await deps.clock.business();
    if (due.campaignId !== null) {
      const campaign = await lockCampaign(tx, due.campaignId);
      const launched = await launchedPlan(tx, campaign.id);
      if (launched && !campaign.halted && ['sending', 'paused'].includes(campaign.status))
        await decide(tx, deps, campaign, launched, people, { now, due });
    }
    await finishDue(tx, due.id, now);
  });
};

const decide = async (
  tx: Transaction,
  deps: Deps,
  campaign: Campaign,
  launched: Launched,
  people: People,
  { now, due }: { now: Date; due: Due },
): Promise<void> => {
  const open = (await wavesFor(tx, campaign)).filter(({ decidedAt }) => decidedAt === null);
  const unread = open.filter(({ test }) => test === null);
  const late = now.getTime() - due.at.getTime() > LATE_MS;
  const ruled = wavesOf(launched.plan)?.decide === 'rule' && !late;
  const reading = unread.length > 0 ? await read(tx, deps, campaign, launched, now) : null;
  let left = open.length;
  for (const { segment } of unread) {
    const test = reading?.segments.find((one) => one.segment === segment);
    if (!reading || !test) continue;
    await keepTest(tx, campaign, segment, { ...test, at: reading.at, metric: reading.metric });
    const choice = byRule(test);
    // One variant leaves nothing to choose, by whomever.
    if (
      (ruled || choice.why === 'only') &&
      (await settleWave(tx, deps, campaign, launched, segment, { ...choice, by: BATON }))
    )
      left -= 1;
  }
  if (left > 0)
    await askPeople(tx, deps, campaign, people, { now, due, rest: restOf(open), late: late && unread.length > 0 });
  await redraw(tx, deps, campaign.id);
};

const restOf = (open: readonly Wave[]): number => open.reduce((sum, { rest }) => sum + rest, 0);

const askPeople = async (
  tx: Transaction,
  deps: Deps,
  campaign: Campaign,
  people: People,
  { now, due, rest, late }: { now: Date; due: Due; rest: number; late: boolean },
): Promise<void> => {
  const who = whoMay('launch', await standingOf(tx, campaign, people));
  await tell(tx, deps, {
    ...placeOf(campaign),
    key: noteKey('wave_choose', campaign.id, campaign.occurrence, now.getTime()),
    kind: 'note',
    subject: { note: who.length === 0 ? 'wave_nobody' : late ? 'wave_late' : 'wave_choose', params: { who, rest } },
  });
  await schedule(tx, deps, {
    kind: 'wave.remind',
    campaignId: campaign.id,
    ref: due.ref,
    at: addMs(now, REMIND_MS),
  });
};

export const runRemind = async (deps: Deps, due: Due): Promise<void> => {
  const people = await namedPeople(deps);
  await deps.db.transaction(async (tx) => {
    const now = await deps.clock.business();
    const campaign = due.campaignId === null ? null : await lockCampaign(tx, due.campaignId);
    await finishDue(tx, due.id, now);
    if (!campaign || campaign.halted || !['sending', 'paused'].includes(campaign.status)) return;
    const open = (await wavesFor(tx, campaign)).filter(({ decidedAt }) => decidedAt === null);
    if (open.length > 0) await askPeople(tx, deps, campaign, people, { now, due, rest: restOf(open), late: false });
  });
};

const read = (tx: Transaction, deps: Deps, campaign: Campaign, { plan }: Launched, to: Date): Promise<TestReading> =>
  readTest(tx, {
    campaignId: campaign.id,
    occurrence: campaign.occurrence,
    from: campaign.windowStartsAt ?? to,
    to,
    currency: deps.config.currency,
    metric: wavesOf(plan)?.metric ?? 'clicks',
    variants: variantsOf(plan),
  });

/**
 * The rest may leave. A test that already breaks a stop rule pauses first; one that was chosen early is read as it stood
 * at the choice, so that what is shown is what could be known.
 */
export const runRelease = (deps: Deps, due: Due): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const now = await deps.clock.business();
    const campaign = due.campaignId === null ? null : await lockCampaign(tx, due.campaignId);
    const launched = campaign && (await launchedPlan(tx, campaign.id));
    if (campaign?.windowStartsAt && launched) {
      const fresh = (await wavesFor(tx, campaign)).filter(({ decidedAt, test }) => decidedAt && test === null);
      for (const { segment, decidedAt } of fresh) {
        const reading = await read(tx, deps, campaign, launched, decidedAt ?? now);
        const test = reading.segments.find((one) => one.segment === segment);
        if (test) await keepTest(tx, campaign, segment, { ...test, at: reading.at, metric: reading.metric });
      }
      if (campaign.status === 'sending') {
        const counted = await progress(tx, campaign.id, campaign.occurrence);
        const stop = stopRule(counted, launched.plan, await borneBy(tx, campaign.id));
        if (stop) await holdBy(tx, deps, campaign, stop, restOf(await wavesFor(tx, campaign)));
      }
      await planDecided(tx, deps, campaign, launched);
    }
    await finishDue(tx, due.id, now);
  });
