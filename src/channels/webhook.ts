import type { Log } from '../kit/log.ts';
import { signWebhook, verifyWebhook } from '../kit/standard-webhook.ts';
import type { Channel, ChannelName, KakaoOut, Outcome, Outgoing, PushOut, TextOut } from './channel.ts';
import { type Answer, ask } from './http.ts';
import { REASONS, type Reason } from './reason.ts';
import { hold, type Report, type Reporter, rejected, unknown } from './report.ts';
import { turns } from './turns.ts';

/**
 * Any other vendor, behind a gateway of the operator's own: one signed POST a message, with the headers of Standard
 * Webhooks. `webhook-id` is the message's id, so that the gateway can tell a repeat; its reports come back signed alike.
 */
export type WebhookSettings = {
  url: string;
  secret: string;
  practice: boolean;
  log: Log;
  clock: { system(): Date };
  timeoutMs?: number;
};

/** Single messages handed over together. */
const BATCH = 50;
/** Requests under way at once: at 50 ms each more than a thousand messages a second. */
const AT_ONCE = 64;

/** By status alone, because a gateway has no codes that we could know. */
export const webhookOutcome = (answer: Answer, messageId: string): Outcome => {
  if (answer.got === 'nothing') return answer.begun ? unknown('no_answer') : hold('down', 0);
  const { status } = answer;
  const said = answer.body as { id?: unknown; reason?: unknown } | null;
  if (status >= 200 && status < 300)
    return { outcome: 'accepted', providerId: typeof said?.id === 'string' ? said.id : messageId };
  if (status === 429) return hold('busy', answer.retryAfterMs);
  // Says itself that nothing was taken, by saying when to come again.
  if (status === 503 && answer.retryAfterMs > 0) return hold('busy', answer.retryAfterMs);
  if (status === 401 || status === 403 || status === 404) return hold('down');
  if (status === 409) return { outcome: 'accepted', providerId: messageId };
  if (status === 400 || status === 410 || status === 413 || status === 422) return rejected(reasonOf(said?.reason));
  return unknown(status >= 500 ? 'no_answer' : 'other');
};

const reasonOf = (said: unknown): Reason =>
  (REASONS as readonly unknown[]).includes(said) ? (said as Reason) : 'refused';

export const webhookChannel = <M extends TextOut | KakaoOut | PushOut>(
  settings: WebhookSettings,
  medium: Exclude<ChannelName, 'email'>,
): Channel<M> => {
  const { url, secret, practice, clock, log } = settings;
  const timeoutMs = settings.timeoutMs ?? 10_000;
  const turn = turns(AT_ONCE);
  const sendOne = async (message: Outgoing, until: number): Promise<Outcome> => {
    const now = clock.system();
    const leftMs = until - now.getTime();
    // Never begun, so certainly not taken: those before it were too slow.
    if (leftMs <= 0) return hold('busy', 0);
    const body = JSON.stringify({ type: `message.${medium}`, timestamp: now.toISOString(), data: message });
    const headers = { 'content-type': 'application/json', ...signWebhook(secret, message.messageId, now, body) };
    const answer = await ask(url, { method: 'POST', headers, body, timeoutMs: leftMs }, now);
    const outcome = webhookOutcome(answer, message.messageId);
    if (outcome.outcome !== 'accepted')
      log.warn({ code: answer.got === 'answer' ? answer.status : answer.why, ...outcome }, 'gateway: not accepted');
    return outcome;
  };
  return {
    name: medium,
    account: practice ? `practice:${medium}` : `webhook:${new URL(url).host}:${medium}`,
    practice,
    timeoutMs,
    batch: BATCH,
    send: (messages) => {
      const until = clock.system().getTime() + timeoutMs;
      return Promise.all(messages.map((message) => turn(() => sendOne(message, until))));
    },
    probe: async () => {
      const now = clock.system();
      const body = JSON.stringify({ type: 'ping', timestamp: now.toISOString(), data: {} });
      const headers = { 'content-type': 'application/json', ...signWebhook(secret, 'ping', now, body) };
      const answer = await ask(url, { method: 'POST', headers, body, timeoutMs: 5_000 }, now);
      if (answer.got === 'nothing') return `${new URL(url).host}: ${answer.why}`;
      return answer.status < 400 || answer.status === 422 ? null : `${new URL(url).host}: ${answer.status}`;
    },
    close: async () => undefined,
  };
};

const TYPES: Readonly<Record<string, Report['type']>> = {
  'message.accepted': 'accepted',
  'message.delivered': 'delivered',
  'message.bounced': 'bounced',
  'message.failed': 'failed',
  'message.complained': 'complained',
  'message.unsubscribed': 'unsubscribed',
};

type Told = { type?: string; timestamp?: string; data?: Record<string, unknown> };

/** `{type: 'message.delivered', timestamp, data: {channel, reference?, to?, hard?, reason?}}`, signed with the same secret. */
export const webhookReporter = (secret: string): Reporter => ({
  source: 'gateway',
  read: async ({ header, body, now }) => {
    const id = verifyWebhook(secret, header, body, now);
    if (!id) return { ok: false, why: 'forged' };
    const told = parsed(body);
    const type = TYPES[told?.type ?? ''];
    const { channel, reference, to, hard, reason } = told?.data ?? {};
    if (!told || !type || !isMedium(channel)) return { ok: false, why: 'malformed' };
    const at = new Date(told.timestamp ?? '');
    const report: Report = {
      id: `gateway:${id}`,
      type,
      reference: typeof reference === 'string' ? reference : null,
      address: typeof to === 'string' ? to : null,
      channel,
      at: Number.isNaN(at.getTime()) ? null : at,
      ...(hard === true && { hard }),
      ...((type === 'failed' || type === 'bounced') && { reason: reasonOf(reason) }),
    };
    return { ok: true, reports: [report] };
  },
});

const isMedium = (value: unknown): value is ChannelName => value === 'kakao' || value === 'sms' || value === 'push';

const parsed = (body: string): Told | null => {
  try {
    return JSON.parse(body) as Told | null;
  } catch {
    return null;
  }
};
