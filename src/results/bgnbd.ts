import gammaln from '@stdlib/math-base-special-gammaln';
import { minimizeWithin } from './minimize.ts';

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
export type BgNbd = {
  r: number;
  alpha: number;
  a: number;
  b: number;
  logLikelihood: number;
  /**
   * There when the likelihood only levels off towards a limit (customers differ too little, or nobody seems to leave) or too
   * few came back: sums over customers are those of the limit then, the parameters by themselves mean nothing.
   */
  settled?: false;
};

/** @returns null when nobody bought again */
export const fitBgNbd = (histories: readonly History[]): BgNbd | null => {
  const groups = grouped(histories);
  if (!groups.some(({ x }) => x > 0)) return null;
  const most = groups.reduce((top, { x }) => Math.max(top, x), 0);
  const { weeks, repeats } = groups.reduce(
    (sum, g) => ({ weeks: sum.weeks + g.n * g.t, repeats: sum.repeats + g.n * g.x }),
    { weeks: 0, repeats: 0 },
  );
  const minusLog = (logs: readonly number[]): number => -logLikelihood(groups, most, logs.map(Math.exp));
  // At rate r / alpha the purchases seen come out right if nobody ever leaves.
  const start = [0, Math.log(Math.max(weeks, 1e-6) / Math.max(repeats, 1)), 0, 0];
  const { at, value, settled } = minimizeWithin(minusLog, start, BEYOND);
  const [r, alpha, a, b] = at.map(Math.exp) as [number, number, number, number];
  const came = groups.reduce((sum, g) => sum + (g.x > 0 ? g.n : 0), 0);
  return { r, alpha, a, b, logLikelihood: -value, ...(!(settled && came >= FEWEST) && { settled: false }) };
};

/** e^12: a parameter out there means that the data say nothing about it. */
const BEYOND = 12;
/** Four parameters cannot be told from fewer people than these who came back. */
const FEWEST = 10;

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

/** Purchases (days with one) to be expected over the next `weeks`: the paper's form (10), for any parameters and horizon. */
export const expectedPurchases = (model: BgNbd, history: History, weeks: number): number => {
  const { r, alpha, b } = model;
  const { x, t } = history;
  // At a = 1 the form is 0 / 0, its limit finite.
  const less = Math.abs(model.a - 1) < 1e-6 ? 1e-6 : model.a - 1;
  const z = weeks / (alpha + t + weeks);
  const c = less + b + x;
  const left = powered(r + x, b + x, c, z);
  return (c / less) * (1 - left) * alive(model, history);
};

/** No term grows by more at a step than doubles can hold, and so much is put aside before the next. */
const LARGE = 1e200;

/** (1 − z)^a · 2F1(a, b; c; z) by Gauss's series, 0 <= z < 1: where a is large the two are out of range, their product is not. */
const powered = (a: number, b: number, c: number, z: number): number => {
  let [term, total, log] = [1, 1, a * Math.log1p(-z)];
  for (let n = 0; n < 1_000_000; n++) {
    const step = ((a + n) * (b + n) * z) / ((c + n) * (n + 1));
    term *= step;
    total += term;
    if (Math.abs(total) > LARGE) {
      term /= LARGE;
      total /= LARGE;
      log += Math.log(LARGE);
    }
    if (Math.abs(step) < 1 && Math.abs(term) <= 1e-17 * Math.abs(total)) break;
  }
  return total * Math.exp(log);
};
