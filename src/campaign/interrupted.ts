import { and, desc, eq } from 'drizzle-orm';
import { campaignHistory } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { MINUTE } from '../kit/clock.ts';
import { BATON } from './advance.ts';
import { findCampaign, lockCampaign, placeOf, record } from './store.ts';
import { noteKey, redraw, tell } from './tell.ts';

/** One crash is seen by many slices, and may be followed by another: one word a minute is enough. */
const QUIET_MS = MINUTE;

/**
 * A worker went away while it sent: the thread hears that sending was interrupted, goes on, and doubles nothing. How many
 * are not known stands on the card. Nothing is said of a campaign that is not being sent.
 *
 * @param heldMs how long ago at most what was left behind was taken, where that is what gave the worker away: leases end one
 *   after another, and those taken before the last word are of the crash it was about
 */
export const tellInterrupted = async (deps: Deps, campaignId: number, heldMs = 0): Promise<void> => {
  if ((await findCampaign(deps.db, campaignId))?.status !== 'sending') return;
  await deps.db.transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId);
    if (campaign.status !== 'sending') return;
    const at = await deps.clock.business();
    const [last] = await tx
      .select({ at: campaignHistory.at })
      .from(campaignHistory)
      .where(and(eq(campaignHistory.campaignId, campaignId), eq(campaignHistory.event, EVENT)))
      .orderBy(desc(campaignHistory.id))
      .limit(1);
    if (last && at.getTime() - last.at.getTime() < Math.max(QUIET_MS, heldMs)) return;
    await record(tx, { campaignId, at, event: EVENT, from: campaign.status, to: campaign.status, by: BATON });
    await tell(tx, deps, {
      ...placeOf(campaign),
      key: noteKey('interrupted', campaignId, at.getTime()),
      kind: 'note',
      subject: { note: 'send_interrupted', params: {} },
    });
    await redraw(tx, deps, campaignId);
  });
};
const EVENT = 'interrupted';
