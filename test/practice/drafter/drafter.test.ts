import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LlmFailure } from '../../../src/llm/llm.ts';
import { WAYS } from '../../../src/practice/drafter/misbehave.ts';
import { BRAND, briefInputs, CATALOGUE, type Drafter, GOAL, startDrafter } from '../../support/drafter.ts';

let drafter: Drafter;
beforeEach(async () => {
  drafter = await startDrafter(600);
});
afterEach(() => drafter.close());

const ask = () => drafter.complete('brief', briefInputs());

describe('the practice drafter as a model server', () => {
  it('answers like one: name of the model, usage, no cost', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({ ok: true, model: 'practice-drafter', usage: { tokensCached: 0, costMicros: 0 } });
    expect(answer.usage.tokensIn).toBeGreaterThan(1_000);
    expect(answer.usage.tokensOut).toBeGreaterThan(50);
    expect(await drafter.llm.probe()).toBeNull();
    expect(drafter.llm).toMatchObject({ model: 'practice-drafter', practice: true });
  });

  it('says the same to the same question, but for the id', async () => {
    const [one, two] = [await ask(), await ask()];
    expect(one.ok && two.ok && one.raw === two.raw).toBe(true);
  });

  it('refuses what is no question of ours', async () => {
    const post = (body: unknown) =>
      fetch(`${drafter.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await post({ messages: [{ role: 'user', content: 'hi' }] })).status).toBe(400);
    expect((await post({ messages: [] })).status).toBe(400);
    expect((await post(null)).status).toBe(400);
    expect(
      (
        await post({
          messages: [{ role: 'user', content: 'x' }],
          response_format: { type: 'json_schema', json_schema: { name: 'constructor' } },
        })
      ).status,
    ).toBe(400);
  });

  it('lives with fences that are empty, broken or missing', async () => {
    for (const name of ['brief', 'segments', 'personas', 'copy', 'plan', 'intent'] as const) {
      const nothing = { language: 'ko' } as never;
      expect((await drafter.complete(name, nothing)).ok).toBe(true);
      const broken = new Proxy({}, { get: () => '{"half": [' }) as never;
      expect((await drafter.complete(name, broken)).ok).toBe(true);
    }
  });
});

describe('misbehaving on demand', () => {
  const outcomes: [string, LlmFailure['outcome']][] = [
    ['refuse', 'refusal'],
    ['truncate', 'truncated'],
    ['filter', 'filtered'],
    ['invalid_json', 'invalid_json'],
    ['schema', 'schema'],
    ['429', 'rate_limited'],
    ['500', 'unreachable'],
    ['quota', 'quota'],
    ['unauthorized', 'rejected'],
    ['hang', 'timeout'],
  ];
  it.each(outcomes)('%s comes out as %s, once, and then it is good again', async (misbehave, outcome) => {
    expect((await drafter.misbehave({ misbehave, times: 1 })).status).toBe(200);
    expect(await ask()).toMatchObject({ ok: false, outcome });
    expect((await ask()).ok).toBe(true);
  });

  it('a fence and a server without schemas are got over', async () => {
    await drafter.misbehave({ misbehave: 'fence' });
    expect((await ask()).ok).toBe(true);
    await drafter.misbehave({ misbehave: 'no_schema', times: -1 });
    expect((await ask()).ok).toBe(true);
    expect((await ask()).ok).toBe(true);
  });

  it('slow is slow, and arrives', async () => {
    await drafter.misbehave({ misbehave: 'slow', delayMs: 50 });
    const answer = await ask();
    expect(answer.ok).toBe(true);
    expect(answer.latencyMs).toBeGreaterThanOrEqual(45);
  });

  it('counts, keeps to one prompt, and can be called off', async () => {
    await drafter.misbehave({ misbehave: 'refuse', times: 2, prompt: 'intent' });
    expect((await ask()).ok).toBe(true);
    const intent = {
      language: 'ko',
      constraints: [],
      previous: null,
      message: '안녕',
      status: 'brief.review',
      steps: [],
    };
    expect((await drafter.complete('intent', intent)).ok).toBe(false);
    expect((await drafter.complete('intent', intent)).ok).toBe(false);
    expect((await drafter.complete('intent', intent)).ok).toBe(true);
    await drafter.misbehave({ misbehave: 'refuse', times: -1 });
    expect((await ask()).ok).toBe(false);
    await drafter.misbehave({ misbehave: null });
    expect((await ask()).ok).toBe(true);
    expect(await (await fetch(`${drafter.url}/practice/drafter`)).json()).toEqual({
      ok: true,
      order: null,
      ways: [...WAYS],
    });
  });

  it('by a header, for one request', async () => {
    const response = await fetch(`${drafter.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-baton-misbehave': '429' },
      body: JSON.stringify({
        messages: [{ role: 'user', content: 'x' }],
        response_format: { type: 'json_schema', json_schema: { name: 'brief' } },
      }),
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
  });

  it('in a way nobody knows is refused in words', async () => {
    const response = await drafter.misbehave({ misbehave: 'explode' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ ok: false, error: expect.stringContaining('misbehave') });
  });

  it('lies and exceeds within the right shape, so that only our own checks can tell', async () => {
    const brief = await drafter.ask('brief', briefInputs());
    const common = { language: 'ko', constraints: [], previous: null };
    const segment = {
      key: 'A',
      name: 'A',
      rule: {},
      aggregates: [{ name: 'contacts', value: 12, unit: 'count', n: 12, label: '인원' }],
    };
    const questions = {
      brief: briefInputs(),
      segments: { ...common, goal: GOAL, brief, catalogue: CATALOGUE, today: '2026-11-21' },
      personas: { ...common, brief, segments: [segment] },
      copy: { ...common, brief, personas: [], segments: [segment], brand: BRAND, limits: {}, worked: [] },
      plan: {
        ...common,
        goal: GOAL,
        brief,
        segments: [],
        audience: {},
        prices: {},
        history: {},
        now: '2026-11-21T10:00',
        timezone: 'Asia/Seoul',
      },
    };
    for (const [name, inputs] of Object.entries(questions))
      for (const misbehave of ['lie', 'exceed']) {
        const good = await drafter.complete(name as 'brief', inputs as never);
        await drafter.misbehave({ misbehave, times: 1 });
        const bad = await drafter.complete(name as 'brief', inputs as never);
        expect([name, misbehave, bad.ok]).toEqual([name, misbehave, true]);
        expect(good.ok && bad.ok && good.raw !== bad.raw).toBe(true);
      }
  });
});
