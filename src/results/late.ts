import { and, eq, gte, lte } from 'drizzle-orm';
import { lockCampaign, placeOf, resultKey } from '../campaign/store.ts';
import { redraw, tell } from '../campaign/tell.ts';
import { campaigns, learnings } from '../db/schema.ts';
import type { Deps } from '../deps.ts';
import { addMs, DAY, HOUR } from '../kit/clock.ts';
import { dayBounds } from '../kit/zone.ts';
import { keepMarked } from './keep.ts';
import { proposedLearning } from './learning.ts';
import { findReadout, readOut } from './readout.ts';
import { lookedAt, movedDays } from './revenue-days.ts';

/** Orders and refunds still come in for a while after a window's end; then its result stands. */
const OPEN_MS = 30 * DAY;
/** The clocks of two machines never differ by more. */
const SKEW_MS = HOUR;

/**
 * Reads recent final results again into whose window something came in since, and redraws the cards of those that it
 * changed. A job asks for it all day, and so does the digest, that it and the cards agree.
 *
 * @returns their campaigns
 */
export const rereadFinals = async (deps: Deps, now: Date): Promise<number[]> => {
  await keepMarked(deps, now);
  const moved = await movedDays(deps.db);
  if (moved.length === 0) return [];
  const late = moved.map(({ day }) => dayBounds(day, deps.config.timezone));
  // By their windows: a first reading that is being written right now is none yet.
  const recent = await deps.db
    .select({ id: campaigns.id, from: campaigns.windowStartsAt, to: campaigns.windowEndsAt })
    .from(campaigns)
    .where(and(gte(campaigns.windowEndsAt, addMs(now, -OPEN_MS)), lte(campaigns.windowEndsAt, addMs(now, SKEW_MS))));
  const touched = recent.filter(({ from, to }) => from && to && late.some((day) => day.from < to && day.to > from));
  const changed: number[] = [];
  for (const { id } of touched) if (await reread(deps, id, now)) changed.push(id);
  await lookedAt(deps.db, moved);
  return changed;
};

/** @returns whether it came out differently */
const reread = (deps: Deps, id: number, now: Date): Promise<boolean> =>
  deps.db.transaction(async (tx) => {
    // Waits for the first reading, which may have begun before what moved the days was there.
    const campaign = await lockCampaign(tx, id);
    const kept = campaign && (await findReadout(tx, id, 'final'));
    if (!kept) return false;
    const reading = await readOut(deps, tx, id, 'final', now);
    if (reading.at === kept.at) return false;
    await tx
      .update(learnings)
      .set({ sentence: proposedLearning(reading) })
      .where(and(eq(learnings.campaignId, id), eq(learnings.state, 'proposed')));
    await tell(tx, deps, {
      ...placeOf(campaign),
      key: resultKey(id, 'final'),
      kind: 'result',
      subject: { kind: 'final' },
      broadcast: true,
    });
    // The campaign's card says the verdict too.
    await redraw(tx, deps, id);
    return true;
  });
