import type { Tx } from '../deps.ts';
import { progressOf } from './early.ts';
import { decidedBy, type Verdict } from './lift.ts';
import { cuped, welch } from './means.ts';
import { type EntryArms, entryArms } from './pooled-arms.ts';
import { timesNeeded } from './power.ts';
import { compareProportions, type Interval, zTwoSided } from './proportion.ts';
import { type Arm, sampleOfRows } from './samples.ts';
import { alwaysValid } from './sequential.ts';
import { type Followed, followed, sharesOverTime } from './share-periods.ts';
import { type Srm, sampleRatio } from './srm.ts';

/**
 * What all campaigns together changed, against those who are held out of everything. A contact comes in with the first
 * campaign that it could have had while somebody was held out, which no campaign can have moved yet, in the arm it was in
 * then, and is followed from there, whatever it got. What one campaign is too small to show, a quarter of them may.
 *
 * Contacts that came in under another share had another chance to be held out, so each period of one share is compared by
 * itself and the differences are put together, each weighing as many as were treated in it: their sum is then what the
 * campaigns brought. (Weights by precision would say something else wherever the periods differ, as they do: those who
 * came in early are followed for longer.)
 */
export type PooledReport = {
  /** Share that is held out now, percent. */
  percent: number;
  /** The first campaign while somebody was held out; null before there was one: nothing is read then. */
  since: string | null;
  until: string;
  campaigns: number;
  currency: string;
  /** One for each share that was set; one that is not in the reading says why. */
  periods: PooledPeriod[];
  /** Of the periods that are read. Of a broken split only how many there are. */
  arms: Record<'treated' | 'held', ArmFigures>;
  /** Contacts that a change of the share moved from one arm to the other: in no arm. */
  moved: number;
  /** Null where nobody has been held out yet. */
  verdict: Verdict | null;
  /** Per contact, minor units or a share; 95 % intervals that hold however often one looks. */
  revenue: Difference | null;
  conversion: Difference | null;
  /** Revenue, allowing for what was bought in the 90 days before each came in. */
  cuped: Difference | null;
  /** Difference per contact × contacts treated, with the same interval. */
  incremental: { minor: number; loMinor: number; hiMinor: number } | null;
};

export type Difference = { diff: number; se: number; ci: Interval };
type ArmFigures = {
  n: number;
  conversions: number | null;
  revenueMinor: number | null;
  perContactMinor: number | null;
};

export type PooledPeriod = {
  from: string;
  /** When the share was changed; null while it lasts. */
  to: string | null;
  percent: number;
  campaigns: number;
  /** Orders up to here count: now, or when nobody was held out any more. */
  until: string;
  n: { treated: number; held: number };
  moved: number;
  srm: Srm | null;
  /** Not in the reading: too few in an arm to compare. */
  left: 'few' | null;
};

type Stratum = { treated: Arm; held: Arm };
type Estimate = { diff: number; se: number };

/** With fewer expected in an arm its split cannot be tested. */
const FEW_EXPECTED = 5;
/** With fewer buyers in an arm no interval of this kind is right (results/early.ts). */
const FEW_BUYERS = 20;

export const pooledReport = async (tx: Tx, at: { now: Date; currency: string }): Promise<PooledReport> => {
  const { now, currency } = at;
  const shares = await sharesOverTime(tx);
  const periods = followed(shares, now);
  const entered = periods.length > 0 ? await entryArms(tx, periods, at) : { since: null, periods: [] };
  const read = periods.map((period, i) => readPeriod(period, entered.periods[i]));
  const strata = read.flatMap(({ stratum, shown }) => (shown.left === null && stratum ? [stratum] : []));
  const broken = brokenBy(read.map(({ shown }) => shown.srm));
  const [treated, held] = [sumOf(strata.map((one) => one.treated)), sumOf(strata.map((one) => one.held))];
  const found = entered.since === null || broken !== null || strata.length === 0 ? null : compareStrata(strata);
  return {
    percent: shares.at(-1)?.percent ?? 0,
    since: entered.since?.toISOString() ?? null,
    until: now.toISOString(),
    campaigns: entered.periods.reduce((sum, { campaigns }) => sum + campaigns, 0),
    currency,
    periods: read.map(({ shown }) => shown),
    arms: { treated: figures(treated, broken !== null), held: figures(held, broken !== null) },
    moved: entered.periods.reduce((sum, one) => sum + one.moved, 0),
    verdict: entered.since === null ? null : verdictOf(found, broken, treated, held),
    revenue: found?.revenue ?? null,
    conversion: found?.conversion ?? null,
    cuped: found?.cuped ?? null,
    incremental: found?.revenue
      ? {
          minor: Math.round(found.revenue.diff * treated.n),
          loMinor: Math.round(found.revenue.ci[0] * treated.n),
          hiMinor: Math.round(found.revenue.ci[1] * treated.n),
        }
      : null,
  };
};

