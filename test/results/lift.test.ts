import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, readLift } from '../../src/results/lift.ts';
import { bootstrap, cuped, welch } from '../../src/results/means.ts';
import { compareProportions, type Interval, wilson } from '../../src/results/proportion.ts';
import { type Arm, armOfRows, pooled, sampleOfRows, sampleOfSums } from '../../src/results/samples.ts';
import { beta, binomial, gamma, normal, seeded } from '../../src/results/seeded.ts';
import { sampleRatio } from '../../src/results/srm.ts';

type Lift = { diff: number; ci: Interval; p: number; relative?: number; relativeCi?: Interval };
const reference = JSON.parse(readFileSync(new URL('./reference.json', import.meta.url), 'utf8')) as {
  props: (Lift & { args: [number, number, number, number]; wilson: Interval })[];
  rows: {
    t: number[];
    c: number[];
    xt: number[];
    xc: number[];
    welch: Lift & { df: number };
    cuped: Lift & { theta: number };
  };
  boot: Interval;
  srm: { counts: number[]; shares: number[] | null; chi2: number; p: number }[];
  hillstrom: Record<string, Lift & { df: number; theta: number; cdiff: number; cci: Interval }>;
  sums: Record<string, { n: string; y: string; yy: string; x: string; xx: string; xy: string }>;
};

/** Relative to 1e-6, as promised; a true 0 to 1e-9. */
const same = (got: number | null | undefined, want: number | undefined) => {
  if (want === undefined) return expect(got).toBeNull();
  expect(got).not.toBeNull();
  expect(Math.abs((got ?? Number.NaN) - want)).toBeLessThanOrEqual(Math.max(1e-9, 1e-6 * Math.abs(want)));
};
const sameInterval = (got: Interval | null | undefined, want: Interval | undefined) => {
  same(got?.[0], want?.[0]);
  same(got?.[1], want?.[1]);
};

describe('against an independent computation, to 1e-6', () => {
  it.each(reference.props)('conversion of $args', (want) => {
    const [a, n, c, m] = want.args;
    const got = compareProportions({ hits: a, n }, { hits: c, n: m });
    same(got?.diff, want.diff);
    sameInterval(got?.ci, want.ci);
    same(got?.p, want.p);
    if (want.relative !== undefined) same(got?.relative, want.relative);
    else expect(got?.relative).toBeNull();
    if (want.relativeCi) sameInterval(got?.relativeCi, want.relativeCi);
    else expect(got?.relativeCi).toBeNull();
    sameInterval(wilson({ hits: a, n }), want.wilson);
  });

  it('revenue per contact by Welch, and CUPED', () => {
    const { t, c, xt, xc, welch: wantWelch, cuped: wantCuped } = reference.rows;
    const [treated, control] = [sampleOfRows(t, xt), sampleOfRows(c, xc)];
    const got = welch(treated, control);
    same(got?.diff, wantWelch.diff);
    sameInterval(got?.ci, wantWelch.ci);
    same(got?.p, wantWelch.p);
    same(got?.df, wantWelch.df);
    const after = cuped(treated, control);
    same(after?.theta, wantCuped.theta);
    same(after?.diff, wantCuped.diff);
    sameInterval(after?.ci, wantCuped.ci);
    same(after?.p, wantCuped.p);
  });

  it.each(['Mens E-Mail', 'Womens E-Mail'])('a real shop: Hillstrom, %s against none, from sums alone', (arm) => {
    const want = reference.hillstrom[arm];
    const [treated, control] = [arm, 'No E-Mail'].map((name) => sampleOfSums(reference.sums[name]!));
    const cents = (ci: Interval | undefined): Interval => [(ci?.[0] ?? 0) / 100, (ci?.[1] ?? 0) / 100];
    const got = welch(treated!, control!);
    same((got?.diff ?? 0) / 100, want?.diff);
    sameInterval(cents(got?.ci), want?.ci);
    same(got?.p, want?.p);
    same(got?.df, want?.df);
    const after = cuped(treated!, control!);
    same(after?.theta, want?.theta);
    same((after?.diff ?? 0) / 100, want?.cdiff);
    sameInterval(cents(after?.ci), want?.cci);
  });

  it.each(reference.srm)('sample ratio of $counts meant as $shares', ({ counts, shares, chi2, p }) => {
    const got = sampleRatio(counts, shares ?? undefined);
    same(got?.chi2, chi2);
    same(got?.p, p);
    expect(got?.ok).toBe(p >= 0.001);
  });

  it('the bootstrap interval, within what its own draws may differ', () => {
    const { t, c } = reference.rows;
    const got = bootstrap(armOfRows({ outcome: t }), armOfRows({ outcome: c }), 'seed');
    expect(got?.draws).toBe(10_000);
    expect(Math.abs((got?.ci[0] ?? 0) - reference.boot[0])).toBeLessThan(0.25);
    expect(Math.abs((got?.ci[1] ?? 0) - reference.boot[1])).toBeLessThan(0.25);
  });
});

