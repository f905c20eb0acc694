import type { Result } from './bench.ts';
import { coverage } from './statistics/coverage.ts';
import { brokenSplits, falseAlarms } from './statistics/equal-arms.ts';
import { dailyLooks } from './statistics/looks.ts';
import { power } from './statistics/power.ts';
import { realShop } from './statistics/shop.ts';

/** How much is simulated, and what chance alone may move a share by before a promise counts as broken. */
export type Effort = { runs: number; bootstraps: number; slack: number };

const FULL: Effort = { runs: 10_000, bootstraps: 2_000, slack: 0 };

/**
 * The statistics held against what they promise, on the skewed spend of a real shop, with fixed seeds. All shares are
 * promises: 5 % false alarms give or take half a point, at most 5 % over fourteen daily looks, intervals that hold the truth
 * 94 to 96 times in a hundred, sizes that show their lift 78 to 82 times in a hundred, broken splits found.
 */
export const judged = ({ runs, bootstraps, slack }: Effort): Result => {
  const figures: Result['figures'] = { runs, bootstraps };
  const broken: string[] = [];
  const promise = (name: string, share: number, least: number, most: number): void => {
    figures[name] = Math.round(share * 1e5) / 1e5;
    if (share < least - slack || share > most + slack) broken.push(`${name} ${share}: ${least} to ${most}`);
  };
  const shop = realShop();
  const alarms = falseAlarms(shop, runs);
  promise('false alarms, Newcombe', alarms.newcombe, 0.045, 0.055);
  promise('false alarms, Welch', alarms.welch, 0.045, 0.055);
  promise('false alarms, three variants by Holm', alarms.holm, 0, 0.055);
  promise('14 looks, always-valid, contacts come daily', alarms.alwaysContacts, 0, 0.05);
  promise('14 looks, always-valid, purchases come daily', alarms.alwaysPurchases, 0, 0.05);
  promise('14 looks, always-valid, conversion', alarms.alwaysConversion, 0, 0.05);
  figures['14 looks, fixed intervals (what not to do)'] = alarms.fixedLooks;
  // From few buyers in the holdout to many: 36 and 360.
  for (const n of [20_000, 200_000]) {
    const looks = dailyLooks(shop, n, runs / 5);
    promise(`14 looks at a running campaign of ${n}, told in words`, looks.told, 0, 0.05);
    promise(`14 looks at a running campaign of ${n}, interval without 0`, looks.excludes, 0, 0.05);
  }
  const held = coverage(shop, runs, bootstraps);
  promise('coverage, Newcombe', held.newcombe, 0.94, 0.96);
  promise('coverage, Welch', held.welch, 0.94, 0.96);
  promise('coverage, bootstrap', held.bootstrap, 0.94, 0.96);
  for (const { formula, design, n, shown } of power(shop, runs))
    promise(`power, ${formula}, ${design}, n ${n}`, shown, 0.78, 0.82);
  const splits = brokenSplits(Math.max(100, runs / 50));
  promise('sound splits called broken', splits.falseAlarms, 0, 0.01);
  promise('a tenth of the treated lost: found', splits.found, 1, 1);
  return { figures, broken };
};

export const statistics = async (): Promise<Result> => judged(FULL);
