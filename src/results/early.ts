import { decidedBy, type VerdictBasis } from './lift.ts';
import { welch } from './means.ts';
import { compareProportions, type Interval } from './proportion.ts';
import type { Arm } from './samples.ts';
import { alwaysValid } from './sequential.ts';
import { sampleRatio } from './srm.ts';

/**
 * The difference so far with an interval that stays right however often and whenever one looks: all that a running campaign
 * may show. `told`: which way the difference goes, once that can be told; absent from readings stored before it was read,
 * null while it cannot. `why`: there is none to show, and the reason is said.
 */
export type Early =
  | { basis: VerdictBasis; diff: number; ci: Interval; n: number; told?: 'more' | 'less' | null }
  | { why: 'no_holdout' | 'few_buyers' }
  | { why: 'split'; p: number };

/** With fewer buyers in an arm the sum of their amounts is not near enough to normal for any interval of this kind. */
const FEW = 20;

/**
 * Where the interval is narrowest: so many buyers in the smaller arm. Declared here, once, for every campaign: the interval is
 * right wherever it stands, and a tenth wider at most from 30 buyers to 2,000.
 */
const NARROWEST = 100;

/**
 * Information is counted in buyers, not in days: most people who buy do so in the first days, and how many only shows as they
 * come. Which arm they are in does not move it.
 */
export const progressOf = (send: Arm, holdout: Arm): number =>
  ((send.conversions + holdout.conversions) * Math.min(send.n, holdout.n)) / (send.n + holdout.n) / NARROWEST;

export const earlyOf = (
  send: Arm,
  holdout: Arm,
  { holdoutShare, basis }: { holdoutShare: number; basis: VerdictBasis },
): Early => {
  if (send.n < 2 || holdout.n < 2) return { why: 'no_holdout' };
  const srm = sampleRatio([send.n, holdout.n], [1 - holdoutShare, holdoutShare]);
  if (srm?.ok === false) return { why: 'split', p: srm.p };
  if (Math.min(send.conversions, holdout.conversions) < FEW) return { why: 'few_buyers' };
  const looks = {
    revenue: welch(send, holdout),
    conversion: compareProportions({ hits: send.conversions, n: send.n }, { hits: holdout.conversions, n: holdout.n }),
  };
  const intervalOf = (of: VerdictBasis): Interval | null => {
    const look = looks[of];
    return look && alwaysValid(look, progressOf(send, holdout));
  };
  const [look, ci] = [looks[basis], intervalOf(basis)];
  if (!look || !ci) return { why: 'few_buyers' };
  // With few buyers people must differ as well as amounts, as in the final reading.
  const deciding = decidedBy(basis, send, holdout).map(intervalOf);
  const all = (is: (interval: Interval) => boolean) => deciding.every((interval) => interval !== null && is(interval));
  const told = all(([lo]) => lo > 0) ? 'more' : all(([, hi]) => hi < 0) ? 'less' : null;
  return { basis, diff: look.diff, ci, n: send.n + holdout.n, told };
};
