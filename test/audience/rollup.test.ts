import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestEvents } from '../../src/audience/ingest-events.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import { keepRollups, rebuild } from '../../src/audience/rebuild.ts';
import { recountLedger } from '../../src/delivery/ledger-counts.ts';
import type { Db } from '../../src/deps.ts';
import { dayBounds, localDay } from '../../src/kit/zone.ts';
import { attributedBetween } from '../../src/results/attribution.ts';
import { recountReports } from '../../src/results/event-counts.ts';
import { recordEvents } from '../../src/results/events.ts';
import { keepLedgers, ledgersNow } from '../../src/results/ledgers.ts';
import { daysBetween, keepRevenue, revenueOfDays } from '../../src/results/revenue-days.ts';
import { testDatabase } from '../support/database.ts';
import { forgetPeople, SEOUL } from '../support/people.ts';
import { BASE } from '../support/random-people.ts';

const HOUR = 3_600_000;
/** Three months by the hour, and now and then years ago: midnights of the zone, and months that fall out of the five years. */
const atArb = fc
  .oneof(
    { weight: 9, arbitrary: fc.integer({ min: -24 * 95, max: 0 }) },
    // Within the windows of the two campaigns, so that most are somebody's to claim.
    { weight: 6, arbitrary: fc.integer({ min: -96, max: 0 }) },
    { weight: 1, arbitrary: fc.constant(-24 * 1_900) },
  )
  .map((hours) => new Date(BASE + hours * HOUR).toISOString());
const contactArb = fc.integer({ min: 1, max: 3 });
/** Ids depend on the contact, so that doubles, corrections and refunds of one order are common. */
const orderArb = fc
  .record({
    contact: contactArb,
    number: fc.integer({ min: 1, max: 4 }),
    at: atArb,
    amount: fc.constantFrom(0, 100, 100, 250, -100),
    status: fc.constantFrom('paid', 'paid', 'refunded'),
  })
  .map(({ contact, number, ...rest }) => ({ contact_id: `c${contact}`, order_id: `${contact}-${number}`, ...rest }));
const eventArb = fc
  .record({
    contact: contactArb,
    number: fc.integer({ min: 1, max: 4 }),
    name: fc.constantFrom('visit', 'cart', 'push', 'open', 'click', 'click', 'search'),
    at: atArb,
  })
  .map(({ contact, number, ...rest }) => ({ contact_id: `c${contact}`, event_id: `${contact}-${number}`, ...rest }));
/** What people, and machines, did with a message of ours: by the second, so that fast clicks on two links meet. */
const reactionArb = fc.record({
  contact: contactArb,
  number: fc.integer({ min: 1, max: 4 }),
  type: fc.constantFrom(
    'opened' as const,
    'clicked' as const,
    'clicked' as const,
    'bounced' as const,
    'delivered' as const,
  ),
  campaign: fc.integer({ min: 1, max: 2 }),
  daysAgo: fc.constantFrom(0, 0, 1, 3),
  second: fc.integer({ min: 0, max: 5 }),
  link: fc.integer({ min: 1, max: 2 }),
  machine: fc.boolean(),
});
const batchArb = fc.oneof(
  fc.array(orderArb, { minLength: 1, maxLength: 6 }).map((orders) => ({ orders })),
  fc.array(eventArb, { minLength: 1, maxLength: 5 }).map((events) => ({ events })),
  fc.array(reactionArb, { minLength: 1, maxLength: 3 }).map((reactions) => ({ reactions })),
);
type Batch = typeof batchArb extends fc.Arbitrary<infer T> ? T : never;

/** Waits for all, also when one fails: what goes on alone would meet the next case. */
const allOf = async (running: readonly Promise<void>[]) => {
  await Promise.allSettled(running);
  await Promise.all(running);
};

