/**
 * What a comparison needs to know of one arm: moments of `y` (the outcome per contact, zeros kept) and of `x` (the same
 * contact before the campaign), never the rows themselves. A million contacts are seven numbers and their few buyers.
 */
export type Sample = {
  n: number;
  meanY: number;
  /** Sums of squared deviations and of cross products about the means. */
  m2y: number;
  meanX: number;
  m2x: number;
  cxy: number;
};

export type Arm = Sample & {
  /** Contacts with at least one conversion. */
  conversions: number;
  /** The outcomes other than 0, in any order: all a bootstrap needs beside `n`. */
  amounts: ArrayLike<number>;
};

/** Exact sums over integers (minor units), as the database gives them: text, because they outgrow doubles. */
export type Sums = { n: string; y: string; yy: string; x: string; xx: string; xy: string };

/** Central moments from exact integer sums: n·Σab − Σa·Σb is formed in integers, so nothing cancels away. */
export const sampleOfSums = (sums: Sums): Sample => {
  const [n, y, yy, x, xx, xy] = [sums.n, sums.y, sums.yy, sums.x, sums.xx, sums.xy].map((text) => BigInt(text)) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  if (n === 0n) return EMPTY;
  const about = (product: bigint, a: bigint, b: bigint) => Number(n * product - a * b) / Number(n);
  return {
    n: Number(n),
    meanY: Number(y) / Number(n),
    m2y: about(yy, y, y),
    meanX: Number(x) / Number(n),
    m2x: about(xx, x, x),
    cxy: about(xy, x, y),
  };
};

const EMPTY: Sample = { n: 0, meanY: 0, m2y: 0, meanX: 0, m2x: 0, cxy: 0 };

/** Two passes over rows: the plain definition, good to the last digits. `x` may be left out. */
export const sampleOfRows = (y: ArrayLike<number>, x?: ArrayLike<number>): Sample => {
  const n = y.length;
  if (n === 0) return EMPTY;
  const meanY = meanOf(y);
  const meanX = x ? meanOf(x) : 0;
  const dy = (i: number) => (y[i] ?? 0) - meanY;
  const dx = (i: number) => (x?.[i] ?? 0) - meanX;
  return {
    n,
    meanY,
    m2y: sum(n, (i) => dy(i) * dy(i)),
    meanX,
    m2x: x ? sum(n, (i) => dx(i) * dx(i)) : 0,
    cxy: x ? sum(n, (i) => dx(i) * dy(i)) : 0,
  };
};

export const armOfRows = (rows: {
  outcome: ArrayLike<number>;
  before?: ArrayLike<number>;
  converted?: ArrayLike<number>;
}): Arm => ({
  ...sampleOfRows(rows.outcome, rows.before),
  conversions: sum(rows.outcome.length, (i) => ((rows.converted ?? rows.outcome)[i] ? 1 : 0)),
  amounts: Array.from(rows.outcome).filter((amount) => amount !== 0),
});

/** The arm with every amount above `cap` counted as `cap`; what came before is left out. */
export const cappedAt = (arm: Arm, cap: number): Arm => {
  const amounts = Float64Array.from(arm.amounts, (amount) => Math.min(amount, cap));
  const n = arm.n;
  const meanY = n === amounts.length ? meanOf(amounts) : sum(amounts.length, (i) => amounts[i] ?? 0) / n;
  const m2y = sum(amounts.length, (i) => ((amounts[i] ?? 0) - meanY) ** 2) + (n - amounts.length) * meanY * meanY;
  return { n, meanY, m2y, meanX: 0, m2x: 0, cxy: 0, conversions: arm.conversions, amounts };
};

/** Both arms' rows as one sample, the difference between their means included. */
export const pooled = (a: Sample, b: Sample): Sample => {
  const n = a.n + b.n;
  if (n === 0) return EMPTY;
  const between = (a.n * b.n) / n;
  const dy = a.meanY - b.meanY;
  const dx = a.meanX - b.meanX;
  return {
    n,
    meanY: (a.n * a.meanY + b.n * b.meanY) / n,
    m2y: a.m2y + b.m2y + between * dy * dy,
    meanX: (a.n * a.meanX + b.n * b.meanX) / n,
    m2x: a.m2x + b.m2x + between * dx * dx,
    cxy: a.cxy + b.cxy + between * dx * dy,
  };
};

/** Unbiased variance of the outcome; null below two rows. */
export const variance = ({ n, m2y }: Pick<Sample, 'n' | 'm2y'>): number | null =>
  n < 2 ? null : Math.max(0, m2y) / (n - 1);

/** Of amounts that are all the same it is that amount to the last digit: rounded, they would seem to vary. */
const meanOf = (values: ArrayLike<number>): number => {
  const [n, first = 0] = [values.length, values[0]];
  let same = true;
  for (let i = 1; same && i < n; i++) same = values[i] === first;
  return same ? first : sum(n, (i) => values[i] ?? 0) / n;
};

const sum = (n: number, at: (i: number) => number): number => {
  // Neumaier: a sum over a million small and a few large amounts keeps its last digits.
  let total = 0;
  let lost = 0;
  for (let i = 0; i < n; i++) {
    const value = at(i);
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
};
