import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { segmentAggregates } from '../../src/audience/aggregates.ts';
import { wired } from '../../src/audience/wire.ts';
import { decide } from '../../src/campaign/decide.ts';
import { STEPS, type StepName } from '../../src/campaign/lifecycle.ts';
import { liveDrafts, loadCampaign, versionsOf } from '../../src/campaign/store.ts';
import { brandVersions, campaignHistory, dues, llmCalls, messages } from '../../src/db/schema.ts';
import type { Deps } from '../../src/deps.ts';
import { retryDraft, writeDraft } from '../../src/steps/draft.ts';
import type { Segments } from '../../src/steps/segments/schema.ts';
import { newCampaign, openId } from '../support/campaigns.ts';
import { testDatabase } from '../support/database.ts';
import { someone } from '../support/deps.ts';
import { type Company, company, fillShop } from './company.ts';
import { GOAL, goodBrief, goodCopy, goodPersonas, goodPlan, goodSegments, variantOf } from './drafts.ts';

let connection: Awaited<ReturnType<typeof testDatabase>>;
let shop: Company;
beforeAll(async () => {
  connection = await testDatabase();
  shop = await company(connection);
  await fillShop(shop);
});
afterAll(async () => {
  await shop?.model.close();
  await connection?.close();
});
beforeEach(() => {
  shop.clock.set('2026-11-24T01:00:00Z');
  shop.jobs.asked.length = 0;
});
// A script that was not read to its end, or read beyond it, is a test that did not see what it says.
afterEach(() => expect(shop.model.left()).toBe(0));

const begun = async (goal = GOAL): Promise<number> => (await newCampaign(shop, goal)).id;
const approve = async (id: number) => {
  const decided = await decide(shop, await openId(shop, id), someone('U2'), { verdict: 'approve' });
  if (!decided.ok) throw new Error(JSON.stringify(decided.refusal));
};
const statusOf = async (id: number) => (await loadCampaign(shop.db, id)).status;
const problemOf = async (id: number) => (await loadCampaign(shop.db, id)).problem;
const draftOf = async (id: number, step: StepName) => {
  const draft = (await liveDrafts(shop.db, id))[step];
  if (!draft) throw new Error(`no ${step}`);
  return draft;
};
const retryDues = async (id: number) =>
  (await shop.db.select().from(dues)).filter((due) => due.kind === 'draft.retry' && due.campaignId === id);
const lastUserTurn = () => shop.model.requests.at(-1)?.messages.at(-1)?.content ?? '';

const answerFor = async (deps: Deps, id: number, step: StepName): Promise<unknown> => {
  if (step === 'brief') return goodBrief();
  if (step === 'segments') return goodSegments();
  if (step === 'copy') return goodCopy();
  if (step === 'plan') return goodPlan();
  const { segments } = (await draftOf(id, 'segments')).content as Segments;
  const at = { now: await deps.clock.business(), timezone: deps.config.timezone, currency: deps.config.currency };
  const aggregates = Object.fromEntries(
    await Promise.all(
      segments.map(async ({ key, rule }) => [key, await segmentAggregates(deps.db, rule, at)] as const),
    ),
  );
  return goodPersonas(aggregates);
};

/** Brings a campaign to the drafting of `step`, every earlier step written by the model and approved. */
const draftingOf = async (step: StepName): Promise<number> => {
  const id = await begun();
  for (const name of STEPS) {
    if (name === step) break;
    shop.model.answers({ say: await answerFor(shop, id, name) });
    await writeDraft(shop, id);
    await approve(id);
  }
  return id;
};

