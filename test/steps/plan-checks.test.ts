import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { campaigns } from '../../src/db/schema.ts';
import { headlineOf } from '../../src/delivery/media/index.ts';
import { contentHash } from '../../src/kit/hash.ts';
import { steps } from '../../src/steps/index.ts';
import type { Plan, PlanDraft, PlanEvidence } from '../../src/steps/plan/schema.ts';
import { testDatabase } from '../support/database.ts';
import { type Company, company, fillShop, kit } from './company.ts';
import { GOAL, goodBrief, goodPlan } from './drafts.ts';
import { contextOf, failed, judge, type Story, story, told } from './story.ts';

let connection: Awaited<ReturnType<typeof testDatabase>>;
let shop: Company;
let base: Story;
beforeAll(async () => {
  connection = await testDatabase();
  shop = await company(connection);
  await fillShop(shop);
  base = await story(shop, 'copy');
});
afterAll(async () => {
  await shop?.model.close();
  await connection?.close();
});
beforeEach(() => shop.clock.set('2026-11-24T01:00:00Z'));

const completed = async (draft: PlanDraft, campaignId = base.campaignId, by: 'ai' | 'person' = 'ai') => {
  const ctx = await contextOf(shop, campaignId, 'plan', by);
  const made = await steps.plan.complete(draft, ctx);
  if (!made.ok) throw new Error('no plan');
  return { ctx, plan: made.content };
};
const judged = async (draft: PlanDraft, campaignId = base.campaignId, by: 'ai' | 'person' = 'ai') => {
  const { ctx, plan } = await completed(draft, campaignId, by);
  return judge(ctx, 'plan', plan);
};

describe('a plan made whole', () => {
  test('holds everything that leaves the house', async () => {
    const { plan } = await completed(goodPlan());
    expect(plan).toMatchObject({
      sendAt: '2026-11-24T14:00',
      channel: { name: 'email', account: 'practice' },
      isAd: true,
      windowDays: 7,
      prices: { perMessageMinor: 10, currency: 'KRW' },
      sender: { name: kit.sender.name, email: kit.sender.email, address: kit.sender.address, phone: kit.sender.phone },
      links: [{ id: 'new', url: 'https://shop.example.test/new' }],
    });
    expect(plan.templates.map(({ variant }) => variant)).toEqual(['A-1', 'A-2', 'B-1', 'B-2']);
    expect(plan.templates.every((template) => headlineOf(template).startsWith('(광고) '))).toBe(true);
    expect(plan.segments.map(({ key, rule, ruleHash }) => [key, ruleHash === contentHash(rule)])).toEqual([
      ['A', true],
      ['B', true],
    ]);
    expect(plan.salt).not.toBe('');
  });

  test('is the same content whoever reads it when, and carries its salt to the next version', async () => {
    const { plan } = await completed(goodPlan());
    const { campaignId, drafts } = await story(shop, 'plan');
    const kept = told({ campaignId, drafts }, 'plan').content as Plan;
    const again = await completed(goodPlan({ holdoutPercent: 10 }), campaignId);
    expect(again.plan.salt).toBe(kept.salt);
    expect(again.plan.salt).not.toBe(plan.salt);
    expect(contentHash({ ...again.plan, holdoutPercent: 20 })).toBe(contentHash(kept));
  });

  test('shows who gets it, what it costs, how long it takes and what it may bring', async () => {
    const evidence = told(await story(shop, 'plan'), 'plan').evidence as PlanEvidence;
    const { matched, send, holdout, excluded } = evidence.audience;
    expect(matched).toBe(1_000);
    expect(send + holdout).toBe(900);
    expect(Object.values(excluded).reduce((sum, n) => sum + n, 0)).toBe(100);
    expect(holdout).toBeGreaterThan(120);
    expect(holdout).toBeLessThan(240);
    expect(evidence).toMatchObject({ everyone: false, costMinor: send * 10 });
    expect(evidence.minutes).toBeCloseTo(send / 100 / 60, 9);
    const { p10, p90 } = evidence.forecast.revenueMajor ?? { p10: 0, p90: 0 };
    expect(p10).toBeLessThan(p90);
    expect(evidence.forecast.basis).toBe('prior');
    expect(evidence.smallestLift).toBeGreaterThan(0);
  });

  test('a price below one won is not rounded up to one', async () => {
    const ctx = await contextOf(shop, base.campaignId, 'plan');
    const made = await steps.plan.complete(goodPlan(), {
      ...ctx,
      kit: { ...kit, prices: { ...kit.prices, email: 0.5 } },
    });
    expect(made.ok && made.content.prices.perMessageMinor).toBe(0.5);
  });
});

