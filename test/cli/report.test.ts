import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestEvents } from '../../src/audience/ingest-events.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import { UsageError } from '../../src/cli/command.ts';
import { report } from '../../src/cli/report.ts';
import { parseConfig } from '../../src/config.ts';
import { cohortReport } from '../../src/results/cohorts.ts';
import { funnelReport } from '../../src/results/funnel.ts';
import { pooledReport } from '../../src/results/pooled.ts';
import { RFM_CLASSES, rfmReport } from '../../src/results/rfm.ts';
import { testDatabase } from '../support/database.ts';
import { SEOUL } from '../support/people.ts';

const NOW = new Date('2026-11-24T03:00:00Z');

describe('reports', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
    // What the command calls today.
    await database.db.execute(
      sql`insert into practice_clock (id, offset_ms) values (1, ${NOW.getTime() - Date.now()})`,
    );
    const opts = { ...SEOUL, now: NOW, from: 'json' as const };
    let n = 0;
    const did = (contact_id: string, name: string, at: string, properties = {}) => ({
      event_id: `e${++n}`,
      contact_id,
      name,
      at,
      ...properties,
    });
    const baton = { utm_source: 'baton', utm_campaign: 'C-7' };
    await ingestEvents(
      database.db,
      [
        // All three steps, from our own link; and the day before directly.
        did('a', 'visit', '2026-11-19 09:00'),
        did('a', 'visit', '2026-11-20 09:00', baton),
        did('a', 'cart', '2026-11-20 09:05'),
        // Left a cart; a cart of before the visit is none.
        did('b', 'visit', '2026-11-20 10:00', baton),
        did('b', 'cart', '2026-11-20 10:01'),
        did('c', 'cart', '2026-11-20 10:00'),
        did('c', 'visit', '2026-11-20 11:00', { source: 'blog.example' }),
        // Bought without a cart, and visited before the span.
        did('d', 'visit', '2026-11-21 11:00', { source: 'blog.example' }),
        did('e', 'visit', '2026-09-01 11:00'),
        did('e', 'cart', '2026-11-20 11:00'),
      ],
      opts,
    );
    const order = (order_id: string, contact_id: string, at: string, more = {}) => ({
      order_id,
      contact_id,
      at,
      amount: 10_000,
      ...more,
    });
    await ingestOrders(
      database.db,
      [
        order('1', 'a', '2026-11-20 09:10'),
        order('2', 'd', '2026-11-21 12:00', { amount: 30_000 }),
        order('3', 'c', '2026-11-22', { status: 'refunded' }),
        order('4', 'e', '2026-09-05'),
        // Midnight of the zone: the first of October there, still September elsewhere.
        order('5', 'e', '2026-09-30T15:30:00Z'),
        order('6', 'f', '2026-09-30 23:00'),
        order('7', 'f', '2026-11-02'),
        order('8', 'f', '2026-11-03', { amount: -2_000 }),
      ],
      opts,
    );
  });
  afterAll(() => database.close());

  const run = async (args: readonly string[], options: Record<string, string> = {}, locale = 'ko') => {
    const config = parseConfig({ DATABASE_URL: database.url, PRACTICE: 'clock', LOCALE: locale }, report.settings);
    return report.run({ config, args, options });
  };

  it('follow visitors to cart and order in that order, by where they came from, everybody once in all', async () => {
    const span = { from: new Date('2026-11-14T15:00:00Z'), to: NOW, currency: 'KRW' };
    const { total, by } = await funnelReport(database.db, span);
    expect(total).toMatchObject({
      visitors: 4,
      carts: 2,
      orders: 1,
      ordersWithoutCart: 1,
      revenueMinor: 40_000,
      lost: { visitToCart: { value: 0.5, numerator: 2, denominator: 4 }, cartToOrder: { value: 0.5 } },
    });
    expect(
      by.map(({ source, campaign, visitors, carts, orders }) => [source, campaign, visitors, carts, orders]),
    ).toEqual([
      ['baton', 'C-7', 2, 2, 1],
      ['blog.example', '', 2, 0, 0],
      ['direct', '', 1, 1, 1],
    ]);
    // Nobody carted: nothing to lose a share of.
    expect(by[1]?.lost.cartToOrder.value).toBeNull();
    const empty = await funnelReport(database.db, { ...span, to: new Date('2026-11-15T00:00:00Z') });
    expect(empty.total.lost.visitToCart.value).toBeNull();
  });

  it('follow buyers by the month of their first order in the zone of the account', async () => {
    const { cohorts, openMonth } = await cohortReport(database.db, { ...SEOUL, now: NOW, months: 12 });
    expect(openMonth).toBe('2026-11');
    expect(cohorts).toEqual([
      {
        month: '2026-09',
        contacts: 2,
        months: [
          { after: 0, contacts: 2, share: 1, revenueMinor: 20_000 },
          { after: 1, contacts: 1, share: 0.5, revenueMinor: 10_000 },
          { after: 2, contacts: 1, share: 0.5, revenueMinor: 8_000 },
        ],
      },
      { month: '2026-11', contacts: 2, months: [{ after: 0, contacts: 2, share: 1, revenueMinor: 40_000 }] },
    ]);
    expect((await cohortReport(database.db, { ...SEOUL, now: NOW, months: 1 })).cohorts).toHaveLength(1);
  });

  it('move everybody between the classes that segments have, and lose nobody', async () => {
    const found = await rfmReport(database.db, { ...SEOUL, from: new Date('2026-10-14T15:00:00Z'), to: NOW });
    const sum = (side: 'before' | 'after') => found.classes.reduce((all, one) => all + one[side], 0);
    expect(found.classes.map(({ name }) => name)).toEqual([...RFM_CLASSES, 'none']);
    expect([sum('before'), sum('after')]).toEqual([6, 6]);
    expect(found.moves).toContainEqual({ from: 'none', to: 'rfm_new', contacts: 2 });
    expect(found.classes.find(({ name }) => name === 'none')).toEqual({ name: 'none', before: 4, after: 2 });
  });

  it('read all campaigns together against who is held out of everything, in the arm of the first one', async () => {
    const { db } = database;
    expect((await run(['holdout'])).text).toContain('globalHoldoutPercent');
    await db.execute(
      sql`insert into brand_versions (version, kit, by, at) values (1, '{"globalHoldoutPercent": 20}', 'U', '2026-10-12')`,
    );
    const starts = ['2026-10-01T00:00:00Z', '2026-10-15T00:00:00Z', '2026-11-01T00:00:00Z'];
    for (const [i, at] of starts.entries())
      await db.execute(sql`insert into campaigns (status, goal, locale, requester, channel, request_key, window_starts_at, window_ends_at, created_at, updated_at)
        values ('learned', '', 'ko', 'U', 'C', ${`p${i}`}, ${at}::timestamptz, ${at}::timestamptz + interval '7 days', now(), now())`);
    await db.execute(
      sql`insert into contacts (external_id, created_at) select 'p' || n, now() from generate_series(1, 2000) n`,
    );
    // The first campaign was before anybody was held out. Every fifth is; of the others some are capped, some its own holdout.
    await db.execute(sql`insert into audience_members (campaign_id, occurrence, contact_id, segment, channel, outcome)
      select x.campaign, 1, c.id, 'A', 'email', case when x.campaign = 1 then 'send' when n % 5 = 0 then 'global_holdout'
        when n % 5 = 1 then 'holdout' when n % 5 = 2 and x.campaign = 2 then 'capped' else 'send' end
      from (select id, substr(external_id, 2)::int as n from contacts where external_id ~ '^p[0-9]+$') c, (values (1), (2), (3)) x (campaign)
      where x.campaign < 3 or n > 1000`);
    // Of a thousand who come in first by each campaign: before it counts as before.
    await db.execute(sql`insert into orders (contact_id, order_id, at, amount, currency, received_at)
      select c.id, 'p' || n || '-' || x.at, x.at, 10000 + n, 'KRW', x.at
      from (select id, substr(external_id, 2)::int as n from contacts where external_id ~ '^p[0-9]+$') c, (values (timestamptz '2026-10-10T00:00:00Z'), ('2026-11-05T00:00:00Z')) x (at)
      where n % 5 <> 0 and n % 2 = 0 or n % 25 = 0`);
    const found = await pooledReport(db, { now: NOW, currency: 'KRW' });
    expect(found).toMatchObject({ percent: 20, since: '2026-10-15T00:00:00.000Z', campaigns: 2 });
    expect(found.arms.treated).toMatchObject({ n: 1_600, conversions: 800 });
    expect(found.arms.held).toMatchObject({ n: 400, conversions: 80 });
    expect(found.verdict).toEqual({ kind: 'proved' });
    expect(found.revenue!.ci[0]).toBeLessThan(found.revenue!.diff);
    expect(found.incremental!.loMinor).toBe(Math.round(found.revenue!.ci[0] * 1_600));
    const { text } = await run(['holdout'], {}, 'en');
    expect(text).toMatch(/^2 campaigns since .*: Incremental revenue \+/);
    // A share that nobody drew withholds it all.
    await db.execute(sql`update brand_versions set kit = '{"globalHoldoutPercent": 5}'`);
    expect((await pooledReport(db, { now: NOW, currency: 'KRW' })).verdict?.kind).toBe('withheld');
  });

  it('are one command, in words or as JSON with what each number means', async () => {
    const { json, text } = await run(['funnel'], { from: '2026-11-15', to: '2026-11-21' });
    expect(json).toMatchObject({ from: '2026-11-14T15:00:00.000Z', to: '2026-11-21T15:00:00.000Z', currency: 'KRW' });
    expect((json as { formulas: { en: string } }).formulas.en).toContain('Lost = 1 − next step ÷ step before');
    expect(text).toMatch(/^전체 +4 +2 +50% +1 +50% +1 /m);
    expect((await run(['cohorts'], {}, 'en')).text).toContain('2026-09');
    expect((await run(['rfm'], { to: '2026-11-20' })).text).toContain('RFM 신규 구매자');
    await expect(run(['funnel'], { from: '2026-11-31' })).rejects.toThrow(/YYYY-MM-DD/);
    await expect(run(['funnel'], { from: '2026-11-20', to: '2026-11-19' })).rejects.toThrow(UsageError);
    await expect(run(['cohorts'], { months: '0' })).rejects.toThrow(/1부터 60/);
    await expect(run(['else'])).rejects.toThrow(UsageError);
  });
});
