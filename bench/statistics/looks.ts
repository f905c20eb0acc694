import { earlyOf } from '../../src/results/early.ts';
import { welch } from '../../src/results/means.ts';
import { seeded } from '../../src/results/seeded.ts';
import { armOf, drawAmounts, type Shop } from './shop.ts';

/**
 * What a running campaign says over fourteen daily looks when sending changes nothing. Purchases come as they do after a
 * message: most in the first two days, then fewer and fewer; a fifth of the contacts are held out. Whatever is called
 * different on any day is a false alarm.
 */
export type Looks = {
  /** Told to people in words. */
  told: number;
  /** The interval shown excludes 0 on some day. */
  excludes: number;
  /** What fixed intervals would make of the same days. */
  fixed: number;
};

const DAYS = 14;
const HELD = 0.2;
/** Mean days until a purchase, for those who buy. */
const SOON = 2;

/** Share of the purchases of fourteen days that come on each. */
const COMING = Array.from({ length: DAYS }, (_, day) => {
  const upTo = (d: number) => (1 - Math.exp(-d / SOON)) / (1 - Math.exp(-DAYS / SOON));
  return upTo(day + 1) - upTo(day);
});

/** @param n contacts in both arms */
export const dailyLooks = (shop: Shop, n: number, runs: number): Looks => {
  const chance = seeded(`daily looks ${n}`);
  const held = Math.round(n * HELD);
  const count = { told: 0, excludes: 0, fixed: 0 };
  for (let run = 0; run < runs; run++) {
    const seen = { told: false, excludes: false, fixed: false };
    const bought: [number[], number[]] = [[], []];
    for (const share of COMING) {
      for (const [arm, of] of [n - held, held].entries())
        bought[arm]?.push(...drawAmounts(chance, Math.round(of * share), shop.everybody));
      const [send, holdout] = [
        armOf(n - held, Float64Array.from(bought[0])),
        armOf(held, Float64Array.from(bought[1])),
      ];
      const early = earlyOf(send, holdout, { holdoutShare: HELD, basis: 'revenue' });
      if ('ci' in early) {
        seen.told ||= early.told !== null;
        seen.excludes ||= early.ci[0] > 0 || early.ci[1] < 0;
      }
      const ci = welch(send, holdout)?.ci;
      seen.fixed ||= ci !== undefined && (ci[0] > 0 || ci[1] < 0);
    }
    for (const name of ['told', 'excludes', 'fixed'] as const) if (seen[name]) count[name]++;
  }
  return { told: count.told / runs, excludes: count.excludes / runs, fixed: count.fixed / runs };
};
