import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { fileSource } from '../../src/audience/import.ts';
import { voice } from '../../src/i18n/voice.ts';
import { type Experiment, readExperiment } from '../../src/results/experiment.ts';
import { armsOfFile } from '../../src/results/experiment-file.ts';
import { experimentJson } from '../../src/results/experiment-json.ts';
import { holm } from '../../src/results/holm.ts';
import type { Interval } from '../../src/results/proportion.ts';
import { type Arm, armOfRows, cappedAt } from '../../src/results/samples.ts';
import { alwaysValid } from '../../src/results/sequential.ts';
import { verdictWords } from '../../src/results/verdict-words.ts';

type Lift = { diff: number; ci: Interval; p: number; relative: number; relativeCi: Interval };
const reference = JSON.parse(readFileSync(new URL('./reference.json', import.meta.url), 'utf8')) as {
  props: Lift[];
  srm: { chi2: number; p: number }[];
  hillstrom: Record<string, Lift & { theta: number; cdiff: number; cci: Interval }>;
};
const same = (got: number | null | undefined, want: number | undefined) =>
  expect(Math.abs((got ?? Number.NaN) / (want ?? Number.NaN) - 1)).toBeLessThan(1e-6);
const sameAll = (got: readonly number[] | null | undefined, want: readonly number[]) => {
  want.forEach((x, i) => {
    same(got?.[i], x);
  });
};

const [NONE, MENS, WOMENS] = ['No E-Mail', 'Mens E-Mail', 'Womens E-Mail'];
const declared = { control: NONE, basis: 'revenue', currency: 'USD', seed: 's', draws: 1_000 } as const;

describe("Hillstrom's e-mails, from the file as it was published", () => {
  let arms: ReadonlyMap<string, Arm>;
  let found: Experiment;
  beforeAll(async () => {
    const file = fileURLToPath(new URL('../../data/hillstrom.csv.gz', import.meta.url));
    const columns = { arm: 'segment', control: NONE, conversion: 'conversion', revenue: 'spend', pre: 'history' };
    arms = await armsOfFile(fileSource(file, 'en'), columns, 'en');
    found = readExperiment(arms, { ...declared, cap: 200 });
  });
  const json = () => experimentJson(arms, found, { ...declared, cap: 200 });

  it('has the arms that were published', () => {
    const { arms: shown } = json();
    expect(Object.keys(shown)).toEqual([NONE, MENS, WOMENS]);
    expect(Object.values(shown).map(({ n }) => n)).toEqual([21_306, 21_307, 21_387]);
    expect(Object.values(shown).map(({ conversions }) => conversions)).toEqual([122, 267, 189]);
    expect(shown[MENS]?.revenue).toBeCloseTo(30_311.69, 6);
    expect(shown[MENS]?.mean).toBeCloseTo(30_311.69 / 21_307, 9);
  });

  it.each([
    [MENS, 0],
    [WOMENS, 1],
  ])('says of %s what scipy and statsmodels say, to 1e-6', (name, place) => {
    const { srm, comparisons } = json();
    same(srm?.chi2, reference.srm[0]?.chi2);
    same(srm?.p, reference.srm[0]?.p);
    const got = comparisons[name];
    const prop = reference.props[place]!;
    same(got?.conversion?.diff, prop.diff);
    sameAll(got?.conversion?.ci, prop.ci);
    same(got?.conversion?.relative, prop.relative);
    sameAll(got?.conversion?.relativeCi, prop.relativeCi);
    same(got?.conversion?.p, prop.p);
    const want = reference.hillstrom[name]!;
    same(got?.revenue?.diff, want.diff);
    sameAll(got?.revenue?.ci, want.ci);
    same(got?.revenue?.welchP, want.p);
    same(got?.cuped?.theta, want.theta);
    same(got?.cuped?.diff, want.cdiff);
    sameAll(got?.cuped?.ci, want.cci);
    const n = arms.get(name)?.n ?? 0;
    same(got?.revenue?.incremental, want.diff * n);
    sameAll(got?.revenue?.incrementalCi, [want.ci[0] * n, want.ci[1] * n]);
    // The bootstrap's own scatter, a tenth of the interval's half.
    expect(Math.abs((got?.revenue?.bootstrapCi?.[0] ?? 0) - want.ci[0])).toBeLessThan(0.04);
    expect(Math.abs((got?.revenue?.bootstrapCi?.[1] ?? 0) - want.ci[1])).toBeLessThan(0.04);
  });

  it('shows the amounts capped beside the amounts as they are', () => {
    const { capped } = json().comparisons[MENS]!;
    same(capped?.diff, 0.6105653724671432);
    sameAll(capped?.ci, [0.4051257109841403, 0.816005033950146]);
    same(capped?.welchP, 5.751329300941493e-9);
  });

  it('has a winner whose interval excludes the runner-up, and says so in words', () => {
    expect(found.best).toEqual({ name: MENS, runnerUp: WOMENS, wins: true });
    expect(json().comparisons[MENS]?.verdict).toEqual({
      ko: '증분 매출 +US$16,402.71 (95 % +US$10,336.87 ~ +US$22,468.54)',
      en: 'Incremental revenue +$16,402.71 (95 % +$10,336.87 to +$22,468.54)',
    });
  });

  it('has no winner on a look before the end, where only the wider interval counts', () => {
    const early = readExperiment(arms, { ...declared, planned: 90_000 });
    expect(early.best?.wins).toBe(false);
    const shown = experimentJson(arms, early, declared).comparisons[WOMENS];
    expect(shown?.alwaysValid?.revenue?.[0]).toBeLessThan(0);
    expect(shown?.verdict.en).toBe(
      'This is a look before the end. By an interval that holds at every look: Too few people to tell a difference',
    );
  });

  it('shows nothing to reckon a difference from when the split is not the one meant', () => {
    const shares = { [NONE]: 0.34, [MENS]: 0.34, [WOMENS]: 0.32 };
    const shown = experimentJson(arms, readExperiment(arms, { ...declared, shares }), declared);
    expect(shown.srm?.ok).toBe(false);
    expect(shown.arms[MENS]).toEqual({ n: 21_307, conversions: null, rate: null, revenue: null, mean: null });
    expect(shown.comparisons[MENS]).toEqual({
      conversion: null,
      revenue: null,
      cuped: null,
      verdict: { ko: '배정 비율이 깨져 결과를 보류합니다', en: 'The split is broken, so the result is withheld' },
    });
    expect('best' in shown).toBe(false);
  });
});

