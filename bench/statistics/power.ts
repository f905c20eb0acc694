import { welch } from '../../src/results/means.ts';
import { neededForConversion, neededForMeans, neededForNewcombe } from '../../src/results/power.ts';
import { compareProportions, type Share, zTwoSided } from '../../src/results/proportion.ts';
import { binomial, seeded } from '../../src/results/seeded.ts';
import { drawArm, meanOf, type Shop, varianceOf } from './shop.ts';

/** How often an audience of the size that a formula names shows the difference it was named for; 80 % is meant. */
export type Shown = { formula: string; design: string; n: number; shown: number };

const DESIGNS = [
  { baseline: 0.02, lift: 0.2, holdoutShare: 0.1 },
  { baseline: 0.02, lift: 0.3, holdoutShare: 0.5 },
  { baseline: 0.05, lift: 0.2, holdoutShare: 0.1 },
  { baseline: 0.1, lift: 0.2, holdoutShare: 0.3 },
];

export const power = (shop: Shop, runs: number): Shown[] => {
  const chance = seeded('power');
  const often = (n: number, holdoutShare: number, once: (treated: number, control: number) => boolean): number => {
    const control = Math.round(n * holdoutShare);
    let shown = 0;
    for (let run = 0; run < runs; run++) if (once(n - control, control)) shown++;
    return shown / runs;
  };
  const conversions = DESIGNS.flatMap(({ baseline, lift, holdoutShare }) => {
    const want = { baseline, difference: baseline * lift, holdoutShare };
    const design = `${baseline} +${lift} holdout ${holdoutShare}`;
    const draw = (n: number, p: number): Share => ({ hits: binomial(chance, n, p), n });
    const sizes = { z: neededForConversion(want) ?? 0, newcombe: neededForNewcombe(want) ?? 0 };
    const pair = (treated: number, control: number) =>
      [draw(treated, baseline * (1 + lift)), draw(control, baseline)] as const;
    return [
      {
        formula: 'own variances',
        design,
        n: sizes.z,
        shown: often(sizes.z, holdoutShare, (treated, control) => {
          const found = compareProportions(...pair(treated, control));
          return !!found && found.diff > zTwoSided() * found.se;
        }),
      },
      {
        formula: 'Newcombe',
        design,
        n: sizes.newcombe,
        shown: often(
          sizes.newcombe,
          holdoutShare,
          (treated, control) => (compareProportions(...pair(treated, control))?.ci[0] ?? 0) > 0,
        ),
      },
    ];
  });
  const { womens, none } = shop;
  const n =
    neededForMeans({
      holdoutShare: 0.5,
      difference: meanOf(womens) - meanOf(none),
      treatedVariance: varianceOf(womens),
      controlVariance: varianceOf(none),
    }) ?? 0;
  const revenue = often(
    n,
    0.5,
    (treated, control) => (welch(drawArm(chance, treated, womens), drawArm(chance, control, none))?.ci[0] ?? 0) > 0,
  );
  return [...conversions, { formula: 'Welch', design: "spend of Hillstrom's women's arm, halves", n, shown: revenue }];
};