describe('a draft that passes', () => {
  test('all five are written one after the other, each put to people with every blocking check passed', async () => {
    const id = await draftingOf('plan');
    shop.model.answers({ say: goodPlan() });
    await writeDraft(shop, id);
    expect(await statusOf(id)).toBe('plan.review');
    for (const step of STEPS) {
      const draft = await draftOf(id, step);
      expect(draft.checks.filter(({ passed, severity }) => !passed && severity === 'block')).toEqual([]);
      expect(draft.checks.length).toBeGreaterThan(2);
      expect(draft).toMatchObject({
        authorKind: 'ai',
        author: 'baton',
        version: 1,
        model: 'gpt-5-mini-2025-08-07',
        practice: false,
      });
      expect(draft.promptHash).toMatch(/^[0-9a-f]{64}$/);
      expect(draft.costMicros).toBeGreaterThan(0);
    }
    expect((await loadCampaign(shop.db, id)).title).toBe('단골 재방문');
  });

  test('nothing personal is in any request, whatever the goal holds', async () => {
    const from = shop.model.requests.length;
    const id = await begun(`${GOAL} (문의 kim.cs@shop.kr 010-1234-5678, <@U123ABC>)`);
    for (const step of STEPS) {
      shop.model.answers({ say: await answerFor(shop, id, step) });
      await writeDraft(shop, id);
      await approve(id);
    }
    const sent = JSON.stringify(shop.model.requests.slice(from));
    expect(shop.model.requests.length - from).toBe(5);
    for (const secret of [
      'people.example.test',
      '비밀이름',
      'kim.cs',
      '1234-5678',
      'U123ABC',
      '양화로',
      '02-123-4567',
      'hello@shop',
    ])
      expect(sent, secret).not.toContain(secret);
    expect(sent).toContain('3회 이상 구매');
  });

  test('an address in the model’s own answer is not sent back to it', async () => {
    const id = await draftingOf('copy');
    const leaky = goodCopy();
    leaky.variants[0] = variantOf('A-1', { paragraphs: ['문의는 kim.cs@shop.kr 로 주세요.', '천천히 둘러보세요.'] });
    shop.model.answers({ say: leaky }, { say: goodCopy() });
    await writeDraft(shop, id);
    expect(lastUserTurn()).toContain('copy.personal');
    expect(JSON.stringify(shop.model.requests.at(-1))).not.toContain('kim.cs');
    expect((await draftOf(id, 'copy')).checks.every(({ passed }) => passed)).toBe(true);
  });

  test('what people said at earlier steps is handed to every later prompt, with the step it was said at', async () => {
    const id = await draftingOf('segments');
    shop.model.answers({ say: goodSegments() });
    await writeDraft(shop, id);
    await decide(shop, await openId(shop, id), someone('U2'), { verdict: 'regenerate', feedback: 'VIP는 빼 주세요' });
    shop.model.answers({ say: goodSegments() });
    await writeDraft(shop, id);
    const asked = JSON.stringify(shop.model.requests.at(-1)?.messages[1]?.content);
    expect(asked).toContain('VIP는 빼 주세요');
    expect(asked).toContain('segments');
    expect(asked).toContain('60–120일 쉰 단골');
    expect((await draftOf(id, 'segments')).version).toBe(2);
  });
});

