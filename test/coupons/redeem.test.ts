import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eraseContact } from '../../src/audience/erase.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import { assignCodes } from '../../src/coupons/assign.ts';
import { type PlanCoupon, poolsNow } from '../../src/coupons/pool.ts';
import { redemptionsOf } from '../../src/coupons/redeem.ts';
import { couponCodes, orders } from '../../src/db/schema.ts';
import { attributedByVariant } from '../../src/results/attribution.ts';
import { seedCampaign, seedContacts } from '../delivery/fixture.ts';
import { testDatabase } from '../support/database.ts';
import { SEOUL } from '../support/people.ts';
import { codesNamed, freezeMembers, seedPool } from './pools.ts';

const SENT = new Date('2026-11-22T03:00:00Z');
const END = new Date('2026-11-29T03:00:00Z');
const opts = { ...SEOUL, now: END, from: 'json' as const, secretKeys: ['test-key-0123456789'] };

describe('a redeemed code', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let people: number[];
  let names: string[];
  let n = 0;
  beforeAll(async () => {
    database = await testDatabase();
    people = await seedContacts(database.db, 40);
    const { rows } = await database.db.execute<{ name: string }>(
      sql`select external_id as name from contacts order by id`,
    );
    names = rows.map(({ name }) => name);
    await database.db.execute(sql`
      insert into contact_identities (source, external_id, contact_id) select 'external', external_id, id from contacts`);
  });
  afterAll(() => database.close());

  const order = (i: number, more: Record<string, unknown> = {}) => ({
    order_id: `o${++n}`,
    contact_id: names[i],
    at: '2026-11-23T01:00:00Z',
    amount: 10_000,
    ...more,
  });
  const bring = (rows: Record<string, unknown>[]) => ingestOrders(database.db, rows, opts);
  /** Sent to these people and delivered, each with a code. */
  const sent = async (ids: readonly number[], coupon?: PlanCoupon) => {
    const { campaignId } = await seedCampaign(database.db, { contactIds: ids, status: 'measuring' });
    await freezeMembers(database.db, campaignId, ids);
    await database.db.execute(
      sql`update campaigns set window_starts_at = ${SENT.toISOString()}, window_ends_at = ${END.toISOString()} where id = ${campaignId}`,
    );
    await database.db.execute(
      sql`update deliveries set status = 'delivered', accepted_at = ${SENT.toISOString()}, delivered_at = ${SENT.toISOString()}, handed_at = ${SENT.toISOString()} where campaign_id = ${campaignId}`,
    );
    if (coupon) await database.db.transaction((tx) => assignCodes(tx, { campaignId, occurrence: 1 }, coupon, SENT));
    const codes = await database.db.select().from(couponCodes).where(eq(couponCodes.campaignId, campaignId));
    return { campaignId, codeOf: (id: number) => codes.find(({ contactId }) => contactId === id)?.code ?? '' };
  };
  const read = (coupon: PlanCoupon, campaignId: number) =>
    redemptionsOf(database.db, coupon, { campaignId, occurrence: 1, from: SENT, to: END });
  const credit = async (campaignId: number) =>
    (
      await attributedByVariant(database.db, { campaignId, occurrence: 1, from: SENT, to: END, currency: 'KRW' })
    ).reduce((sum, { revenueMinor }) => sum + Number(revenueMinor), 0);

  it('is marked with who and when, however it was typed; somebody else’s is kept and counted apart', async () => {
    const ids = people.slice(0, 4);
    const coupon = await seedPool(database.db, 'own', codesNamed('Own', 5));
    const { campaignId, codeOf } = await sent(ids, coupon);
    await bring([
      order(0, { coupon: ` ${codeOf(ids[0] ?? 0).toLowerCase()} ` }),
      order(10, { coupon: codeOf(ids[1] ?? 0) }),
      order(2, { coupon: codeOf(ids[2] ?? 0), status: 'refunded' }),
      order(3, { coupon: 'NOT-OURS' }),
    ]);
    expect(await read(coupon, campaignId)).toEqual({
      issued: 4,
      redeemed: 1,
      revenueMinor: 10_000,
      refunded: 1,
      byOthers: 1,
    });
    const [own] = await database.db
      .select()
      .from(couponCodes)
      .where(eq(couponCodes.contactId, ids[0] ?? 0));
    expect(own).toMatchObject({ redeemedBy: ids[0], redeemedAs: 'own', redeemedAt: new Date('2026-11-23T01:00:00Z') });
    // The order of somebody else proves nothing about why they bought.
    const [other] = await database.db
      .select()
      .from(orders)
      .where(eq(orders.contactId, people[10] ?? 0));
    expect(other).toMatchObject({ coupon: codeOf(ids[1] ?? 0).toUpperCase(), couponCampaign: null });
  });

  it('is whose the earliest order was, whatever order they come in', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }), fc.boolean(), async (days, apart) => {
        round += 1;
        const coupon = await seedPool(database.db, `first-${round}`, [`First-${round}`]);
        const { codeOf } = await sent([people[5] ?? 0], coupon);
        const code = codeOf(people[5] ?? 0);
        const rows = days.map((day) => order(4 + day, { coupon: code, at: `2026-11-2${day + 2}T00:00:00Z` }));
        if (apart) for (const row of rows) await bring([row]);
        else await bring(rows);
        await bring(rows);
        const [found] = await database.db.select().from(couponCodes).where(eq(couponCodes.key, code.toUpperCase()));
        expect(found).toMatchObject({
          redeemedBy: people[5],
          redeemedAs: 'own',
          redeemedAt: new Date('2026-11-23T00:00:00Z'),
        });
      }),
      { numRuns: 5 },
    );
  });

  it('gives the order to its own campaign, though another message was the last touch', async () => {
    const id = people[20] ?? 0;
    const coupon = await seedPool(database.db, 'proof', ['Proof-1']);
    const first = await sent([id], coupon);
    const second = await sent([id]);
    await bring([order(20)]);
    expect([await credit(first.campaignId), await credit(second.campaignId)]).toEqual([0, 10_000]);
    await bring([order(20, { coupon: 'proof-1', amount: 7_000 })]);
    expect([await credit(first.campaignId), await credit(second.campaignId)]).toEqual([7_000, 10_000]);
  });

  it('that nobody was given has leaked, and is given to nobody', async () => {
    const coupon = await seedPool(database.db, 'leaked', ['LEAK-1', 'LEAK-2']);
    await bring([order(25, { coupon: 'leak-1' })]);
    expect((await poolsNow(database.db)).find(({ id }) => id === 'leaked')?.left).toBe(1);
    const { codeOf } = await sent([people[26] ?? 0], coupon);
    expect(codeOf(people[26] ?? 0)).toBe('LEAK-2');
  });

  it('that everybody shares counts whoever was reached and ordered with it', async () => {
    const ids = people.slice(27, 30);
    const coupon = await seedPool(database.db, 'shared', ['Spring15'], { kind: 'shared' });
    const { campaignId } = await sent(ids);
    await bring([
      order(27, { coupon: 'SPRING15' }),
      order(27, { coupon: 'spring15' }),
      order(28),
      order(35, { coupon: 'spring15' }),
    ]);
    expect(await read(coupon, campaignId)).toEqual({
      issued: 3,
      redeemed: 1,
      revenueMinor: 20_000,
      refunded: 0,
      byOthers: 0,
    });
  });

  it('of somebody erased names nobody, still counts, and is never given again', async () => {
    const id = people[31] ?? 0;
    const coupon = await seedPool(database.db, 'erased', ['GONE-1', 'GONE-2']);
    const { campaignId, codeOf } = await sent([id], coupon);
    const code = codeOf(id);
    await bring([order(31, { coupon: code })]);
    await eraseContact(database.db, names[31] ?? '', { by: 'cli', now: END, secretKeys: opts.secretKeys });
    const [found] = await database.db.select().from(couponCodes).where(eq(couponCodes.key, code));
    expect(found).toMatchObject({
      campaignId,
      contactId: null,
      redeemedBy: null,
      redeemedOrder: null,
      redeemedAs: 'own',
    });
    expect(await database.db.select().from(orders).where(eq(orders.coupon, code))).toEqual([]);
    expect((await poolsNow(database.db)).find((pool) => pool.id === 'erased')?.left).toBe(1);
    expect(await read(coupon, campaignId)).toMatchObject({ issued: 1, redeemed: 1 });
  });
});
