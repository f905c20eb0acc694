import type { Voice } from '../../i18n/voice.ts';
import { pooledWords } from '../../results/pooled-words.ts';
import { recommendedHoldout, WORTH_SEEING } from '../../results/power.ts';
import type { Plan, PlanEvidence } from './schema.ts';

/**
 * What this campaign alone can show of what sending adds, by which holdout it could show more, and what all campaigns
 * together say where it is too small.
 */
export const liftWords = (content: Plan, evidence: PlanEvidence, v: Voice): string => {
  const { smallestLift, baseline } = evidence;
  // Plans of before kept no baseline, and without a holdout the card says that nothing can be known.
  if (baseline === undefined || content.holdoutPercent === 0) return '';
  const t = v.t.cards.plan.lift;
  const share = content.holdoutPercent / 100;
  const n = evidence.audience.send + evidence.audience.holdout;
  const best = recommendedHoldout({ n, baseline });
  const rise = v.percent(WORTH_SEEING);
  const alone =
    smallestLift === null
      ? t.nothing
      : t.smallest({
          diff: v.t.cards.segments.points({ n: v.count(Math.round(smallestLift * 1_000) / 10) }),
          baseline: v.percent(baseline),
        });
  const advice =
    best === null
      ? t.never({ rise })
      : best > share
        ? t.larger({ percent: v.percent(best), rise })
        : t.enough({ rise });
  const tooSmall = best === null || best > share;
  return [alone, advice, ...(tooSmall && content.isAd ? [together(evidence, v)] : [])].join(' ');
};

const together = ({ pooled, heldOfEverything = 0 }: PlanEvidence, v: Voice): string => {
  const t = v.t.cards.plan.lift;
  if (pooled && pooled.verdict !== null) return t.pooled({ said: pooledWords(pooled, v) });
  return heldOfEverything > 0 ? t.notYet : t.noPooled;
};
