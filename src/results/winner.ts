import { holm } from './holm.ts';
import { compare, decidedBy, fixed, type VerdictBasis, verdictOf } from './lift.ts';
import { ALPHA, type Interval } from './proportion.ts';
import type { Arm } from './samples.ts';
import { sampleRatio } from './srm.ts';

/**
 * Which variant of one segment did better, as assigned: variants of different segments were read by different people, so
 * they are never compared. `wins` only when the interval against the runner-up excludes 0 and still does with all such
 * comparisons of the campaign counted (Holm).
 */
export type Winner = {
  segment: string;
  best: string;
  runnerUp: string;
  wins: boolean;
  basis: VerdictBasis;
  /** Best minus runner-up: minor units per contact, or a share. The fixed 95 % interval of the one final reading. */
  diff: number;
  ci: Interval | null;
  /** Contacts of both. */
  n: number;
  /** Variants of the segment. */
  among: number;
};

export type VariantArm = { segment: string; variant: string; arm: Arm };

export const winnersOf = (arms: readonly VariantArm[], basis: VerdictBasis, seed: string): Winner[] => {
  const asked = [...new Set(arms.map(({ segment }) => segment))].flatMap((segment) => {
    const ranked = arms
      .filter((one) => one.segment === segment && one.arm.n >= 2)
      .sort((one, other) => meanOf(other.arm, basis) - meanOf(one.arm, basis));
    const [best, ...others] = ranked;
    // A broken split says nothing about the words in it.
    if (!best || others.length === 0 || sampleRatio(ranked.map(({ arm }) => arm.n))?.ok === false) return [];
    return [{ segment, best, others: others.map((other) => against(best, other, basis, seed)), among: ranked.length }];
  });
  const adjusted = holm(asked.flatMap(({ others }) => others.map(({ p }) => p)));
  let at = 0;
  return asked.flatMap(({ segment, best, others, among }) => {
    const first = at;
    at += others.length;
    const [next] = others;
    if (!next) return [];
    const { other, comparison, proved } = next;
    const found = comparison[basis];
    return [
      {
        segment,
        best: best.variant,
        runnerUp: other.variant,
        wins: proved && (adjusted[first] ?? 1) < ALPHA,
        basis,
        diff: found?.diff ?? 0,
        ci: found?.ci ?? null,
        n: best.arm.n + other.arm.n,
        among,
      },
    ];
  });
};

const meanOf = (arm: Arm, basis: VerdictBasis): number => (basis === 'revenue' ? arm.meanY : arm.conversions / arm.n);

const against = (best: VariantArm, other: VariantArm, basis: VerdictBasis, seed: string) => {
  const comparison = compare(best.arm, other.arm, `${seed}:${best.variant}:${other.variant}`, 2);
  const ps = decidedBy(basis, best.arm, other.arm).map((name) => comparison[name]?.p ?? null);
  const verdict = verdictOf(comparison, basis, best.arm, other.arm, fixed(comparison));
  return {
    other,
    comparison,
    proved: verdict.kind === 'proved',
    // Where two comparisons must agree, the weaker of them counts.
    p: ps.every((p) => p !== null) ? Math.max(...ps) : null,
  };
};
