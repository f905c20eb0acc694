import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Brief } from '../../../src/steps/brief/schema.ts';
import type { PlanDraft } from '../../../src/steps/plan/schema.ts';
import { briefInputs, type Drafter, GOAL, startDrafter } from '../../support/drafter.ts';

let drafter: Drafter;
beforeAll(async () => {
  drafter = await startDrafter();
});
afterAll(() => drafter.close());

type Over = {
  now?: string;
  brief?: Partial<Brief>;
  said?: string[];
  previous?: PlanDraft | null;
  prices?: unknown;
  audience?: unknown;
  timezone?: string;
  goal?: string;
  language?: string;
};
const plan = async (over: Over = {}, faults?: string): Promise<PlanDraft> => {
  const brief = { ...(await drafter.ask('brief', briefInputs({ goal: over.goal ?? GOAL }))), ...over.brief };
  return drafter.ask(
    'plan',
    {
      language: over.language ?? 'ko',
      constraints: (over.said ?? []).map((words) => ({ step: 'plan', words })),
      previous: over.previous ?? null,
      goal: over.goal ?? GOAL,
      brief,
      segments: [],
      audience: over.audience ?? { eligible: 4_570, segments: [] },
      prices: over.prices ?? { email: 8, currency: 'KRW' },
      history: {},
      now: over.now ?? '2026-11-21T10:42',
      timezone: over.timezone ?? 'Asia/Seoul',
    },
    faults
      ? [
          { role: 'assistant', content: '{}' },
          { role: 'user', content: faults },
        ]
      : [],
  );
};

describe('the plan of the default goal', () => {
  it('leaves this afternoon, a fifth held out, within what sending costs', async () => {
    expect(await plan()).toEqual({
      sendAt: '2026-11-21T14:00',
      ratePerSecond: 100,
      holdoutPercent: 20,
      budget: 40_000,
      stop: { bouncePercent: 5, complaintPercent: 0.3, failurePercent: 10 },
      waves: null,
      reason: expect.stringContaining('20%'),
    });
  });
});

describe('the send time', () => {
  it.each([
    ['2026-11-21T13:50', '2026-11-21T14:00'],
    ['2026-11-21T13:51', '2026-11-22T14:00'],
    ['2026-11-21T14:00', '2026-11-22T14:00'],
    ['2026-11-21T23:59', '2026-11-22T14:00'],
    ['2026-11-21T01:42:00Z', '2026-11-21T14:00'],
    ['2026-11-21T10:42:00+09:00', '2026-11-21T14:00'],
  ])('at %s is %s', async (now, sendAt) => {
    expect((await plan({ now })).sendAt).toBe(sendAt);
  });

  it('is now exactly when the brief says so', async () => {
    expect((await plan({ brief: { sendWhen: 'now' } })).sendAt).toBe('now');
    expect((await plan({ goal: `${GOAL}, 지금 바로` })).sendAt).toBe('now');
  });

  it('is the one of the brief while it lies ahead', async () => {
    expect((await plan({ brief: { sendAt: '2026-11-24T09:30' } })).sendAt).toBe('2026-11-24T09:30');
    expect((await plan({ brief: { sendAt: '2026-11-21T09:30' } })).sendAt).toBe('2026-11-21T14:00');
  });

  it('is earlier than tomorrow when the deadline is today', async () => {
    const brief = { kpi: { metric: 'attributed_revenue' as const, target: 1e7, deadline: '2026-11-21' } };
    expect((await plan({ brief, now: '2026-11-21T15:20' })).sendAt).toBe('2026-11-21T16:00');
    expect((await plan({ brief, now: '2026-11-21T21:20' })).sendAt).toBe('2026-11-22T14:00');
  });

  it('follows a reviewer, in both directions', async () => {
    expect((await plan({ said: ['지금 바로 보내자'] })).sendAt).toBe('now');
    expect((await plan({ brief: { sendWhen: 'now' }, said: ['내일 오전 10시에 보내자'] })).sendAt).toBe(
      '2026-11-22T10:00',
    );
    expect((await plan({ brief: { sendWhen: 'now' }, said: ['지금 말고 나중에'] })).sendAt).toBe('2026-11-21T14:00');
  });

  it('that a check found to be over is proposed anew', async () => {
    expect((await plan({}, '- plan.send_time: 지난 시각이에요')).sendAt).toBe('2026-11-21T14:00');
  });
});

describe('what a reviewer asks for', () => {
  it.each([
    ['홀드아웃은 10%로', { holdoutPercent: 10 }],
    ['holdout 30%', { holdoutPercent: 30 }],
    ['초당 50통으로', { ratePerSecond: 50 }],
    ['더 천천히 보내 주세요', { ratePerSecond: 50 }],
    ['예산은 20만원', { budget: 200_000 }],
    ['더 보수적으로', { stop: { bouncePercent: 3, complaintPercent: 0.1, failurePercent: 5 } }],
    [
      '먼저 10%에 시험하고 이긴 쪽을 나머지에게 보내 주세요',
      { waves: { testPercent: 10, decideAfterHours: 24, metric: 'clicks', decide: 'rule' } },
    ],
    [
      '먼저 20%에 테스트로 보내고 12시간 뒤 제가 고를게요. 나머지는 그다음에',
      { waves: { testPercent: 20, decideAfterHours: 12, metric: 'clicks', decide: 'person' } },
    ],
    [
      'A/B test on 15% first and send the winner by revenue to the rest',
      { waves: { testPercent: 15, decideAfterHours: 24, metric: 'revenue', decide: 'rule' }, holdoutPercent: 20 },
    ],
    ['더 천천히 테스트 메일부터', { waves: null }],
  ])('%s', async (words, expected) => {
    expect(await plan({ said: [words] })).toMatchObject(expected);
  });

  it('hears a test in the goal itself, and its taking back', async () => {
    const goal = `${GOAL} 먼저 10%에 시험하고 이긴 쪽을 나머지에게`;
    const tested = await plan({ goal });
    expect(tested).toMatchObject({ waves: { testPercent: 10, decide: 'rule' }, holdoutPercent: 20 });
    expect((await plan({ goal, previous: tested, said: ['시험 없이 한 번에 보내요'] })).waves).toBeNull();
  });

  it('changes nothing else of the version before', async () => {
    const before = { ...(await plan()), sendAt: '2026-11-25T11:00', holdoutPercent: 25, budget: 77_000 };
    expect(await plan({ previous: before, said: ['초당 50'] })).toEqual({
      ...before,
      ratePerSecond: 50,
      reason: expect.any(String),
    });
  });
});

describe('the budget', () => {
  it("is the brief's own, else the cost of sending to everybody, rounded up", async () => {
    expect((await plan({ brief: { budget: 300_000 } })).budget).toBe(300_000);
    expect((await plan({ audience: { eligible: 12 } })).budget).toBe(100);
    expect((await plan({ prices: { email: 0 } })).budget).toBe(0);
    expect((await plan({ audience: { eligible: '<10' } })).budget).toBe(80);
  });
  it('is raised when a check says it does not last', async () => {
    expect((await plan({ brief: { budget: 10 } }, '- BUDGET-01: 예산이 모자라요')).budget).toBe(40_000);
  });
});
