import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brandVersions, contactStats, deliveryEvents, llmCalls, readouts } from '../../src/db/schema.ts';
import { addMs, DAY, HOUR } from '../../src/kit/clock.ts';
import { readArms } from '../../src/results/arms.ts';
import { readOut } from '../../src/results/readout.ts';
import { testDatabase } from '../support/database.ts';
import { testDeps } from '../support/deps.ts';
import { buy, START, sentCampaign, someBrief } from './sent-campaign.ts';

const END = addMs(START, 7 * DAY);
const kit = {
  labourRatePerHour: 30_000,
  minutesSaved: 180,
  minutesSpent: 20,
  prices: { email: 10, sms: 18, lms: 45, mms: 110, alimtalk: 8, brand: 25, push: 1 },
};

describe('a read-out', () => {
  let db: Awaited<ReturnType<typeof testDatabase>>;
  let deps: ReturnType<typeof testDeps>;
  beforeAll(async () => {
    db = await testDatabase();
    deps = testDeps(db);
    await db.db.insert(brandVersions).values({ version: 1, kit, by: 'U9', at: START });
  });
  afterAll(() => db.close());

  const buyers = (people: readonly { id: number }[], n: number, minor = 40_000, hours = 30) =>
    buy(
      db.db,
      people
        .slice(0, n)
        .map(({ id }, i) => ({ contactId: id, minor: minor + 1_000 * (i % 20), hours: hours + (i % 48) })),
    );

  it('holds every number in whole minor units, arms as assigned, attributed beside incremental', async () => {
    const { campaign, treated, held } = await sentCampaign(db.db, { send: 800, holdout: 200 });
    await db.db.execute(
      `update deliveries set status = 'failed', accepted_at = null where campaign_id = ${campaign.id} and contact_id = ${treated[0]!.id}`,
    );
    await buyers(treated, 60);
    await buyers(held, 5);
    const happen = (type: 'opened' | 'clicked' | 'unsubscribed', people: readonly { id: number }[], more = {}) =>
      db.db.insert(deliveryEvents).values(
        people.map(({ id }, i) => ({
          contactId: id,
          eventId: `${type}${i}${JSON.stringify(more)}`,
          campaignId: campaign.id,
          occurrence: 1,
          channel: 'email',
          variant: i % 2 ? 'A-2' : 'A-1',
          type,
          at: addMs(START, HOUR),
          ...more,
        })),
      );
    await happen('opened', treated.slice(0, 300));
    await happen('clicked', treated.slice(0, 80));
    await happen('clicked', treated.slice(100, 110), { machine: true });
    await happen('unsubscribed', treated.slice(300, 304));
    await db.db.insert(llmCalls).values({
      id: 'c1',
      campaignId: campaign.id,
      prompt: 'brief',
      promptHash: 'h',
      model: 'm',
      attempt: 1,
      outcome: 'ok',
      costMicros: 500_000,
      latencyMs: 1,
      at: START,
    });

    const r = await readOut(deps, db.db, campaign.id, 'final', END);
    const spent = Array.from({ length: 60 }, (_, i) => 40_000 + 1_000 * (i % 20));
    const all = spent.reduce((a, b) => a + b, 0);
    expect(r.arms.send).toEqual({ n: 800, conversions: 60, orders: 60, revenueMinor: all, perContactMinor: all / 800 });
    expect(r.arms.holdout).toMatchObject({ n: 200, conversions: 5, orders: 5 });
    // The failed delivery's order is the treated arm's, but nobody's to claim.
    expect(r.attributed).toMatchObject({ contacts: 59, orders: 59, revenueMinor: all - 40_000, clickContacts: 59 });
    expect(r.funnel).toMatchObject({
      planned: 800,
      delivered: 799,
      failed: 1,
      opened: 300,
      clicked: 80,
      machineClicked: 10,
    });
    expect(r.rates.ctr).toEqual({ value: 80 / 799, numerator: 80, denominator: 799 });
    expect(r.rates.cvr.value).toBeCloseTo(59 / 80, 12);
    expect(r.cost).toEqual({
      sendingMinor: 7_990,
      aiMinor: 650,
      aiKnown: true,
      labourMinor: 10_000,
      savedLabourMinor: 90_000,
      totalMinor: 18_640,
    });
    expect(r.roi.asDefined.value).toBeCloseTo((all - 40_000 + 90_000) / 10_650, 9);
    expect(r.roi.withSending.value).toBeCloseTo((all - 40_000 + 90_000) / 18_640, 9);
    expect(r.roi.incremental?.value).toBeCloseTo(((r.incremental?.minor ?? 0) + 90_000) / 18_640, 9);
    expect(r.verdict.kind).toBe('proved');
    const difference = all / 800 - r.arms.holdout.revenueMinor / 200;
    expect(r.incremental?.minor).toBe(Math.round(difference * 800));
    expect(Number.isInteger(r.incremental?.loMinor)).toBe(true);
    expect(r.incremental!.loMinor).toBeLessThan(r.incremental!.minor);
    expect(r.kpi).toEqual({
      metric: 'attributed_revenue',
      target: 1_000_000,
      actual: all - 40_000,
      share: (all - 40_000) / 1_000_000,
      deadline: '2026-12-31',
    });
    expect(r.forecast).toMatchObject({ p50Minor: 500_000, actualMinor: all - 40_000 });
    expect(r.forecast?.error).toBeCloseTo((all - 40_000) / 500_000 - 1, 12);
    expect(r.byDay).toHaveLength(7);
    expect(r.byDay.reduce((a, day) => a + day.sendMinor, 0)).toBe(all);
    expect(r.variants.map(({ variant }) => variant)).toEqual(['A-1', 'A-2']);
    expect(r.variants.reduce((a, { credit }) => a + credit.revenueMinor, 0)).toBe(all - 40_000);
    expect(r.variants.map(({ segment }) => segment)).toEqual(['A', 'A']);
    expect(r.segments).toMatchObject([
      { segment: 'A', send: 800, holdout: 200, funnel: r.funnel, credit: r.attributed },
    ]);
    expect(r.winners).toMatchObject([{ segment: 'A', wins: false, n: 800, among: 2 }]);
    expect(r.simulated).toBe(false);
  });

  it('compares by what was ordered in the 90 days before, which nothing done since can move', async () => {
    const { campaign, treated } = await sentCampaign(db.db, { send: 4, holdout: 2 });
    const [a, b, c] = treated.map(({ id }) => id);
    await buy(db.db, [
      { contactId: a!, minor: 1, at: addMs(START, -90 * DAY - 1) },
      { contactId: a!, minor: 10, at: addMs(START, -90 * DAY) },
      { contactId: a!, minor: 100, at: addMs(START, -1) },
      { contactId: b!, minor: 1_000, at: addMs(START, -5 * DAY), status: 'refunded' },
      { contactId: c!, minor: 10_000, at: START },
    ]);
    const arms = await readArms(db.db, {
      campaignId: campaign.id,
      occurrence: 1,
      from: START,
      to: END,
      currency: 'KRW',
    });
    expect({ x: arms.send.meanX, y: arms.send.meanY, held: arms.holdout.meanX }).toEqual({
      x: 1_110 / 4,
      y: 10_000 / 4,
      held: 0,
    });
  });

  it('reads large amounts capped beside uncapped, what a new customer cost, and what buyers are worth yet', async () => {
    const { campaign, treated, held } = await sentCampaign(db.db, {
      send: 800,
      holdout: 200,
      // Of these orders of a month before, one in a hundred is above 90,000.
      before: (n) => (n < 300 ? (n < 3 ? 500_000 : 90_000) : 0),
    });
    await buyers(treated.slice(290), 60);
    await buyers(held, 5);
    await buy(db.db, [{ contactId: treated[799]!.id, minor: 9_000_000, hours: 5 }]);
    await db.db
      .insert(contactStats)
      .values(treated.slice(290, 292).map(({ id }, i) => ({ contactId: id, predictedLtv: 100_000 * (i + 1) })));
    const r = await readOut(deps, db.db, campaign.id, 'final', END);
    expect(r.capped?.capMinor).toBe(90_000);
    expect(r.incremental!.minor - r.capped!.minor).toBeCloseTo(9_000_000 - 90_000, -2);
    expect(r.capped!.hiMinor - r.capped!.loMinor).toBeLessThan(r.incremental!.hiMinor - r.incremental!.loMinor);
    // Ten of the sixty, and nobody else, had bought before.
    expect(r.attributed).toMatchObject({ contacts: 61, newContacts: 51 });
    expect(r.rates.cac).toEqual({ value: r.cost.totalMinor / 51, numerator: r.cost.totalMinor, denominator: 51 });
    expect(r.rates.ltv).toEqual({ value: 150_000, numerator: 300_000, denominator: 2 });
    expect(r.forecast?.roi?.actual).toBe(r.roi.asDefined.value);
  });

  it('on day 1 never gives a verdict, whatever the difference', async () => {
    const { campaign, treated } = await sentCampaign(db.db, { send: 800, holdout: 200 });
    await buyers(treated, 200, 90_000, 1);
    const r = await readOut(deps, db.db, campaign.id, 'day1', addMs(START, DAY));
    expect(r.verdict).toEqual({ kind: 'too_early' });
    expect(r.lift).toBeNull();
    expect(r.incremental).toBeNull();
    expect(r.early).toEqual({ why: 'few_buyers' });
    expect(r.winners).toEqual([]);
    expect(r.roi.incremental).toBeNull();
    expect(r.attributed.orders).toBeGreaterThan(50);
    expect(r.window.readTo).toBe(addMs(START, DAY).toISOString());
  });

  it('cannot tell from a small audience, and says how many would be needed', async () => {
    const { campaign, treated, held } = await sentCampaign(db.db, { send: 400, holdout: 100 });
    await buyers(treated, 18);
    await buyers(held, 3);
    const r = await readOut(deps, db.db, campaign.id, 'final', END);
    expect(r.verdict).toMatchObject({ kind: 'cannot_tell', why: 'small' });
    expect(r.verdict.kind === 'cannot_tell' && r.verdict.needed).toBeGreaterThan(500);
  });

  it('withholds everything when the split is not the one that was approved', async () => {
    const { campaign, treated } = await sentCampaign(db.db, { send: 600, holdout: 400, plan: { holdoutPercent: 20 } });
    await buyers(treated, 100);
    const r = await readOut(deps, db.db, campaign.id, 'final', END);
    expect(r.verdict.kind).toBe('withheld');
    expect(r.incremental).toBeNull();
    expect(r.lift?.comparison).toBeNull();
  });

  it('judges a goal in conversions by conversions', async () => {
    const brief = someBrief({ metric: 'conversion_rate', target: 0.05 });
    const { campaign, treated, held } = await sentCampaign(db.db, { send: 800, holdout: 200, brief });
    await buyers(treated, 80);
    await buyers(held, 4);
    const r = await readOut(deps, db.db, campaign.id, 'final', END);
    expect(r.kpi).toMatchObject({ metric: 'conversion_rate', target: 0.05, actual: 0.1, share: 2 });
    expect(r.lift?.basis).toBe('conversion');
    expect(r.verdict.kind).toBe('proved');
  });

  it('with nothing sent to and nothing sold has no zero that stands for "no denominator"', async () => {
    const { campaign } = await sentCampaign(db.db, { send: 0, holdout: 3 });
    const r = await readOut(deps, db.db, campaign.id, 'final', END);
    expect(r.rates.ctr.value).toBeNull();
    expect(r.rates.aov.value).toBeNull();
    expect(r.arms.send.perContactMinor).toBeNull();
  });

  it('read again is the same; late orders and refunds make it corrected, once and for all', async () => {
    const { campaign, treated, held } = await sentCampaign(db.db, { send: 400, holdout: 100 });
    await buyers(treated, 40);
    await buyers(held, 3);
    const first = await readOut(deps, db.db, campaign.id, 'final', END);
    const again = await readOut(deps, db.db, campaign.id, 'final', addMs(END, DAY));
    expect(again).toEqual(first);
    expect(first.corrected).toBe(false);
    await buy(db.db, [{ contactId: treated[100]!.id, minor: 33_000, hours: 100 }]);
    const late = await readOut(deps, db.db, campaign.id, 'final', addMs(END, 2 * DAY));
    expect(late.corrected).toBe(true);
    expect(late.attributed.revenueMinor).toBe(first.attributed.revenueMinor + 33_000);
    expect(late.correction).toMatchObject({
      since: END.toISOString(),
      before: { orders: first.attributed.orders, refunds: 0, revenueMinor: first.attributed.revenueMinor },
      now: { orders: first.attributed.orders + 1, refunds: 0, revenueMinor: late.attributed.revenueMinor },
    });
    await db.db.execute(`update orders set status = 'refunded' where contact_id = ${treated[100]!.id}`);
    const refunded = await readOut(deps, db.db, campaign.id, 'final', addMs(END, 3 * DAY));
    expect(refunded.attributed).toMatchObject({ revenueMinor: first.attributed.revenueMinor, refundedMinor: 33_000 });
    expect(refunded.corrected).toBe(true);
    // Against what was said first, however often it was read between.
    expect(refunded.correction).toMatchObject({
      since: END.toISOString(),
      before: late.correction?.before,
      now: { orders: first.attributed.orders, refunds: 1 },
    });
    const rows = await db.db.select().from(readouts).where(eq(readouts.campaignId, campaign.id));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ corrected: true, result: JSON.parse(JSON.stringify(refunded)) });
  });

  it('of a campaign that never froze an audience is our mistake and says so', async () => {
    const { campaign } = await sentCampaign(db.db, { send: 1, holdout: 1 });
    await db.db.execute(`update campaigns set window_starts_at = null where id = ${campaign.id}`);
    await expect(readOut(deps, db.db, campaign.id, 'final', END)).rejects.toThrow(/nothing was frozen/);
  });
});
