import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eraseContact } from '../../src/audience/erase.ts';
import { exportContact } from '../../src/audience/export-contact.ts';
import type { IngestOptions } from '../../src/audience/ingest.ts';
import { ingestConsents } from '../../src/audience/ingest-consents.ts';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { ingestEvents } from '../../src/audience/ingest-events.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import { suppress } from '../../src/audience/suppress.ts';
import { contact as contactCommand } from '../../src/cli/contact.ts';
import { parseConfig } from '../../src/config.ts';
import { deliverSlice } from '../../src/delivery/deliver.ts';
import type { Db } from '../../src/deps.ts';
import { recordEvents } from '../../src/results/events.ts';
import { countingChannel, seedCampaign, statusOf, testDeps, WHOLE } from '../delivery/fixture.ts';
import { testDatabase } from '../support/database.ts';
import { forgetPeople, SEOUL } from '../support/people.ts';

const KEYS = ['a test key of enough length'];
const NOW = new Date('2026-11-24T03:00:00Z');
const BEFORE = '2026-11-20';
const AFTER = '2026-11-25T10:00:00Z';

describe('what is held of a person', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    connection = await testDatabase();
    db = connection.db;
  });
  afterAll(() => connection.close());
  beforeEach(async () => {
    await forgetPeople(db);
    await db.execute(sql`truncate erased, audit_log restart identity`);
    await bring();
  });

  const opts: IngestOptions = { ...SEOUL, now: NOW, from: 'json', secretKeys: KEYS };
  const KIM = {
    external_id: 'kim',
    email: 'kim@example.test',
    phone: '010-1234-5678',
    first_name: '하나',
    tier: 'gold',
  };
  const orders = ['kim-1', 'kim-2'].map((order_id) => ({
    order_id,
    contact_id: 'kim',
    at: BEFORE,
    amount: 12_000,
    product: 'bag of kim',
  }));
  const events = [{ event_id: 'kim-e', contact_id: 'kim', name: 'visit', at: BEFORE, page: '/kim' }];
  const consent = (at: string, state = 'granted') => ({
    contact_id: 'kim',
    channel: 'email',
    state,
    at,
    source: 'web',
  });
  /** The same files, as often as somebody brings them. */
  const bring = async (with_: IngestOptions = opts) => [
    await ingestContacts(db, [KIM, { external_id: 'lee', email: 'lee@example.test' }], with_),
    await ingestConsents(db, [consent(BEFORE)], with_),
    await ingestOrders(db, orders, with_),
    await ingestEvents(db, events, with_),
  ];
  const erase = (name = 'kim') => eraseContact(db, name, { by: 'U9', now: NOW, secretKeys: KEYS });
  /** Every row of every table, as text. */
  const everything = async (): Promise<string> => {
    const { rows: tables } = await db.execute<{ t: string }>(
      sql`select relname as t from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    );
    const all = await Promise.all(
      tables.map(({ t }) => db.execute(sql`select to_jsonb(x)::text as row from ${sql.identifier(t)} x`)),
    );
    return JSON.stringify(all.map(({ rows }) => rows));
  };
  const names = async () =>
    (await db.execute<{ name: string }>(sql`select external_id as name from contacts order by 1`)).rows.map(
      ({ name }) => name,
    );
  const sums = async () =>
    (await db.execute(sql`select count(*)::int as n, sum(amount)::int as revenue, min(at)::text as at from orders`))
      .rows[0];

  describe('once erased', () => {
    it('names nobody anywhere, while amounts and counts stay', async () => {
      const before = await sums();
      await db.execute(
        sql`insert into imports (id, file_id, file_name, "by", status, at, report) values ('i', 'F1', 'f.csv', 'U1', 'done', now(), '[{"row": 2, "column": "phone", "value": "KIM@example.test", "allowed": "+82"}]')`,
      );
      expect(await everything()).toMatch(/kim@/);
      expect(await erase()).toEqual({ orders: 2, events: 1, messages: 0 });
      expect(await everything()).not.toMatch(/kim|하나|1234/i);
      expect(await sums()).toEqual(before);
      expect(await names()).toEqual(['lee']);
      expect(await erase()).toBeNull();
    });

    it('is in the log of what was done, by whom, without a name', async () => {
      await erase();
      const { rows } = await db.execute<{ by: string; what: string; detail: { contact: string } }>(
        sql`select what, "by", detail from audit_log`,
      );
      expect(rows).toMatchObject([{ what: 'contact.erased', by: 'U9', detail: { orders: 2, events: 1, messages: 0 } }]);
      expect(rows[0]?.detail.contact).toMatch(/^[0-9a-f]{64}$/);
    });

    it('does not come back by the same files, and others do', async () => {
      await erase();
      const [contacts, consents, bought, did] = await bring();
      expect(contacts).toMatchObject({
        unchanged: 1,
        rejected: [{ row: 0, column: 'external_id', value: 'kim', why: 'erased' }],
      });
      for (const done of [consents, bought, did])
        expect(done?.rejected.every(({ column, why }) => column === 'contact_id' && why === 'erased')).toBe(true);
      expect([consents, bought, did].map((done) => done?.rejected.length)).toEqual([1, 2, 1]);
      expect(await names()).toEqual(['lee']);
    });

    it('does not come back by what happens later, nor by a no, but by a consent given anew', async () => {
      await erase();
      const late = { order_id: 'new', contact_id: 'kim', at: AFTER, amount: 500 };
      expect((await ingestOrders(db, [late], opts)).rejected).toHaveLength(1);
      expect((await ingestConsents(db, [consent(AFTER, 'withdrawn')], opts)).rejected).toHaveLength(1);
      const [before] = [await sums()];
      // Among old ones, and out of order.
      const both = await ingestConsents(db, [{ ...consent(BEFORE), channel: 'sms' }, consent(AFTER)], opts);
      expect(both).toMatchObject({ inserted: 1, rejected: [{ row: 0, allowed: `> ${NOW.toISOString()}` }] });
      expect((await ingestOrders(db, [late], opts)).inserted).toBe(1);
      expect((await ingestContacts(db, [KIM], opts)).updated).toBe(1);
      // What was before stays out: its amounts are counted already.
      expect((await ingestOrders(db, orders, opts)).rejected).toHaveLength(2);
      expect(await sums()).toMatchObject({ n: 3, revenue: Number(before?.revenue) + 500 });
      expect((await db.execute(sql`select channel from consents`)).rows).toEqual([{ channel: 'email' }]);
    });

    it('stays out under a new SECRET_KEY as long as the old one is kept, and nothing comes in without any', async () => {
      await erase();
      const rotated = await ingestContacts(db, [KIM], {
        ...opts,
        secretKeys: ['another key of enough length', ...KEYS],
      });
      expect(rotated.rejected).toHaveLength(1);
      const { secretKeys: _, ...without } = opts;
      await expect(ingestContacts(db, [KIM], without)).rejects.toThrow('SECRET_KEY');
      expect(await names()).toEqual(['lee']);
    });

    it('has opted out for whoever comes with the address later, unless it is somebody else’s too', async () => {
      const optOut = async (name: string) => {
        const { rows } = await db.execute<{ id: number }>(sql`select id from contacts where external_id = ${name}`);
        await db.transaction((tx) =>
          suppress(tx, {
            contactId: rows[0]?.id ?? 0,
            channel: 'email',
            reason: 'unsubscribed',
            source: 'C-1',
            at: NOW,
          }),
        );
      };
      const suppressed = async () =>
        (
          await db.execute<{ name: string }>(
            sql`select c.external_id as name from suppressions s join contacts c on c.id = s.contact_id where s.channel = 'email' order by 1`,
          )
        ).rows.map(({ name }) => name);
      await ingestContacts(db, [{ external_id: 'family', email: 'lee@example.test' }], opts);
      await optOut('kim');
      await optOut('lee');
      await erase('kim');
      await erase('lee');
      expect(await suppressed()).toEqual(['family']);
      expect((await db.execute(sql`select address from suppressed_addresses`)).rows).toEqual([
        { address: 'lee@example.test' },
      ]);
      await ingestContacts(
        db,
        [
          { external_id: 'new', email: 'KIM@example.test' },
          { external_id: 'free', email: 'free@example.test' },
        ],
        opts,
      );
      expect(await suppressed()).toEqual(['family', 'new']);
    });

    it('is not written to by a sending under way; the ledger keeps its rows, and a late click is still counted', async () => {
      const s = await seedCampaign(db, { contacts: 2 });
      await db.execute(
        sql`insert into contact_identities (source, external_id, contact_id) select 'external', external_id, id from contacts where external_id like 'x%'`,
      );
      const { rows } = await db.execute<{ name: string }>(
        sql`select external_id as name from contacts where id = ${s.contactIds[0]}`,
      );
      await erase(rows[0]?.name);
      const sent = countingChannel();
      await deliverSlice(testDeps(db, sent.channel), { campaignId: s.campaignId, ...WHOLE });
      expect(sent.got.size).toBe(1);
      expect(await statusOf(db, s.campaignId)).toEqual({ accepted: 1, suppressed: 1 });
      await erase((await names()).find((name) => name.startsWith('x')));
      const click = {
        type: 'clicked' as const,
        campaignId: s.campaignId,
        occurrence: 1,
        channel: 'email' as const,
        link: 1,
      };
      const at = new Date(Date.now() + 60_000);
      expect(await recordEvents(db, [{ ...click, eventId: 'late', contactId: s.contactIds[1] ?? 0, at }])).toBe(1);
      expect(await statusOf(db, s.campaignId)).toEqual({ accepted: 1, suppressed: 1 });
    });

    it('comes back by nobody who is bringing it in at the same time', async () => {
      for (let round = 0; round < 5; round++) {
        await forgetPeople(db);
        await db.execute(sql`truncate erased`);
        await bring();
        const more = Array.from({ length: 20 }, (_, n) => ({ ...events[0], event_id: `kim-${round}-${n}` }));
        await Promise.all([erase(), bring(), ...more.map((row) => ingestEvents(db, [row], opts))]);
        expect(await names()).toEqual(['lee']);
        expect((await db.execute(sql`select 1 from orders where order_id not like 'erased-%'`)).rows).toEqual([]);
      }
    });
  });

  describe('when exported', () => {
    it('is all there, in the words and units of outside, and says so in the log', async () => {
      const all = await exportContact(db, 'kim', { by: 'U9', now: NOW, currency: 'KRW', secretKeys: KEYS });
      expect(all).toMatchObject({
        contact: {
          external_id: 'kim',
          email: 'kim@example.test',
          phone: '+821012345678',
          attributes: { tier: 'gold' },
        },
        consents: [{ channel: 'email', state: 'granted', source: 'web' }],
        orders: [{ order_id: 'kim-1', amount: 12_000, product: 'bag of kim' }, { order_id: 'kim-2' }],
        events: [{ event_id: 'kim-e', name: 'visit', properties: { page: '/kim' } }],
        totals: { orders: 2, revenue: 24_000 },
        messages: [],
      });
      expect(JSON.stringify(all)).not.toMatch(/lee|"contact_id"/);
      const { rows } = await db.execute(sql`select what, "by", detail::text as detail from audit_log`);
      expect(rows).toMatchObject([{ what: 'contact.exported', by: 'U9', detail: expect.not.stringContaining('kim') }]);
      expect(await exportContact(db, 'park', { by: 'U9', now: NOW, currency: 'KRW', secretKeys: KEYS })).toBeNull();
    });
  });

  it('is exported and erased by the command line', async () => {
    const config = parseConfig({ DATABASE_URL: connection.url, SECRET_KEY: KEYS[0], LOCALE: 'en' }, 'database');
    const run = (...args: string[]) => contactCommand.run({ config, args, options: {} });
    expect((await run('export', 'kim')).json).toMatchObject({ contact: { external_id: 'kim' } });
    const said = await run('erase', 'kim');
    expect(said.json).toEqual({ erased: true, orders: 2, events: 1, messages: 0 });
    expect(said.text).toContain('A consent given after this');
    await expect(run('erase', 'kim')).rejects.toThrow('There is no contact kim; nothing was done.');
  });
});
