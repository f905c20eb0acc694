import gammaln from '@stdlib/math-base-special-gammaln';
import { minimize } from './minimize.ts';

/**
 * BG/NBD (Fader, Hardie and Lee 2005, "Counting your customers the easy way"): a customer buys at a rate of their own until,
 * after some purchase, they never come back; the rates are gamma(r, alpha), the chances of leaving beta(a, b). Time in weeks.
 */
export type History = {
  /** Days with a purchase after the first one. */
  x: number;
  /** Weeks from the first to the last purchase, and to the end of the calibration. */
  tx: number;
  t: number;
};
export type BgNbd = { r: number; alpha: number; a: number; b: number; logLikelihood: number };

/** @returns null when nobody bought again or the likelihood has no maximum within reach */
export const fitBgNbd = (histories: readonly History[]): BgNbd | null => {
  const groups = grouped(histories);
  if (!groups.some(({ x }) => x > 0)) return null;
  const most = groups.reduce((top, { x }) => Math.max(top, x), 0);
  const { n, weeks, repeats } = groups.reduce(
    (sum, g) => ({ n: sum.n + g.n, weeks: sum.weeks + g.n * g.t, repeats: sum.repeats + g.n * g.x }),
    { n: 0, weeks: 0, repeats: 0 },
  );
  const minusLog = (logs: readonly number[]): number => -logLikelihood(groups, most, logs.map(Math.exp));
  // At rate r / alpha the purchases seen come out right if nobody ever leaves.
  const start = [0, Math.log(Math.max(weeks, 1e-6) / Math.max(repeats, 1)), 0, 0];
  const { at, value, converged } = minimize(minusLog, start);
  if (!converged || at.some((log) => Math.abs(log) > BEYOND) || n === 0) return null;
  const [r, alpha, a, b] = at.map(Math.exp) as [number, number, number, number];
  return { r, alpha, a, b, logLikelihood: -value };
};

/** e^15: a parameter out there means that the data say nothing about it. */
const BEYOND = 15;

type Group = History & { n: number };

/** Customers alike count once with their number: a shop of any size has few different histories of whole days. */
const grouped = (histories: readonly History[]): Group[] => {
  const groups = new Map<string, Group>();
  for (const { x, tx, t } of histories) {
    const key = `${x} ${tx} ${t}`;
    const group = groups.get(key);
    if (group) group.n += 1;
    else groups.set(key, { x, tx, t, n: 1 });
  }
  return [...groups.values()];
};

/** In logarithms throughout: the plain form underflows for a customer with some dozens of purchases. */
const logLikelihood = (groups: readonly Group[], most: number, params: readonly number[]): number => {
  const [r, alpha, a, b] = params as [number, number, number, number];
  const whole = r * Math.log(alpha) - gammaln(r) + gammaln(a + b) - gammaln(b);
  // What depends on the number of purchases alone is worked out once for each number.
  const counted = Array.from({ length: most + 1 }, (_, x) => gammaln(r + x) + gammaln(b + x) - gammaln(a + b + x));
  let total = 0;
  for (const { x, tx, t, n } of groups) {
    const stays = -(r + x) * Math.log(alpha + t);
    const leaves =
      x > 0 ? Math.log(a) - Math.log(b + x - 1) - (r + x) * Math.log(alpha + tx) : Number.NEGATIVE_INFINITY;
    total += n * (whole + (counted[x] ?? 0) + logSum(stays, leaves));
  }
  return total;
};

const logSum = (one: number, other: number): number => {
  const most = Math.max(one, other);
  return most + Math.log1p(Math.exp(Math.min(one, other) - most));
};

/** Chance that the customer will still buy; 1 for who bought once: leaving happens after a purchase that was repeated. */
export const alive = ({ r, alpha, a, b }: BgNbd, { x, tx, t }: History): number => {
  if (x === 0) return 1;
  const gone = (r + x) * (Math.log(alpha + t) - Math.log(alpha + tx)) + Math.log(a) - Math.log(b + x - 1);
  return 1 / (1 + Math.exp(gone));
};

/**
 * Purchases (days with one) to be expected over the next `weeks`. The paper's form (10) after Euler's transformation, which
 * neither over- nor underflows and converges for any horizon.
 */
export const expectedPurchases = (model: BgNbd, history: History, weeks: number): number => {
  const { r, alpha, a, b } = model;
  const { x, t } = history;
  // At a = 1 the form is 0 / 0, its limit finite.
  const less = Math.abs(a - 1) < 1e-6 ? 1e-6 : a - 1;
  const z = weeks / (alpha + t + weeks);
  const c = a + b + x - 1;
  const left = (1 - z) ** less * hypergeometric(a + b - 1 - r, less, c, z);
  return (c / less) * (1 - left) * alive(model, history);
};

/** Gauss's series 2F1(a, b; c; z), 0 <= z < 1. */
const hypergeometric = (a: number, b: number, c: number, z: number): number => {
  let [term, total] = [1, 1];
  for (let n = 0; n < 100_000; n++) {
    term *= ((a + n) * (b + n) * z) / ((c + n) * (n + 1));
    total += term;
    if (Math.abs(term) <= 1e-16 * Math.abs(total)) break;
  }
  return total;
};
