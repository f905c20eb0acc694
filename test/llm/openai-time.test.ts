import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { realClock } from '../../src/kit/clock.ts';
import { openAiLlm } from '../../src/llm/openai.ts';
import { chatServer, completion, silent } from '../support/chat.ts';

const schema = z.object({ a: z.number() });
let server: Awaited<ReturnType<typeof chatServer>> | undefined;
afterEach(() => server?.close());

const ask = (baseUrl: string, timeoutMs: number) =>
  openAiLlm({ apiKey: 'k', baseUrl, model: 'm', practice: false, clock: realClock, log: silent, timeoutMs }).complete({
    name: 'brief',
    turns: [{ role: 'user', content: 'x' }],
    schema,
    cacheKey: 'k',
  });

describe('a server that takes too long, over real sockets', () => {
  it('and says nothing: a time-out, asked once', async () => {
    server = await chatServer(() => undefined);
    expect(await ask(server.baseUrl, 300)).toMatchObject({
      ok: false,
      outcome: 'timeout',
      usage: { costMicros: null },
    });
    expect(server.asked).toHaveLength(1);
  });

  it('and stops in the middle of its answer: a time-out, not a hang', async () => {
    server = await chatServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"id":"chatcmpl-1","choices":[');
      return undefined;
    });
    expect(await ask(server.baseUrl, 300)).toMatchObject({ ok: false, outcome: 'timeout' });
  });

  it('and breaks off in the middle: unreachable', async () => {
    server = await chatServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"id":', () => response.destroy());
      return undefined;
    });
    expect(await ask(server.baseUrl, 10_000)).toMatchObject({ ok: false, outcome: 'unreachable' });
  });

  it('is unreachable where nobody listens', async () => {
    const gone = await chatServer(() => undefined);
    await gone.close();
    expect(await ask(gone.baseUrl, 10_000)).toMatchObject({ ok: false, outcome: 'unreachable' });
  });

  it('is answered when it answers', async () => {
    server = await chatServer(() => completion('{"a":1}'));
    expect(await ask(server.baseUrl, 10_000)).toMatchObject({ ok: true, value: { a: 1 } });
  });
});
