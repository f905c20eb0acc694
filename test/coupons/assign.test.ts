import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assignCodes, CouponsShort, codesOf, freeUnsent } from '../../src/coupons/assign.ts';
import { type PlanCoupon, poolsNow } from '../../src/coupons/pool.ts';
import { couponCodes } from '../../src/db/schema.ts';
import { seedCampaign, seedContacts } from '../delivery/fixture.ts';
import { testDatabase } from '../support/database.ts';
import { codesNamed, freezeMembers, seedPool } from './pools.ts';

const NOW = new Date('2026-11-22T03:00:00Z');

describe('a code of a pool', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let people: number[];
  let campaign = 1_000;
  beforeAll(async () => {
    database = await testDatabase();
    people = await seedContacts(database.db, 400);
  });
  afterAll(() => database.close());

  const assign = (campaignId: number, coupon: PlanCoupon, page?: number, crash = false) =>
    database.db.transaction(async (tx) => {
      const given = await assignCodes(tx, { campaignId, occurrence: 1 }, coupon, NOW, page);
      if (crash) throw new Error('killed');
      return given;
    });
  const given = async (campaignId: number) => {
    const rows = await database.db.select().from(couponCodes).where(eq(couponCodes.campaignId, campaignId));
    return rows.map(({ contactId, key }) => ({ contactId, key }));
  };
  const left = async (pool: string) => (await poolsNow(database.db)).find(({ id }) => id === pool)?.left;

  it('goes to each who is sent to, once, and to nobody held out', async () => {
    const coupon = await seedPool(database.db, 'plain', codesNamed('P', 130));
    await freezeMembers(database.db, ++campaign, people.slice(0, 150), 120);
    expect(await assign(campaign, coupon, 50)).toBe(120);
    const rows = await given(campaign);
    expect(rows.map(({ contactId }) => contactId).sort((a, b) => Number(a) - Number(b))).toEqual(people.slice(0, 120));
    expect(new Set(rows.map(({ key }) => key)).size).toBe(120);
    expect(await left('plain')).toBe(10);
    // A second look at the same freeze gives nothing to anybody.
    expect(await assign(campaign, coupon, 50)).toBe(0);
    const read = await codesOf(database.db, coupon, { campaignId: campaign, occurrence: 1 }, people.slice(110, 130));
    expect([...read.keys()]).toEqual(people.slice(110, 120));
  });

  it('is one person’s however many planners work at once, crash and begin again, on one pool', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ of: fc.integer({ min: 0, max: 2 }), page: fc.integer({ min: 7, max: 90 }), crash: fc.boolean() }),
          {
            minLength: 20,
            maxLength: 20,
          },
        ),
        async (planners) => {
          round += 1;
          const coupon = await seedPool(database.db, `many-${round}`, codesNamed(`M${round}`, 320));
          const campaigns = [++campaign, ++campaign, ++campaign];
          // The same people in all three: one code a sending, three in all.
          for (const id of campaigns) await freezeMembers(database.db, id, people.slice(0, 110), 100);
          await Promise.allSettled(
            planners.map(({ of, page, crash }) => assign(campaigns[of] ?? 0, coupon, page, crash)),
          );
          for (const id of campaigns) await assign(id, coupon);
          const all = (await Promise.all(campaigns.map(given))).map((rows) => rows.map(({ contactId }) => contactId));
          for (const contacts of all)
            expect(contacts.sort((a, b) => Number(a) - Number(b))).toEqual(people.slice(0, 100));
          expect(await left(`many-${round}`)).toBe(20);
        },
      ),
      { numRuns: 4 },
    );
  });

  it('runs out for a whole freeze, never for a part of it', async () => {
    const coupon = await seedPool(database.db, 'few', codesNamed('F', 99));
    await freezeMembers(database.db, ++campaign, people.slice(0, 100));
    await expect(assign(campaign, coupon, 30)).rejects.toThrow(CouponsShort);
    expect(await given(campaign)).toEqual([]);
    await database.db.insert(couponCodes).values({ key: 'F-MORE', code: 'f-more', pool: 'few' });
    expect(await assign(campaign, coupon, 30)).toBe(100);
  });

  it('cannot be given twice by the database itself', async () => {
    await seedPool(database.db, 'law', ['L-1', 'L-2']);
    const give = (key: string, contactId: number) =>
      database.db.update(couponCodes).set({ campaignId: 9, occurrence: 1, contactId }).where(eq(couponCodes.key, key));
    await give('L-1', 1);
    await expect(give('L-2', 1)).rejects.toThrow();
    await expect(database.db.insert(couponCodes).values({ key: 'L-1', code: 'l-1', pool: 'other' })).rejects.toThrow();
  });

  it('is free again only where its message certainly never left', async () => {
    const coupon = await seedPool(database.db, 'back', codesNamed('B', 10));
    const { campaignId, contactIds } = await seedCampaign(database.db, { contacts: 6, status: 'measuring' });
    await freezeMembers(database.db, campaignId, contactIds);
    await assign(campaignId, coupon);
    const states: [string, boolean][] = [
      ['cancelled', false],
      ['suppressed', false],
      ['failed', false],
      ['failed', true],
      ['unknown', true],
      ['accepted', true],
    ];
    for (const [i, [status, handed]] of states.entries())
      await database.db.execute(sql`update deliveries set status = ${status}, handed_at = ${handed ? NOW.toISOString() : null}::timestamptz
        where campaign_id = ${campaignId} and contact_id = ${contactIds[i] ?? 0}`);
    const key = { campaignId, occurrence: 1 };
    expect(await freeUnsent(database.db, key)).toBe(3);
    expect(await freeUnsent(database.db, key)).toBe(0);
    expect(await left('back')).toBe(7);
    expect((await given(campaignId)).map(({ contactId }) => contactId).sort()).toEqual(contactIds.slice(3));
  });

  it('that everybody shares is read for everybody and used up by nobody', async () => {
    const coupon = await seedPool(database.db, 'all', ['Spring15'], { kind: 'shared' });
    await freezeMembers(database.db, ++campaign, people.slice(0, 3));
    expect(await assign(campaign, coupon)).toBe(0);
    const read = await codesOf(database.db, coupon, { campaignId: campaign, occurrence: 1 }, people.slice(0, 2));
    expect([...read.values()]).toEqual(['Spring15', 'Spring15']);
  });
});
