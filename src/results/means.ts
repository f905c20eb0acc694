import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { ALPHA, type Interval } from './proportion.ts';
import { type Arm, pooled, type Sample, variance } from './samples.ts';
import { binomial, seeded } from './seeded.ts';

export type MeanLift = {
  /** Treated minus control, per contact. */
  diff: number;
  ci: Interval;
  /** Two-sided. */
  p: number;
  /** Welch-Satterthwaite degrees of freedom. */
  df: number;
  se: number;
};

/** Welch's comparison of two means. @returns null below two rows in an arm or when nothing varies */
export const welch = (treated: Sample, control: Sample, alpha = ALPHA): MeanLift | null => {
  const v1 = variance(treated);
  const v0 = variance(control);
  if (v1 === null || v0 === null || v1 + v0 === 0) return null;
  const a = v1 / treated.n;
  const b = v0 / control.n;
  const se = Math.sqrt(a + b);
  const df = (a + b) ** 2 / (a ** 2 / (treated.n - 1) + b ** 2 / (control.n - 1));
  const diff = treated.meanY - control.meanY;
  const half = tQuantile(1 - alpha / 2, df) * se;
  return { diff, ci: [diff - half, diff + half], p: 2 * tCdf(-Math.abs(diff) / se, df), df, se };
};

export type Cuped = { theta: number; diff: number; ci: Interval; p: number };

/** Less than this share of a variance is what rounding left of it. */
const ROUNDING = 1e-12;

/**
 * Both arms after taking out what the time before already told (Deng et al. 2013): y − theta·(x − mean x) with
 * theta = cov(y, x) / var(x) over both arms' rows together. @returns null when there is nothing before to go by
 */
export const adjusted = (
  treated: Sample,
  control: Sample,
): { theta: number; treated: Sample; control: Sample } | null => {
  const all = pooled(treated, control);
  if (all.m2x <= 0) return null;
  const theta = all.cxy / all.m2x;
  const without = (s: Sample): Sample => {
    const m2y = s.m2y - 2 * theta * s.cxy + theta * theta * s.m2x;
    return { ...s, meanY: s.meanY - theta * (s.meanX - all.meanX), m2y: m2y > ROUNDING * s.m2y ? m2y : 0 };
  };
  return { theta, treated: without(treated), control: without(control) };
};

/** The same comparison of the arms so adjusted. @returns null when nothing was there before, or nothing varies after it */
export const cuped = (treated: Sample, control: Sample, alpha = ALPHA): Cuped | null => {
  const arms = adjusted(treated, control);
  const lift = arms && welch(arms.treated, arms.control, alpha);
  return lift && { theta: arms.theta, diff: lift.diff, ci: lift.ci, p: lift.p };
};

/** Enough to place a 2.5 % quantile; beyond this many drawn amounts the number of draws falls, never below 1,000. */
const DRAWS = 10_000;
const MOST_AMOUNTS = 2e8;

export type Bootstrap = { ci: Interval; draws: number };

/**
 * Percentile bootstrap of the difference of means: each draw resamples both arms with replacement. Only amounts other
 * than 0 are drawn one by one; how many of them a resample holds is binomial, which is the same law and far less work.
 */
export const bootstrap = (
  treated: Pick<Arm, 'n' | 'amounts'>,
  control: Pick<Arm, 'n' | 'amounts'>,
  seed: string,
  draws = DRAWS,
  alpha = ALPHA,
): Bootstrap | null => {
  if (treated.n < 2 || control.n < 2) return null;
  const buyers = Math.max(1, treated.amounts.length + control.amounts.length);
  const runs = Math.max(Math.min(draws, 1_000), Math.min(draws, Math.floor(MOST_AMOUNTS / buyers)));
  const chance = seeded(seed);
  const [drawTreated, drawControl] = [treated, control].map(({ n, amounts }) => {
    const values = Float64Array.from(amounts);
    return (): number => {
      let total = 0;
      for (let left = binomial(chance, n, values.length / n); left > 0; left--)
        total += values[(chance() * values.length) | 0] ?? 0;
      return total / n;
    };
  }) as [() => number, () => number];
  const diffs = Float64Array.from({ length: runs }, () => drawTreated() - drawControl()).sort();
  return { ci: [quantile(diffs, alpha / 2), quantile(diffs, 1 - alpha / 2)], draws: runs };
};

/** Linear between order statistics (type 7, as numpy and R have it by default). */
export const quantile = (sorted: ArrayLike<number>, q: number): number => {
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
};
