import { and, eq, gte } from 'drizzle-orm';
import { loadCampaign, placeOf, resultKey } from '../campaign/store.ts';
import { redraw, tell } from '../campaign/tell.ts';
import { campaigns, readouts } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { addMs, DAY } from '../kit/clock.ts';
import { dayBounds } from '../kit/zone.ts';
import { keepMarked } from './keep.ts';
import { readOut } from './readout.ts';
import { lookedAt, movedDays } from './revenue-days.ts';

/** Orders and refunds still come in for a while; after this a result stands. */
const OPEN_DAYS = 30;

/**
 * Reads recent final results again about whose window something came in since, and redraws the cards of those that it
 * changed.
 *
 * @returns their campaigns
 */
export const rereadFinals = async (deps: Deps, now: Date): Promise<number[]> => {
  const { timezone } = deps.config;
  await keepMarked(deps, now);
  const moved = await movedDays(deps.db);
  const late = moved.map(({ day }) => dayBounds(day, timezone));
  if (late.length === 0) return [];
  const recent = await deps.db
    .select({ id: readouts.campaignId, from: campaigns.windowStartsAt, to: campaigns.windowEndsAt })
    .from(readouts)
    .innerJoin(campaigns, eq(campaigns.id, readouts.campaignId))
    .where(and(eq(readouts.kind, 'final'), gte(readouts.at, addMs(now, -OPEN_DAYS * DAY))));
  const touched = recent.filter(({ from, to }) => from && to && late.some((day) => day.from < to && day.to > from));
  const changed: number[] = [];
  for (const { id } of touched)
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
      // The campaign's card says the verdict too.
      await redraw(tx, deps, id);
    });
  await lookedAt(deps.db, moved);
  return changed;
};
