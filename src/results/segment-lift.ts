import type { SegmentArms } from './arms.ts';
import { holm } from './holm.ts';
import { decidedBy, type Lift, readLift, type Verdict } from './lift.ts';
import { ALPHA, type Interval, type ProportionLift } from './proportion.ts';
import type { Srm } from './srm.ts';

/**
 * What sending changed within one segment, as assigned. The hash that drew the holdout knows nothing of segments, so each
 * is an experiment of its own, with fewer people: mostly too small to say. Several are looked at, so none is called
 * different that would not be among as many (Holm). They need not add up to the whole, which weighs all contacts alike.
 */
export type SegmentLift = {
  n: { treated: number; control: number };
  srm: Srm | null;
  /** All null when the split of the whole or of the segment is broken, or there are too few to look at. */
  conversion: ProportionLift | null;
  /** Per contact, minor units. */
  revenue: { diff: number; ci: Interval; p: number } | null;
  /** Difference per contact × contacts treated, with its fixed 95 % interval. */
  incremental: { minor: number; loMinor: number; hiMinor: number } | null;
  /** Of the comparison that the verdict is about, over all segments. */
  holmP: number | null;
  verdict: Verdict;
};

/** With fewer expected in an arm neither the split can be tested nor anything be told. */
const FEW_EXPECTED = 5;

/** @returns in the order given */
export const segmentLifts = (
  segments: readonly SegmentArms[],
  whole: Lift,
  meant: { holdoutShare: number; seed: string },
): SegmentLift[] => {
  const read = segments.map(({ segment, send, holdout }) => {
    const small = (send.n + holdout.n) * Math.min(meant.holdoutShare, 1 - meant.holdoutShare) < FEW_EXPECTED;
    const lift = readLift(send, holdout, { ...meant, basis: whole.basis, seed: `${meant.seed}:${segment}`, draws: 2 });
    const shown = small || whole.verdict.kind === 'withheld' ? null : lift.comparison;
    const ps = decidedBy(whole.basis, send, holdout).map((name) => shown?.[name]?.p ?? null);
    // Where two comparisons must agree, the weaker of them counts.
    return { lift, small, shown, p: ps.every((p) => p !== null) ? Math.max(...ps) : null };
  });
  const adjusted = holm(read.map(({ p }) => p));
  return read.map(({ lift, small, shown }, i) => {
    const revenue = shown?.revenue ?? null;
    return {
      n: lift.n,
      srm: small ? null : lift.srm,
      conversion: shown?.conversion ?? null,
      revenue: revenue && { diff: revenue.diff, ci: revenue.ci, p: revenue.p },
      incremental: revenue && {
        minor: Math.round(revenue.incremental),
        loMinor: Math.round(revenue.incrementalCi[0]),
        hiMinor: Math.round(revenue.incrementalCi[1]),
      },
      holmP: adjusted[i] ?? null,
      verdict: verdictAmong(lift.verdict, whole.verdict, small, adjusted[i] ?? null),
    };
  });
};

const verdictAmong = (own: Verdict, whole: Verdict, small: boolean, p: number | null): Verdict => {
  if (whole.kind === 'withheld') return whole;
  if (own.kind === 'cannot_tell' && own.why === 'no_holdout') return own;
  if (small) return { kind: 'cannot_tell', why: 'small', needed: null };
  const told = own.kind === 'proved' || own.kind === 'harm';
  return told && (p === null || p >= ALPHA) ? { kind: 'cannot_tell', why: 'several', needed: null } : own;
};
