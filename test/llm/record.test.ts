import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { llmCalls } from '../../src/db/schema.ts';
import type { Clock } from '../../src/kit/clock.ts';
import { type Intent, intentSchema } from '../../src/llm/intent.ts';
import { openAiLlm } from '../../src/llm/openai.ts';
import { PROMPT_INPUTS, type PromptInputs, type PromptName } from '../../src/llm/prompt.ts';
import { type AskDeps, ask } from '../../src/llm/record.ts';
import { repairTurns } from '../../src/llm/repair.ts';
import { chatServer, completion, silent } from '../support/chat.ts';
import { testDatabase } from '../support/database.ts';

const intent: Intent = { intent: 'revise', step: 'copy', feedback: '더 짧게' };
const good = () => completion(JSON.stringify(intent));
// 2026-11-21 08:30 in Seoul: the day there began at 15:00Z the day before.
const NOW = new Date('2026-11-20T23:30:00Z');

describe('asking the model', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let server: Awaited<ReturnType<typeof chatServer>>;
  let reply: () => unknown = good;
  let ids = 0;

  beforeAll(async () => {
    database = await testDatabase();
    server = await chatServer(() => reply());
  });
  afterAll(async () => {
    await server.close();
    await database.close();
  });
  beforeEach(() => {
    reply = good;
    server.asked.length = 0;
  });
  afterEach(() => database.db.delete(llmCalls));

  const clock: Clock = { system: () => NOW, business: async () => NOW };
  const deps = (over: { practice?: boolean; env?: Record<string, string> } = {}): AskDeps => ({
    db: database.db,
    clock,
    newId: (prefix) => `${prefix}_${String(++ids).padStart(16, 'k')}`,
    config: parseConfig({ PRACTICE: 'slack,llm', ...over.env }),
    llm: openAiLlm({
      apiKey: 'k',
      baseUrl: server.baseUrl,
      model: 'gpt-5-mini',
      practice: over.practice ?? false,
      clock,
      log: silent,
    }),
  });
  const inputs = (over: Partial<PromptInputs<'intent'>> = {}): PromptInputs<'intent'> => ({
    language: 'ko',
    constraints: [],
    previous: null,
    message: '제목을 더 짧게',
    status: 'copy.review',
    steps: ['brief', 'segments', 'personas', 'copy'],
    ...over,
  });
  const question = { campaignId: 7, name: 'intent', schema: intentSchema, attempt: 1 } as const;
  const spend = (micros: number | null, campaignId: number, at: Date) =>
    database.db.insert(llmCalls).values({
      id: `spent_${++ids}`,
      campaignId,
      prompt: 'brief',
      promptHash: 'h',
      model: 'm',
      attempt: 1,
      outcome: 'ok',
      costMicros: micros,
      latencyMs: 1,
      at,
    });

  it('gives the answer and keeps the call whole: prompt, hash, model, tokens, cost, words', async () => {
    const asked = await ask(deps(), { ...question, inputs: inputs() });
    expect(asked).toMatchObject({ ok: true, value: intent, practice: false, model: 'gpt-5-mini-2025-08-07' });
    const [row] = await database.db.select().from(llmCalls);
    expect(row).toMatchObject({
      campaignId: 7,
      prompt: 'intent',
      promptHash: asked.promptHash,
      model: 'gpt-5-mini-2025-08-07',
      attempt: 1,
      outcome: 'ok',
      tokensIn: 1_000,
      tokensCached: 400,
      tokensOut: 200,
      costMicros: 560,
      answer: JSON.stringify(intent),
      at: NOW,
    });
  });

  it('sends the system part first and untrusted words last, fenced by marks nobody could foresee', async () => {
    await ask(deps(), { ...question, inputs: inputs() });
    await ask(deps(), { ...question, inputs: inputs() });
    const marks = server.asked.map(({ messages }) => {
      expect(messages.map(({ role }) => role)).toEqual(['system', 'user']);
      expect(messages[0]?.content).not.toContain('제목을 더 짧게');
      return /<message-(\w{16})>\n제목을 더 짧게\n<\/message-\1>/.exec(messages[1]?.content ?? '')?.[1];
    });
    expect(marks[0]).toBeTruthy();
    expect(marks[0]).not.toBe(marks[1]);
    expect(server.asked[0]?.prompt_cache_key).toBe(server.asked[1]?.prompt_cache_key);
  });

  it('keeps a failed call too, with what was said', async () => {
    reply = () =>
      completion(null, {
        choices: [{ index: 0, message: { content: null, refusal: '안 돼요' }, finish_reason: 'stop' }],
      });
    expect(await ask(deps(), { ...question, inputs: inputs() })).toMatchObject({ ok: false, outcome: 'refusal' });
    expect(await database.db.select().from(llmCalls)).toMatchObject([{ outcome: 'refusal', answer: '안 돼요' }]);
  });

  it('survives a NUL in what the model wrote', async () => {
    reply = () => completion('no\u0000json');
    expect(await ask(deps(), { ...question, inputs: inputs() })).toMatchObject({ ok: false, outcome: 'invalid_json' });
    expect(await database.db.select().from(llmCalls)).toMatchObject([{ answer: 'nojson' }]);
  });

  const everyInput = Object.entries(PROMPT_INPUTS).flatMap(([name, keys]) => keys.map((key) => [name, key]));
  it.each(everyInput)('sends nothing personal that stands in %s: %s', async (name, key) => {
    const keys: readonly string[] = PROMPT_INPUTS[name as PromptName];
    const given = Object.fromEntries(keys.map((each) => [each, each === key ? { deep: ['kim@example.com'] } : 'x']));
    const asked = await ask(deps({ practice: true }), {
      ...question,
      name: name as 'intent',
      inputs: given as PromptInputs<'intent'>,
    });
    expect(asked).toMatchObject({ ok: false, outcome: 'personal_data', detail: `email:${key}` });
    expect(JSON.stringify(asked)).not.toContain('kim@');
    expect(server.asked).toEqual([]);
    expect(await database.db.select().from(llmCalls)).toEqual([]);
  });

  it('sends nothing personal in what follows the first question', async () => {
    const extraTurns = repairTurns('{"a":"010-1234-5678"}', [{ id: 'x', message: 'too long' }]);
    expect(await ask(deps(), { ...question, inputs: inputs(), extraTurns })).toMatchObject({
      outcome: 'personal_data',
      detail: 'phone:turn 3',
    });
    expect(server.asked).toEqual([]);
  });

  it('repeats the answer and each failed check to the model in a repair', async () => {
    const extraTurns = repairTurns('{"old":true}', [{ id: 'copy.subject', message: '제목 41자\n> 40자' }]);
    await ask(deps(), { ...question, attempt: 2, inputs: inputs(), extraTurns });
    const messages = server.asked[0]?.messages ?? [];
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(messages[2]?.content).toBe('{"old":true}');
    expect(messages[3]?.content).toContain('- copy.subject: 제목 41자 > 40자');
  });

  describe('within its budget', () => {
    it("asks nothing more once the campaign's is used up", async () => {
      await spend(2_000_000, 7, new Date('2026-10-01T00:00:00Z'));
      expect(await ask(deps(), { ...question, inputs: inputs() })).toMatchObject({
        outcome: 'budget_campaign',
        detail: '2',
      });
      expect((await ask(deps(), { ...question, campaignId: 8, inputs: inputs() })).ok).toBe(true);
      expect(server.asked).toHaveLength(1);
    });

    it("asks nothing more once the day's is used up, the day being the account's", async () => {
      await spend(20_000_000, 1, new Date('2026-11-20T14:59:59Z'));
      expect((await ask(deps(), { ...question, inputs: inputs() })).ok).toBe(true);
      await spend(20_000_000, 1, new Date('2026-11-20T15:00:00Z'));
      expect(await ask(deps(), { ...question, inputs: inputs() })).toMatchObject({
        outcome: 'budget_day',
        detail: '20',
      });
      const utc = deps({ env: { TIMEZONE: 'UTC', LLM_BUDGET_DAY: '50' } });
      expect((await ask(utc, { ...question, inputs: inputs() })).ok).toBe(true);
    });

    it('counts a call of unknown price as nothing, and practice as free', async () => {
      await spend(null, 7, NOW);
      expect((await ask(deps(), { ...question, inputs: inputs() })).ok).toBe(true);
      await spend(9_000_000, 7, NOW);
      expect((await ask(deps({ practice: true }), { ...question, inputs: inputs() })).ok).toBe(true);
      expect(
        await ask(deps({ env: { LLM_BUDGET_CAMPAIGN: '0' } }), { ...question, campaignId: 99, inputs: inputs() }),
      ).toMatchObject({
        outcome: 'budget_campaign',
      });
    });
  });
});
