import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingestEvents } from '../../src/audience/ingest-events.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import { rebuild } from '../../src/audience/rebuild.ts';
import { enforceRetention, RETENTION, retentionOf, setRetention } from '../../src/audience/retention.ts';
import { retention as retentionCommand } from '../../src/cli/retention.ts';
import { parseConfig } from '../../src/config.ts';
import type { Db } from '../../src/deps.ts';
import { testDatabase } from '../support/database.ts';
import { forgetPeople, SEOUL } from '../support/people.ts';

const NOW = new Date('2026-11-24T03:00:00Z');
const BY = { by: 'U9', at: NOW };

describe('retention', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    connection = await testDatabase();
    db = connection.db;
  });
  afterAll(() => connection.close());
  beforeEach(async () => {
    await forgetPeople(db);
    await db.execute(sql`delete from settings`);
    await db.execute(sql`truncate audit_log, slack_seen`);
    const opts = { ...SEOUL, now: NOW, from: 'json' as const };
    // Two days ago, a year ago, five years ago; of four people.
    const days = ['2026-11-22', '2025-11-20', '2021-11-20'];
    const people = ['a', 'b', 'c', 'd'];
    await ingestOrders(
      db,
      people.flatMap((who) => days.map((at, n) => ({ order_id: `${who}${n}`, contact_id: who, at, amount: 100 }))),
      opts,
    );
    await ingestEvents(
      db,
      people.flatMap((who) => days.map((at, n) => ({ event_id: `${who}${n}`, contact_id: who, name: 'click', at }))),
      opts,
    );
  });
  const run = (more: object = {}) => enforceRetention(db, { now: NOW, timezone: SEOUL.timezone, page: 5, ...more });
  const stats = async () =>
    (
      await db.execute(
        sql`select orders, revenue, first_order_at, clicks, prev_click_at from contact_stats order by contact_id`,
      )
    ).rows;
  const keys = async (source: string) =>
    (await db.execute<{ n: number }>(sql`select count(*)::int as n from ingest_keys where source = ${source}`)).rows[0]
      ?.n;

  it('deletes by the defaults what is older, page by page, and keeps orders for ever', async () => {
    expect(await retentionOf(db)).toEqual(RETENTION);
    expect(await run()).toEqual({ events: 4 });
    expect(await run()).toEqual({});
    expect([await db.$count(sql`events`), await db.$count(sql`orders`), await keys('event')]).toEqual([8, 12, 8]);
    const { rows } = await db.execute(sql`select what, "by", detail from audit_log`);
    expect(rows).toEqual([{ what: 'retention', by: 'baton', detail: { events: 4 } }]);
  });

  it('leaves roll-ups equal to the facts that are left', async () => {
    await setRetention(db, 'orders', 400, BY);
    await setRetention(db, 'events', 30, BY);
    expect(await run()).toEqual({ events: 8, orders: 4 });
    const left = await stats();
    expect(left[0]).toMatchObject({ orders: 2, revenue: 200, clicks: 1, prev_click_at: null });
    await rebuild(db, { now: NOW, timezone: SEOUL.timezone });
    expect(await stats()).toEqual(left);
  });

  it('stops between two pages when it is asked to, and goes on the next night', async () => {
    await setRetention(db, 'events', 30, BY);
    const stop = new AbortController();
    stop.abort();
    expect(await run({ signal: stop.signal })).toEqual({});
    expect(await run()).toEqual({ events: 8 });
  });

  it('keeps small tables short too', async () => {
    await db.execute(
      sql`insert into slack_seen (key, at) select 'k' || i, ${NOW.toISOString()}::timestamptz - i * interval '5 days' from generate_series(1, 20) i`,
    );
    expect(await run()).toEqual({ events: 4, slack_seen: 14 });
  });

  it('is shown and set by the command line, in days or for ever', async () => {
    const config = parseConfig(
      { DATABASE_URL: connection.url, SECRET_KEY: 'a test key of enough length', LOCALE: 'en' },
      'database',
    );
    const say = (...args: string[]) => retentionCommand.run({ config, args, options: {} });
    expect((await say('set', 'events', '30')).json).toEqual({ ...RETENTION, events: 30 });
    expect((await say('set', 'slack_seen', 'forever')).text).toMatch(/slack_seen +for ever/);
    expect((await say('show')).json).toEqual({ ...RETENTION, events: 30, slack_seen: null });
    for (const wrong of [
      ['set', 'consents', '30'],
      ['set', 'events', '0'],
      ['set', 'events', '1.5'],
      ['set', 'events', ''],
    ])
      await expect(say(...wrong)).rejects.toThrow(/Choose one of|whole days/);
  });
});