describe('roll-ups', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    connection = await testDatabase();
    db = connection.db;
    for (const id of [1, 2]) {
      await db.execute(
        sql`insert into launches (id, campaign_id, hash, draft_id, at) values (${`l${id}`}, ${id}, 'h', 'd', ${new Date(BASE).toISOString()}::timestamptz)`,
      );
      await db.execute(
        sql`insert into campaigns (status, goal, locale, requester, channel, request_key, window_starts_at, window_ends_at, created_at, updated_at) select 'measuring', '', 'ko', 'U', 'C', ${`${id}`}, at - interval '4 days', at + interval '3 days', at, at from (values (${new Date(BASE).toISOString()}::timestamptz)) as x (at)`,
      );
    }
  });
  afterAll(() => connection.close());
  const opts = { ...SEOUL, now: new Date(BASE), from: 'json' as const };
  const anew = { timezone: SEOUL.timezone, now: new Date(BASE) };

  const both = [1, 2].map((campaignId) => ({ campaignId, occurrence: 1 }));
  let cast = 0;
  const named = (name: string) => `${cast}:${name}`;
  /** Three people nobody has met, with one message each, so that they can open and click. */
  const begin = async () => {
    cast++;
    await ingestEvents(
      db,
      [1, 2, 3].map((n) => ({ event_id: named(`${n}`), contact_id: named(`c${n}`), name: 'signup', at: '2020-01-01' })),
      opts,
    );
    const { rows } = await db.execute<{ id: number }>(
      sql`with people as (select id from contacts where external_id like ${named('%')}), messages_left as (insert into deliveries (campaign_id, occurrence, contact_id, channel, launch_id, hash, segment, variant, status, handed_at, accepted_at) select n, 1, id, 'email', 'l' || n, 'h', 's', 'a', case when id % 3 = 0 then 'unknown' else 'accepted' end, at, case when id % 3 > 0 then at end from people, (values (1, ${new Date(BASE - 96 * HOUR).toISOString()}::timestamptz), (2, ${new Date(BASE - 73 * HOUR).toISOString()}::timestamptz)) as x (n, at)) select id from people order by id`,
    );
    // What is planned is counted with the sending's progress.
    for (const of of both) await recountLedger(db, of);
    return rows.map(({ id }) => id);
  };
  const ours = <Row extends { contact_id: string; order_id?: string; event_id?: string }>(row: Row): Row => ({
    ...row,
    contact_id: named(row.contact_id),
    ...(row.order_id && { order_id: named(row.order_id) }),
    ...(row.event_id && { event_id: named(row.event_id) }),
  });
  const take = async (ids: readonly number[], batch: Batch) => {
    if ('orders' in batch) await ingestOrders(db, batch.orders.map(ours), opts);
    else if ('events' in batch) await ingestEvents(db, batch.events.map(ours), opts);
    else
      await recordEvents(
        db,
        batch.reactions.map(({ contact, number, second, campaign, daysAgo, ...rest }) => ({
          ...rest,
          hard: true,
          contactId: ids[contact - 1] ?? 0,
          eventId: `r${number}`,
          campaignId: campaign,
          occurrence: 1,
          channel: 'email' as const,
          at: new Date(BASE - daysAgo * 24 * HOUR + second * 500),
        })),
      );
  };
  /** Predictions stand in the same row and are no sums of facts. */
  const kept = async () => {
    const { rows } = await db.execute(
      sql`select c.external_id, to_jsonb(s) - array['contact_id', 'pressure_at', 'predicted_ltv', 'p_alive'] as s from contacts c join contact_stats s on s.contact_id = c.id where c.external_id like ${named('%')} order by 1`,
    );
    return rows;
  };

  type Fact = { id: string; at: Date };
  /** From the facts alone, without a line of the code under test. */
  const recounted = async () => {
    const of = async (facts: ReturnType<typeof sql>) =>
      (await db.execute<Fact & { amount: number; name: string }>(facts)).rows.map((row) => ({
        ...row,
        at: new Date(row.at),
      }));
    const orders = await of(
      sql`select c.external_id as id, o.at, o.amount from orders o join contacts c on c.id = o.contact_id where c.external_id like ${named('%')} and o.status = 'paid'`,
    );
    const events = await of(
      sql`select c.external_id as id, e.at, e.name from events e join contacts c on c.id = e.contact_id where c.external_id like ${named('%')} union all select c.external_id, d.at, case d.type when 'opened' then 'open' else 'click' end from delivery_events d join contacts c on c.id = d.contact_id where c.external_id like ${named('%')} and not d.machine and d.type in ('opened', 'clicked')`,
    );
    const newestFirst = (facts: Fact[]) => facts.map(({ at }) => at).sort((a, b) => b.getTime() - a.getTime());
    const monthOf = (at: Date) => {
      const local = DateTime.fromJSDate(at, { zone: SEOUL.timezone });
      return local.year * 12 + local.month - 1;
    };
    return ['c1', 'c2', 'c3'].map(named).map((id) => {
      const mine = orders.filter((order) => order.id === id);
      const bought = newestFirst(mine.filter((order) => order.amount >= 0));
      const did = (name: string) => newestFirst(events.filter((event) => event.id === id && event.name === name));
      const months = [...new Set(bought.map(monthOf))];
      const newest = months.length > 0 ? Math.max(...months) : null;
      return {
        external_id: id,
        s: {
          orders: bought.length,
          revenue: mine.reduce((total, order) => total + Number(order.amount), 0),
          first_order_at: bought.at(-1) ?? null,
          last_order_at: bought[0] ?? null,
          order_month: newest,
          order_months: months.reduce((bits, m) => bits + ((newest ?? m) - m < 60 ? 2 ** ((newest ?? m) - m) : 0), 0),
          last_visit_at: did('visit')[0] ?? null,
          last_cart_at: did('cart')[0] ?? null,
          last_push_at: did('push')[0] ?? null,
          opens: did('open').length,
          last_open_at: did('open')[0] ?? null,
          clicks: did('click').length,
          last_click_at: did('click')[0] ?? null,
          prev_click_at: did('click')[1] ?? null,
        },
      };
    });
  };
  /** jsonb spells instants its own way. */
  const plain = (rows: readonly Record<string, unknown>[]) =>
    rows.map(({ external_id, s }) => ({
      external_id,
      s: Object.fromEntries(
        Object.entries(s as object).map(([name, value]) => [
          name,
          name.endsWith('_at') && value !== null ? new Date(value as string).toISOString() : value,
        ]),
      ),
    }));

  /** What a digest adds up, as it is kept, and as the facts say. */
  const reports = async () => {
    const { rows } = await db.execute(
      sql`select campaign_id, type, machine, hour, stripe, events, people from event_counts where events <> 0 or people <> 0 order by 1, 2, 3, 4, 5`,
    );
    return rows;
  };
  const ledgers = async () => both.map(await ledgersNow(db, both));
  /** By hand: nothing here is planned or on its way, and one message of three is one that nobody knows about. */
  const countedLedgers = async () => {
    const { rows } = await db.execute(
      sql`select count(*) as planned, count(accepted_at) as accepted, count(*) filter (where status in ('accepted', 'delivered')) as delivered, count(*) filter (where status = 'failed') as failed, count(*) filter (where status = 'unknown' and reason is distinct from 'left') as unknown, 0 as open from deliveries group by campaign_id order by campaign_id`,
    );
    return rows;
  };
  const later = new Date(BASE + 30 * 24 * HOUR);
  const days = daysBetween(
    localDay(new Date(BASE - 96 * HOUR), SEOUL.timezone),
    localDay(new Date(BASE), SEOUL.timezone),
    SEOUL.timezone,
  );
  const span = {
    from: dayBounds(days[0]!, SEOUL.timezone).from,
    to: dayBounds(days.at(-1)!, SEOUL.timezone).to,
    currency: SEOUL.currency,
  };

  it('of reports and of revenue by day equal the facts, after any order of arrival and whatever was kept between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(batchArb, { minLength: 2, maxLength: 6 }), fc.boolean(), async (batches, together) => {
        const ids = await begin();
        const half = batches.length >> 1;
        for (const part of [batches.slice(0, half), batches.slice(half)]) {
          if (together) await allOf(part.map((batch) => take(ids, batch)));
          else for (const batch of part) await take(ids, batch);
          expect(await revenueOfDays(db, days, SEOUL)).toEqual(await attributedBetween(db, span));
          await keepRevenue(db, days, SEOUL, later);
          await keepLedgers(db);
          expect(await revenueOfDays(db, days, SEOUL)).toEqual(await attributedBetween(db, span));
        }
        expect(await ledgers()).toEqual(await countedLedgers());
        const kept = await reports();
        for (const id of [1, 2]) await db.transaction((tx) => recountReports(tx, id));
        expect(await reports()).toEqual(kept);
      }),
      { numRuns: 50 },
    );
  });

  it('equal the facts counted anew, after any order of arrival, doubles, late rows, corrections and refunds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(batchArb, { minLength: 1, maxLength: 8 }), fc.boolean(), async (batches, together) => {
        const ids = await begin();
        // At once, as web processes do: whoever comes second must not undo the first.
        if (together) await allOf(batches.map((batch) => take(ids, batch)));
        else for (const batch of batches) await take(ids, batch);
        const rolled = plain(await kept());
        expect(rolled).toEqual(plain(await recounted()));
        await rebuild(db, anew);
        expect(plain(await kept())).toEqual(rolled);
      }),
      { numRuns: 80 },
    );
  });

  const spoil = () =>
    db.execute(sql`update contact_stats set orders = 9, revenue = 9, clicks = 9, last_visit_at = now()`);
  const someFacts = async () => {
    await forgetPeople(db);
    await begin();
    await ingestOrders(
      db,
      // 23:30 UTC on the last of January is February in Seoul.
      [1, 2, 3].map((n) => ({
        order_id: named(`${n}`),
        contact_id: named(`c${n}`),
        at: '2026-01-31T23:30:00Z',
        amount: 500,
      })),
      opts,
    );
    return plain(await kept());
  };

  it('are made anew when they were wrong, and go on where a making anew was stopped', async () => {
    const right = await someFacts();
    await spoil();
    const stop = new AbortController();
    const first = await rebuild(db, { ...anew, page: 1, signal: stop.signal, onProgress: () => stop.abort() });
    expect(first).toEqual({ contacts: 1, resumed: false });
    expect((await kept()).map(({ s }) => (s as { orders: number }).orders)).toEqual([1, 9, 9]);
    // What is done is not done again: it stays as it is, wrong on purpose.
    await spoil();
    expect(await rebuild(db, anew)).toEqual({ contacts: 2, resumed: true });
    expect((await kept()).map(({ s }) => (s as { orders: number }).orders)).toEqual([9, 1, 1]);
    expect(await rebuild(db, anew)).toEqual({ contacts: 3, resumed: false });
    expect(plain(await kept())).toEqual(right);
  });

  it('are counted anew for another zone, and left alone for the same', async () => {
    await someFacts();
    const month = async () => (await kept()).map(({ s }) => (s as { order_month: number }).order_month % 12);
    await keepRollups(db, anew);
    expect(await month()).toEqual([1, 1, 1]);
    await spoil();
    await keepRollups(db, anew);
    expect((await kept()).map(({ s }) => (s as { orders: number }).orders)).toEqual([9, 9, 9]);
    await keepRollups(db, { ...anew, timezone: 'UTC' });
    expect(await month()).toEqual([0, 0, 0]);
    expect((await kept()).map(({ s }) => (s as { orders: number }).orders)).toEqual([1, 1, 1]);
  });
});
