import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvalRequests, approvals, learnings } from '../../src/db/schema.ts';
import { addMs, DAY } from '../../src/kit/clock.ts';
import { campaignJson, loadCampaignFacts } from '../../src/results/campaign-json.ts';
import { readOut } from '../../src/results/readout.ts';
import { testDatabase } from '../support/database.ts';
import { testDeps } from '../support/deps.ts';
import { buy, START, sentCampaign } from './sent-campaign.ts';

describe('a campaign as JSON', () => {
  let db: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.close());

  it('holds steps with their approvals, audience, delivery and both readings, and survives being written out', async () => {
    const html = '가'.repeat(100);
    const template = {
      variant: 'A-1',
      segment: 'A',
      channel: 'email' as const,
      subject: 's',
      html,
      text: 't',
      preheader: '',
    };
    const { campaign, treated } = await sentCampaign(db.db, { send: 40, holdout: 10, plan: { templates: [template] } });
    await buy(db.db, [{ contactId: treated[0]!.id, minor: 30_000 }]);
    await readOut(testDeps(db), db.db, campaign.id, 'final', addMs(START, 7 * DAY));
    const drafts = (await loadCampaignFacts(db.db, campaign.id))?.drafts;
    const request = {
      step: 'plan' as const,
      version: 1,
      hash: 'h',
      draftId: drafts!.plan!.id,
      campaignId: campaign.id,
    };
    await db.db.insert(approvalRequests).values({
      ...request,
      id: 'req_1',
      action: 'launch',
      required: 1,
      state: 'approved',
      createdAt: START,
      expiresAt: START,
    });
    await db.db.insert(approvals).values({
      id: 'ap_1',
      requestId: 'req_1',
      campaignId: campaign.id,
      draftId: drafts!.plan!.id,
      hash: 'h',
      by: 'U2',
      verdict: 'approve',
      at: START,
    });
    await db.db
      .insert(learnings)
      .values({ id: 'le_1', campaignId: campaign.id, sentence: { ko: '가', en: 'a' }, at: START });

    const facts = await loadCampaignFacts(db.db, campaign.id);
    const json = JSON.parse(JSON.stringify(campaignJson(facts!)));
    expect(json).toMatchObject({
      id: `C-${campaign.id}`,
      status: 'measuring',
      window: { startsAt: START.toISOString(), endsAt: addMs(START, 7 * DAY).toISOString() },
      waiting: null,
      audience: { candidates: 50, send: 40, holdout: 10, outcomes: { send: 40, holdout: 10 } },
      delivery: { planned: 40, unknown: 0, done: true },
      steps: {
        segments: null,
        brief: { version: 1, content: { kpi: { metric: 'attributed_revenue' } } },
        plan: {
          approvals: [{ by: 'U2', verdict: 'approve', hash: 'h', voidedAt: null }],
          content: { templates: [{ variant: 'A-1', subject: 's', htmlBytes: 300, textBytes: 1 }] },
          formulas: { roi: { ko: expect.stringContaining('÷'), en: expect.stringContaining('÷') } },
        },
      },
      learnings: [{ id: 'le_1', state: 'proposed' }],
      ai: { calls: 0, costMicros: 0 },
      results: {
        day1: null,
        final: {
          campaignId: `C-${campaign.id}`,
          attributed: { revenueMinor: 30_000, orders: 1 },
          formulas: { ctr: { ko: expect.stringContaining('÷'), en: expect.stringContaining('÷') } },
        },
      },
    });
    expect(JSON.stringify(json)).not.toContain('가가가');
    for (const { ko, en } of Object.values(json.results.final.formulas) as { ko: string; en: string }[]) {
      expect(ko).toBeTruthy();
      expect(en).toBeTruthy();
    }
  });

  it('of nobody is null', async () => {
    expect(await loadCampaignFacts(db.db, 9_999)).toBeNull();
  });
});
