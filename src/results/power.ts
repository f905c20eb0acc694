import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { ALPHA, type Interval, zTwoSided } from './proportion.ts';

/**
 * How large is large enough. Two-sided 5 %, 80 % power unless said otherwise; normal approximation with each arm's own
 * variance. `n` is the whole audience, both arms; `holdoutShare` is 0..1.
 */
const POWER = 0.8;

const factor = (power: number, alpha: number): number => (zTwoSided(alpha) + normalQuantile(power, 0, 1)) ** 2;

type Design = { holdoutShare: number; power?: number; alpha?: number };

/** Audience needed to see `difference` in conversion (absolute, either sign); null when it cannot exist or is zero. */
export const neededForConversion = (want: Design & { baseline: number; difference: number }): number | null => {
  const treated = want.baseline + want.difference;
  if (treated < 0 || treated > 1) return null;
  return neededForMeans({
    ...want,
    treatedVariance: treated * (1 - treated),
    controlVariance: want.baseline * (1 - want.baseline),
  });
};

/**
 * The same, for the interval that the verdict goes by. Newcombe's, like the pooled z test, reckons with the variance that
 * holds if there is no difference; where few are held out that is wider than each arm's own, so that the plain size shows
 * the lift only about 75 times in a hundred instead of 80 (Fleiss, Levin and Paik 2003, section 4.2).
 */
export const neededForNewcombe = (want: Design & { baseline: number; difference: number }): number | null => {
  const { holdoutShare: h, baseline: p0, difference } = want;
  const p1 = p0 + difference;
  if (!(h > 0 && h < 1) || difference === 0 || p1 < 0 || p1 > 1) return null;
  const pool = (1 - h) * p1 + h * p0;
  const none = Math.sqrt((pool * (1 - pool)) / (h * (1 - h)));
  const some = Math.sqrt((p1 * (1 - p1)) / (1 - h) + (p0 * (1 - p0)) / h);
  const power = normalQuantile(want.power ?? POWER, 0, 1);
  return Math.ceil(((zTwoSided(want.alpha ?? ALPHA) * none + power * some) / difference) ** 2);
};

/** The same for a difference of means, from each arm's variance. */
export const neededForMeans = (
  want: Design & { difference: number; treatedVariance: number; controlVariance: number },
): number | null => {
  const { holdoutShare: h, difference } = want;
  if (!(h > 0 && h < 1) || difference === 0) return null;
  const spread = want.treatedVariance / (1 - h) + want.controlVariance / h;
  if (!(spread > 0)) return null;
  return Math.ceil((factor(want.power ?? POWER, want.alpha ?? ALPHA) * spread) / difference ** 2);
};

/** How many times as many people a difference takes to be seen by an interval of this kind; null where there is none. */
export const timesNeeded = (look: { diff: number; se: number; ci: Interval }, power = POWER): number | null => {
  const half = (look.ci[1] - look.ci[0]) / 2;
  return look.diff === 0 ? null : ((half + normalQuantile(power, 0, 1) * look.se) / look.diff) ** 2;
};

/** Shares that may be held out, from what costs least to what shows most. */
const HOLDOUTS = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5] as const;

/** A rise of a fifth of the baseline: what a good campaign makes and a marketer would act on. */
export const WORTH_SEEING = 0.2;

/**
 * The smallest holdout by which this audience shows a rise worth seeing, relative to the baseline, by the interval of the
 * verdict; null where even halves do not: then only campaigns read together, or a larger rise, can show anything.
 */
export const recommendedHoldout = (given: {
  n: number;
  baseline: number;
  lift?: number;
  power?: number;
}): number | null => {
  const { n, baseline, lift = WORTH_SEEING, power } = given;
  const shows = (holdoutShare: number): boolean => {
    const needed = neededForNewcombe({
      baseline,
      difference: lift * baseline,
      holdoutShare,
      ...(power !== undefined && { power }),
    });
    return needed !== null && needed <= n;
  };
  return HOLDOUTS.find(shows) ?? null;
};

/**
 * Smallest rise in conversion (absolute) this audience shows; null when no rise up to 100 % would show.
 *
 * Solved exactly: n·d² = f·(p1·q1/(1−h) + p0·q0/h) with p1 = p0 + d is a quadratic in d.
 */
export const smallestLift = (given: Design & { n: number; baseline: number }): number | null => {
  const { n, baseline: p0, holdoutShare: h } = given;
  if (!(n > 0) || !(h > 0 && h < 1) || p0 < 0 || p0 >= 1) return null;
  const f = factor(given.power ?? POWER, given.alpha ?? ALPHA);
  const a = n + f / (1 - h);
  const b = (-f * (1 - 2 * p0)) / (1 - h);
  const c = -f * p0 * (1 - p0) * (1 / (1 - h) + 1 / h);
  const d = (-b + Math.sqrt(b * b - 4 * a * c)) / (2 * a);
  return d > 0 && p0 + d <= 1 ? d : null;
};