describe('a draft that breaks rules', () => {
  test('is told so in words, and the mended answer is what people see', async () => {
    const id = await begun();
    shop.model.answers({ say: goodBrief({ keyMessage: 'invented' }) }, { say: goodBrief() });
    await writeDraft(shop, id);
    expect(lastUserTurn()).toContain('brief.message');
    expect(lastUserTurn()).toContain('again');
    expect(shop.model.requests.at(-1)?.messages.at(-2)).toMatchObject({ role: 'assistant' });
    const draft = await draftOf(id, 'brief');
    expect(draft.checks.every(({ passed }) => passed)).toBe(true);
    expect(draft.tokensIn).toBe(2_000);
    expect(draft.version).toBe(1);
  });

  test('is told at most twice; then a person sees it with what failed, and cannot approve it', async () => {
    const id = await begun();
    const bad = { say: goodBrief({ keyMessage: 'invented' }) };
    shop.model.answers(bad, bad, bad);
    await writeDraft(shop, id);
    expect(await statusOf(id)).toBe('brief.review');
    expect((await draftOf(id, 'brief')).checks.filter(({ passed }) => !passed).map(({ id }) => id)).toEqual([
      'brief.message',
    ]);
    const decided = await decide(shop, await openId(shop, id), someone('U2'), { verdict: 'approve' });
    expect(decided).toMatchObject({ ok: false, refusal: { code: 'failing_checks', checks: ['brief.message'] } });
  });

  test('of several broken answers the one with fewest faults is shown', async () => {
    const id = await begun();
    const one = goodBrief({ keyMessage: 'invented' });
    const three = { say: goodBrief({ keyMessage: 'invented', windowDays: 0, channels: ['fax'] }) };
    shop.model.answers({ say: one }, three, three);
    await writeDraft(shop, id);
    expect((await draftOf(id, 'brief')).checks.filter(({ passed }) => !passed)).toHaveLength(1);
  });

  test('an answer of the wrong shape is told what is wrong with it', async () => {
    const id = await begun();
    shop.model.answers({ say: { ...goodBrief(), kpi: null } }, { text: 'no json at all' }, { say: goodBrief() });
    await writeDraft(shop, id);
    expect(await statusOf(id)).toBe('brief.review');
    expect(lastUserTurn()).toContain('invalid_json');
  });

  test('a rule that is none is told, and three of them leave a problem and no draft', async () => {
    const id = await draftingOf('segments');
    const [first] = goodSegments().segments;
    if (!first) throw new Error('no segment');
    const shapeless = { say: goodSegments({ segments: [{ ...first, rule: { everyone: false, all: [], none: [] } }] }) };
    shop.model.answers(shapeless, shapeless, shapeless);
    await writeDraft(shop, id);
    expect(lastUserTurn()).toContain('segments.rule');
    expect(await statusOf(id)).toBe('segments.drafting');
    expect(await problemOf(id)).toMatchObject({ code: 'rules', params: { times: 3 } });
    expect(await versionsOf(shop.db, id, 'segments')).toHaveLength(0);
  });

  test('a field that does not exist is refused with the names that do', async () => {
    const id = await draftingOf('segments');
    const lie = goodSegments();
    lie.segments[0]?.rule.all.push({
      any: [wired({ kind: 'field', name: 'favorite_color', is: 'eq', value: 'red' })],
    });
    shop.model.answers({ say: lie }, { say: goodSegments() });
    await writeDraft(shop, id);
    expect(lastUserTurn()).toContain('favorite_color');
    expect(lastUserTurn()).toContain('created_at');
  });

  test('copy over the advised length is asked for again, but a person may still approve it', async () => {
    const id = await draftingOf('copy');
    const long = goodCopy();
    long.variants[0] = variantOf('A-1', {
      subject: '쉬는 사이 나온 음반을 하나하나 들어 보고 조용한 저녁에 어울리는 것만 정성껏 골라서 모아 두었어요',
    });
    shop.model.answers({ say: long }, { say: long }, { say: long });
    await writeDraft(shop, id);
    const draft = await draftOf(id, 'copy');
    expect(draft.checks.filter(({ passed }) => !passed).map(({ id }) => id)).toEqual(['copy.subject']);
    await approve(id);
    expect(await statusOf(id)).toBe('plan.drafting');
  });
});

describe('words that are no goal', () => {
  test('are asked about in the thread, and nothing is drafted', async () => {
    const id = await begun();
    shop.model.answers({ say: goodBrief({ unclear: '누구에게 보낼지 알려 주세요. 예: 60일 넘게 안 산 단골' }) });
    await writeDraft(shop, id);
    expect(await statusOf(id)).toBe('goal.asking');
    const note = (await shop.db.select().from(messages)).find((m) => m.campaignId === id && m.kind === 'note');
    expect(note?.subject).toMatchObject({ note: 'unclear', params: { words: expect.stringContaining('누구에게') } });
    expect(await versionsOf(shop.db, id, 'brief')).toHaveLength(0);
    expect((await shop.db.select().from(dues)).some((due) => due.kind === 'goal.expire' && due.campaignId === id)).toBe(
      true,
    );
  });
});

