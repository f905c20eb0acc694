import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';

export type Interval = readonly [lo: number, hi: number];

/** Converters of so many. */
export type Share = { hits: number; n: number };

/** Two-sided 95 % everywhere; the one place that says so. */
export const ALPHA = 0.05;
export const zTwoSided = (alpha = ALPHA): number => normalQuantile(1 - alpha / 2, 0, 1);

/** Wilson score interval of one proportion. */
export const wilson = ({ hits, n }: Share, alpha = ALPHA): Interval => {
  const z2 = zTwoSided(alpha) ** 2;
  const p = hits / n;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Math.sqrt(z2) / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
};

export type ProportionLift = {
  /** Treated minus control, 0..1. */
  diff: number;
  /** Newcombe's hybrid score interval (1998, method 10): holds its level where few convert. */
  ci: Interval;
  /** p1/p0 − 1 with Katz' log-ratio interval; null where an arm has no conversion. */
  relative: number | null;
  relativeCi: Interval | null;
  /** Pooled z test, two-sided; null when nobody or everybody converted. */
  p: number | null;
  /** From each arm's own variance; 0 when nothing varies in either. */
  se: number;
};

/** @returns null when an arm is empty */
export const compareProportions = (treated: Share, control: Share, alpha = ALPHA): ProportionLift | null => {
  if (treated.n <= 0 || control.n <= 0) return null;
  const p1 = treated.hits / treated.n;
  const p0 = control.hits / control.n;
  const [l1, u1] = wilson(treated, alpha);
  const [l0, u0] = wilson(control, alpha);
  const diff = p1 - p0;
  const pool = (treated.hits + control.hits) / (treated.n + control.n);
  const se = Math.sqrt(pool * (1 - pool) * (1 / treated.n + 1 / control.n));
  const some = treated.hits > 0 && control.hits > 0;
  const spread = zTwoSided(alpha) * Math.sqrt(1 / treated.hits - 1 / treated.n + 1 / control.hits - 1 / control.n);
  return {
    diff,
    ci: [diff - Math.hypot(p1 - l1, u0 - p0), diff + Math.hypot(u1 - p1, p0 - l0)],
    relative: control.hits > 0 ? p1 / p0 - 1 : null,
    relativeCi: some ? [(p1 / p0) * Math.exp(-spread) - 1, (p1 / p0) * Math.exp(spread) - 1] : null,
    p: se > 0 ? 2 * normalCdf(-Math.abs(diff) / se, 0, 1) : null,
    se: Math.sqrt((p1 * (1 - p1)) / treated.n + (p0 * (1 - p0)) / control.n),
  };
};
