import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eraseContact } from '../../src/audience/erase.ts';
import { brandVersions, deliveryEvents, llmCalls } from '../../src/db/schema.ts';
import { addMs, DAY, HOUR } from '../../src/kit/clock.ts';
import { attributedBetween, attributedByVariant, sumCredits } from '../../src/results/attribution.ts';
import { readoutJson } from '../../src/results/campaign-json.ts';
import { readOut } from '../../src/results/readout.ts';
import { testDatabase } from '../support/database.ts';
import { testDeps } from '../support/deps.ts';
import { buy, START, sentCampaign, someBrief } from './sent-campaign.ts';

const END = addMs(START, 7 * DAY);
const kit = (labourRatePerHour: number) => ({ labourRatePerHour, minutesSaved: 60, minutesSpent: 30 });

describe('what somebody asks who does not believe a number', () => {
  let db: Awaited<ReturnType<typeof testDatabase>>;
  let deps: ReturnType<typeof testDeps>;
  beforeAll(async () => {
    db = await testDatabase();
    deps = testDeps(db);
    await db.db.insert(brandVersions).values({ version: 1, kit: kit(30_000), by: 'U9', at: addMs(START, -DAY) });
  });
  afterAll(() => db.close());

  let events = 0;
  const report = (campaignId: number, contactId: number, type: 'clicked' | 'opened', at: Date, machine = false) =>
    db.db.insert(deliveryEvents).values({
      contactId,
      eventId: `s${++events}`,
      campaignId,
      occurrence: 1,
      channel: 'email',
      variant: 'A-1',
      type,
      at,
      machine,
    });
  const creditOf = async (id: number, from = START, days = 7) =>
    sumCredits(
      await attributedByVariant(db.db, {
        campaignId: id,
        occurrence: 1,
        from,
        to: addMs(from, days * DAY),
        currency: 'KRW',
      }),
    );

  it('the very instants of delivery and of the window: the first counts, the last does not', async () => {
    const { campaign, treated } = await sentCampaign(db.db, { send: 4, holdout: 0 });
    const [a, b, c, d] = treated.map(({ id }) => id) as [number, number, number, number];
    await buy(db.db, [
      { contactId: a, minor: 1, at: START },
      { contactId: b, minor: 10, at: addMs(START, -1) },
      { contactId: c, minor: 100, at: addMs(END, -1) },
      { contactId: d, minor: 1_000, at: END },
    ]);
    expect(await creditOf(campaign.id)).toMatchObject({ orders: 2, revenueMinor: 101 });
  });

  it('two messages of one instant: the order is credited once, and always to the same', async () => {
    const start = addMs(START, 40 * DAY);
    const one = await sentCampaign(db.db, { send: 1, holdout: 0, start });
    const ids = [one.treated[0]!.id];
    const two = await sentCampaign(db.db, { send: 1, holdout: 0, start, contacts: ids });
    await buy(db.db, [{ contactId: ids[0]!, minor: 500, at: addMs(start, HOUR) }]);
    const credits = [await creditOf(one.campaign.id, start), await creditOf(two.campaign.id, start)];
    expect(credits.map(({ orders }) => orders)).toEqual([0, 1]);
    const whole = await attributedBetween(db.db, { from: start, to: addMs(start, DAY), currency: 'KRW' });
    expect([...whole]).toEqual([[two.campaign.id, { orders: 1, revenueMinor: 500 }]]);
  });

  it('neither opens nor machines nor clicks after the order move it from the last message', async () => {
    const start = addMs(START, 80 * DAY);
    const old = await sentCampaign(db.db, { send: 3, holdout: 0, start });
    const ids = old.treated.map(({ id }) => id);
    const last = await sentCampaign(db.db, { send: 3, holdout: 0, contacts: ids, start: addMs(start, HOUR) });
    await report(old.campaign.id, ids[0]!, 'opened', addMs(start, 2 * HOUR));
    await report(old.campaign.id, ids[1]!, 'clicked', addMs(start, 2 * HOUR), true);
    await report(old.campaign.id, ids[2]!, 'clicked', addMs(start, 4 * HOUR));
    await buy(
      db.db,
      ids.map((contactId) => ({ contactId, minor: 700, at: addMs(start, 3 * HOUR) })),
    );
    expect((await creditOf(old.campaign.id, start)).orders).toBe(0);
    expect(await creditOf(last.campaign.id, addMs(start, HOUR))).toMatchObject({ orders: 3, clickContacts: 0 });
  });

  it('whose order it was may be forgotten: every number stays', async () => {
    const { campaign, treated, held } = await sentCampaign(db.db, { send: 40, holdout: 10 });
    await report(campaign.id, treated[0]!.id, 'clicked', addMs(START, HOUR));
    await buy(
      db.db,
      [treated[0]!, treated[1]!, held[0]!].map(({ id }) => ({ contactId: id, minor: 30_000, hours: 5 })),
    );
    const before = await readOut(deps, db.db, campaign.id, 'final', END);
    for (const { externalId } of [treated[0]!, held[0]!])
      expect(await eraseContact(db.db, externalId, { by: 'U9', now: END, secretKeys: ['k'.repeat(32)] })).toMatchObject(
        { orders: 1 },
      );
    const after = await readOut(deps, db.db, campaign.id, 'final', addMs(END, DAY));
    expect(after).toEqual(before);
    expect(after.attributed).toMatchObject({ orders: 2, clickContacts: 1, revenueMinor: 60_000 });
  });

  it('a campaign costs what was agreed at its launch: all calls, work by the kit of then, each form by its price', async () => {
    const { campaign } = await sentCampaign(db.db, {
      send: 10,
      holdout: 0,
      plan: { prices: { perMessageMinor: 45, byVariant: { 'A-1': 18, 'A-2': 45 }, currency: 'KRW' } },
    });
    const prompts = ['brief', 'brief', 'copy', 'variant', 'intent'];
    await db.db.insert(llmCalls).values(
      prompts.map((prompt, i) => ({
        id: `sc${i}`,
        campaignId: campaign.id,
        prompt,
        promptHash: 'h',
        model: 'm',
        attempt: 1,
        outcome: i === 1 ? ('invalid_json' as const) : ('ok' as const),
        costMicros: 100_000,
        latencyMs: 1,
        at: START,
      })),
    );
    await db.db.insert(brandVersions).values({ version: 2, kit: kit(90_000), by: 'U9', at: addMs(START, DAY) });
    const { cost } = await readOut(deps, db.db, campaign.id, 'final', END);
    expect(cost).toEqual({
      sendingMinor: 5 * 18 + 5 * 45,
      aiMinor: 650,
      aiKnown: true,
      labourMinor: 15_000,
      savedLabourMinor: 30_000,
      totalMinor: 315 + 650 + 15_000,
    });
  });

  it('everybody planned is somewhere: delivered, failed, not sent, unknown or on the way', async () => {
    const { campaign, treated } = await sentCampaign(db.db, { send: 12, holdout: 0 });
    const states = [
      'failed',
      'suppressed',
      'expired',
      'cancelled',
      'unknown',
      'planned',
      'claimed',
      'handed',
      'delivered',
    ];
    for (const [i, status] of states.entries())
      await db.db.execute(
        `update deliveries set status = '${status}' where campaign_id = ${campaign.id} and contact_id = ${treated[i]!.id}`,
      );
    const { funnel } = await readOut(deps, db.db, campaign.id, 'final', END);
    expect(funnel).toMatchObject({ planned: 12, delivered: 4, failed: 1, unknown: 1, notSent: 3, waiting: 3 });
  });

  it('names no size to aim at from a handful of buyers', async () => {
    const { campaign, treated, held } = await sentCampaign(db.db, { send: 60, holdout: 60 });
    const buyAll = (people: readonly { id: number }[]) =>
      buy(
        db.db,
        people.map(({ id }) => ({ contactId: id, minor: 10_000, hours: 9 })),
      );
    await buyAll([...treated.slice(0, 9), ...held.slice(0, 4)]);
    const small = { kind: 'cannot_tell', why: 'small' };
    expect((await readOut(deps, db.db, campaign.id, 'final', END)).verdict).toEqual({ ...small, needed: null });
    await buyAll([...treated.slice(9, 15), ...held.slice(4, 9)]);
    const { verdict } = await readOut(deps, db.db, campaign.id, 'final', addMs(END, DAY));
    expect(verdict).toMatchObject(small);
    expect((verdict as { needed: number }).needed).toBeGreaterThan(120);
  });

  it('reckons no return from added revenue that cannot be told from nothing, though more people bought', async () => {
    const { campaign, treated, held } = await sentCampaign(db.db, {
      send: 500,
      holdout: 500,
      brief: someBrief({ metric: 'conversion_rate', target: 0.1 }),
    });
    // Many small orders by those written to, few large ones by the others.
    await buy(
      db.db,
      treated.slice(0, 100).map(({ id }) => ({ contactId: id, minor: 1_000, hours: 9 })),
    );
    await buy(
      db.db,
      held.slice(0, 40).map(({ id }, i) => ({ contactId: id, minor: i < 2 ? 90_000 : 500, hours: 9 })),
    );
    const { verdict, incremental, roi } = await readOut(deps, db.db, campaign.id, 'final', END);
    expect(verdict.kind).toBe('proved');
    expect(incremental!.loMinor).toBeLessThan(0);
    expect(roi).toMatchObject({ incremental: null, incrementalCi: null });
  });

  it('gives the return on added revenue with both ends of its interval', async () => {
    const { campaign, treated, held } = await sentCampaign(db.db, { send: 600, holdout: 400 });
    const spend = (people: typeof treated, n: number) =>
      buy(
        db.db,
        people.slice(0, n).map(({ id }, i) => ({ contactId: id, minor: 20_000 + i, hours: 9 })),
      );
    await spend(treated, 240);
    await spend(held, 110);
    const { roi, incremental, cost } = await readOut(deps, db.db, campaign.id, 'final', END);
    const of = (minor: number) =>
      (minor + cost.savedLabourMinor) / (cost.aiMinor + cost.labourMinor + cost.sendingMinor);
    expect(roi.incremental?.value).toBeCloseTo(of(incremental!.minor), 9);
    expect(roi.incrementalCi).toEqual([of(incremental!.loMinor), of(incremental!.hiMinor)]);
  });

  it('shows nothing of a broken split from which a difference could be reckoned, in JSON either', async () => {
    const { campaign, treated, held } = await sentCampaign(db.db, {
      send: 800,
      holdout: 100,
      plan: { holdoutPercent: 20 },
    });
    await buy(
      db.db,
      [...treated.slice(0, 200), ...held.slice(0, 5)].map(({ id }) => ({ contactId: id, minor: 9_000, hours: 9 })),
    );
    const json = readoutJson(await readOut(deps, db.db, campaign.id, 'final', END));
    const nothing = { conversions: null, orders: null, revenueMinor: null, perContactMinor: null };
    expect(json).toMatchObject({
      verdict: { kind: 'withheld' },
      arms: { send: { n: 800, ...nothing }, holdout: { n: 100, ...nothing } },
      byDay: [],
      incremental: null,
      winners: [],
      roi: { incremental: null },
      lift: { comparison: null },
    });
  });
});