describe('several comparisons', () => {
  it('are adjusted as statsmodels does by Holm', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Math.round((p ?? 0) * 1e9) / 1e9)).toEqual([
      0.03, 0.06, 0.06, 0.02,
    ]);
    expect(holm([0.02, null, 0.02, 0.9])).toEqual([0.06, null, 0.06, 0.9]);
  });

  it('never get likelier by it, and keep their order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }), (ps) => {
        const adjusted = holm(ps) as number[];
        ps.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * ps.length) + 1e-12 + Math.max(...adjusted));
          ps.forEach((q, j) => {
            if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? 0);
          });
        });
      }),
    );
  });

  it('can leave nothing of what one alone would have shown', () => {
    const arm = (buyers: number) =>
      armOfRows({ outcome: Array.from({ length: 4_000 }, (_, i) => (i < buyers ? 40 + (i % 9) : 0)) });
    const control = arm(400);
    const one = new Map([
      ['c', control],
      ['a', arm(461)],
    ]);
    const many = new Map([...one, ['b', arm(402)], ['d', arm(399)]]);
    const asked = { control: 'c', basis: 'revenue', seed: 's', draws: 10 } as const;
    expect(readExperiment(one, asked).readings.a?.verdict.kind).toBe('proved');
    const reading = readExperiment(many, asked).readings.a;
    expect(reading?.holmP).toBeGreaterThan(0.05);
    expect(reading?.verdict).toEqual({ kind: 'cannot_tell', why: 'several', needed: null });
  });
});

describe('an interval for every look', () => {
  it('is the normal mixture of Robbins, narrowest at the planned end', () => {
    const [lo, hi] = alwaysValid({ diff: 1, se: 0.1 }, 1) ?? [0, 0];
    const spread = 2 * Math.log(20) + Math.log(2 * Math.log(20) + 1);
    const half = 0.1 * Math.sqrt((1 + 1 / spread) * (2 * Math.log(20) + Math.log(1 + spread)));
    expect(lo).toBeCloseTo(1 - half, 12);
    expect(hi).toBeCloseTo(1 + half, 12);
    expect(half / 0.196).toBeCloseTo(1.546, 2);
    const width = (progress: number) => alwaysValid({ diff: 0, se: 1 }, progress)?.[1] ?? 0;
    for (const progress of [0.05, 0.2, 0.5, 2, 5]) expect(width(progress)).toBeGreaterThan(width(1));
    expect(alwaysValid({ diff: 0, se: 0 }, 1)).toBeNull();
  });
});

