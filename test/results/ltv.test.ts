import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { fileSource } from '../../src/audience/import.ts';
import { alive, type BgNbd, expectedPurchases } from '../../src/results/bgnbd.ts';
import { type Customer, customerOf, readLtv } from '../../src/results/ltv.ts';
import { minimize } from '../../src/results/minimize.ts';
import { dayNumber, type OrdersFormat, purchasesOfFile } from '../../src/results/orders-file.ts';

const reference = JSON.parse(readFileSync(new URL('./reference-ltv.json', import.meta.url), 'utf8')) as {
  bgnbd: BgNbd;
  gammaGamma: { n: number; p: number; q: number; gamma: number };
  expectedTransactions: number;
  alive: number;
  total: number;
  some: { x: number; tx: number; t: number; alive: number; expected: number }[];
};
const same = (got: number | null | undefined, want: number) =>
  expect(Math.abs((got ?? Number.NaN) / want - 1)).toBeLessThan(1e-6);

const text = (content: string, format: OrdersFormat, language: 'ko' | 'en' = 'en', currency: string | null = null) =>
  purchasesOfFile({ name: 'f.csv', open: async () => Readable.from([Buffer.from(content)]) }, format, {
    timezone: 'Asia/Seoul',
    currency,
    language,
  });

describe('the published sample of CDNOW, calibrated to 1997-09-30', () => {
  const end = dayNumber('1997-09-30');
  let customers: Customer[];
  beforeAll(async () => {
    const file = fileURLToPath(new URL('../../data/cdnow-sample.txt.gz', import.meta.url));
    const contacts = await purchasesOfFile(fileSource(file, 'en'), 'cdnow', { timezone: 'UTC', language: 'en' });
    customers = [...contacts.values()].flatMap((days) => customerOf(days, end) ?? []);
  });

  it('gives what was published, and what scipy finds, to 1e-6', () => {
    const found = readLtv(customers, 39, 1);
    expect(found?.n).toBe(2_357);
    const { bgnbd, gammaGamma } = found ?? {};
    // Fader, Hardie and Lee (2005), and the note on the gamma-gamma model.
    expect(bgnbd?.r).toBeCloseTo(0.243, 3);
    expect(bgnbd?.alpha).toBeCloseTo(4.414, 3);
    expect(bgnbd?.a).toBeCloseTo(0.793, 3);
    expect(bgnbd?.b).toBeCloseTo(2.426, 3);
    expect(bgnbd?.logLikelihood).toBeCloseTo(-9582.4, 1);
    expect(gammaGamma?.n).toBe(946);
    expect(gammaGamma?.p).toBeCloseTo(6.25, 2);
    expect(gammaGamma?.q).toBeCloseTo(3.74, 2);
    expect(gammaGamma?.gamma).toBeCloseTo(15.44, 2);
    for (const key of ['r', 'alpha', 'a', 'b', 'logLikelihood'] as const) same(bgnbd?.[key], reference.bgnbd[key]);
    for (const key of ['p', 'q', 'gamma'] as const) same(gammaGamma?.[key], reference.gammaGamma[key]);
    same(found?.expectedTransactions, reference.expectedTransactions);
    same(found?.alive, reference.alive);
    same(found?.value?.total, reference.total);
    const earned = readLtv(customers, 39, 0.3)?.value;
    expect(earned?.total).toBeCloseTo((found?.value?.total ?? 0) * 0.3, 6);
    expect(earned?.meanOrder).toBeCloseTo(35.17, 2);
  });

  it.each(reference.some)('says of one customer what scipy says: x $x', ({ x, tx, t, ...want }) => {
    same(alive(reference.bgnbd, { x, tx, t }), want.alive);
    same(expectedPurchases(reference.bgnbd, { x, tx, t }, 39), want.expected);
  });

  it('is the same whatever the amounts are counted in, and asks for more than a handful of repeat buyers', () => {
    const some = customers.slice(0, 600);
    const won = some.map(({ spending, ...one }) => ({
      ...one,
      spending: spending && { ...spending, mean: spending.mean * 1_300 },
    }));
    const [dollars, inWon] = [readLtv(some, 10, 1), readLtv(won, 10, 1)];
    same((inWon?.gammaGamma?.gamma ?? 0) / 1_300, dollars?.gammaGamma?.gamma ?? 0);
    same((inWon?.value?.total ?? 0) / 1_300, dollars?.value?.total ?? 0);
    expect(
      readLtv(
        some.filter(({ x }) => x === 0),
        10,
        1,
      ),
    ).toBeNull();
    expect(
      readLtv(
        some.map((one) => ({ ...one, spending: null })),
        10,
        1,
      )?.value,
    ).toBeNull();
  });
});

describe('where the likelihood only levels off', () => {
  const alike = Array.from({ length: 60 }, (_, i): Customer => {
    const x = i % 3;
    return { x, tx: x * 4, t: 20, spending: x > 0 ? { x, mean: 9.99 } : null };
  });

  it('the sums are those of the limit, and it is said that the parameters are not settled', () => {
    const found = readLtv(alike, 10, 1);
    expect(found?.bgnbd.settled).toBe(false);
    expect(found?.gammaGamma?.settled).toBe(false);
    // Nobody differs: the rate is one and the same, and everybody spends 9.99.
    expect((found?.value?.total ?? 0) / (found?.expectedTransactions ?? 1)).toBeCloseTo(9.99, 2);
    expect(found?.alive).toBeGreaterThan(20);
    expect(found?.alive).toBeLessThan(60);
  });

  it.each([
    // Form (10) of the paper summed to 40 digits, where doubles alone over- or underflow.
    [{ r: 0.26, alpha: 1.08, a: 66_710, b: 162_753 }, { x: 0, tx: 0, t: 30 }, 520, 1.2680653602378076],
    [{ r: 0.25, alpha: 4.4, a: 0.8, b: 2.4 }, { x: 400, tx: 50, t: 52 }, 520, 0.315451588014228],
  ])('%j expects of %j over %d weeks what 40 digits say', (model, history, weeks, want) => {
    same(expectedPurchases({ ...model, logLikelihood: 0 }, history, weeks), want);
  });
});

