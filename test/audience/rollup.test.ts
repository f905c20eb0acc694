import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestEvents } from '../../src/audience/ingest-events.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import { rebuild } from '../../src/audience/rollup.ts';
import type { Db } from '../../src/deps.ts';
import { testDatabase } from '../support/database.ts';
import { forgetPeople, SEOUL } from '../support/people.ts';
import { BASE } from '../support/random-audience.ts';

const dayArb = fc.integer({ min: -30, max: 0 }).map((n) => new Date(BASE + n * 86_400_000).toISOString());
/** Ids depend on the contact, so that doubles, corrections and refunds of one order are common. */
const orderArb = fc
  .record({
    contact: fc.integer({ min: 1, max: 3 }),
    number: fc.integer({ min: 1, max: 4 }),
    at: dayArb,
    amount: fc.constantFrom(0, 100, 100, 250, -100),
    status: fc.constantFrom('paid', 'paid', 'refunded'),
  })
  .map(({ contact, number, ...rest }) => ({ contact_id: `c${contact}`, order_id: `${contact}-${number}`, ...rest }));
const eventArb = fc
  .record({
    contact: fc.integer({ min: 1, max: 3 }),
    number: fc.integer({ min: 1, max: 3 }),
    name: fc.constantFrom('visit', 'cart'),
    at: dayArb,
  })
  .map(({ contact, number, ...rest }) => ({ contact_id: `c${contact}`, event_id: `${contact}-${number}`, ...rest }));

describe('roll-ups', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    connection = await testDatabase();
    db = connection.db;
  });
  afterAll(() => connection.close());
  const opts = { ...SEOUL, now: new Date(BASE), from: 'json' as const };
  const stats = async () =>
    (
      await db.execute(
        sql`select c.external_id, s.orders, s.revenue, s.first_order_at, s.last_order_at, s.last_visit_at from contacts c join contact_stats s on s.contact_id = c.id order by 1`,
      )
    ).rows;
  /** From the facts alone, without a line of the code under test. */
  const recounted = async () =>
    (
      await db.execute(
        sql`select c.external_id, (select count(*)::int from orders o where o.contact_id = c.id and o.status = 'paid' and o.amount >= 0) as orders, (select coalesce(sum(o.amount), 0)::bigint from orders o where o.contact_id = c.id and o.status = 'paid') as revenue, (select min(o.at) from orders o where o.contact_id = c.id and o.status = 'paid' and o.amount >= 0) as first_order_at, (select max(o.at) from orders o where o.contact_id = c.id and o.status = 'paid' and o.amount >= 0) as last_order_at, (select max(e.at) from events e where e.contact_id = c.id and e.name = 'visit') as last_visit_at from contacts c order by 1`,
      )
    ).rows;

  it('equal the facts counted anew, after any order of arrival, doubles, corrections and refunds', async () => {
    const batchArb = fc.oneof(
      fc.array(orderArb, { minLength: 1, maxLength: 6 }).map((rows) => ({ orders: rows })),
      fc.array(eventArb, { minLength: 1, maxLength: 4 }).map((rows) => ({ events: rows })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(batchArb, { minLength: 1, maxLength: 8 }), fc.boolean(), async (batches, together) => {
        await forgetPeople(db);
        const run = (b: (typeof batches)[number]) =>
          'orders' in b ? ingestOrders(db, b.orders, opts) : ingestEvents(db, b.events, opts);
        // At once, as web processes do: whoever comes second must not undo the first.
        if (together) await Promise.all(batches.map(run));
        else for (const batch of batches) await run(batch);
        const kept = await stats();
        expect(kept).toEqual(await recounted());
        for await (const _ of rebuild(db));
        expect(await stats()).toEqual(kept);
      }),
      { numRuns: 80 },
    );
  });

  it('are made anew by rebuild when they were wrong, from where it was stopped', async () => {
    await forgetPeople(db);
    await ingestOrders(
      db,
      [1, 2].map((n) => ({ order_id: `${n}`, contact_id: `c${n}`, at: '2026-02-01', amount: 500 })),
      opts,
    );
    const right = await stats();
    await db.execute(sql`update contact_stats set orders = 9, revenue = 9, last_visit_at = now()`);
    const ids = await db.execute<{ id: number }>(sql`select id from contacts order by id`);
    for await (const _ of rebuild(db, ids.rows[0]?.id));
    expect((await stats()).map((row) => row.orders)).toEqual([9, 1]);
    for await (const _ of rebuild(db));
    expect(await stats()).toEqual(right);
  });
});
