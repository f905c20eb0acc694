import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DELIVERY_STATES, type DeliveryEventType, type DeliveryState, suppressions } from '../../src/db/schema.ts';
import type { Db } from '../../src/deps.ts';
import { type DeliveryFact, recordEvents } from '../../src/results/events.ts';
import { seedCampaign, statusOf } from '../delivery/fixture.ts';
import { testDatabase } from '../support/database.ts';

const TYPES: readonly DeliveryEventType[] = [
  'accepted',
  'delivered',
  'opened',
  'clicked',
  'bounced',
  'failed',
  'complained',
  'unsubscribed',
];

describe('reports from outside', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    database = await testDatabase();
    db = database.db;
  });
  afterAll(() => database.close());

  const sent = async (status: DeliveryState, contacts = 1) => {
    const s = await seedCampaign(db, { contacts });
    await db.execute(
      sql`update deliveries set status = ${status}, handed_at = now() - interval '1 hour' where campaign_id = ${s.campaignId}`,
    );
    const fact = (type: DeliveryEventType, more: Partial<DeliveryFact> = {}): DeliveryFact => ({
      eventId: `${type}-1`,
      type,
      contactId: s.contactIds[0]!,
      campaignId: s.campaignId,
      occurrence: 1,
      channel: 'email',
      at: new Date(),
      ...more,
    });
    return { ...s, fact };
  };
  const suppressed = async (contactId: number) =>
    (await db.select().from(suppressions).where(sql`contact_id = ${contactId}`)).map((row) => row.reason);

  it.each<[DeliveryEventType, boolean, DeliveryState, DeliveryState, string[]]>([
    ['accepted', false, 'unknown', 'accepted', []],
    ['delivered', false, 'accepted', 'delivered', []],
    ['delivered', false, 'unknown', 'delivered', []],
    ['bounced', true, 'accepted', 'failed', ['bounced']],
    ['bounced', false, 'accepted', 'accepted', []],
    ['bounced', true, 'delivered', 'delivered', ['bounced']],
    ['failed', false, 'unknown', 'failed', []],
    ['complained', false, 'accepted', 'accepted', ['complained']],
    ['unsubscribed', false, 'delivered', 'delivered', ['unsubscribed']],
    ['opened', false, 'unknown', 'accepted', []],
    ['accepted', false, 'failed', 'failed', []],
    ['delivered', false, 'failed', 'failed', []],
    ['accepted', false, 'cancelled', 'cancelled', []],
    ['delivered', false, 'planned', 'planned', []],
    ['clicked', false, 'suppressed', 'suppressed', []],
  ])('%s (hard: %s) moves %s to %s', async (type, hard, from, to, reasons) => {
    const { campaignId, contactIds, fact } = await sent(from);
    expect(await recordEvents(db, [fact(type, { hard })])).toBe(1);
    expect(await statusOf(db, campaignId)).toEqual({ [to]: 1 });
    expect(await suppressed(contactIds[0]!)).toEqual(reasons);
  });

  it('ignore what never left from here', async () => {
    const { fact } = await sent('accepted');
    expect(await recordEvents(db, [fact('clicked', { campaignId: 999_999 })])).toBe(0);
    expect(await recordEvents(db, [fact('clicked', { contactId: 999_999 })])).toBe(0);
    expect(await recordEvents(db, [])).toBe(0);
  });

  it('count once what comes ten times at once', async () => {
    const { campaignId, fact } = await sent('accepted', 3);
    const counts = await Promise.all(
      Array.from({ length: 10 }, () => recordEvents(db, [fact('clicked'), fact('opened')])),
    );
    expect(counts.reduce((a, b) => a + b, 0)).toBe(2);
    const { rows } = await db.execute<{ n: number }>(
      sql`select count(*)::int as n from delivery_events where campaign_id = ${campaignId}`,
    );
    expect(rows[0]?.n).toBe(2);
  });

  it('only ever move forward, and a second telling in any order changes nothing', async () => {
    const rank: Record<DeliveryState, number> = {
      planned: 0,
      claimed: 1,
      handed: 2,
      unknown: 3,
      accepted: 4,
      delivered: 5,
      failed: 5,
      suppressed: 5,
      expired: 5,
      cancelled: 5,
    };
    const event = fc.record({ type: fc.constantFrom(...TYPES), hard: fc.boolean(), n: fc.integer({ min: 0, max: 2 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...DELIVERY_STATES),
        fc.array(event, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        async (from, told, turn) => {
          const { campaignId, fact } = await sent(from);
          const facts = told.map(({ type, hard, n }) => fact(type, { eventId: `${type}-${hard}-${n}`, hard }));
          const now = async () => (Object.keys(await statusOf(db, campaignId))[0] ?? 'planned') as DeliveryState;
          let before: DeliveryState = from;
          for (const one of facts) {
            await recordEvents(db, [one]);
            const after = await now();
            expect(rank[after]).toBeGreaterThanOrEqual(rank[before]);
            if (rank[before] === 5) expect(after).toBe(before);
            before = after;
          }
          const at = turn % facts.length;
          expect(await recordEvents(db, [...facts.slice(at), ...facts.slice(0, at)])).toBe(0);
          expect(await now()).toBe(before);
        },
      ),
      { numRuns: 40 },
    );
  });
});