describe('a customer', () => {
  const model: BgNbd = { r: 0.24, alpha: 4.4, a: 0.79, b: 2.4, logLikelihood: 0 };
  const history = fc
    .record({
      x: fc.integer({ min: 1, max: 60 }),
      t: fc.integer({ min: 1, max: 200 }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ x, t, at }) => ({ x, t, tx: t * at }));

  it('is less likely to be back the longer they stay away, and never expected to buy less over a longer time', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 100 }), (one, weeks) => {
        const [now, later] = [alive(model, one), alive(model, { ...one, t: one.t + weeks })];
        expect(now).toBeGreaterThan(0);
        expect(now).toBeLessThan(1);
        expect(later).toBeLessThan(now);
        const short = expectedPurchases(model, one, weeks);
        expect(short).toBeGreaterThan(0);
        expect(expectedPurchases(model, one, weeks + 1)).toBeGreaterThan(short);
        // Nobody is expected to buy more than if they stayed for ever.
        expect(short).toBeLessThan(((model.r + one.x) / (model.alpha + one.t)) * weeks + 1e-9);
      }),
    );
  });

  it('is expected to do much the same on either side of a = 1, where the form is 0 / 0', () => {
    const at = (a: number) => expectedPurchases({ ...model, a }, { x: 3, tx: 20, t: 30 }, 26);
    expect(at(1) / at(1 + 1e-4)).toBeCloseTo(1, 3);
    expect(at(1 - 1e-4) / at(1 + 1e-4)).toBeCloseTo(1, 3);
  });

  it('buys once a day at most, and not at all by a refund or after the end', async () => {
    const orders = await text(
      'contact_id,at,amount\nkim,2026-01-01T09:00,100\nkim,2026-01-01T23:59,50\nkim,2026-01-15,"1,200"\nkim,2026-01-20,-1200\nkim,2026-03-01,70\nlee,2026-02-02,5\n',
      'csv',
    );
    expect(customerOf(orders.get('kim') ?? new Map(), dayNumber('2026-01-29'))).toEqual({
      x: 1,
      tx: 2,
      t: 4,
      spending: { x: 1, mean: 1_200 },
    });
    expect(customerOf(orders.get('lee') ?? new Map(), dayNumber('2026-01-29'))).toBeNull();
  });
});

describe('a file of orders', () => {
  it('leaves out what was refunded or cancelled, and adds no two currencies', async () => {
    const lines =
      'status,amount,currency,contact_id,at\npaid,5,USD,kim,2026-01-01\n취소,5,USD,kim,2026-01-02\n,7,KRW,kim,2026-01-03\n';
    await expect(text(lines, 'csv')).rejects.toThrow('more than one currency are never added: USD, KRW');
    expect([...((await text(lines, 'csv', 'en', 'KRW')).get('kim') ?? [])]).toEqual([[dayNumber('2026-01-03'), 7]]);
    await expect(text('contact_id,at,amount\nkim,2026-01-01,1,000\n', 'csv')).rejects.toThrow('row 2 has 4 cells');
  });

  it.each([
    ['csv', 'contact_id,when,sum\n', 'no column "at"'],
    ['csv', '고객번호,주문일,금액\nkim,2026-13-01,5\n', 'row 2 cannot be read: "2026-13-01"'],
    ['csv', 'contact_id,at,amount\nkim,2026-01-01,5\nkim,2026-01-02,a lot\n', 'row 3, column "amount" is not a number'],
    ['csv', 'contact_id,at,amount\n,2026-01-01,5\n', 'row 2 names no customer'],
    ['csv', 'contact_id,at,amount\n', 'no row below the header'],
    ['cdnow', '00001 19970101 1\n', 'row 1 has 3 cells'],
    [
      'cdnow',
      ' id date cds dollars\n00001 19970131 1 5.00\n00001 19970231 1 5.00\n',
      'row 3 cannot be read: "19970231"',
    ],
  ] as const)('is refused in words: %s %j', async (format, content, said) => {
    await expect(text(content, format)).rejects.toThrow(said);
    await expect(text(content, format, 'ko')).rejects.toThrow(/계산하지 않았어요|없어서/);
  });
});

describe('the smallest value of a function', () => {
  it('is found across a curved valley and on a flat floor', () => {
    const valley = minimize(([x = 0, y = 0]) => 100 * (y - x * x) ** 2 + (1 - x) ** 2, [-1.2, 1]);
    expect(valley.at[0]).toBeCloseTo(1, 8);
    expect(valley.at[1]).toBeCloseTo(1, 8);
    expect(valley.converged).toBe(true);
    const bowl = minimize(([x = 0, y = 0, z = 0]) => (x - 3) ** 2 + 10 * (y + 2) ** 2 + (z - x) ** 2 + 7, [0, 0, 0]);
    expect(bowl.at.map((x) => Math.round(x * 1e8) / 1e8)).toEqual([3, -2, 3]);
    expect(bowl.value).toBeCloseTo(7, 12);
  });

  it('is not claimed where there is none', () => {
    expect(minimize(([x = 0]) => -x, [0]).converged).toBe(false);
  });
});
