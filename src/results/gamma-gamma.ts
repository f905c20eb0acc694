import gammaln from '@stdlib/math-base-special-gammaln';
import { minimizeWithin } from './minimize.ts';

/**
 * What a customer spends at a time (Fader, Hardie and Lee 2005, "RFM and CLV"): amounts vary as gamma about each customer's
 * own mean, and the means among customers as another gamma; how often somebody buys says nothing about it.
 */
export type Spending = {
  /** Repeat purchases and their mean amount, above 0. */
  x: number;
  mean: number;
};
export type GammaGamma = {
  n: number;
  p: number;
  q: number;
  gamma: number;
  /** There when the likelihood only levels off towards a limit: customers, or purchases of one, all spend alike. */
  settled?: false;
};

/** Fewer repeat buyers than these do not settle three parameters. */
const FEWEST = 10;
/** e^12: a parameter out there means that the data say nothing about it. */
const BEYOND = 12;

/** @returns null when too few bought again */
export const fitGammaGamma = (spendings: readonly Spending[]): GammaGamma | null => {
  if (spendings.length < FEWEST) return null;
  const most = spendings.reduce((top, { x }) => Math.max(top, x), 0);
  const typical = spendings.reduce((sum, { mean }) => sum + mean, 0) / spendings.length;
  // In units of the mean amount, so that won and dollars are fitted alike.
  const rows = spendings.map(({ x, mean }) => ({ x, z: mean / typical, log: Math.log(mean / typical) }));
  const minusLog = (logs: readonly number[]): number => {
    const [p, q, gamma] = logs.map(Math.exp) as [number, number, number];
    const whole = q * Math.log(gamma) - gammaln(q);
    const counted = Array.from({ length: most + 1 }, (_, x) =>
      x === 0 ? 0 : gammaln(p * x + q) - gammaln(p * x) + p * x * Math.log(x),
    );
    let total = 0;
    for (const { x, z, log } of rows)
      total += whole + (counted[x] ?? 0) + (p * x - 1) * log - (p * x + q) * Math.log(gamma + x * z);
    return -total;
  };
  const { at, settled } = minimizeWithin(minusLog, [1, 1, 0], BEYOND);
  const [p, q, gamma] = at.map(Math.exp) as [number, number, number];
  return { n: spendings.length, p, q, gamma: gamma * typical, ...(!settled && { settled: false }) };
};

/** What all customers spend at a time on average; null where the fitted mean does not exist. */
export const meanSpending = ({ p, q, gamma }: GammaGamma): number | null => (q > 1 ? (p * gamma) / (q - 1) : null);

/** What this one is expected to spend at a time: their own mean, drawn to everybody's the less they bought. */
export const expectedSpending = (model: GammaGamma, seen: Spending | null): number | null => {
  const { p, q, gamma } = model;
  if (seen === null) return meanSpending(model);
  return p * seen.x + q > 1 ? (p * (gamma + seen.x * seen.mean)) / (p * seen.x + q - 1) : null;
};
