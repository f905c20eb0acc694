import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type deliveries, deliveryEvents } from '../../src/db/schema.ts';
import { addMs, DAY, HOUR } from '../../src/kit/clock.ts';
import { attributedBetween, attributedByVariant, sumCredits } from '../../src/results/attribution.ts';
import { testDatabase } from '../support/database.ts';
import { buy, START, sentCampaign } from './sent-campaign.ts';

describe('last touch', () => {
  let db: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.close());

  const window = (campaign: { id: number }, from = START, days = 7) => ({
    campaignId: campaign.id,
    occurrence: 1,
    from,
    to: addMs(from, days * DAY),
    currency: 'KRW',
  });
  const credit = async (campaign: { id: number }, from = START) =>
    sumCredits(await attributedByVariant(db.db, window(campaign, from)));
  let events = 0;
  const click = (campaign: { id: number }, contactId: number, hours: number, machine = false) =>
    db.db.insert(deliveryEvents).values({
      contactId,
      eventId: `e${++events}`,
      campaignId: campaign.id,
      occurrence: 1,
      channel: 'email',
      variant: 'A-1',
      type: 'clicked',
      at: addMs(START, hours * HOUR),
      machine,
    });

  it('counts orders from the delivery to the end of the window, refunds apart, other currencies not at all', async () => {
    const { campaign, treated, held } = await sentCampaign(db.db, { send: 4, holdout: 2 });
    await buy(db.db, [
      { contactId: treated[0]!.id, minor: 10_000, hours: 1 },
      { contactId: treated[0]!.id, minor: 5_000, hours: 30 },
      { contactId: treated[1]!.id, minor: 7_000, hours: 2, status: 'refunded' },
      { contactId: treated[2]!.id, minor: 900, hours: -1 },
      { contactId: treated[2]!.id, minor: 901, hours: 7 * 24 },
      { contactId: held[0]!.id, minor: 50_000, hours: 3 },
    ]);
    expect(await credit(campaign)).toEqual({
      contacts: 1,
      clickContacts: 0,
      newContacts: 1,
      orders: 2,
      revenueMinor: 15_000,
      refundedOrders: 1,
      refundedMinor: 7_000,
    });
    expect(await attributedByVariant(db.db, { ...window(campaign), currency: 'USD' })).toEqual([]);
  });

  it('takes money given back off the revenue: a negative amount is no order', async () => {
    const { campaign, treated } = await sentCampaign(db.db, { send: 2, holdout: 0 });
    await buy(db.db, [
      { contactId: treated[0]!.id, minor: 10_000, hours: 1 },
      { contactId: treated[0]!.id, minor: -3_000, hours: 9 },
      { contactId: treated[1]!.id, minor: -500, hours: 9 },
    ]);
    expect(await credit(campaign)).toMatchObject({
      contacts: 1,
      orders: 1,
      revenueMinor: 6_500,
      refundedOrders: 2,
      refundedMinor: 3_500,
    });
  });

  it('gives nothing to a message that failed, was never delivered or came after the order', async () => {
    const { campaign, treated } = await sentCampaign(db.db, { send: 3, holdout: 0 });
    const [a, b, c] = treated.map(({ id }) => id);
    const set = (contactId: number, values: Partial<typeof deliveries.$inferInsert>) =>
      db.db.execute(
        `update deliveries set status = '${values.status}', accepted_at = '${values.acceptedAt?.toISOString()}' where campaign_id = ${campaign.id} and contact_id = ${contactId}`,
      );
    await set(a!, { status: 'failed', acceptedAt: START });
    await set(b!, { status: 'unknown', acceptedAt: START });
    await set(c!, { status: 'accepted', acceptedAt: addMs(START, 5 * HOUR) });
    await buy(
      db.db,
      [a!, b!, c!].map((contactId) => ({ contactId, minor: 10_000, hours: 2 })),
    );
    expect((await credit(campaign)).orders).toBe(0);
  });

  it('between two campaigns the later message wins, a click wins over a delivery, a machine click does not', async () => {
    const first = await sentCampaign(db.db, { send: 4, holdout: 0 });
    const ids = first.treated.map(({ id }) => id);
    const second = await sentCampaign(db.db, { send: 4, holdout: 0, contacts: ids, start: addMs(START, 10 * HOUR) });
    await buy(
      db.db,
      ids.map((contactId, i) => ({ contactId, minor: 1_000 * (i + 1), hours: 20 })),
    );
    await click(first.campaign, ids[1]!, 2);
    await click(first.campaign, ids[2]!, 2, true);
    await click(first.campaign, ids[3]!, 21);
    expect(await credit(first.campaign)).toMatchObject({ orders: 1, revenueMinor: 2_000, clickContacts: 1 });
    expect(await credit(second.campaign, addMs(START, 10 * HOUR))).toMatchObject({
      orders: 3,
      revenueMinor: 8_000,
      clickContacts: 0,
    });
  });

  it('gives an order to a campaign alone once the other window is over', async () => {
    const first = await sentCampaign(db.db, { send: 1, holdout: 0, plan: { windowDays: 2 } });
    const id = first.treated[0]!.id;
    const second = await sentCampaign(db.db, { send: 1, holdout: 0, contacts: [id], start: addMs(START, -3 * DAY) });
    await click(first.campaign, id, 1);
    await buy(db.db, [{ contactId: id, minor: 4_000, hours: 60 }]);
    expect((await credit(first.campaign)).orders).toBe(0);
    expect((await credit(second.campaign, addMs(START, -3 * DAY))).revenueMinor).toBe(4_000);
  });

  it('over all campaigns each order of a span is counted once', async () => {
    const start = addMs(START, 100 * DAY);
    const first = await sentCampaign(db.db, { send: 3, holdout: 0, start });
    const ids = first.treated.map(({ id }) => id);
    await sentCampaign(db.db, { send: 3, holdout: 0, contacts: ids, start: addMs(start, HOUR) });
    await buy(
      db.db,
      ids.map((contactId) => ({ contactId, minor: 1_000, at: addMs(start, 2 * DAY) })),
    );
    await buy(db.db, [{ contactId: ids[0]!, minor: 77, at: addMs(start, 4 * DAY) }]);
    const found = await attributedBetween(db.db, {
      from: addMs(start, DAY),
      to: addMs(start, 3 * DAY),
      currency: 'KRW',
    });
    const all = [...found.values()];
    expect(all.reduce((a, b) => a + b.revenueMinor, 0)).toBe(3_000);
    expect(all.reduce((a, b) => a + b.orders, 0)).toBe(3);
    expect(
      await attributedBetween(db.db, { from: addMs(start, 90 * DAY), to: addMs(start, 91 * DAY), currency: 'KRW' }),
    ).toEqual(new Map());
  });
});
