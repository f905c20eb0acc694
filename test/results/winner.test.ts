import { describe, expect, it } from 'vitest';
import { earlyOf } from '../../src/results/early.ts';
import { welch } from '../../src/results/means.ts';
import { armOfRows } from '../../src/results/samples.ts';
import { type VariantArm, winnersOf } from '../../src/results/winner.ts';

/** So many buyers of so many, each of 30,000 and a little. */
const arm = (buyers: number, n = 2_000) =>
  armOfRows({ outcome: Array.from({ length: n }, (_, i) => (i < buyers ? 30_000 + 100 * (i % 7) : 0)) });
const named = (segment: string, buyers: readonly number[], n?: number): VariantArm[] =>
  buyers.map((hits, i) => ({ segment, variant: `${segment}-${i + 1}`, arm: arm(hits, n) }));

describe('the winner among variants', () => {
  it('is named only where the interval against the runner-up excludes nothing at all', () => {
    const [told] = winnersOf(named('A', [130, 220]), 'revenue', 's');
    expect(told).toMatchObject({ segment: 'A', best: 'A-2', runnerUp: 'A-1', wins: true, n: 4_000, among: 2 });
    expect(told!.ci![0]).toBeGreaterThan(0);
    const [untold] = winnersOf(named('A', [200, 210]), 'revenue', 's');
    expect(untold).toMatchObject({ best: 'A-2', wins: false });
    expect(untold!.ci![0]).toBeLessThan(0);
  });

  it('needs more where more were compared: what would win alone does not win among five (Holm)', () => {
    const close = [250, 300];
    expect(winnersOf(named('A', close), 'conversion', 's')[0]).toMatchObject({ wins: true });
    const [among] = winnersOf(named('A', [248, 249, 247, ...close]), 'conversion', 's');
    expect(among).toMatchObject({ best: 'A-5', runnerUp: 'A-4', wins: false, among: 5 });
    const others = winnersOf(
      [...named('A', close), ...named('B', [100, 101]), ...named('C', [100, 101])],
      'conversion',
      's',
    );
    expect(others.map(({ segment, wins }) => [segment, wins])).toEqual([
      ['A', false],
      ['B', false],
      ['C', false],
    ]);
  });

  it('is asked of those who could have got either: never across segments, never of a split that broke', () => {
    expect(winnersOf([...named('A', [100]), ...named('B', [300])], 'revenue', 's')).toEqual([]);
    const broken: VariantArm[] = [
      { segment: 'A', variant: 'A-1', arm: arm(100, 1_000) },
      { segment: 'A', variant: 'A-2', arm: arm(400, 2_000) },
    ];
    expect(winnersOf(broken, 'revenue', 's')).toEqual([]);
    expect(winnersOf(named('A', [0, 0]), 'revenue', 's')[0]).toMatchObject({ wins: false, ci: null });
  });
});

describe('a look before the end', () => {
  const meant = { holdoutShare: 0.5, basis: 'revenue' as const };

  it('has an interval wider than the fixed one of the same day', () => {
    const [send, holdout] = [arm(120), arm(80)];
    const early = earlyOf(send, holdout, meant);
    const fixed = welch(send, holdout)!;
    if ('why' in early) throw new Error(early.why);
    expect(early.diff).toBe(fixed.diff);
    expect(early.ci[1] - early.ci[0]).toBeGreaterThan(1.5 * (fixed.ci[1] - fixed.ci[0]));
  });

  it('tells which way the difference goes, where few bought only if people differ as well as amounts', () => {
    const of = (send: number, holdout: number, each = 1) => {
      const early = earlyOf({ ...arm(send), meanY: arm(send).meanY * each }, arm(holdout), meant);
      return 'why' in early ? early.why : early.told;
    };
    expect([of(120, 30), of(30, 120), of(80, 80)]).toEqual(['more', 'less', null]);
    // Nine times as much from as many buyers: the interval of the amounts excludes 0, and few bought.
    expect([of(80, 80, 9), of(200, 200, 9)]).toEqual([null, 'more']);
  });

  it('says why it has none', () => {
    expect(earlyOf(arm(120), arm(0, 0), meant)).toEqual({ why: 'no_holdout' });
    expect(earlyOf(arm(120), arm(19), meant)).toEqual({ why: 'few_buyers' });
    expect(earlyOf(arm(120), arm(80, 1_000), meant)).toMatchObject({ why: 'split' });
  });
});
