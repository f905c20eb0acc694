import { ALPHA, type Interval } from './proportion.ts';

/**
 * An interval that stays right however often one looks (mixture sequential probability ratio test, Robbins 1970; Johari,
 * Pekelis and Walsh 2017): over all looks together the true difference falls outside in at most 5 of 100 experiments. The
 * price is width: 1.5 times the fixed interval at the planned end, more before it.
 *
 * @param look the difference seen so far and its standard error
 * @param progress share of the planned information that is in, above 0 (contacts so far ÷ contacts planned); may pass 1.
 *   The plan is declared before the first look: it only decides where the interval is narrowest
 * @returns null while nothing varies
 */
export const alwaysValid = (look: { diff: number; se: number }, progress: number, alpha = ALPHA): Interval | null => {
  if (!(look.se > 0) || !(progress > 0)) return null;
  const evidence = 2 * Math.log(1 / alpha);
  // A normal mixture is narrowest where its variance is so many times that of the estimate (Howard et al. 2021, 3.5).
  const spread = (evidence + Math.log(evidence + 1)) * progress;
  const half = look.se * Math.sqrt((1 + 1 / spread) * (evidence + Math.log1p(spread)));
  return [look.diff - half, look.diff + half];
};