const readPeriod = (
  period: Followed,
  arms: EntryArms | undefined,
): { shown: PooledPeriod; stratum: Stratum | null } => {
  const [treated, held] = [arms?.treated, arms?.held];
  const n = { treated: treated?.n ?? 0, held: held?.n ?? 0 };
  const all = n.treated + n.held;
  const shares = [100 - period.most, period.least];
  const [, expected = 0] = shares.map((share) => (all * share) / (100 - period.most + period.least));
  const few = n.treated < 2 || n.held < 2;
  return {
    stratum: treated && held ? { treated, held } : null,
    shown: {
      from: period.from.toISOString(),
      to: period.to?.toISOString() ?? null,
      percent: period.percent,
      campaigns: arms?.campaigns ?? 0,
      until: period.until.toISOString(),
      n,
      moved: arms?.moved ?? 0,
      srm: expected < FEW_EXPECTED ? null : sampleRatio([n.treated, n.held], shares),
      left: few ? 'few' : null,
    },
  };
};

/** The smallest p of a period whose split is not as drawn; one is enough to doubt how people came in at all. */
const brokenBy = (srms: readonly (Srm | null)[]): number | null => {
  const broken = srms.flatMap((srm) => (srm && !srm.ok ? [srm.p] : []));
  return broken.length > 0 ? Math.min(...broken) : null;
};

/** All together: how many, who bought, and the mean. */
const sumOf = (arms: readonly Arm[]): Arm => {
  const n = arms.reduce((sum, arm) => sum + arm.n, 0);
  const revenue = arms.reduce((sum, arm) => sum + arm.meanY * arm.n, 0);
  const conversions = arms.reduce((sum, arm) => sum + arm.conversions, 0);
  return {
    ...sampleOfRows([]),
    n,
    meanY: n > 0 ? revenue / n : 0,
    conversions,
    // How many they are is all that is asked of them here.
    amounts: { length: conversions },
  };
};

const figures = ({ n, conversions, meanY }: Arm, broken: boolean): ArmFigures =>
  broken
    ? { n, conversions: null, revenueMinor: null, perContactMinor: null }
    : { n, conversions, revenueMinor: Math.round(meanY * n), perContactMinor: n > 0 ? meanY : null };

type Found = Record<'revenue' | 'conversion' | 'cuped', Difference | null>;

const compareStrata = (strata: readonly Stratum[]): Found => {
  const [treated, held] = [sumOf(strata.map((one) => one.treated)), sumOf(strata.map((one) => one.held))];
  const few = Math.min(treated.conversions, held.conversions) < FEW_BUYERS;
  const together = (estimate: (one: Stratum) => Estimate | null): Found['revenue'] => {
    const parts = strata.map((one) => ({ weight: one.treated.n / treated.n, ...(estimate(one) ?? NOTHING) }));
    const diff = parts.reduce((sum, part) => sum + part.weight * part.diff, 0);
    const se = Math.hypot(...parts.map((part) => part.weight * part.se));
    const ci = few ? null : alwaysValid({ diff, se }, progressOf(treated, held));
    return ci && { diff, se, ci };
  };
  return {
    revenue: together((one) => welch(one.treated, one.held)),
    conversion: together((one) => compareProportions(shareOf(one.treated), shareOf(one.held))),
    cuped: strata.every((one) => cuped(one.treated, one.held)) ? together(cupedOf) : null,
  };
};

/** Nobody bought anything in a period: no difference, and nothing that varies. */
const NOTHING: Estimate = { diff: 0, se: 0 };
const shareOf = ({ conversions, n }: Arm) => ({ hits: conversions, n });

/** Its interval is by Student's t, a little wider than the normal one: the error is on the safe side. */
const cupedOf = ({ treated, held }: Stratum): Estimate | null => {
  const found = cuped(treated, held);
  return found && { diff: found.diff, se: (found.ci[1] - found.ci[0]) / 2 / zTwoSided() };
};

const verdictOf = (found: Found | null, broken: number | null, treated: Arm, held: Arm): Verdict => {
  if (broken !== null) return { kind: 'withheld', p: broken };
  if (treated.n === 0 || held.n === 0) return { kind: 'cannot_tell', why: 'no_holdout', needed: null };
  const deciding = decidedBy('revenue', treated, held).map((name) => found?.[name] ?? null);
  if (deciding.every((one) => one !== null && one.ci[0] > 0)) return { kind: 'proved' };
  if (deciding.every((one) => one !== null && one.ci[1] < 0)) return { kind: 'harm' };
  const times = deciding.flatMap((one) => (one ? (timesNeeded(one) ?? []) : []));
  const n = treated.n + held.n;
  const needed = times.length > 0 ? Math.ceil(n * Math.max(...times, 1)) : null;
  return {
    kind: 'cannot_tell',
    why: 'small',
    needed: needed === null || needed > MOST ? null : Math.max(needed, n + 1),
  };
};

/** Beyond the people there are: as good as never. */
const MOST = 1e9;
