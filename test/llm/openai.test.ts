import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { realClock } from '../../src/kit/clock.ts';
import { openAiLlm } from '../../src/llm/openai.ts';
import { completion, silent } from '../support/chat.ts';

const HOST = 'https://api.openai.com';
const schema = z.object({ title: z.string(), count: z.number() });
const llm = (model = 'gpt-5-mini') =>
  openAiLlm({ apiKey: 'sk-test', baseUrl: `${HOST}/v1`, model, practice: false, clock: realClock, log: silent });
const ask = (model?: string) =>
  llm(model).complete({
    name: 'brief',
    turns: [
      { role: 'system', content: 'be brief' },
      { role: 'user', content: 'a goal' },
    ],
    schema,
    cacheKey: 'baton:brief:abc',
  });
const answers = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  nock(HOST)
    .post('/v1/chat/completions')
    .reply(status, body as nock.Body, headers);
const good = JSON.stringify({ title: '단골 재방문', count: 2 });

beforeAll(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

describe('the request', () => {
  it('asks for the schema, strictly, keeps nothing at the provider and names its cache', async () => {
    const scope = nock(HOST, { reqheaders: { authorization: 'Bearer sk-test' } })
      .post('/v1/chat/completions', (body) => {
        expect(body).toEqual({
          model: 'gpt-5-mini',
          messages: [
            { role: 'system', content: 'be brief' },
            { role: 'user', content: 'a goal' },
          ],
          response_format: {
            type: 'json_schema',
            json_schema: {
              name: 'brief',
              strict: true,
              schema: {
                type: 'object',
                properties: { title: { type: 'string' }, count: { type: 'number' } },
                required: ['title', 'count'],
                additionalProperties: false,
              },
            },
          },
          store: false,
          prompt_cache_key: 'baton:brief:abc',
        });
        return true;
      })
      .reply(200, completion(good));
    expect((await ask()).ok).toBe(true);
    scope.done();
  });
});

describe('an answer', () => {
  it('is read with its usage, cached tokens and cost', async () => {
    answers(200, completion(good));
    expect(await ask()).toMatchObject({
      ok: true,
      value: { title: '단골 재방문', count: 2 },
      raw: good,
      model: 'gpt-5-mini-2025-08-07',
      // 600 x 0.25 + 400 x 0.025 + 200 x 2
      usage: { tokensIn: 1_000, tokensCached: 400, tokensOut: 200, costMicros: 560 },
    });
  });

  it('of a model without a known price has tokens and no cost', async () => {
    answers(200, completion(good, { model: 'qwen3:8b' }));
    expect((await ask('qwen3:8b')).usage).toMatchObject({ tokensIn: 1_000, costMicros: null });
  });

  it.each([
    ['in a code fence', `\`\`\`json\n${good}\n\`\`\``],
    ['in a bare fence', `\`\`\`\n${good}\n\`\`\``],
    ['after thinking aloud', `<think>\nhm {"title":1}\n</think>\n\n${good}`],
    ['with spaces around', `\n\n ${good} \n`],
  ])('%s is read', async (_, content) => {
    answers(200, completion(content));
    expect(await ask()).toMatchObject({ ok: true, value: { count: 2 }, raw: content });
  });

  it('in parts is put together', async () => {
    const choices = [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: [
            { type: 'text', text: good.slice(0, 9) },
            { type: 'text', text: good.slice(9) },
          ],
        },
        finish_reason: 'stop',
      },
    ];
    answers(200, completion(null, { choices }));
    expect((await ask()).ok).toBe(true);
  });

  it('without usage counts nothing and costs nothing unknown', async () => {
    answers(200, completion(good, { usage: undefined }));
    expect((await ask()).usage).toEqual({ tokensIn: 0, tokensCached: 0, tokensOut: 0, costMicros: 0 });
  });
});

const choice = (content: string | null, finish_reason: string, refusal: string | null = null) => ({
  choices: [{ index: 0, message: { role: 'assistant', content, refusal }, finish_reason }],
});

describe('an answer that cannot be used is told apart', () => {
  it.each([
    ['refusal', 'the model says no', choice(null, 'stop', 'I cannot help with that.'), 'I cannot help with that.'],
    ['truncated', 'cut at the length limit', choice('{"title":"단', 'length'), '200 tokens'],
    ['truncated', 'cut, though it happens to parse', choice(good, 'length'), '200 tokens'],
    ['filtered', 'stopped by the content filter', choice('{"title":"', 'content_filter'), 'content_filter'],
    ['filtered', 'filtered with whole JSON (Azure)', choice(good, 'content_filter'), 'content_filter'],
    ['invalid_json', 'prose', choice('Sure! Here is your brief.', 'stop'), 'JSON'],
    ['invalid_json', 'nothing at all', choice(null, 'stop'), 'empty answer'],
    ['invalid_json', 'two fences', choice(`\`\`\`json\n${good}\n\`\`\`\nand\n\`\`\`\n1\n\`\`\``, 'stop'), 'JSON'],
    ['schema', 'a wrong type', choice('{"title":"a","count":"two"}', 'stop'), 'count'],
    ['schema', 'a missing key', choice('{"title":"a"}', 'stop'), 'count'],
    ['unreachable', 'no choices', { choices: [] }, 'not a chat completion'],
  ])('%s: %s', async (outcome, _, over, detail) => {
    answers(200, completion(null, over));
    const answer = await ask();
    expect(answer).toMatchObject({ ok: false, outcome });
    expect(answer.ok ? '' : answer.detail).toContain(detail);
  });

  it('keeps the raw words and the usage of what it could not use', async () => {
    answers(200, completion('{"title":"단', choice('{"title":"단', 'length')));
    expect(await ask()).toMatchObject({ raw: '{"title":"단', usage: { tokensOut: 200, costMicros: 560 } });
  });

  it("takes a proxy's page for no answer", async () => {
    answers(200, '<html>login</html>', { 'content-type': 'text/html' });
    expect(await ask()).toMatchObject({ ok: false, outcome: 'unreachable' });
  });
});

