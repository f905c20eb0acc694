import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestEvents } from '../../src/audience/ingest-events.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import { keepRollups, rebuild } from '../../src/audience/rebuild.ts';
import type { Db } from '../../src/deps.ts';
import { recordEvents } from '../../src/results/events.ts';
import { testDatabase } from '../support/database.ts';
import { forgetPeople, SEOUL } from '../support/people.ts';
import { BASE } from '../support/random-people.ts';

const HOUR = 3_600_000;
/** Three months by the hour, and now and then years ago: midnights of the zone, and months that fall out of the five years. */
const atArb = fc
  .oneof(
    { weight: 9, arbitrary: fc.integer({ min: -24 * 95, max: 0 }) },
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
  type: fc.constantFrom('opened' as const, 'clicked' as const, 'clicked' as const),
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
    await db.execute(
      sql`insert into launches (id, campaign_id, hash, draft_id, at) values ('l', 1, 'h', 'd', ${new Date(BASE).toISOString()}::timestamptz)`,
    );
  });
  afterAll(() => connection.close());
  const opts = { ...SEOUL, now: new Date(BASE), from: 'json' as const };
  const anew = { timezone: SEOUL.timezone, now: new Date(BASE) };

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
      sql`with people as (select id from contacts where external_id like ${named('%')}), messages_left as (insert into deliveries (campaign_id, occurrence, contact_id, channel, launch_id, hash, segment, variant, status, handed_at, accepted_at) select 1, 1, id, 'email', 'l', 'h', 's', 'a', 'accepted', at, at from people, (values (${new Date(BASE - HOUR).toISOString()}::timestamptz)) as x (at)) select id from people order by id`,
    );
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
        batch.reactions.map(({ contact, number, second, ...rest }) => ({
          ...rest,
          contactId: ids[contact - 1] ?? 0,
          eventId: `r${number}`,
          campaignId: 1,
          occurrence: 1,
          channel: 'email' as const,
          at: new Date(BASE + second * 500),
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
      sql`select c.external_id as id, e.at, e.name from events e join contacts c on c.id = e.contact_id where c.external_id like ${named('%')} union all select c.external_id, d.at, case d.type when 'opened' then 'open' else 'click' end from delivery_events d join contacts c on c.id = d.contact_id where c.external_id like ${named('%')} and not d.machine`,
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
