import gammainc from '@stdlib/math-base-special-gammainc';

/** Below this the split did not come out as it was drawn, and nothing of the comparison is shown. */
const SRM_ALPHA = 0.001;

export type Srm = {
  chi2: number;
  df: number;
  p: number;
  ok: boolean;
};

/**
 * Did each arm get the share it was meant to? Chi-square goodness of fit.
 *
 * @param counts contacts per arm
 * @param shares meant shares in the same order, any positive scale; equal when left out
 * @returns null when there are fewer than two arms or no contact at all
 */
export const sampleRatio = (counts: readonly number[], shares?: readonly number[]): Srm | null => {
  const meant = shares ?? counts.map(() => 1);
  const whole = meant.reduce((a, b) => a + b, 0);
  const n = counts.reduce((a, b) => a + b, 0);
  if (counts.length < 2 || n === 0 || meant.length !== counts.length || meant.some((share) => !(share > 0)))
    return null;
  const chi2 = counts.reduce((total, count, i) => {
    const expected = (n * (meant[i] ?? 0)) / whole;
    return total + (count - expected) ** 2 / expected;
  }, 0);
  const df = counts.length - 1;
  // The upper tail itself: 1 − CDF would lose the digits of just those splits that are broken worst.
  const p = gammainc(chi2 / 2, df / 2, true, true);
  return { chi2, df, p, ok: p >= SRM_ALPHA };
};