describe('a cap', () => {
  it('gives the moments of the rows as if they had been capped one by one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 2, maxLength: 40 }),
        fc.integer({ min: 1, max: 600 }),
        (rows, cap) => {
          const got = cappedAt(armOfRows({ outcome: rows }), cap);
          const want = armOfRows({ outcome: rows.map((x) => Math.min(x, cap)) });
          expect(got.meanY).toBeCloseTo(want.meanY, 9);
          expect(got.m2y).toBeCloseTo(want.m2y, 6);
          expect(got.conversions).toBe(want.conversions);
        },
      ),
    );
  });
});

describe('a verdict in words', () => {
  const won = { timezone: 'UTC', currency: 'KRW' };
  const told = (diff: number, ci: Interval) => ({
    basis: 'revenue' as const,
    comparison: {
      conversion: null,
      cuped: null,
      revenue: { diff, ci, p: 0, df: 1, se: 1, bootstrap: null, incremental: 0, incrementalCi: ci },
    },
    intervals: { revenue: ci, conversion: null },
    treated: 1_000,
  });
  const both = (verdict: Parameters<typeof verdictWords>[0], facts: Parameters<typeof verdictWords>[1]) =>
    (['ko', 'en'] as const).map((language) => {
      const v = voice(language, won);
      return verdictWords(verdict, facts, v, (x) => v.amount(x));
    });

  it('says the unit once where all three share it', () => {
    expect(both({ kind: 'proved' }, told(4_120, [1_800, 6_400]))).toEqual([
      '증분 매출 +412만원 (95 % +180 ~ +640)',
      'Incremental revenue +₩4,120,000 (95 % +₩1,800,000 to +₩6,400,000)',
    ]);
    expect(both({ kind: 'proved' }, told(150_000, [9_000, 291_000]))[0]).toBe(
      '증분 매출 +1억 5,000만원 (95 % +900만원 ~ +2억 9,100만원)',
    );
    expect(both({ kind: 'harm' }, told(-4_120, [-6_400, -1.8]))[0]).toBe(
      '보내지 않은 쪽이 더 샀습니다: 증분 매출 −412만원 (95 % −640만원 ~ −1,800원)',
    );
  });

  it('names how many would be needed, and what is withheld', () => {
    const facts = told(0, [-1, 1]);
    expect(both({ kind: 'cannot_tell', why: 'small', needed: 108_917 }, facts)).toEqual([
      '차이를 말하기에 표본이 작습니다: 필요한 대상 10.9만 명, 본 차이가 참이라면',
      'Too few people to tell a difference: 109,000 needed if the difference seen is the true one',
    ]);
    expect(both({ kind: 'withheld', p: 0 }, facts)[0]).toBe('배정 비율이 깨져 결과를 보류합니다');
  });
});

describe('a file that cannot be read as an experiment is refused in words', () => {
  const columns = { arm: 'arm', control: 'c', conversion: 'conv', revenue: 'spend', pre: 'before' };
  const read = (content: string, language: 'ko' | 'en') =>
    armsOfFile({ name: 'f.csv', open: async () => Readable.from([Buffer.from(content)]) }, columns, language);
  const head = 'arm,conv,spend,before\n';
  it.each([
    ['arm,conv,spend\n', 'there is no column "before"'],
    [head, 'no row below the header'],
    [`${head}c,0,0,1\nt,2,5,1\n`, 'row 3, column "conv" must be 0 or 1: "2"'],
    [`${head}c,0,0,1\n\nt,1,₩5,1\n`, 'row 4, column "spend" is not a number: "₩5"'],
    [`${head}c,0,,1\n`, 'row 2, column "spend" is not a number: ""'],
    [`${head}c,0,0,1\n,0,0,1\n`, 'row 3, column "arm" is empty'],
    [`${head}x,0,0,1\nx,0,0,2\n`, 'no row was assigned to "c"'],
    [`${head}c,0,0,1\nc,0,0,2\n`, '"c" is the only arm'],
  ])('%j', async (content, said) => {
    await expect(read(content, 'en')).rejects.toThrow(said);
    await expect(read(content, 'ko')).rejects.toThrow(/계산하지 않았어요|계산할 수 없어요/);
  });
});