describe('samples', () => {
  const rows = fc.array(
    fc.record({ y: fc.integer({ min: 0, max: 900_000 }), x: fc.integer({ min: 0, max: 900_000 }) }),
    {
      minLength: 2,
      maxLength: 60,
    },
  );
  const near = (a: number, b: number) =>
    expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(a), Math.abs(b)));

  it('from integer sums are those from the rows', () => {
    fc.assert(
      fc.property(rows, (data) => {
        const y = data.map((row) => row.y);
        const x = data.map((row) => row.x);
        const total = (f: (row: { x: number; y: number }) => number) => String(data.reduce((a, row) => a + f(row), 0));
        const sums = { n: String(data.length), y: total((r) => r.y), yy: total((r) => r.y * r.y) };
        const got = sampleOfSums({
          ...sums,
          x: total((r) => r.x),
          xx: total((r) => r.x * r.x),
          xy: total((r) => r.x * r.y),
        });
        const want = sampleOfRows(y, x);
        for (const key of ['n', 'meanY', 'm2y', 'meanX', 'm2x'] as const) near(got[key], want[key]);
        expect(Math.abs(got.cxy - want.cxy)).toBeLessThanOrEqual(1e-9 * Math.sqrt(want.m2x * want.m2y) + 1e-6);
      }),
    );
  });

  it('pool as if the rows had been one list', () => {
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        const of = (list: { x: number; y: number }[]) =>
          sampleOfRows(
            list.map((r) => r.y),
            list.map((r) => r.x),
          );
        const got = pooled(of(a), of(b));
        const want = of([...a, ...b]);
        for (const key of ['n', 'meanY', 'm2y', 'meanX', 'm2x'] as const) near(got[key], want[key]);
      }),
    );
  });
});

