import { describe, expect, it } from 'vitest';
import type { Channel, TextOut } from '../../src/channels/channel.ts';
import { webhookChannel, webhookOutcome, webhookReporter } from '../../src/channels/webhook.ts';
import { realClock } from '../../src/kit/clock.ts';
import { signWebhook, verifyWebhook } from '../../src/kit/standard-webhook.ts';
import { channelContract, type Mood } from './channel.ts';
import { httpVendor, type Reply } from './http-vendor.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const message = (n: number): TextOut => ({
  channel: 'sms',
  messageId: `m${n}`,
  reference: `ref-${n}`,
  to: '+821010000001',
  isAd: true,
  kind: 'lms',
  from: '029302266',
  subject: '봄',
  body: `본문 ${n}`,
});

channelContract(
  'a gateway by webhook',
  async () => {
    let mood: Mood = 'takes';
    const got: string[] = [];
    const vendor = await httpVendor((heard): Reply => {
      const header = (name: string) => String(heard.headers[name] ?? '') || null;
      if (!verifyWebhook(SECRET, header, heard.body, realClock.system())) return { status: 401 };
      const { type, data } = JSON.parse(heard.body) as { type: string; data: TextOut };
      if (type === 'ping') return { status: 204 };
      if (mood === 'refuses for good') return { status: 422, body: { reason: 'no_mailbox' } };
      if (mood === 'is busy as a whole') return { status: 503, headers: { 'retry-after': '4' } };
      got.push(data.body);
      return mood === 'takes and says nothing' ? 'silent' : { status: 202, body: { id: `g-${data.messageId}` } };
    });
    const settings = {
      url: `${vendor.url}/send`,
      secret: SECRET,
      practice: false,
      log,
      clock: realClock,
      timeoutMs: 5_000,
    };
    return {
      channel: webhookChannel<TextOut>(settings, 'sms') as Channel,
      be: async (next: Mood) => {
        if (next === 'is gone') return vendor.away();
        await vendor.back();
        mood = next;
      },
      got: () => got,
      close: vendor.close,
    };
  },
  message,
  { each: 'never asks for one alone' },
);

describe('a gateway', () => {
  it.each<[number, unknown, number, object]>([
    [200, { id: 'g1' }, 0, { outcome: 'accepted', providerId: 'g1' }],
    [204, null, 0, { outcome: 'accepted', providerId: 'm1' }],
    [409, null, 0, { outcome: 'accepted', providerId: 'm1' }],
    [400, null, 0, { outcome: 'rejected', reason: 'refused' }],
    [422, { reason: 'not_kakao' }, 0, { outcome: 'rejected', reason: 'not_kakao' }],
    [422, { reason: 'nonsense' }, 0, { outcome: 'rejected', reason: 'refused' }],
    [401, null, 0, { outcome: 'retry_later', reason: 'down', whole: true }],
    [429, null, 5_000, { outcome: 'retry_later', reason: 'busy', afterMs: 5_000, whole: true }],
    [503, null, 5_000, { outcome: 'retry_later', reason: 'busy', afterMs: 5_000, whole: true }],
    [503, null, 0, { outcome: 'unknown', reason: 'no_answer' }],
    [500, null, 0, { outcome: 'unknown', reason: 'no_answer' }],
    [301, null, 0, { outcome: 'unknown', reason: 'other' }],
  ])('answering %i %j', (status, body, retryAfterMs, expected) => {
    expect(webhookOutcome({ got: 'answer', status, body, text: '', retryAfterMs }, 'm1')).toMatchObject(expected);
  });

  it('reports back under the same secret, and nobody else does', async () => {
    const now = realClock.system();
    const body = JSON.stringify({
      type: 'message.bounced',
      timestamp: '2026-11-22T03:00:00Z',
      data: { channel: 'sms', reference: 'ref-1', hard: true, reason: 'no_mailbox' },
    });
    const read = (headers: Record<string, string>, text = body) =>
      webhookReporter(SECRET).read({ header: (name) => headers[name] ?? null, body: text, now });
    const signed = signWebhook(SECRET, 'evt_1', now, body);
    expect(await read(signed)).toEqual({
      ok: true,
      reports: [
        {
          id: 'gateway:evt_1',
          type: 'bounced',
          reference: 'ref-1',
          address: null,
          channel: 'sms',
          at: new Date('2026-11-22T03:00:00Z'),
          hard: true,
          reason: 'no_mailbox',
        },
      ],
    });
    expect(await read(signed, `${body} `)).toEqual({ ok: false, why: 'forged' });
    expect(await read({ ...signed, 'webhook-id': 'evt_2' })).toEqual({ ok: false, why: 'forged' });
    expect(await read(signWebhook('whsec_b3RoZXI=', 'evt_1', now, body))).toEqual({ ok: false, why: 'forged' });
    const late = new Date(now.getTime() - 6 * 60_000);
    expect(await read(signWebhook(SECRET, 'evt_1', late, body))).toEqual({ ok: false, why: 'forged' });
    const rotated = { ...signed, 'webhook-signature': `v1,bm8= ${signed['webhook-signature']}` };
    expect(await read(rotated)).toMatchObject({ ok: true });
    const other = JSON.stringify({ type: 'message.read', data: { channel: 'sms' } });
    expect(await read(signWebhook(SECRET, 'evt_1', now, other), other)).toEqual({ ok: false, why: 'malformed' });
  });
});
