import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/audience/catalogue.ts';
import { checkRule } from '../../src/audience/check.ts';
import { countMatching } from '../../src/audience/count.ts';
import { fileSource } from '../../src/audience/import.ts';
import { recountAll } from '../../src/audience/rollup.ts';
import type { Rule } from '../../src/audience/rule.ts';
import { DAY } from '../../src/kit/clock.ts';
import { alive } from '../../src/results/bgnbd.ts';
import { customerOf, type Days, readLtv } from '../../src/results/ltv.ts';
import { dayNumber, purchasesOfFile } from '../../src/results/orders-file.ts';
import { HORIZON_DAYS, predict } from '../../src/results/predict.ts';
import { testDatabase } from '../support/database.ts';

/** The published sample of CDNOW as an account of its own, on the evening of 30 September 1997. */
describe('what is expected of each contact', () => {
  const at = { now: new Date('1997-09-30T23:59:59Z'), timezone: 'UTC', currency: 'USD' };
  const likely: Rule = { all: [{ metric: 'p_alive', is: 'gte', value: 0.5 }] };
  const dear: Rule = { all: [{ metric: 'predicted_ltv', is: 'gte', value: 30 }] };
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let purchases: Days[];
  beforeAll(async () => {
    database = await testDatabase();
    const file = fileURLToPath(new URL('../../data/cdnow-sample.txt.gz', import.meta.url));
    purchases = [
      ...(await purchasesOfFile(fileSource(file, 'en'), 'cdnow', { timezone: 'UTC', language: 'en' })).values(),
    ];
    const { db } = database;
    await db.execute(sql`insert into contacts (external_id, created_at)
      select 'c' || n, '1997-01-01' from generate_series(1, ${purchases.length + 20}::int) n`);
    const rows = purchases.flatMap((days, i) => [...days].map(([day, amount]) => ({ id: i + 1, day, amount })));
    // Twice on one day: two orders, one purchase.
    await db.execute(sql`insert into orders (contact_id, order_id, at, amount, currency, received_at)
      select id, id || '-' || day || '-' || part, timestamptz '1970-01-01 12:00Z' + day * interval '1 day',
        case part when 1 then amount / 2 else amount - amount / 2 end, 'USD', now()
      from unnest(${sql.param(rows.map(({ id }) => id))}::bigint[], ${sql.param(rows.map(({ day }) => day))}::int[],
        ${sql.param(rows.map(({ amount }) => Math.round(amount * 100)))}::bigint[]) u (id, day, amount), generate_series(1, 2) part`);
    await recountAll(
      db,
      Array.from({ length: purchases.length + 20 }, (_, i) => i + 1),
      'UTC',
    );
  });
  afterAll(() => database.close());

  const stats = async () =>
    (
      await database.db.execute<{ id: number; alive: number | null; ltv: number | null; version: string }>(
        sql`select contact_id as id, p_alive as alive, predicted_ltv as ltv, xmin::text as version from contact_stats order by 1`,
      )
    ).rows;

  it('is refused as a condition, not guessed, while nobody has a value', async () => {
    const [problem] = checkRule(likely, await loadCatalogue(database.db, at));
    expect(problem?.code).toBe('not_available');
  });

  it('is written to the roll-ups by the same models that a file gives, page by page', async () => {
    const found = await predict(database.db, { ...at, page: 500 });
    const end = dayNumber('1997-09-30');
    const seen = purchases.map((days) => customerOf(days, end)!);
    const want = readLtv(seen, HORIZON_DAYS / 7, 1);
    expect(found).toMatchObject({ fitted: 2_357, predicted: 2_357, horizonDays: 365, margin: 1, currency: 'USD' });
    expect((found?.bgnbd.alpha ?? 0) / (want?.bgnbd.alpha ?? 1)).toBeCloseTo(1, 8);
    const rows = await stats();
    seen.forEach((customer, i) => {
      expect(Math.abs((rows[i]?.alive ?? -1) - alive(found!.bgnbd, customer))).toBeLessThan(0.0006);
    });
    const total = rows.reduce((sum, { ltv }) => sum + (ltv ?? 0), 0) / 100;
    expect(total / (want?.value?.total ?? 1)).toBeCloseTo(1, 3);
    // Who never bought has neither.
    expect(rows.slice(-20).every((row) => row.alive === null && row.ltv === null)).toBe(true);
  });

  it("chooses people in a rule, in the account's currency", async () => {
    const rows = await stats();
    expect(await countMatching(database.db, likely, at)).toBe(rows.filter((row) => (row.alive ?? 0) >= 0.5).length);
    const many = await countMatching(database.db, dear, at);
    expect(many).toBe(rows.filter((row) => (row.ltv ?? 0) >= 3_000).length);
    expect(many).toBeGreaterThan(100);
    const catalogue = await loadCatalogue(database.db, at);
    expect(checkRule(likely, catalogue)).toEqual([]);
    expect(catalogue.metrics.find(({ name }) => name === 'p_alive')?.deciles).toHaveLength(9);
  });

  it('changes no row when nothing changed, and goes when the orders do', async () => {
    const before = await stats();
    await predict(database.db, at);
    expect(await stats()).toEqual(before);
    await database.db.execute(sql`update orders set status = 'refunded' where contact_id = 1`);
    await predict(database.db, at);
    expect((await stats())[0]).toMatchObject({ alive: null, ltv: null });
    // Nobody came back within a day: no model, and no value of an older one either.
    const early = { ...at, now: new Date(Date.parse('1997-01-01T00:00:00Z') + DAY) };
    expect(await predict(database.db, early)).toBeNull();
    expect((await stats()).every((row) => row.alive === null && row.ltv === null)).toBe(true);
  });
});
