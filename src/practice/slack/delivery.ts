import { createHmac } from 'node:crypto';
import { type Log, messageOf } from '../../kit/log.ts';
import type { Envelope } from './events.ts';
import type { Sockets } from './sockets.ts';
import { dropState, listState } from './state.ts';
import { EVENT, type GatewayOptions } from './workspace.ts';

/** Slack waits this long for an answer. */
export const ANSWER_MS = 3000;
/** Waits before each try of an event. Slack itself waits a minute and five; in practice nobody wants to. */
const RETRY_MS = [0, 1000, 5000] as const;
/** What a stopped process left behind: the bot may still be starting, so the tries reach further. */
const RESUME_MS = [500, 2000, 5000, 10_000, 20_000] as const;

/** What the bot said. `status` 0: no answer in time, or no connection. */
export type Answer = { status: number; body: unknown; noRetry: boolean; reason: string };

export type Kind = 'events_api' | 'interactive' | 'slash_commands';

export type Delivery = {
  /** Delivers in the background, with retries. */
  event(envelope: Envelope): void;
  /** One try: what a person clicked is not repeated for them. */
  ask(kind: 'interactive' | 'slash_commands', payload: Record<string, unknown>): Promise<Answer>;
  /** Takes up events that a stopped process had not delivered. */
  resume(): Promise<void>;
  /** Resolves when nothing is on its way to the bot. */
  idle(): Promise<void>;
  isIdle(): boolean;
  close(): void;
};

/** The two headers by which the bot knows that a request is Slack's. */
export const sign = (secret: string, body: string, at: Date): Record<string, string> => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
  };
};

type Encoded = { body: string; type: string };
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

const encode = (kind: Kind, payload: Record<string, unknown>): Encoded => {
  if (kind === 'events_api') return { body: JSON.stringify(payload), type: JSON_TYPE };
  const fields =
    kind === 'interactive'
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
  return { body: new URLSearchParams(fields).toString(), type: FORM_TYPE };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

export const makeDelivery = (opts: GatewayOptions, sockets: Sockets): Delivery => {
  const stopped = new AbortController();
  let flying = 0;
  let waiting: (() => void)[] = [];

  const track = async <T>(work: () => Promise<T>): Promise<T> => {
    flying += 1;
    try {
      return await work();
    } finally {
      flying -= 1;
      if (flying === 0) {
        const ready = waiting;
        waiting = [];
        for (const each of ready) each();
      }
    }
  };

  const post = async (encoded: Encoded, headers: Record<string, string>): Promise<Answer> => {
    try {
      const response = await fetch(opts.botUrl(), {
        method: 'POST',
        headers: {
          'content-type': encoded.type,
          ...sign(opts.signingSecret, encoded.body, opts.clock.system()),
          ...headers,
        },
        body: encoded.body,
        signal: AbortSignal.any([AbortSignal.timeout(opts.patience?.answer ?? ANSWER_MS), stopped.signal]),
        redirect: 'manual',
      });
      const body = parsed(await response.text());
      const noRetry = response.headers.get('x-slack-no-retry') === '1';
      return { status: response.status, body, noRetry, reason: response.ok ? '' : 'http_error' };
    } catch (thrown) {
      const late = thrown instanceof Error && thrown.name === 'TimeoutError';
      return { status: 0, body: null, noRetry: false, reason: late ? 'http_timeout' : 'connection_failed' };
    }
  };

  const send = (kind: Kind, payload: Record<string, unknown>, retry = 0, reason = ''): Promise<Answer> =>
    sockets.connected()
      ? sockets.send(kind, payload, { attempt: retry, reason })
      : post(
          encode(kind, payload),
          retry === 0 ? {} : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': reason },
        );

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (ms === 0 || stopped.signal.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(end, ms);
      stopped.signal.addEventListener('abort', end, { once: true });
    });

  const deliver = async (envelope: Envelope, waits: readonly number[]): Promise<void> => {
    let reason = '';
    for (const [attempt, wait] of waits.entries()) {
      await pause(wait);
      // Stopped half-way: the row stays, and the next start takes it up.
      if (stopped.signal.aborted) return;
      const answer = await send('events_api', envelope, attempt, reason);
      if (stopped.signal.aborted) return;
      reason = answer.reason;
      if (answer.status >= 200 && answer.status < 300) break;
      if (answer.noRetry || attempt === waits.length - 1)
        opts.log.warn(
          { event: envelope.event_id, type: envelope.event.type, reason },
          'practice Slack: event given up',
        );
      if (answer.noRetry) break;
    }
    await dropState(opts.db, `${EVENT}${envelope.event_id}`);
  };

  const start = (envelope: Envelope, waits: readonly number[]): void => {
    track(() => deliver(envelope, waits)).catch((thrown: unknown) => reportLost(opts.log, envelope, thrown));
  };

  return {
    event: (envelope) => start(envelope, opts.patience?.tries ?? RETRY_MS),
    ask: (kind, payload) => track(() => send(kind, payload)),
    resume: async () => {
      for (const { value } of await listState(opts.db, EVENT)) start(value as Envelope, RESUME_MS);
    },
    idle: () => (flying === 0 ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve))),
    isIdle: () => flying === 0,
    close: () => stopped.abort(),
  };
};

const reportLost = (log: Log, envelope: Envelope, thrown: unknown): void =>
  log.warn({ event: envelope.event_id, reason: messageOf(thrown) }, 'practice Slack: event kept for the next start');