describe('a model that does not answer', () => {
  const failures = [
    { name: 'refusal', script: { refuse: '도울 수 없어요' }, code: 'refusal', again: false },
    { name: 'a cut answer', script: { cut: '{"title":' }, code: 'truncated', again: false },
    { name: 'a filtered answer', script: { filter: true as const }, code: 'filtered', again: false },
    {
      name: 'a wrong key',
      script: { status: 401, body: { error: { message: 'bad key' } } },
      code: 'rejected',
      again: false,
    },
    {
      name: 'a spent quota',
      script: { status: 429, body: { error: { code: 'insufficient_quota', message: 'quota' } } },
      code: 'quota',
      again: true,
    },
    {
      name: 'too many requests',
      script: { status: 429, body: { error: { message: 'slow down' } } },
      code: 'rate_limited',
      again: true,
    },
    {
      name: 'a server error',
      script: { status: 503, body: { error: { message: 'down' } } },
      code: 'unreachable',
      again: true,
    },
    { name: 'a lost connection', script: { drop: true as const }, code: 'unreachable', again: true },
    { name: 'silence', script: { hang: true as const }, code: 'timeout', again: true },
  ];
  for (const { name, script, code, again } of failures)
    test(`${name} is shown as ${code} and ${again ? 'tried again by itself' : 'waits for a person'}`, async () => {
      const id = await begun();
      shop.model.answers(script);
      await writeDraft(shop, id);
      expect(await statusOf(id)).toBe('brief.drafting');
      const problem = await problemOf(id);
      expect(problem).toMatchObject({ code, at: '2026-11-24T01:00:00.000Z' });
      expect(problem?.retryAt !== undefined).toBe(again);
      expect(await retryDues(id)).toHaveLength(again ? 1 : 0);
      expect(await versionsOf(shop.db, id, 'brief')).toHaveLength(0);
    });

  test('a refusal keeps the words of the model', async () => {
    const id = await begun();
    shop.model.answers({ refuse: '이 요청은 도울 수 없어요' });
    await writeDraft(shop, id);
    expect((await problemOf(id))?.params?.detail).toBe('이 요청은 도울 수 없어요');
  });

  test('three answers that are no JSON are a problem, not a draft', async () => {
    const id = await begun();
    shop.model.answers({ text: 'hm' }, { text: 'hm' }, { text: 'hm' });
    await writeDraft(shop, id);
    expect(await problemOf(id)).toMatchObject({ code: 'invalid_json', params: { times: 3 } });
  });

  test('waits twice as long each time, up to six hours, and a person who does not wait starts anew', async () => {
    const id = await begun();
    const waits: number[] = [];
    const fail = async () => {
      shop.model.answers({ status: 503, body: {} });
      await writeDraft(shop, id);
      const problem = await problemOf(id);
      const retryAt = new Date(problem?.retryAt ?? 0);
      waits.push((retryAt.getTime() - new Date(problem?.at ?? 0).getTime()) / 60_000);
      return retryAt;
    };
    for (let i = 0; i < 7; i++) {
      shop.clock.set((await fail()).toISOString());
      expect(await retryDraft(shop, id)).toBe(true);
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 320, 360]);
    await fail();
    expect(await retryDraft(shop, id)).toBe(true);
    expect(await problemOf(id)).toBeNull();
    await fail();
    expect(waits.at(-1)).toBe(10);
    expect(shop.jobs.asked.filter(({ name, key }) => name === 'draft.write' && key === String(id))).toHaveLength(1 + 8);
  });

  test('nothing is retried once the draft is there', async () => {
    const id = await begun();
    shop.model.answers({ status: 503, body: {} }, { say: goodBrief() });
    await writeDraft(shop, id);
    await writeDraft(shop, id);
    expect(await problemOf(id)).toBeNull();
    expect(await retryDraft(shop, id)).toBe(false);
  });

  test('a draft with faults is shown when a later call fails for good, and waited for when it only takes time', async () => {
    const bad = { say: goodBrief({ keyMessage: 'invented' }) };
    const shown = await begun();
    shop.model.answers(bad, { refuse: 'no' });
    await writeDraft(shop, shown);
    expect(await statusOf(shown)).toBe('brief.review');
    const waiting = await begun();
    shop.model.answers(bad, { status: 503, body: {} });
    await writeDraft(shop, waiting);
    expect(await problemOf(waiting)).toMatchObject({ code: 'unreachable', params: { times: 2 } });
  });

  test('over its budget it is not asked at all', async () => {
    const poor = { ...shop, config: { ...shop.config, llmBudgetMicros: { campaign: 1, day: 1e12 } } };
    const id = await begun();
    await shop.db.insert(llmCalls).values({
      id: 'spent',
      campaignId: id,
      prompt: 'brief',
      promptHash: 'x',
      model: 'm',
      attempt: 1,
      outcome: 'ok',
      costMicros: 5,
      latencyMs: 1,
      at: new Date(0),
    });
    const before = shop.model.requests.length;
    await writeDraft(poor, id);
    expect(shop.model.requests.length).toBe(before);
    expect(await problemOf(id)).toMatchObject({ code: 'budget_campaign' });
  });

  test('without a brand kit nothing is asked, and the card says what is missing', async () => {
    const id = await begun();
    const kits = await shop.db.select().from(brandVersions);
    await shop.db.delete(brandVersions);
    try {
      await writeDraft(shop, id);
    } finally {
      await shop.db.insert(brandVersions).values(kits);
    }
    expect(await problemOf(id)).toMatchObject({ code: 'no_brand_kit' });
    expect(await retryDues(id)).toHaveLength(0);
  });

  test('a mistake of our own is shown and tried again, never silence', async () => {
    const id = await begun();
    const broken = { ...shop, llm: { ...shop.llm, complete: async () => Promise.reject(new Error('boom')) } };
    await writeDraft(broken, id);
    expect(await problemOf(id)).toMatchObject({ code: 'internal' });
    expect(await retryDues(id)).toHaveLength(1);
  });
});

