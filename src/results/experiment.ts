import { holm } from './holm.ts';
import {
  type Comparison,
  compare,
  type Deciding,
  decidedBy,
  fixed,
  type RevenueLift,
  type Verdict,
  type VerdictBasis,
  verdictOf,
} from './lift.ts';
import { ALPHA, type Interval } from './proportion.ts';
import { type Arm, cappedAt } from './samples.ts';
import { alwaysValid } from './sequential.ts';
import { type Srm, sampleRatio } from './srm.ts';

/**
 * Any number of arms against one control, as assigned. What was declared before anybody looked decides what is shown; a
 * broken split withholds all of it. Units of money are the caller's; nothing is rounded.
 */
export type Declared = {
  control: string;
  basis: VerdictBasis;
  /** Meant share by arm, any positive scale; equal when left out. */
  shares?: Readonly<Record<string, number>>;
  /** Amounts above count as this much in the second of two readings. */
  cap?: number;
  /** Contacts of all arms at the end: given when this is a look before it, so that always-valid intervals decide. */
  planned?: number;
  /** Makes the bootstrap repeat. */
  seed: string;
  draws?: number;
};

export type Reading = {
  /** Null when the split is broken. */
  comparison: Comparison | null;
  /** The same with amounts capped; null without a cap. */
  capped: RevenueLift | null;
  /** Null unless this is a look before the end. */
  alwaysValid: Deciding | null;
  /** Holm's p over all comparisons of the basis; null with one comparison, or where nothing varied. */
  holmP: number | null;
  verdict: Verdict;
};

export type Experiment = {
  srm: Srm | null;
  readings: Record<string, Reading>;
  /** Null below two arms beside the control, or when withheld. */
  best: Best | null;
};

/** `wins` only when its interval against the runner-up excludes 0. */
export type Best = { name: string; runnerUp: string; wins: boolean };

/** @param arms by name, the control among them, each with two contacts or more */
export const readExperiment = (arms: ReadonlyMap<string, Arm>, declared: Declared): Experiment => {
  const names = [...arms.keys()];
  const srm = sampleRatio(
    names.map((name) => armOf(arms, name).n),
    declared.shares && names.map((name) => declared.shares?.[name] ?? 0),
  );
  const treated = names.filter((name) => name !== declared.control);
  if (srm && !srm.ok) {
    const withheld: Reading = {
      comparison: null,
      capped: null,
      alwaysValid: null,
      holmP: null,
      verdict: { kind: 'withheld', p: srm.p },
    };
    return { srm, readings: Object.fromEntries(treated.map((name) => [name, withheld])), best: null };
  }
  const control = armOf(arms, declared.control);
  const whole = names.reduce((total, name) => total + armOf(arms, name).n, 0);
  const compared = treated.map((name) => {
    const arm = armOf(arms, name);
    const comparison = compare(arm, control, `${declared.seed}:${name}`, declared.draws);
    return { name, arm, comparison, p: pOf(comparison, declared.basis, arm, control) };
  });
  const adjusted = treated.length > 1 ? holm(compared.map(({ p }) => p)) : compared.map(() => null);
  const readings = compared.map(({ name, arm, comparison }, i): [string, Reading] => {
    // Looks cannot be counted for Holm: the level is shared out instead.
    const looked = declared.planned ? looks(comparison, whole / declared.planned, ALPHA / treated.length) : null;
    const verdict = verdictOf(comparison, declared.basis, arm, control, looked ?? fixed(comparison));
    const holmP = adjusted[i] ?? null;
    const alone = (verdict.kind === 'proved' || verdict.kind === 'harm') && holmP !== null && holmP >= ALPHA;
    return [
      name,
      {
        comparison,
        capped: declared.cap === undefined ? null : cappedLift(arm, control, declared, name),
        alwaysValid: looked,
        holmP,
        verdict: settled(verdict, alone, looked !== null),
      },
    ];
  });
  return { srm, readings: Object.fromEntries(readings), best: bestOf(compared, declared, whole) };
};

const armOf = (arms: ReadonlyMap<string, Arm>, name: string): Arm => {
  const arm = arms.get(name);
  if (!arm) throw new Error(`no arm ${name}`);
  return arm;
};

const settled = (verdict: Verdict, alone: boolean, early: boolean): Verdict =>
  // A size for one fixed reading is none for many looks.
  early && verdict.kind === 'cannot_tell'
    ? { ...verdict, needed: null }
    : alone && !early
      ? { kind: 'cannot_tell', why: 'several', needed: null }
      : verdict;

/** Where two comparisons must agree, the weaker of them counts. */
const pOf = ({ revenue, conversion }: Comparison, basis: VerdictBasis, treated: Arm, control: Arm): number | null => {
  const ps = decidedBy(basis, treated, control).map((name) => (name === 'revenue' ? revenue?.p : conversion?.p));
  return ps.every((p) => typeof p === 'number') ? Math.max(...ps) : null;
};

const looks = ({ revenue, conversion }: Comparison, progress: number, alpha: number): Deciding => {
  const interval = (look: { diff: number; se: number } | null): Interval | null =>
    look && alwaysValid(look, progress, alpha);
  return { revenue: interval(revenue), conversion: interval(conversion) };
};

const cappedLift = (arm: Arm, control: Arm, { cap = 0, seed, draws }: Declared, name: string): RevenueLift | null =>
  compare(cappedAt(arm, cap), cappedAt(control, cap), `${seed}:${name}:capped`, draws).revenue;

type Compared = { name: string; arm: Arm };

const bestOf = (compared: readonly Compared[], declared: Declared, whole: number): Best | null => {
  const { basis, planned, seed } = declared;
  const value = ({ arm }: Compared): number => (basis === 'revenue' ? arm.meanY : arm.conversions / arm.n);
  const [first, second] = [...compared].sort((one, other) => value(other) - value(one));
  if (!first || !second) return null;
  const comparison = compare(first.arm, second.arm, `${seed}:best`, 2);
  const intervals = planned ? looks(comparison, whole / planned, ALPHA) : fixed(comparison);
  const { kind } = verdictOf(comparison, basis, first.arm, second.arm, intervals);
  return { name: first.name, runnerUp: second.name, wins: kind === 'proved' };
};
