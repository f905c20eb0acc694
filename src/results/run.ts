import { advance, BATON } from '../campaign/advance.ts';
import { type Due, finishDue } from '../campaign/due.ts';
import { lockCampaign, placeOf, resultKey } from '../campaign/store.ts';
import { tell } from '../campaign/tell.ts';
import { learnings } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { proposedLearning } from './learning.ts';
import { type ReadoutKind, readOut } from './readout.ts';

/**
 * A read-out falls due: read, tell, and at the window's end settle the campaign. The final one is also told to the channel.
 * A legal notice has none: it is over.
 *
 * A campaign still being sent is read all the same; it settles when it has been sent.
 */
export const runReadout = (deps: Deps, due: Due, kind: ReadoutKind): Promise<void> =>
  deps.db.transaction(async (tx) => {
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
      if (kind === 'final') {
        const sentence = proposedLearning(readout);
        if (sentence)
          await tx.insert(learnings).values({ id: deps.newId('le'), campaignId: campaign.id, sentence, at: now });
        await advance(tx, deps, campaign.id, 'settled', { by: BATON });
      }
    }
    await finishDue(tx, due.id, now);
  });
