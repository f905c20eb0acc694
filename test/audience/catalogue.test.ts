import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { segmentAggregates } from '../../src/audience/aggregates.ts';
import { loadCatalogue, told } from '../../src/audience/catalogue.ts';
import { currentCatalogue, refreshCatalogue } from '../../src/audience/catalogue-kept.ts';
import { checkRule } from '../../src/audience/check.ts';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { ingestEvents } from '../../src/audience/ingest-events.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import type { Db } from '../../src/deps.ts';
import { testDatabase } from '../support/database.ts';
import { forgetPeople, SEOUL } from '../support/people.ts';

const now = new Date('2026-11-24T03:00:00Z');
const at = { ...SEOUL, now };

describe('what may be told to a prompt', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    connection = await testDatabase();
    db = connection.db;
  });
  afterAll(() => connection.close());
  beforeEach(() => forgetPeople(db));
  const opts = { ...SEOUL, now, from: 'json' as const };
  const many = (n: number, of: (i: number) => Record<string, unknown>) =>
    ingestContacts(
      db,
      Array.from({ length: n }, (_, i) => ({ external_id: `secret-id-${i}`, ...of(i) })),
      opts,
    );

  it('holds no value of a personal field and none that fewer than ten have', async () => {
    await many(30, (i) => ({
      email: `person${i % 2}@example.test`,
      phone: '010-9876-5432',
      first_name: '지우',
      last_name: '김',
      tier: i < 21 ? 'gold' : 'platinum-of-nine',
      nickname: `nick${i}`,
      contact_us: 'shop@example.test',
      billing_address: '서울 마포구',
      points: i,
    }));
    const catalogue = await loadCatalogue(db, at);
    const told = JSON.stringify(catalogue);
    for (const secret of ['secret-id', 'person', 'example.test', '9876', '지우', '김', 'platinum', 'nick0', '마포구'])
      expect(told).not.toContain(secret);
    const field = (name: string) => catalogue.fields.find((f) => f.name === name);
    expect(field('email')).toEqual({ name: 'email', type: 'text', coverage: 1 });
    expect(field('tier')).toEqual({ name: 'tier', type: 'text', coverage: 1, top: [{ value: 'gold', share: 0.7 }] });
    expect(field('points')).toMatchObject({ type: 'number', deciles: [2.9, 5.8, 8.7, 12, 15, 17, 20, 23, 26] });
    expect(field('created_at')).toMatchObject({ type: 'date', coverage: 1 });
  });

  it('is kept for drafts, made anew by the tick, and at once when people or a new attribute came', async () => {
    await db.execute(sql`truncate catalogues`);
    await many(100, (i) => ({ tier: i < 9 ? 'platinum-of-nine' : 'gold' }));
    const later = (minutes: number) => ({ ...at, now: new Date(now.getTime() + minutes * 60_000) });
    const contacts = async (minutes: number) => (await currentCatalogue(db, later(minutes))).contacts;
    expect(await contacts(0)).toBe(100);
    const { rows } = await db.execute<{ kept: string }>(sql`select value::text as kept from catalogues`);
    for (const secret of ['secret-id', 'platinum']) expect(rows[0]?.kept).not.toContain(secret);
    // One of a hundred more changes nothing that a prompt would be told.
    await ingestContacts(db, [{ external_id: 'one-more' }], opts);
    expect(await contacts(1)).toBe(100);
    expect(await refreshCatalogue(db, later(9))).toBe(false);
    expect(await Promise.all([refreshCatalogue(db, later(10)), refreshCatalogue(db, later(10))])).toContain(false);
    expect(await contacts(11)).toBe(101);
    await many(120, () => ({ tier: 'gold' }));
    expect(await contacts(12)).toBe(121);
    // The days in it move with the clock, and with the practice clock.
    await ingestContacts(db, [{ external_id: 'and-one' }], opts);
    expect(await contacts(13)).toBe(121);
    expect(await contacts(25 * 60)).toBe(122);
  });

  it('names what happenings hold, and no value that fewer than ten contacts have', async () => {
    await many(12, () => ({}));
    await ingestEvents(
      db,
      Array.from({ length: 24 }, (_, i) => ({
        event_id: `v${i}`,
        contact_id: `secret-id-${i % 12}`,
        name: 'view',
        at: '2026-11-20',
        category: i < 12 ? '캠핑' : i < 21 ? 'of-nine' : '등산',
        seconds: i,
        mail_address: 'shop@example.test',
        ...(i < 9 && { rare: 'x' }),
      })),
      opts,
    );
    await ingestOrders(
      db,
      Array.from({ length: 12 }, (_, i) => ({
        order_id: `o${i}`,
        contact_id: `secret-id-${i}`,
        at: '2026-11-19',
        amount: 1000 * (i + 1),
        currency: 'KRW',
        category: i < 11 ? 'rock' : 'jazz',
      })),
      opts,
    );
    const catalogue = await loadCatalogue(db, at);
    const of = (name: string) => catalogue.events.find((event) => event.name === name)?.properties;
    expect(of('view')).toEqual([
      { name: 'category', type: 'text', top: [{ value: '캠핑', share: 1 }] },
      { name: 'mail_address', type: 'text' },
      { name: 'seconds', type: 'number', deciles: expect.arrayContaining([12]) },
    ]);
    expect(of('purchase')).toEqual([
      { name: 'amount', type: 'number', deciles: expect.arrayContaining([6500]) },
      { name: 'category', type: 'text', top: [{ value: 'rock', share: 0.917 }] },
    ]);
    for (const secret of ['of-nine', 'jazz', 'example.test', 'rare'])
      expect(JSON.stringify(catalogue)).not.toContain(secret);
  });

  it('does not count fewer than ten: rules may ask by the name, and no prompt is told it', async () => {
    await many(12, (i) => ({ manager: '김담당', ...(i < 9 ? { vip_note: 'x' } : { tier: 'gold' }) }));
    await ingestEvents(
      db,
      Array.from({ length: 12 }, (_, i) => ({
        event_id: `${i}`,
        contact_id: `secret-id-${i}`,
        name: i < 9 ? 'spoke to 이지은' : 'visit',
        at: '2026-11-20',
      })),
      opts,
    );
    const catalogue = await loadCatalogue(db, at);
    expect(catalogue.contacts).toBe(12);
    expect(catalogue.events).toContainEqual({ name: 'spoke to 이지은', contacts: 0, last30d: 0 });
    expect(checkRule({ all: [{ did: 'spoke to 이지은' }, { field: 'vip_note', is: 'exists' }] }, catalogue)).toEqual(
      [],
    );
    const wrong = checkRule({ all: [{ did: 'nothing' }, { field: 'none', is: 'exists' }] }, catalogue);
    const prompt = JSON.stringify([told(catalogue), wrong]);
    for (const secret of ['이지은', 'vip_note', '김담당']) expect(prompt).not.toContain(secret);
    expect(told(catalogue).events.map(({ name }) => name)).toEqual(['visit']);
  });

  it('lets a rule be checked: an unknown field or event is named with what there is', async () => {
    await many(10, () => ({ tier: 'gold' }));
    const catalogue = await loadCatalogue(db, at);
    const problems = checkRule(
      {
        all: [
          { field: 'recently_viewed', is: 'exists' },
          { did: 'swipe' },
          { field: 'tier', is: 'eq', value: 'gold' },
          { did: 'purchase' },
        ],
      },
      catalogue,
    );
    expect(problems.map((p) => [p.code, p.path, p.name])).toEqual([
      ['unknown_field', 'all[0]', 'recently_viewed'],
      ['unknown_event', 'all[1]', 'swipe'],
    ]);
    expect(problems[0]?.known).toContain('tier');
    expect(problems[0]?.message.ko).toContain("'recently_viewed' 데이터는 아직 없어요");
  });

  it('gives numbers about a segment of ten or more, none about a smaller one', async () => {
    await many(25, (i) => ({ genre: i < 12 ? 'jazz' : 'rock' }));
    await ingestOrders(
      db,
      Array.from({ length: 25 }, (_, i) => ({
        order_id: `${i}`,
        contact_id: `secret-id-${i}`,
        at: i < 15 ? '2026-11-20 12:00' : '2026-11-17 12:00',
        amount: 10_000,
        quantity: 2,
      })),
      opts,
    );
    const all = await segmentAggregates(db, { everyone: true }, at);
    const value = (name: string) => all.find((a) => a.name === name)?.value;
    expect(value('contacts')).toBe(25);
    expect(value('average_order_value')).toBe(10_000);
    expect(value('quantity_mean')).toBe(2);
    // 2026-11-20 is a Friday.
    expect(value('weekend_order_share')).toBe(0.6);
    expect(value('attribute_share:genre=jazz')).toBe(0.48);
    expect(all.every((a) => a.n >= 10 && a.label.ko !== '' && a.label.en !== '')).toBe(true);
    const nine = await segmentAggregates(
      db,
      { all: [{ field: 'external_id', is: 'in', value: Array.from({ length: 9 }, (_, i) => `secret-id-${i}`) }] },
      at,
    );
    expect(nine).toEqual([]);
  });
});
