import { Agent as HttpAgent, type IncomingMessage, request as overHttp } from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';
import { messageOf } from '../kit/log.ts';

/** One request to a vendor, and how much is certain of it when no answer came. Nothing is ever asked twice here. */
export type Request = {
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  body?: string;
  timeoutMs: number;
};

export type Answer =
  | { got: 'answer'; status: number; retryAfterMs: number; body: unknown; text: string }
  /** No byte of the request can have reached the vendor. */
  | { got: 'nothing'; begun: false; why: string }
  /** It was being said, or was said: the vendor may have acted on it. */
  | { got: 'nothing'; begun: true; why: string };

/** A vendor's answer is small; what is larger is not one. */
const MOST_BYTES = 8 * 1024 * 1024;

/**
 * Connections are kept for the next request: to say hello anew each time would cost more than the message. Not for long: one
 * that the vendor is about to end might take a request with it, and then nobody knows.
 */
const KEPT = { keepAlive: true, timeout: 4_000, scheduling: 'lifo' } as const;
const SCHEMES = {
  'http:': { request: overHttp, agent: new HttpAgent(KEPT), ready: 'connect' },
  'https:': { request: overHttps, agent: new HttpsAgent(KEPT), ready: 'secureConnect' },
} as const;

/**
 * By node's own client, at a third of what fetch costs a request; a redirect is an answer like any other, because a
 * redirected POST would be said twice.
 *
 * @param now system time, which a Retry-After with a date is measured from
 */
export const ask = async (
  url: string,
  { method, headers, body = '', timeoutMs }: Request,
  now: Date,
): Promise<Answer> => {
  let begun = false;
  try {
    const target = new URL(url);
    const scheme = SCHEMES[target.protocol as keyof typeof SCHEMES];
    if (!scheme) throw new Error(`no way to ${target.protocol}`);
    const length = method === 'POST' ? { 'content-length': Buffer.byteLength(body) } : {};
    const { agent, request, ready } = scheme;
    const { answer, text } = await new Promise<{ answer: IncomingMessage; text: string }>((done, fail) => {
      const asking = request(target, { method, agent, headers: { ...headers, ...length } });
      const timer = setTimeout(() => asking.destroy(new Error('no answer in time')), timeoutMs);
      // Until the connection stands no byte of the request can have left.
      asking.once('socket', (socket) => {
        if (socket.connecting) socket.once(ready, () => (begun = true));
        else begun = true;
      });
      asking.once('error', fail);
      asking.once('close', () => clearTimeout(timer));
      asking.once('response', (answer) => readText(answer).then((text) => done({ answer, text }), fail));
      asking.end(body);
    });
    return {
      got: 'answer',
      status: answer.statusCode ?? 0,
      retryAfterMs: retryAfter(answer.headers['retry-after'], now),
      body: parsed(text),
      text,
    };
  } catch (error) {
    return { got: 'nothing', begun, why: String((error as { code?: unknown }).code ?? messageOf(error)) };
  }
};

const readText = async (answer: IncomingMessage): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error('answer too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Longest a vendor may ask us to stay away with one answer. */
const MOST_WAIT_MS = 3_600_000;

const retryAfter = (value: string | undefined, now: Date): number => {
  if (!value) return 0;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), MOST_WAIT_MS) : 0;
};