describe('the checks of a plan', () => {
  test('a good one passes all that block', async () =>
    expect((await judged(goodPlan())).filter(({ passed, severity }) => !passed && severity === 'block')).toEqual([]));

  const wrong: [string, Partial<PlanDraft>, string][] = [
    ['a time that is over', { sendAt: '2026-11-24T09:59' }, 'plan.send_time'],
    ['a time that is none', { sendAt: 'soon' }, 'plan.send_time'],
    ['at once though nobody said so', { sendAt: 'now' }, 'plan.send_time'],
    ['a time in less than two minutes', { sendAt: '2026-11-24T10:01' }, 'SCHED-01'],
    ['after the goal’s deadline', { sendAt: '2026-12-02T10:00' }, 'plan.deadline'],
    ['no rate', { ratePerSecond: 0 }, 'plan.rate'],
    ['too high a rate', { ratePerSecond: 501 }, 'plan.rate'],
    [
      'a test of nearly everybody',
      { waves: { testPercent: 80, decideAfterHours: 24, metric: 'clicks', decide: 'rule' } },
      'plan.waves',
    ],
    ['a holdout above half', { holdoutPercent: 51 }, 'plan.holdout'],
    ['a negative holdout', { holdoutPercent: -1 }, 'plan.holdout'],
    ['a stop rule of nothing', { stop: { bouncePercent: 0, complaintPercent: 1, failurePercent: 1 } }, 'plan.stop'],
    ['a stop rule above all', { stop: { bouncePercent: 5, complaintPercent: 1, failurePercent: 101 } }, 'plan.stop'],
    ['a negative budget', { budget: -1 }, 'plan.budget'],
    ['a budget below the cost', { budget: 10 }, 'BUDGET-01'],
  ];
  for (const [name, more, id] of wrong)
    test(`${name} fails ${id}`, async () => expect(failed(await judged(goodPlan(more)))).toContain(id));

  test('a time the brief names is kept to, unless a reviewer of the plan said otherwise or it has gone by', async () => {
    const { campaignId } = await story(shop, 'copy', GOAL, { brief: goodBrief({ sendAt: '2026-11-25T15:00' }) });
    expect(failed(await judged(goodPlan({ sendAt: '2026-11-25T15:00' }), campaignId))).not.toContain('plan.send_time');
    expect(failed(await judged(goodPlan({ sendAt: '2026-11-25T16:00' }), campaignId))).toContain('plan.send_time');
    await shop.db
      .update(campaigns)
      .set({ constraints: [{ step: 'plan', words: '4시로', by: 'U2', at: '2026-11-24T01:00:00Z' }] })
      .where(eq(campaigns.id, campaignId));
    expect(failed(await judged(goodPlan({ sendAt: '2026-11-25T16:00' }), campaignId))).not.toContain('plan.send_time');
    const late = await story(shop, 'copy', GOAL, { brief: goodBrief({ sendAt: '2026-11-25T15:00' }) });
    shop.clock.set('2026-11-26T01:00:00Z');
    expect(failed(await judged(goodPlan({ sendAt: '2026-11-26T14:00' }), late.campaignId))).not.toContain(
      'plan.send_time',
    );
  });

  test('a brief that says now is kept to', async () => {
    const { campaignId } = await story(shop, 'copy', `${GOAL} 지금 바로`, { brief: goodBrief({ sendWhen: 'now' }) });
    expect(failed(await judged(goodPlan({ sendAt: 'now' }), campaignId))).not.toContain('plan.send_time');
    expect(failed(await judged(goodPlan(), campaignId))).toContain('plan.send_time');
  });

  test('now is held against the deadline too, and a time that is none against nothing', async () => {
    shop.clock.set('2026-12-02T01:00:00Z');
    expect(failed(await judged(goodPlan({ sendAt: 'now' }), base.campaignId, 'person'))).toContain('plan.deadline');
    expect((await judged(goodPlan({ sendAt: 'soon' }))).map(({ id }) => id)).not.toContain('plan.deadline');
  });

  test('a person may choose now', async () =>
    expect(failed(await judged(goodPlan({ sendAt: 'now' }), base.campaignId, 'person'))).not.toContain(
      'plan.send_time',
    ));

  test('without a channel it is refused, in words', async () => {
    const bare = { ...shop, channels: new Map() };
    const ctx = { ...(await contextOf(shop, base.campaignId, 'plan')), deps: bare };
    const made = await steps.plan.complete(goodPlan(), ctx);
    if (!made.ok) throw new Error('no plan');
    expect(failed(await judge(ctx, 'plan', made.content))).toContain('CHAN-01');
  });

  test('the five families are all there', async () => {
    const families = new Set((await judged(goodPlan())).map(({ family }) => family));
    expect([...families].sort()).toEqual(['condition', 'copy', 'link', 'target', 'time']);
  });

  test('only what the model chose is told to the model', async () => {
    const checks = await judged(goodPlan({ budget: 10, ratePerSecond: 0 }));
    const told = failed(checks).filter((id) => checks.some((check) => check.id === id && steps.plan.mendable(check)));
    expect(told).toEqual(expect.arrayContaining(['plan.rate', 'BUDGET-01']));
    expect(steps.plan.mendable({ id: 'KR-ID-01', severity: 'block', passed: false, message: { ko: '', en: '' } })).toBe(
      false,
    );
  });
});
