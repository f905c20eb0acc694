import { advance, BATON } from '../campaign/advance.ts';
import { type Due, findDue, finishDue, schedule } from '../campaign/due.ts';
import { type Campaign, loadCampaign, lockCampaign, placeOf, resultKey } from '../campaign/store.ts';
import { redraw, tell } from '../campaign/tell.ts';
import { learnings } from '../db/schema.ts';
import type { Deps, Transaction } from '../deps.ts';
import { DAY } from '../kit/clock.ts';
import { localDay } from '../kit/zone.ts';
import { proposedLearning } from './learning.ts';
import { nextLook } from './looks.ts';
import { readOut } from './readout.ts';
import { daysBetween, enterDays } from './revenue-days.ts';
import { spanOf } from './span.ts';

/**
 * A read-out falls due: read, tell, and at the window's end settle the campaign. The final one is also told to the channel.
 * A legal notice has none: it is over.
 *
 * A campaign still being sent is read all the same; it settles when it has been sent.
 */
export const runReadout = async (deps: Deps, due: Due, kind: 'day1' | 'final'): Promise<void> => {
  if (kind === 'final' && due.campaignId !== null) await awaitLate(deps, due.campaignId);
  await deps.db.transaction(async (tx) => {
    const now = await deps.clock.business();
    const campaign = due.campaignId === null ? null : await lockCampaign(tx, due.campaignId);
    if (campaign?.kind === 'notice') await advance(tx, deps, campaign.id, 'settled', { by: BATON });
    else if (campaign?.windowStartsAt) {
      const readout = await readOut(deps, tx, campaign.id, kind, now);
      await tell(tx, deps, {
        ...placeOf(campaign),
        key: resultKey(campaign.id, kind),
        kind: 'result',
        subject: { kind },
        broadcast: kind === 'final',
      });
      if (kind === 'day1') await lookAgain(tx, deps, campaign, now);
      else {
        const sentence = proposedLearning(readout);
        if (sentence)
          await tx.insert(learnings).values({ id: deps.newId('le'), campaignId: campaign.id, sentence, at: now });
        await advance(tx, deps, campaign.id, 'settled', { by: BATON });
        // The card of the days before says that it is replaced, also where the campaign is still being sent.
        await redraw(tx, deps, campaign.id);
      }
    }
    await finishDue(tx, due.id, now);
  });
};

/** From now on what comes in about the window leaves a mark, also what the reading is too early to see. */
const awaitLate = async ({ db, config }: Deps, campaignId: number): Promise<void> => {
  const { windowStartsAt, windowEndsAt } = await loadCampaign(db, campaignId);
  if (!windowStartsAt || !windowEndsAt) return;
  const days = [windowStartsAt, windowEndsAt].map((at) => localDay(at, config.timezone)) as [string, string];
  await enterDays(db, daysBetween(...days, config.timezone), config);
};

/**
 * Another day of a campaign that still runs: the message of day 1 is drawn anew, in place. One row of what is due stands for
 * all of its days, each set by the one before; after a standstill it is read once, as of now. A campaign that was paused or
 * stopped is read on: who was written to may still buy.
 */
export const runLook = (deps: Deps, due: Due): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const campaign = due.campaignId === null ? null : await lockCampaign(tx, due.campaignId);
    const now = await deps.clock.business();
    const open = await findDue(tx, due.id);
    // Somebody was quicker and has set it for another day.
    if (!open || open.at > now) return;
    await finishDue(tx, due.id, now);
    const span = campaign && (await spanOf(tx, campaign));
    if (!span || now >= span.to) return;
    if (now.getTime() - span.from.getTime() >= DAY) {
      await readOut(deps, tx, campaign.id, 'daily', now);
      await tell(tx, deps, {
        ...placeOf(campaign),
        key: resultKey(campaign.id, 'day1'),
        kind: 'result',
        subject: { kind: 'day1' },
      });
    }
    await lookAgain(tx, deps, campaign, now);
  });

const lookAgain = async (tx: Transaction, deps: Deps, campaign: Campaign, now: Date): Promise<void> => {
  const span = await spanOf(tx, campaign);
  const at = span && nextLook(span, now);
  const ref = `${campaign.id}:${campaign.occurrence}`;
  if (at) await schedule(tx, deps, { kind: 'readout.daily', campaignId: campaign.id, ref, at });
};
