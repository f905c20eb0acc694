import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../../src/kit/log.ts';

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A whole chat completion around some content, as OpenAI sends it. */
export const completion = (content: string | null, over: Record<string, unknown> = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'gpt-5-mini-2025-08-07',
  choices: [{ index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: 'stop' }],
  usage: {
    prompt_tokens: 1_000,
    completion_tokens: 200,
    total_tokens: 1_200,
    prompt_tokens_details: { cached_tokens: 400 },
  },
  ...over,
});

export type ChatRequest = {
  model: string;
  messages: { role: string; content: string }[];
  response_format?: { type: string; json_schema?: { name: string; strict: boolean; schema: unknown } };
  store?: boolean;
  prompt_cache_key?: string;
};

/** A real model server on loopback whose answer the test writes; keeps what it was asked. */
export const chatServer = async (
  answer: (request: ChatRequest, response: ServerResponse, nth: number) => unknown,
): Promise<{ baseUrl: string; asked: ChatRequest[]; close(): Promise<void> }> => {
  const asked: ChatRequest[] = [];
  const bodyOf = async (request: IncomingMessage): Promise<string> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    return body;
  };
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const parsed = (body ? JSON.parse(body) : {}) as ChatRequest;
    asked.push(parsed);
    const said = answer(parsed, response, asked.length);
    if (said === undefined) return;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