describe('safe to repeat', () => {
  test('a run in any other status does nothing', async () => {
    const id = await begun();
    shop.model.answers({ say: goodBrief() });
    await writeDraft(shop, id);
    const before = shop.model.requests.length;
    await writeDraft(shop, id);
    expect(shop.model.requests.length).toBe(before);
    expect(await versionsOf(shop.db, id, 'brief')).toHaveLength(1);
  });

  test('two runs at once store one version', async () => {
    const id = await begun();
    shop.model.answers({ say: goodBrief() }, { say: goodBrief() });
    await Promise.all([writeDraft(shop, id), writeDraft(shop, id)]);
    expect(await versionsOf(shop.db, id, 'brief')).toHaveLength(1);
    expect(
      await shop.db
        .select()
        .from(campaignHistory)
        .where(and(eq(campaignHistory.campaignId, id), eq(campaignHistory.event, 'drafted'))),
    ).toHaveLength(1);
  });

  test('a run killed before it stored anything is simply run again', async () => {
    const id = await begun();
    const dying = {
      ...shop,
      db: new Proxy(shop.db, {
        get: (db, key) => (key === 'transaction' ? () => Promise.reject(new Error('killed')) : Reflect.get(db, key)),
      }),
    };
    shop.model.answers({ say: goodBrief() }, { say: goodBrief() });
    await expect(writeDraft(dying, id)).rejects.toThrow('killed');
    expect(await versionsOf(shop.db, id, 'brief')).toHaveLength(0);
    await writeDraft(shop, id);
    expect(await statusOf(id)).toBe('brief.review');
    expect(await versionsOf(shop.db, id, 'brief')).toHaveLength(1);
  });

  test('what was written for an older drafting of the same step is dropped', async () => {
    const id = await begun();
    let release = () => {};
    const gate = new Promise<void>((open) => {
      release = open;
    });
    const slow = {
      ...shop,
      llm: {
        ...shop.llm,
        complete: (async (q) => {
          const answer = await shop.llm.complete(q);
          await gate;
          return answer;
        }) as Deps['llm']['complete'],
      },
    };
    shop.model.answers({ say: goodBrief({ title: '늦은 초안' }) }, { say: goodBrief() });
    const late = writeDraft(slow, id);
    while (shop.model.left() > 1) await new Promise((next) => setTimeout(next, 5));
    await writeDraft(shop, id);
    await decide(shop, await openId(shop, id), someone('U2'), { verdict: 'regenerate', feedback: '다시' });
    release();
    await late;
    expect(await statusOf(id)).toBe('brief.drafting');
    expect((await versionsOf(shop.db, id, 'brief')).map(({ content }) => (content as { title: string }).title)).toEqual(
      ['단골 재방문'],
    );
  });
});
