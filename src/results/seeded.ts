import { sha256 } from '../kit/hash.ts';

/** Chance that repeats: a draw in [0, 1) each call, decided by the seed alone. */
export type Chance = () => number;

/** sfc32 (Chris Doty-Humphrey, passes PractRand), its state from sha256 of the seed. */
export const seeded = (seed: string): Chance => {
  const hex = sha256(seed);
  let [a, b, c, counter] = [0, 8, 16, 24].map((at) => Number.parseInt(hex.slice(at, at + 8), 16) | 0) as [
    number,
    number,
    number,
    number,
  ];
  return () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 2 ** 32;
  };
};

/** Standard normal (Box and Muller; one of the pair is enough here). */
export const normal = (chance: Chance): number =>
  Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());

/** Gamma with unit scale (Marsaglia and Tsang 2000), any shape above 0. */
export const gamma = (chance: Chance, shape: number): number => {
  if (shape < 1) return gamma(chance, shape + 1) * (1 - chance()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = normal(chance);
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log(1 - chance()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
};

export const beta = (chance: Chance, a: number, b: number): number => {
  const x = gamma(chance, a);
  return x / (x + gamma(chance, b));
};

/** Where jumping from success to success costs more than one split. */
const MANY = 40;

/**
 * Exact for any n. Few successes are found by jumping from one to the next; many by splitting first (Relles 1972): the
 * k-th smallest of n uniforms is Beta(k, n + 1 − k), and with k near n·p it settles nearly all of them at once.
 */
export const binomial = (chance: Chance, n: number, p: number): number => {
  if (p <= 0 || n <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(chance, n, 1 - p);
  if (n * p > MANY) {
    const k = Math.floor((n + 1) * p);
    const kth = beta(chance, k, n + 1 - k);
    return kth <= p ? k + binomial(chance, n - k, (p - kth) / (1 - kth)) : binomial(chance, k - 1, p / kth);
  }
  const log = Math.log1p(-p);
  let count = 0;
  for (let at = 0; ; count++) {
    at += 1 + Math.floor(Math.log(1 - chance()) / log);
    if (at > n) return count;
  }
};
