import { desc, eq } from 'drizzle-orm';
import { currentCatalogue } from '../audience/catalogue-kept.ts';
import { loadKit } from '../brand/store.ts';
import type { StepName } from '../campaign/lifecycle.ts';
import { type Campaign, type Draft, liveDrafts, versionsOf } from '../campaign/store.ts';
import { learnings } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';
import { kpiHistory } from '../results/history.ts';
import type { StepContext } from './step.ts';

/** More than this a prompt does not hold, and nobody remembers. */
const LEARNINGS = 20;

/** Reads each thing at most once, when it is first asked for. */
const memory = () => {
  const kept = new Map<string, Promise<unknown>>();
  return <T>(name: string, load: () => Promise<T>): Promise<T> => {
    const known = kept.get(name) as Promise<T> | undefined;
    if (known) return known;
    const fresh = load();
    kept.set(name, fresh);
    return fresh;
  };
};

/**
 * Everything one step is written or judged with, at this moment.
 *
 * @throws NoBrandKit when none was ever set
 */
export const contextFor = async (
  deps: Deps,
  db: Tx,
  campaign: Campaign,
  step: StepName,
  by: 'ai' | 'person',
  standing: StepContext['standing'] = null,
): Promise<StepContext> => {
  const { kit } = await loadKit(db);
  const now = await deps.clock.business();
  const { timezone, currency } = deps.config;
  const once = memory();
  const last: Draft | undefined = (await versionsOf(db, campaign.id, step)).at(-1);
  return {
    deps,
    db,
    campaign,
    live: await liveDrafts(db, campaign.id),
    kit,
    now,
    language: campaign.locale,
    by,
    standing,
    previous: last ? { content: last.content, by: last.authorKind } : null,
    learnings: () =>
      once('learnings', async () =>
        (
          await db
            .select({ sentence: learnings.sentence })
            .from(learnings)
            .where(eq(learnings.state, 'remembered'))
            .orderBy(desc(learnings.at))
            .limit(LEARNINGS)
        ).map(({ sentence }) => sentence[campaign.locale]),
      ),
    catalogue: () => once('catalogue', () => currentCatalogue(db, { now, timezone, currency })),
    history: () => once('history', () => kpiHistory(db, { now, currency })),
    once,
  };
};
