import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Arm } from '../../src/results/samples.ts';
import { binomial, type Chance } from '../../src/results/seeded.ts';

/** The spend of a real shop (data/hillstrom.csv.gz): of a thousand people nine buy, for 30 to 500 dollars. */
export type Spend = { n: number; amounts: Float64Array };

const rows = (): { segment: string; spend: number }[] =>
  gunzipSync(readFileSync(new URL('../../data/hillstrom.csv.gz', import.meta.url)))
    .toString()
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','))
    .map((cells) => ({ segment: cells[8] ?? '', spend: Number(cells[11]) }));

export type Shop = { everybody: Spend; mens: Spend; womens: Spend; none: Spend };

export const realShop = (): Shop => {
  const all = rows();
  const of = (segment: string | null): Spend => {
    const mine = all.filter((row) => segment === null || row.segment === segment);
    return { n: mine.length, amounts: Float64Array.from(mine.map(({ spend }) => spend).filter((x) => x > 0)) };
  };
  return { everybody: of(null), mens: of('Mens E-Mail'), womens: of('Womens E-Mail'), none: of('No E-Mail') };
};

export const meanOf = ({ n, amounts }: Spend): number => amounts.reduce((sum, x) => sum + x, 0) / n;
export const rateOf = ({ n, amounts }: Spend): number => amounts.length / n;
export const varianceOf = (spend: Spend): number => {
  const mean = meanOf(spend);
  return spend.amounts.reduce((sum, x) => sum + x * x, 0) / spend.n - mean * mean;
};

/** What so many people of this shop buy, drawn with replacement. */
export const drawAmounts = (chance: Chance, n: number, spend: Spend): Float64Array => {
  const amounts = new Float64Array(binomial(chance, n, rateOf(spend)));
  for (let i = 0; i < amounts.length; i++) amounts[i] = spend.amounts[(chance() * spend.amounts.length) | 0] ?? 0;
  return amounts;
};

export const armOf = (n: number, amounts: Float64Array): Arm => {
  let [sum, squares] = [0, 0];
  for (const x of amounts) {
    sum += x;
    squares += x * x;
  }
  const meanY = sum / n;
  const m2y = squares - n * meanY * meanY;
  return { n, meanY, m2y, meanX: 0, m2x: 0, cxy: 0, conversions: amounts.length, amounts };
};

export const drawArm = (chance: Chance, n: number, spend: Spend): Arm => armOf(n, drawAmounts(chance, n, spend));
