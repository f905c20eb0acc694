import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeAmongHeld } from '../../src/audience/eligibility.ts';
import { addMs, DAY } from '../../src/kit/clock.ts';
import { pooledReport } from '../../src/results/pooled.ts';
import { changesOf, followed, periodAt } from '../../src/results/share-periods.ts';
import { testDatabase } from '../support/database.ts';

const day = (n: number) => addMs(new Date('2026-09-01T00:00:00Z'), n * DAY);
const share = (from: number, percent: number) => ({ from: day(from), percent });

describe('a share of people held out, over time', () => {
  const periods = (now: number, ...shares: [number, number][]) =>
    followed(changesOf(shares.map(([from, percent]) => share(from, percent))), day(now)).map((one) => ({
      percent: one.percent,
      least: one.least,
      most: one.most,
      until: (one.until.getTime() - day(0).getTime()) / DAY,
    }));

  it('is one period however often it is said again, and none while it is nothing', () => {
    expect(periods(50, [0, 0], [5, 10], [6, 10], [9, 10])).toEqual([{ percent: 10, least: 10, most: 10, until: 50 }]);
    expect(periods(50, [0, 0])).toEqual([]);
    expect(periods(50, [60, 10])).toEqual([]);
  });

  it('leaves out whom a later share moved, and nobody for an earlier one', () => {
    expect(periods(50, [0, 5], [10, 10], [20, 8])).toEqual([
      { percent: 5, least: 5, most: 10, until: 50 },
      { percent: 10, least: 8, most: 10, until: 50 },
      { percent: 8, least: 8, most: 8, until: 50 },
    ]);
  });

  it('follows people until nobody is held out any more, and begins anew after that', () => {
    expect(periods(50, [0, 5], [10, 0], [20, 5])).toEqual([
      { percent: 5, least: 5, most: 5, until: 10 },
      { percent: 5, least: 5, most: 5, until: 50 },
    ]);
    const both = followed([share(0, 5), share(10, 0), share(20, 5)], day(50));
    expect([5, 10, 15, 20].map((at) => periodAt(both, day(at)))).toEqual([0, null, null, 1]);
  });
});

describe('all campaigns together, while the share changes', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
    const { db } = database;
    // 10 % from day 0, 20 % from day 20, nobody from day 40, 20 % again from day 50.
    for (const [i, [from, percent]] of [
      [0, 10],
      [20, 20],
      [40, 0],
      [50, 20],
    ].entries())
      await db.execute(
        sql`insert into brand_versions (version, kit, by, at) values (${i + 1}, ${JSON.stringify({ globalHoldoutPercent: percent })}::jsonb, 'U', ${day(from!).toISOString()}::timestamptz)`,
      );
    for (const [i, at] of [1, 2, 21, 41, 51].entries())
      await db.execute(sql`insert into campaigns (status, goal, locale, requester, channel, request_key, window_starts_at, window_ends_at, created_at, updated_at)
        values ('learned', '', 'ko', 'U', 'C', ${`q${i}`}, ${day(at).toISOString()}::timestamptz, ${day(at + 7).toISOString()}::timestamptz, now(), now())`);
    await db.execute(
      sql`insert into contacts (external_id, created_at) select 'q' || n, now() from generate_series(1, 6000) n`,
    );
    // A thousand and a half each could first have had the campaign of day 1, 21, 41 and 51; that of day 2 is no advertisement.
    await db.execute(sql`
      with who as (select id, (substr(external_id, 2)::int - 1) / 1500 as cohort, ${placeAmongHeld(sql`id`)} / 10000.0 as place from contacts)
      insert into audience_members (campaign_id, occurrence, contact_id, segment, channel, outcome)
      select x.campaign, 1, id, 'A', 'email',
        case when place < x.percent then 'global_holdout' when id % 7 = 0 then 'capped' when id % 7 = 1 then 'holdout' else 'send' end
      from who, (values (1, 0, 10), (2, -1, 0), (3, 1, 20), (4, 2, 0), (5, 3, 20)) x (campaign, first, percent)
      where cohort <= x.first or x.first = -1`);
    await db.execute(sql`insert into drafts (id, campaign_id, step, version, content, evidence, checks, hash, parents, author_kind, author, created_at)
      values ('d', 2, 'plan', 1, '{"isAd": false}', '{}', '[]', 'h', '{}', 'ai', 'b', now())`);
    await db.execute(sql`insert into launches (id, campaign_id, hash, draft_id, at) values ('l', 2, 'h', 'd', now())`);
    // Whoever is held at 20 % buys half as often, at ten thousand and a little; nobody before they came in.
    await db.execute(sql`
      with who as (select id, row_number() over (partition by ${placeAmongHeld(sql`id`)} < 200000 order by id) as n, ${placeAmongHeld(sql`id`)} < 200000 as held from contacts)
      insert into orders (contact_id, order_id, at, amount, currency, received_at)
      select id, 'q' || id, ${day(55).toISOString()}::timestamptz, 10000 + n, 'KRW', now() from who where n % (case when held then 6 else 3 end) = 0`);
  });
  afterAll(() => database.close());
  const read = (now: number) => pooledReport(database.db, { now: day(now), currency: 'KRW' });

  it('compares each share by itself, in the arm of the first campaign, and weighs by those treated', async () => {
    const found = await read(60);
    expect(found).toMatchObject({ percent: 20, since: day(1).toISOString(), campaigns: 3 });
    const [first, second, last] = found.periods;
    // Between 10 and 20 % of the first cohort were moved by the second share; orders of day 55 come too late for both.
    expect(first!.moved).toBeGreaterThan(100);
    expect(first!.n.held + first!.n.treated + first!.moved).toBe(1_500);
    expect([second!.moved, second!.n.held + second!.n.treated]).toEqual([0, 1_500]);
    // Whom nobody could hold out on day 41 comes in with day 51, beside the fourth cohort.
    expect(last!.n.held + last!.n.treated).toBe(3_000);
    expect(found.periods.map(({ srm }) => srm?.ok)).toEqual([true, true, true]);
    expect(found.periods.map(({ until }) => until)).toEqual([day(40), day(40), day(60)].map((at) => at.toISOString()));
    expect(found.moved).toBe(first!.moved);
    const { treated, held } = found.arms;
    expect(treated.n + held.n).toBe(6_000 - found.moved);
    expect(found.verdict).toEqual({ kind: 'proved' });
    // A third against a sixth of those who could buy at all, weighed by the treated of the last share.
    const weight = last!.n.treated / treated.n;
    expect(found.conversion!.diff / weight).toBeGreaterThan(0.1);
    expect(found.conversion!.diff / weight).toBeLessThan(0.22);
    expect(found.incremental!.minor).toBe(Math.round(found.revenue!.diff * treated.n));
  });

  it('is what one comparison says where the share never changed, and has no orders from after its end', async () => {
    const found = await read(39);
    expect(found.arms.treated.conversions).toBe(0);
    expect(found.verdict).toMatchObject({ kind: 'cannot_tell', why: 'small' });
    expect(found.revenue).toBeNull();
  });

  it('is withheld, both arms with it, once one split is not the one that was drawn', async () => {
    await database.db.execute(
      sql`update audience_members set outcome = 'send' where campaign_id = 5 and outcome = 'global_holdout' and contact_id % 2 = 0`,
    );
    const found = await read(60);
    expect(found.verdict?.kind).toBe('withheld');
    expect(found.periods.map(({ srm }) => srm?.ok)).toEqual([true, true, false]);
    expect(found).toMatchObject({
      revenue: null,
      incremental: null,
      arms: { held: { conversions: null, revenueMinor: null } },
    });
  });
});
