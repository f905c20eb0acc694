import { namedPeople, standingOf } from '../campaign/people.ts';
import { whoMay } from '../campaign/policy.ts';
import { launchedPlan, liveDrafts, loadCampaign } from '../campaign/store.ts';
import { variantsOf, wavesFor } from '../campaign/waves.ts';
import type { Deps } from '../deps.ts';
import { readTest, type SegmentTest } from '../results/waves.ts';
import { wavesOf } from '../steps/plan/waves.ts';
import type { Segments } from '../steps/segments/schema.ts';
import { settingOf } from './load.ts';
import type { WavesState } from './state.ts';

/** The test as it was read for the decision; before that its counts as they are now, of which nothing is concluded. */
export const loadWaves = async (deps: Deps, campaignId: number): Promise<WavesState> => {
  const campaign = await loadCampaign(deps.db, campaignId);
  const launched = await launchedPlan(deps.db, campaignId);
  const waves = launched && wavesOf(launched.plan);
  if (!launched || !waves) throw new Error(`campaign ${campaignId} has no test share`);
  const rows = await wavesFor(deps.db, campaign);
  const now = await deps.clock.business();
  const live = rows.some(({ test }) => test === null)
    ? await readTest(deps.db, {
        campaignId,
        occurrence: campaign.occurrence,
        from: campaign.windowStartsAt ?? now,
        to: now,
        currency: deps.config.currency,
        metric: waves.metric,
        variants: variantsOf(launched.plan),
      })
    : null;
  const { segments } = (await liveDrafts(deps.db, campaignId)) as { segments?: { content: unknown } };
  const names = new Map((segments?.content as Segments | undefined)?.segments.map(({ key, name }) => [key, name]));
  return {
    campaign,
    waves,
    currency: deps.config.currency,
    decideAt: rows[0]?.decideAt ?? now,
    able: whoMay('launch', await standingOf(deps.db, campaign, await namedPeople(deps))),
    setting: settingOf(deps),
    segments: rows.map((row) => {
      const test = row.test as SegmentTest | null;
      const so = test ?? live?.segments.find(({ segment }) => segment === row.segment);
      return {
        key: row.segment,
        name: names.get(row.segment) ?? '',
        rest: row.rest,
        arms: so?.arms ?? [],
        test,
        decision:
          row.decidedAt && row.why
            ? { variant: row.variant, why: row.why, by: row.by ?? '', plannedAt: row.plannedAt }
            : null,
      };
    }),
  };
};