describe('seeded chance', () => {
  const moments = (draw: () => number, n = 40_000) => {
    const values = Array.from({ length: n }, draw);
    const mean = values.reduce((a, b) => a + b, 0) / n;
    return { mean, variance: values.reduce((a, b) => a + (b - mean) ** 2, 0) / n };
  };

  it('repeats for a seed and differs between seeds', () => {
    const draw = (seed: string) => Array.from({ length: 5 }, seeded(seed));
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('has the moments of each law it draws from', () => {
    const chance = seeded('moments');
    const near = (got: { mean: number; variance: number }, mean: number, variance: number) => {
      expect(Math.abs(got.mean - mean)).toBeLessThan(4.5 * Math.sqrt(variance / 40_000));
      expect(got.variance / variance).toBeGreaterThan(0.94);
      expect(got.variance / variance).toBeLessThan(1.06);
    };
    near(moments(chance), 0.5, 1 / 12);
    near(
      moments(() => normal(chance)),
      0,
      1,
    );
    near(
      moments(() => gamma(chance, 3.3)),
      3.3,
      3.3,
    );
    near(
      moments(() => gamma(chance, 0.4)),
      0.4,
      0.4,
    );
    near(
      moments(() => beta(chance, 2, 38)),
      0.05,
      (2 * 38) / (40 ** 2 * 41),
    );
    near(
      moments(() => binomial(chance, 300, 0.03)),
      9,
      9 * 0.97,
    );
    near(
      moments(() => binomial(chance, 40, 0.8)),
      32,
      32 * 0.2,
    );
  });

  it('draws binomials within their bounds', () => {
    const chance = seeded('bounds');
    expect(binomial(chance, 10, 0)).toBe(0);
    expect(binomial(chance, 10, 1)).toBe(10);
    expect(binomial(chance, 0, 0.5)).toBe(0);
    for (let i = 0; i < 500; i++) expect(binomial(chance, 3, 0.9)).toBeLessThanOrEqual(3);
  });
});

describe('the verdict', () => {
  const arm = (n: number, buyers: number, amount = 40_000): Arm =>
    armOfRows({ outcome: Array.from({ length: n }, (_, i) => (i < buyers ? amount + 1_000 * (i % 30) : 0)) });
  const meant = { holdoutShare: 0.2, basis: 'revenue' as const, seed: 's', draws: 500 };

  it('is proved when the interval of the declared comparison lies above 0', () => {
    const lift = readLift(arm(3_656, 238), arm(914, 24), meant);
    expect(lift.verdict).toEqual({ kind: 'proved' });
    const revenue = lift.comparison?.revenue;
    expect(revenue?.incremental).toBeCloseTo((revenue?.diff ?? 0) * 3_656, 6);
    expect(revenue?.incrementalCi[0]).toBeCloseTo((revenue?.ci[0] ?? 0) * 3_656, 6);
    expect(revenue?.bootstrap?.ci[0]).toBeGreaterThan(0);
  });

  it('is harm when it lies below 0', () => {
    expect(readLift(arm(3_656, 60), arm(914, 60), meant).verdict).toEqual({ kind: 'harm' });
  });

  it('cannot tell when it holds 0, and names how many people would be needed', () => {
    const { verdict } = readLift(arm(320, 26), arm(80, 4), meant);
    expect(verdict.kind).toBe('cannot_tell');
    expect(verdict).toMatchObject({ why: 'small' });
    if (verdict.kind === 'cannot_tell') expect(verdict.needed).toBeGreaterThan(400);
  });

  it('names no number when nothing differed', () => {
    expect(readLift(arm(80, 0), arm(20, 0), meant).verdict).toEqual({
      kind: 'cannot_tell',
      why: 'small',
      needed: null,
    });
    expect(readLift(arm(80, 0), arm(20, 0), { ...meant, basis: 'conversion' }).verdict).toMatchObject({ needed: null });
  });

  it('does not believe a t interval over a handful of buyers alone', () => {
    const [treated, control] = [arm(320, 22), arm(80, 2, 5_000)];
    const lift = readLift(treated, control, meant);
    expect(lift.comparison?.revenue?.ci[0]).toBeGreaterThan(0);
    expect(lift.comparison?.conversion?.ci[0]).toBeLessThan(0);
    expect(lift.verdict.kind).toBe('cannot_tell');
    // The larger of both needs: the revenue alone would claim that 200 people are enough.
    if (lift.verdict.kind === 'cannot_tell') expect(lift.verdict.needed).toBeGreaterThan(500);
  });

  it('believes it once many buy, also where only the baskets grew', () => {
    const lift = readLift(arm(4_000, 400, 90_000), arm(1_000, 100, 20_000), meant);
    expect(lift.comparison?.conversion?.diff).toBeCloseTo(0, 9);
    expect(lift.verdict).toEqual({ kind: 'proved' });
  });

  it('follows the declared comparison, not the nicer one', () => {
    // Many small orders against few large ones: more converted, revenue cannot tell.
    const treated = arm(800, 90, 5_000);
    const control = armOfRows({
      outcome: Array.from({ length: 200 }, (_, i) => (i < 8 ? 900_000 * (i % 2) + 10_000 : 0)),
    });
    expect(readLift(treated, control, { ...meant, basis: 'conversion' }).verdict).toEqual({ kind: 'proved' });
    expect(readLift(treated, control, meant).verdict.kind).toBe('cannot_tell');
  });

  it('is withheld, with every number, when the split is broken', () => {
    const lift = readLift(arm(4_000, 300), arm(1_200, 20), meant);
    expect(lift.verdict.kind).toBe('withheld');
    expect(lift.comparison).toBeNull();
  });

  it('says so when nobody was held out', () => {
    const lift = readLift(arm(100, 10), arm(0, 0), { ...meant, holdoutShare: 0 });
    expect(lift.verdict).toEqual({ kind: 'cannot_tell', why: 'no_holdout', needed: null });
  });

  it('turns into its mirror image when the arms change places', () => {
    const side = fc.record({ n: fc.integer({ min: 30, max: 400 }), share: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(side, side, (a, b) => {
        const [one, two] = [arm(a.n, Math.floor(a.n * a.share)), arm(b.n, Math.floor(b.n * b.share))];
        const there = compare(one, two, 's', 10);
        const back = compare(two, one, 's', 10);
        expect(there.conversion?.diff).toBeCloseTo(-(back.conversion?.diff ?? 0), 10);
        expect(there.conversion?.ci[0]).toBeCloseTo(-(back.conversion?.ci[1] ?? 0), 10);
        if (there.revenue) expect(there.revenue.ci[0]).toBeCloseTo(-(back.revenue?.ci[1] ?? 0), 4);
        expect(there.conversion?.ci[0]).toBeLessThanOrEqual(there.conversion?.diff ?? 0);
        expect(there.conversion?.ci[1]).toBeGreaterThanOrEqual(there.conversion?.diff ?? 0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('by simulation', () => {
  const RUNS = 2_000;
  /** Skewed as real spend is: most buy nothing, a few buy much. */
  const draw = (chance: () => number, n: number, rate: number): Arm => {
    const buyers = binomial(chance, n, rate);
    const amounts = Array.from({ length: buyers }, () => Math.round(30_000 * Math.exp(0.7 * normal(chance))));
    return armOfRows({ outcome: [...amounts, ...Array<number>(n - buyers).fill(0)] });
  };

  it('proves nothing of two equal arms more than one time in forty, even with few buyers in a small holdout', () => {
    const chance = seeded('verdicts');
    const verdicts = { proved: 0, harm: 0, cannot_tell: 0, withheld: 0 };
    for (let i = 0; i < RUNS; i++) {
      const meant = { holdoutShare: 0.2, basis: 'revenue' as const, seed: `${i}`, draws: 2 };
      verdicts[readLift(draw(chance, 1_600, 0.03), draw(chance, 400, 0.03), meant).verdict.kind]++;
    }
    expect(verdicts.proved / RUNS).toBeLessThan(0.025);
    expect(verdicts.harm / RUNS).toBeLessThan(0.025);
  });
});
