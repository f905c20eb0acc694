import type { VerdictBasis } from './lift.ts';
import { welch } from './means.ts';
import { compareProportions, type Interval } from './proportion.ts';
import type { Arm } from './samples.ts';
import { alwaysValid } from './sequential.ts';
import { sampleRatio } from './srm.ts';

/**
 * The difference so far with an interval that stays right however often and whenever one looks: all that a running campaign
 * may show. `why`: there is none to show, and the reason is said.
 */
export type Early =
  | { basis: VerdictBasis; diff: number; ci: Interval; n: number }
  | { why: 'no_holdout' | 'few_buyers' | 'split' };

/** With fewer buyers in an arm the sum of their amounts is not near enough to normal for any interval of this kind. */
const FEW = 20;

/** @param elapsed share of the window that is over, above 0: what is in by now of what is planned to come in */
export const earlyOf = (
  send: Arm,
  holdout: Arm,
  meant: { holdoutShare: number; basis: VerdictBasis; elapsed: number },
): Early => {
  const { holdoutShare, basis, elapsed } = meant;
  if (send.n < 2 || holdout.n < 2) return { why: 'no_holdout' };
  if (sampleRatio([send.n, holdout.n], [1 - holdoutShare, holdoutShare])?.ok === false) return { why: 'split' };
  if (Math.min(send.conversions, holdout.conversions) < FEW) return { why: 'few_buyers' };
  const look =
    basis === 'revenue'
      ? welch(send, holdout)
      : compareProportions({ hits: send.conversions, n: send.n }, { hits: holdout.conversions, n: holdout.n });
  const ci = look && alwaysValid(look, elapsed);
  return look && ci ? { basis, diff: look.diff, ci, n: send.n + holdout.n } : { why: 'few_buyers' };
};
