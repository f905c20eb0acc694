import { and, eq, gte } from 'drizzle-orm';
import { loadCampaign, placeOf, resultKey } from '../campaign/store.ts';
import { tell } from '../campaign/tell.ts';
import { readouts } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { addMs, DAY } from '../kit/clock.ts';
import { readOut } from './readout.ts';

/** Orders and refunds still come in for a while; after this a result stands. */
const OPEN_DAYS = 30;

/**
 * Reads recent final results again and redraws the cards of those that late orders or refunds changed.
 *
 * @returns their campaigns
 */
export const rereadFinals = async (deps: Deps, now: Date): Promise<number[]> => {
  const recent = await deps.db
    .select({ id: readouts.campaignId })
    .from(readouts)
    .where(and(eq(readouts.kind, 'final'), gte(readouts.at, addMs(now, -OPEN_DAYS * DAY))));
  const changed: number[] = [];
  for (const { id } of recent)
    await deps.db.transaction(async (tx) => {
      const reading = await readOut(deps, tx, id, 'final', now);
      if (reading.at !== now.toISOString()) return;
      changed.push(id);
      const campaign = await loadCampaign(tx, id);
      await tell(tx, deps, {
        ...placeOf(campaign),
        key: resultKey(id, 'final'),
        kind: 'result',
        subject: { kind: 'final' },
        broadcast: true,
      });
    });
  return changed;
};
