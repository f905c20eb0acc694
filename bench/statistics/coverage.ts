import { bootstrap, welch } from '../../src/results/means.ts';
import { compareProportions, type Interval } from '../../src/results/proportion.ts';
import { seeded } from '../../src/results/seeded.ts';
import { drawArm, meanOf, rateOf, type Shop } from './shop.ts';

/** How often an interval holds the true difference: the men's e-mail of the shop against none, drawn anew each time. */
export type Coverage = { newcombe: number; welch: number; bootstrap: number };

const holds = (ci: Interval | undefined, truth: number): boolean => !!ci && ci[0] <= truth && truth <= ci[1];

const DRAWS = 1_000;

export const coverage = (shop: Shop, runs: number, bootstraps: number): Coverage => {
  const chance = seeded('coverage');
  const { mens, none } = shop;
  const truth = { rate: rateOf(mens) - rateOf(none), mean: meanOf(mens) - meanOf(none) };
  const held = { newcombe: 0, welch: 0, bootstrap: 0 };
  for (let run = 0; run < runs; run++) {
    const [treated, control] = [drawArm(chance, mens.n, mens), drawArm(chance, none.n, none)];
    const share = ({ conversions, n }: typeof treated) => ({ hits: conversions, n });
    if (holds(compareProportions(share(treated), share(control))?.ci, truth.rate)) held.newcombe++;
    if (holds(welch(treated, control)?.ci, truth.mean)) held.welch++;
    if (run < bootstraps && holds(bootstrap(treated, control, `run ${run}`, DRAWS)?.ci, truth.mean)) held.bootstrap++;
  }
  return { newcombe: held.newcombe / runs, welch: held.welch / runs, bootstrap: held.bootstrap / bootstraps };
};