const error = (message: string, code: string | null, type = 'invalid_request_error') => ({
  error: { message, type, param: null, code },
});

describe('a server that refuses is told apart, and asked once', () => {
  it.each([
    ['rate_limited', 429, error('Rate limit reached', 'rate_limit_exceeded', 'requests')],
    ['quota', 429, error('You exceeded your current quota', 'insufficient_quota', 'insufficient_quota')],
    ['quota', 402, error('Insufficient Balance', null)],
    ['rejected', 401, error('Incorrect API key provided', 'invalid_api_key')],
    ['rejected', 403, error('Country not supported', 'unsupported_country')],
    ['rejected', 404, error('The model does not exist', 'model_not_found')],
    ['rejected', 400, error('maximum context length is 128000', 'context_length_exceeded')],
    ['filtered', 400, error('The response was filtered', 'content_filter')],
    ['timeout', 408, error('Request timeout', null)],
    ['unreachable', 500, error('The server had an error', null, 'server_error')],
    ['unreachable', 503, error('Overloaded', null, 'server_error')],
    ['unreachable', 502, '<html>bad gateway</html>'],
  ])('%s: HTTP %i', async (outcome, status, body) => {
    answers(status, body);
    const answer = await ask();
    expect(answer).toMatchObject({ ok: false, outcome, usage: { costMicros: 0 } });
    expect(answer.ok ? '' : answer.detail).toContain(String(status));
  });

  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    [{ 'retry-after': 'Thu, 01 Jan 2015 00:00:00 GMT' }, 0],
  ])('passes on how long to wait: %j', async (headers, wait) => {
    answers(429, error('slow down', 'rate_limit_exceeded'), headers);
    expect(await ask()).toMatchObject({ outcome: 'rate_limited', retryAfterMs: wait });
  });

  it('says nothing of a wait nobody asked for', async () => {
    answers(429, error('slow down', 'rate_limit_exceeded'), { 'retry-after': 'soon' });
    expect(await ask()).not.toHaveProperty('retryAfterMs');
  });

  it.each([
    ['rate_limited', { error: { code: 429, message: 'upstream is busy' } }],
    ['unreachable', { error: { message: 'no provider' } }],
    ['quota', { error: { code: 'insufficient_quota', message: 'no credit' } }],
  ])('%s, said in the body of a 200 as gateways do', async (outcome, body) => {
    answers(200, body);
    expect(await ask()).toMatchObject({ ok: false, outcome });
  });

  it('a connection that breaks is unreachable, and its cost unknown', async () => {
    nock(HOST)
      .post('/v1/chat/completions')
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    expect(await ask()).toMatchObject({ ok: false, outcome: 'unreachable', usage: { costMicros: null } });
  });
});

describe('a server that knows less of the request', () => {
  const seen = (bodies: unknown[], status: number, reply: unknown) =>
    nock(HOST)
      .post('/v1/chat/completions', (body) => bodies.push(body) > 0)
      .reply(status, reply as nock.Body);

  it('is asked in plain JSON with the schema in words, from then on', async () => {
    const bodies: { response_format?: { type: string }; messages: { content: string }[] }[] = [];
    const one = llm();
    const turns = [{ role: 'system' as const, content: 'be brief' }];
    const question = { name: 'brief', turns, schema, cacheKey: 'k' };
    seen(bodies, 400, error("Invalid parameter: 'response_format' of type 'json_schema' is not supported", null));
    seen(bodies, 200, completion(good));
    seen(bodies, 200, completion(good));
    expect((await one.complete(question)).ok).toBe(true);
    expect((await one.complete(question)).ok).toBe(true);
    expect(bodies.map((body) => body.response_format?.type)).toEqual(['json_schema', 'json_object', 'json_object']);
    expect(bodies[1]?.messages[0]?.content).toContain('"additionalProperties":false');
    expect(bodies[0]?.messages[0]?.content).toBe('be brief');
  });

  it('that has no JSON mode either is asked in words alone', async () => {
    const bodies: { response_format?: unknown }[] = [];
    seen(bodies, 400, error('json_schema is not supported', null));
    seen(bodies, 422, error('response_format json_object is not supported', null));
    seen(bodies, 200, completion(good));
    expect((await ask()).ok).toBe(true);
    expect(bodies[2]).not.toHaveProperty('response_format');
  });

  it('that refuses unknown parameters is asked without them, the schema kept', async () => {
    const bodies: Record<string, unknown>[] = [];
    seen(bodies, 400, error('Unsupported parameter(s): prompt_cache_key', null));
    seen(bodies, 200, completion(good));
    expect((await ask()).ok).toBe(true);
    expect(bodies[1]).not.toHaveProperty('store');
    expect(bodies[1]).not.toHaveProperty('prompt_cache_key');
    expect(bodies[1]).toMatchObject({ response_format: { type: 'json_schema' } });
  });

  it('gets its refusal reported when it is about something else', async () => {
    answers(400, error('messages: too many', 'invalid_value'));
    expect(await ask()).toMatchObject({ ok: false, outcome: 'rejected' });
  });
});

describe('the probe', () => {
  it.each([
    [200, { object: 'list', data: [] }, null],
    [404, error('no such route', null), null],
    [401, error('Incorrect API key provided', 'invalid_api_key'), '401 invalid_api_key invalid_request_error'],
  ])('answers a %i', async (status, body, said) => {
    nock(HOST).get('/v1/models').reply(status, body);
    expect(await llm().probe()).toBe(said);
  });
});
