import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveKit } from '../../src/brand/store.ts';
import { decide } from '../../src/campaign/decide.ts';
import { STEPS, type StepName } from '../../src/campaign/lifecycle.ts';
import { startCampaign } from '../../src/campaign/start.ts';
import { type Draft, liveDrafts, loadCampaign } from '../../src/campaign/store.ts';
import { llmCalls } from '../../src/db/schema.ts';
import type { Language } from '../../src/i18n/language.ts';
import { openAiLlm } from '../../src/llm/openai.ts';
import { drafterRoutes } from '../../src/practice/drafter/drafter.ts';
import { sampleKit } from '../../src/practice/sample/kit.ts';
import { loadSample } from '../../src/practice/sample/load.ts';
import type { Brief } from '../../src/steps/brief/schema.ts';
import { writeDraft } from '../../src/steps/draft.ts';
import type { PlanEvidence } from '../../src/steps/plan/schema.ts';
import { openId } from '../support/campaigns.ts';
import { testDatabase } from '../support/database.ts';
import { someone } from '../support/deps.ts';
import { type Company, company } from './company.ts';

let connection: Awaited<ReturnType<typeof testDatabase>>;
let shop: Company;
let server: ReturnType<typeof serve>;
beforeAll(async () => {
  connection = await testDatabase();
  const bare = await company(connection);
  server = serve({ fetch: drafterRoutes().fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((listening) => server.once('listening', () => listening()));
  const { port } = server.address() as AddressInfo;
  const llm = openAiLlm({
    apiKey: 'practice',
    baseUrl: `http://127.0.0.1:${port}/v1`,
    model: 'practice-drafter',
    practice: true,
    clock: bare.clock,
    log: bare.log,
  });
  shop = { ...bare, llm };
  await saveKit(shop, sampleKit, 'baton');
  await loadSample(shop, () => undefined);
}, 600_000);
afterAll(async () => {
  server?.close();
  await shop?.model.close();
  await connection?.close();
});

let said = 0;
type Seen = { step: StepName; status: string; calls: number; blocked: string[] };

/** Goes through the five steps, a person approving each, until one is blocked or the plan stands. */
const walk = async (words: string, language: Language = 'ko'): Promise<{ id: number; seen: Seen[] }> => {
  said += 1;
  const started = await shop.db.transaction((tx) =>
    startCampaign(tx, shop, {
      words,
      by: 'U1',
      channel: 'C1',
      threadTs: '1.0',
      requestKey: `journey:${said}`,
      language,
    }),
  );
  if ('duplicate' in started) throw new Error('duplicate');
  const { id } = started.campaign;
  const seen: Seen[] = [];
  for (const step of STEPS) {
    await writeDraft(shop, id);
    const { status } = await loadCampaign(shop.db, id);
    const draft = (await liveDrafts(shop.db, id))[step];
    const blocked = (draft?.checks ?? [])
      .filter(({ passed, severity }) => !passed && severity === 'block')
      .map((check) => check.id);
    const calls = (await shop.db.select().from(llmCalls).where(eq(llmCalls.campaignId, id))).filter(
      ({ prompt }) => prompt === step,
    ).length;
    seen.push({ step, status, calls, blocked });
    if (status !== `${step}.review` || blocked.length > 0 || step === 'plan') break;
    const decided = await decide(shop, await openId(shop, id), someone('U2'), { verdict: 'approve' });
    if (!decided.ok) throw new Error(JSON.stringify(decided.refusal));
  }
  return { id, seen };
};

const evidenceOf = (draft: Draft | undefined): PlanEvidence => {
  if (!draft) throw new Error('no plan');
  return draft.evidence as PlanEvidence;
};

const unhindered = STEPS.map((step) => ({ step, status: `${step}.review`, calls: 1, blocked: [] }));

describe('the practice drafter on the sample company', () => {
  const goals: [string, Language][] = [
    ['60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원', 'ko'],
    ['60일 넘게 안 산 단골을 다시 오게 해서 이번 달 매출 3천만원 만들고 싶어', 'ko'],
    ['Win back regulars (3+ purchases) who have not bought for 60 days: 10,000,000 won this month, send now', 'en'],
    ['한 번만 산 고객이 두 번째 구매를 하게 해서 주문 50건, 지금 바로', 'ko'],
    ['VIP 상위 10% 고객에게 감사 메일로 이번 주 매출 200만원', 'ko'],
    ['전체 고객에게 뉴스레터를 보내서 매출 500만원', 'ko'],
    ['15% 쿠폰으로 90일 쉰 고객 다시 오게 해서 매출 100만원, 예산 50만원, 11월 26일 오후 3시에', 'ko'],
  ];
  for (const [goal, language] of goals)
    test(`${goal}: five drafts, each at the first attempt, none blocked`, async () => {
      const { id, seen } = await walk(goal, language);
      expect(seen).toEqual(unhindered);
      const drafts = await liveDrafts(shop.db, id);
      expect(Object.values(drafts).every(({ practice, costMicros }) => practice && costMicros === 0)).toBe(true);
      const { audience, forecast } = evidenceOf(drafts.plan);
      expect(audience.send).toBeGreaterThan(0);
      expect(audience.holdout).toBeGreaterThan(0);
      expect(forecast.revenueMajor?.p50).toBeGreaterThan(0);
    });

  test('data nobody collected: the card says what there is, and blocks', async () => {
    const { id, seen } = await walk('최근 본 상품이 있는 고객에게 알려서 매출 100만원');
    expect(seen.at(-1)).toMatchObject({ step: 'segments', blocked: ['segments.missing'] });
    const missing = (await liveDrafts(shop.db, id)).segments?.checks.find((check) => check.id === 'segments.missing');
    expect(missing?.message.ko).toContain('구매 횟수');
  });

  test('feedback makes a second version that keeps to it', async () => {
    const said = await shop.db.transaction((tx) =>
      startCampaign(tx, shop, {
        words: '60일 넘게 안 산 단골을 다시 오게 해서 이번 달 매출 3천만원',
        by: 'U1',
        channel: 'C1',
        threadTs: '1.0',
        requestKey: 'journey:feedback',
        language: 'ko',
      }),
    );
    if ('duplicate' in said) throw new Error('duplicate');
    const campaign = said.campaign.id;
    await writeDraft(shop, campaign);
    await decide(shop, await openId(shop, campaign), someone('U2'), {
      verdict: 'regenerate',
      feedback: '쿠폰은 쓰지 말고, 목표는 1,000만원으로 낮추자',
    });
    await writeDraft(shop, campaign);
    const brief = (await liveDrafts(shop.db, campaign)).brief;
    expect(brief?.version).toBe(2);
    expect((brief?.content as Brief | undefined)?.kpi.target).toBe(10_000_000);
    expect(brief?.checks.every(({ passed }) => passed)).toBe(true);
  });
});
