import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingestConsents } from '../../src/audience/ingest-consents.ts';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { ingestEvents } from '../../src/audience/ingest-events.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import { addressesTaken, suppress } from '../../src/audience/suppress.ts';
import { consents, contacts, orders, suppressions } from '../../src/db/schema.ts';
import type { Db } from '../../src/deps.ts';
import { testDatabase } from '../support/database.ts';
import { forgetPeople, SEOUL } from '../support/people.ts';

describe('ingestion', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    connection = await testDatabase();
    db = connection.db;
  });
  afterAll(() => connection.close());
  beforeEach(() => forgetPeople(db));

  const now = new Date('2026-11-24T03:00:00Z');
  const file = { ...SEOUL, now, from: 'file' as const, firstRow: 2 };
  const json = { ...SEOUL, now, from: 'json' as const };
  const totals = ({ read, inserted, updated, unchanged, rejected }: Awaited<ReturnType<typeof ingestContacts>>) => ({
    read,
    inserted,
    updated,
    unchanged,
    rejected: rejected.length,
  });
  const contact = async (externalId: string) =>
    (await db.select().from(contacts).where(eq(contacts.externalId, externalId)))[0];

  it('changes nothing when the same rows come again', async () => {
    const people = [
      {
        external_id: '1',
        email: ' Kim@Example.test ',
        phone: '010-1234-5678',
        tier: 'gold',
        points: '12',
        zip: '06236',
        vip: 'true',
      },
      { external_id: '2', created_at: '2026-01-02' },
    ];
    expect(totals(await ingestContacts(db, people, file))).toEqual({
      read: 2,
      inserted: 2,
      updated: 0,
      unchanged: 0,
      rejected: 0,
    });
    expect(totals(await ingestContacts(db, people, file))).toEqual({
      read: 2,
      inserted: 0,
      updated: 0,
      unchanged: 2,
      rejected: 0,
    });
    const first = await contact('1');
    expect(first).toMatchObject({
      email: 'kim@example.test',
      phone: '+821012345678',
      attributes: { tier: 'gold', points: 12, zip: '06236', vip: true },
    });
    expect((await contact('2'))?.createdAt).toEqual(new Date('2026-01-01T15:00:00Z'));
  });

  it('keeps what a row leaves out and clears what it leaves empty', async () => {
    await ingestContacts(
      db,
      [{ external_id: '1', email: 'a@example.test', first_name: '지우', tier: 'gold', points: '3' }],
      file,
    );
    const again = await ingestContacts(db, [{ external_id: '1', first_name: '', tier: '' }], file);
    expect(again.updated).toBe(1);
    expect(await contact('1')).toMatchObject({ email: 'a@example.test', firstName: null, attributes: { points: 3 } });
  });

  it('says row, column, value and what is allowed for each refused row, and takes the others', async () => {
    const result = await ingestOrders(
      db,
      [
        { order_id: '1', contact_id: 'a', at: '2026-02-01', amount: '100' },
        { order_id: '2', contact_id: 'a', at: '2026-02-31', amount: '100' },
        { order_id: '3', contact_id: 'a', at: '2026-02-01', amount: '10.5' },
        { order_id: '4', contact_id: 'a', at: '2026-02-01', amount: '10', currency: 'USD' },
        { order_id: '', contact_id: 'a', at: '2026-02-01', amount: '10' },
        { order_id: '6', contact_id: 'a', at: '2026-02-01', amount: '10', status: 'lost' },
      ],
      file,
    );
    expect(totals(result)).toEqual({ read: 6, inserted: 1, updated: 0, unchanged: 0, rejected: 5 });
    expect(result.rejected.map(({ row, column, value }) => [row, column, value])).toEqual([
      [3, 'at', '2026-02-31'],
      [4, 'amount', '10.5'],
      [5, 'currency', 'USD'],
      [6, 'order_id', ''],
      [7, 'status', 'lost'],
    ]);
    expect(result.rejected.map((r) => r.allowed)).toContain('KRW');
    expect(result.statuses).toEqual(['inserted', 'rejected', 'rejected', 'rejected', 'rejected', 'rejected']);
  });

  it("reads a time without a zone in the account's own, and one with a zone as it says", async () => {
    await ingestOrders(
      db,
      [
        { order_id: 'date', contact_id: 'a', at: '2026-02-01', amount: 1 },
        { order_id: 'local', contact_id: 'a', at: '2026-02-01 09:30', amount: 1 },
        { order_id: 'zoned', contact_id: 'a', at: '2026-02-01T09:30:00+01:00', amount: 1 },
      ],
      json,
    );
    const rows = await db.select({ id: orders.orderId, at: orders.at }).from(orders);
    expect(Object.fromEntries(rows.map((r) => [r.id, r.at.toISOString()]))).toEqual({
      date: '2026-01-31T15:00:00.000Z',
      local: '2026-02-01T00:30:00.000Z',
      zoned: '2026-02-01T08:30:00.000Z',
    });
  });

  it('makes the contact that an order names, since that order', async () => {
    await ingestOrders(db, [{ order_id: '1', contact_id: 'new', at: '2026-02-01T00:00:00Z', amount: 1 }], json);
    expect((await contact('new'))?.createdAt).toEqual(new Date('2026-02-01T00:00:00Z'));
  });

  it('refuses an order id that another contact has', async () => {
    const row = { order_id: '1', contact_id: 'a', at: '2026-02-01', amount: 100 };
    await ingestOrders(db, [row], json);
    const replay = await ingestOrders(db, [{ ...row, contact_id: 'b' }], json);
    expect(replay.rejected).toMatchObject([{ row: 0, column: 'order_id', value: '1' }]);
    expect(await db.select().from(orders)).toHaveLength(1);
  });

  it.each([
    ['after it', ['100', '-100']],
    ['before it', ['-100', '100']],
  ])("takes a negative amount under the order's own id as its refund, %s", async (_, amounts) => {
    for (const amount of amounts)
      await ingestOrders(db, [{ order_id: '1', contact_id: 'a', at: '2026-02-01', amount }], file);
    expect(await db.select({ amount: orders.amount, status: orders.status }).from(orders)).toEqual([
      { amount: 100, status: 'refunded' },
    ]);
    // And it stays refunded when the old export comes once more.
    const again = await ingestOrders(db, [{ order_id: '1', contact_id: 'a', at: '2026-02-01', amount: '100' }], file);
    expect(again.unchanged).toBe(1);
  });

  it('counts an order once, and believes the CRM before the shop before what a browser counted', async () => {
    const told = (order_source: string, amount: string, more = {}) =>
      ingestOrders(db, [{ order_id: '1', contact_id: 'a', at: '2026-02-01', amount, order_source, ...more }], file);
    const kept = () =>
      db
        .select({ amount: orders.amount, status: orders.status, source: orders.source, category: orders.category })
        .from(orders);
    await told('ga4', '90', { category: 'coffee' });
    expect((await told('cafe24', '100')).updated).toBe(1);
    expect(await kept()).toEqual([{ amount: 100, status: 'paid', source: 'shop', category: 'coffee' }]);
    expect((await told('analytics', '95')).unchanged).toBe(1);
    expect((await told('crm', '120')).updated).toBe(1);
    expect((await told('shop', '100')).unchanged).toBe(1);
    expect(await kept()).toEqual([{ amount: 120, status: 'paid', source: 'crm', category: 'coffee' }]);
    expect((await db.execute(sql`select orders, revenue from contact_stats`)).rows).toEqual([
      { orders: 1, revenue: 120 },
    ]);
    // Money that went back is told by whoever paid it back.
    expect((await told('shop', '100', { status: 'refunded' })).updated).toBe(1);
    expect(await kept()).toEqual([{ amount: 120, status: 'refunded', source: 'crm', category: 'coffee' }]);
    expect((await told('somebody', '1')).rejected).toMatchObject([{ column: 'order_source' }]);
  });

  it('takes a negative amount under an id of its own off the revenue, without counting an order', async () => {
    await ingestOrders(
      db,
      [
        { order_id: '1', contact_id: 'a', at: '2026-02-01', amount: 100 },
        { order_id: '1r', contact_id: 'a', at: '2026-02-03', amount: -30 },
      ],
      json,
    );
    const { rows } = await db.execute(sql`select orders, revenue from contact_stats`);
    expect(rows).toEqual([{ orders: 1, revenue: 70 }]);
  });

  it('counts two rows of one key in one file one after the other', async () => {
    const row = { order_id: '1', contact_id: 'a', at: '2026-02-01', amount: '100' };
    const result = await ingestOrders(db, [row, row, { ...row, amount: '120' }], file);
    expect(result.statuses).toEqual(['inserted', 'unchanged', 'updated']);
  });

  it('takes a thousand times the same row as one, and refuses an id that is in every row', async () => {
    const row = { order_id: 'KRW', contact_id: 'a', at: '2026-02-01', amount: '100' };
    const same = await ingestOrders(db, Array(1_000).fill(row), file);
    expect(totals(same)).toEqual({ read: 1_000, inserted: 1, updated: 0, unchanged: 999, rejected: 0 });
    const wrong = await ingestOrders(
      db,
      Array.from({ length: 200 }, (_, i) => ({ ...row, amount: `${i}` })),
      file,
    );
    expect(totals(wrong)).toMatchObject({ read: 200, updated: 50, rejected: 150 });
    expect(wrong.rejected[0]).toMatchObject({ row: 52, value: 'KRW', why: 'repeated' });
  });

  it('refuses a purchase that comes as an event: money needs an amount', async () => {
    const { rejected } = await ingestEvents(
      db,
      [{ event_id: '1', contact_id: 'a', name: 'purchase', at: '2026-02-01' }],
      json,
    );
    expect(rejected).toMatchObject([{ column: 'name', allowed: 'orders' }]);
  });

  it('keeps the latest word on a consent, whatever order words arrive in', async () => {
    const row = { contact_id: 'a', channel: 'email', source: 'web' };
    const words = [
      { ...row, state: 'granted', at: '2026-02-01' },
      { ...row, state: 'withdrawn', at: '2026-03-01' },
      { ...row, state: 'granted', at: '2026-02-15' },
    ];
    for (const order of [words, [...words].reverse()]) {
      await forgetPeople(db);
      for (const word of order) await ingestConsents(db, [word], file);
      expect(await db.select({ state: consents.state }).from(consents)).toEqual([{ state: 'withdrawn' }]);
    }
    expect((await ingestConsents(db, words, file)).unchanged).toBe(3);
  });

  it('takes no word on a consent from the future, which no later one could take back', async () => {
    const row = { contact_id: 'f', channel: 'email', state: 'granted', source: 'web' };
    const { rejected } = await ingestConsents(
      db,
      ['2206-11-01', '2027-11-26T03:00:00Z', '2026-11-01'].map((at) => ({ ...row, at })),
      json,
    );
    expect(rejected).toMatchObject([
      { row: 0, column: 'at', why: 'future' },
      { row: 1, column: 'at', why: 'future' },
    ]);
    const person = { external_id: 'f', 'consent.sms': 'Y', 'consent.sms.at': '2206-11-01' };
    const columns = await ingestContacts(db, [person], { ...file, consentSource: 'export' });
    expect(columns.rejected).toMatchObject([{ column: 'consent.sms.at', why: 'future' }]);
  });

  it('takes consent columns of a contacts file only with what they rest on', async () => {
    const row = { external_id: 'a', 'consent.email': 'Y', 'consent.sms': '' };
    expect((await ingestContacts(db, [row], file)).rejected).toMatchObject([
      { column: 'consent.email', allowed: '--consent-source' },
    ]);
    await ingestContacts(db, [row], { ...file, consentSource: 'shop export' });
    expect(
      await db.select({ channel: consents.channel, state: consents.state, source: consents.source }).from(consents),
    ).toEqual([{ channel: 'email', state: 'granted', source: 'shop export' }]);
  });

  it('marks everyone who shares an address, whoever came first, also when both come at once', async () => {
    await Promise.all(
      ['1', '2'].map((id) => ingestContacts(db, [{ external_id: id, email: 'home@example.test' }], json)),
    );
    await ingestContacts(db, [{ external_id: '3', email: 'own@example.test' }], json);
    const rows = await db.select({ id: contacts.externalId, shared: contacts.sharedEmail }).from(contacts);
    expect(Object.fromEntries(rows.map((r) => [r.id, r.shared]))).toEqual({ '1': true, '2': true, '3': false });
  });

  it('does not let a nested attribute pass for a personal column', async () => {
    const { rejected } = await ingestContacts(
      db,
      [{ external_id: 'a', attributes: { email: 'x@example.test' } }],
      json,
    );
    expect(rejected).toMatchObject([{ column: 'attributes.email' }]);
  });

  it('makes one contact of one name, however many processes meet it at once', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => ({
      order_id: '',
      contact_id: `c${i}`,
      at: '2026-02-01',
      amount: 1,
    }));
    await Promise.all(
      [0, 1, 2, 3].map((n) =>
        ingestOrders(
          db,
          rows.map((r, i) => ({ ...r, order_id: `${n}-${i}` })),
          json,
        ),
      ),
    );
    expect(await db.select().from(contacts)).toHaveLength(50);
    const { rows: sums } = await db.execute(sql`select sum(orders)::int as n from contact_stats`);
    expect(sums).toEqual([{ n: 200 }]);
  });

  describe('an opt-out', () => {
    const suppressed = async () =>
      (
        await db
          .select({ id: contacts.externalId })
          .from(suppressions)
          .innerJoin(contacts, eq(contacts.id, suppressions.contactId))
      )
        .map((row) => row.id)
        .sort();

    it('holds for everyone with the address, now and imported later', async () => {
      await ingestContacts(
        db,
        ['1', '2'].map((id) => ({ external_id: id, email: 'home@example.test' })),
        json,
      );
      await ingestContacts(db, [{ external_id: 'other', email: 'own@example.test' }], json);
      const id = (await contact('1'))?.id ?? 0;
      await db.transaction((tx) =>
        suppress(tx, { contactId: id, channel: 'email', reason: 'unsubscribed', source: 'C-1', at: now }),
      );
      expect(await suppressed()).toEqual(['1', '2']);
      await ingestContacts(db, [{ external_id: 'late', email: 'Home@example.test' }], json);
      await ingestContacts(db, [{ external_id: 'other', email: 'home@example.test' }], json);
      expect(await suppressed()).toEqual(['1', '2', 'late', 'other']);
    });

    it('keeps its first reason and is safe to repeat', async () => {
      await ingestContacts(db, [{ external_id: '1', phone: '010-1111-2222' }], json);
      const id = (await contact('1'))?.id ?? 0;
      for (const reason of ['bounced', 'unsubscribed'] as const)
        await db.transaction((tx) => suppress(tx, { contactId: id, channel: 'sms', reason, source: 's', at: now }));
      expect(
        await db.select({ reason: suppressions.reason, channel: suppressions.channel }).from(suppressions),
      ).toEqual([{ reason: 'bounced', channel: 'sms' }]);
    });

    describe('that meets an import of the same address half-way', () => {
      /** Until the other has ended or stands waiting for us. */
      const endsOrWaits = async (other: Promise<unknown>) => {
        let ended = false;
        void other.finally(() => (ended = true));
        for (;;) {
          const { rows } = await db.execute(
            sql`select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
          );
          if (ended || rows.length > 0) return;
        }
      };
      const optOut = (tx: Parameters<typeof suppress>[0], contactId: number) =>
        suppress(tx, { contactId, channel: 'email', reason: 'unsubscribed', source: 's', at: now });
      beforeEach(() => ingestContacts(db, [{ external_id: '1', email: 'home@example.test' }], json));

      it('holds for whom the import brings, when the opt-out began first', async () => {
        const id = (await contact('1'))?.id ?? 0;
        const late = await db.transaction(async (tx) => {
          await optOut(tx, id);
          const importing = ingestContacts(db, [{ external_id: 'late', email: 'home@example.test' }], json);
          await endsOrWaits(importing);
          return { importing };
        });
        await late.importing;
        expect(await suppressed()).toEqual(['1', 'late']);
      });

      it('holds for whom the import brings, when the import began first', async () => {
        const id = (await contact('1'))?.id ?? 0;
        const out = await db.transaction(async (tx) => {
          await addressesTaken(tx, 'import');
          await tx.insert(contacts).values({ externalId: 'late', email: 'home@example.test', createdAt: now });
          const optingOut = db.transaction((other) => optOut(other, id));
          await endsOrWaits(optingOut);
          return { optingOut };
        });
        await out.optingOut;
        expect(await suppressed()).toEqual(['1', 'late']);
      });
    });
  });
});
