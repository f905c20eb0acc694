import { createVerify, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Channel, PushOut } from '../../src/channels/channel.ts';
import { type FcmSettings, fcmChannel, fcmOutcome } from '../../src/channels/fcm.ts';
import { realClock } from '../../src/kit/clock.ts';
import { channelContract, type Mood } from './channel.ts';
import { httpVendor, type Reply } from './http-vendor.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const fcmError = (status: number, code: string, message = '') => ({
  status,
  body: {
    error: {
      code: status,
      status: code,
      message,
      details: [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode: code }],
    },
  },
});
const message = (n: number): PushOut => ({
  channel: 'push',
  messageId: `m${n}`,
  reference: `ref-${n}`,
  to: `token-${n}`,
  title: '(광고) 마켓A',
  body: `봄 세일 ${n}`,
  link: `https://shop.example/c/${n}`,
});

const fcmVendor = async (reply?: (token: string) => Reply) => {
  let mood: Mood = 'takes';
  const got: string[] = [];
  const assertions: string[] = [];
  const dead: { reference: string; token: string }[] = [];
  const vendor = await httpVendor((heard): Reply => {
    if (heard.path === '/token') {
      assertions.push(new URLSearchParams(heard.body).get('assertion') ?? '');
      return { status: 200, body: { access_token: 'ya29.token', expires_in: 3600 } };
    }
    expect(heard.path).toBe('/v1/projects/shop/messages:send');
    expect(heard.headers.authorization).toBe('Bearer ya29.token');
    const asked = JSON.parse(heard.body) as {
      validate_only?: boolean;
      message: { token: string; notification: { body: string } };
    };
    if (asked.validate_only) return { status: 200, body: { name: 'projects/shop/messages/fake' } };
    if (reply) return reply(asked.message.token);
    if (mood === 'refuses for good') return fcmError(404, 'UNREGISTERED');
    if (mood === 'is busy as a whole') return { ...fcmError(429, 'QUOTA_EXCEEDED'), headers: { 'retry-after': '9' } };
    got.push(asked.message.notification.body);
    if (mood === 'takes and says nothing') return 'silent';
    return { status: 200, body: { name: `projects/shop/messages/0:${asked.message.token}` } };
  });
  const settings: FcmSettings = {
    account: {
      project_id: 'shop',
      client_email: 'baton@shop.iam.gserviceaccount.com',
      private_key: privateKey,
      token_uri: `${vendor.url}/token`,
    },
    baseUrl: vendor.url,
    practice: false,
    log,
    clock: realClock,
    onDead: async (gone) => void dead.push(...gone),
    timeoutMs: 5_000,
  };
  return {
    ...vendor,
    got,
    assertions,
    dead,
    channel: fcmChannel(settings),
    be: async (next: Mood) => {
      if (next === 'is gone') return vendor.away();
      await vendor.back();
      mood = next;
    },
  };
};

channelContract(
  'push through FCM',
  async () => {
    const vendor = await fcmVendor();
    return { channel: vendor.channel as Channel, be: vendor.be, got: () => vendor.got, close: vendor.close };
  },
  message,
  { each: 'never asks for one alone' },
);

describe('FCM', () => {
  it('is shown an assertion signed by the account, once for all that wait', async () => {
    const vendor = await fcmVendor();
    await vendor.channel.send([message(1), message(2), message(3)]);
    await vendor.channel.send([message(4)]);
    expect(vendor.assertions).toHaveLength(1);
    const [head = '', claims = '', signature = ''] = (vendor.assertions[0] ?? '').split('.');
    expect(createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, signature, 'base64url')).toBe(true);
    const read = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString());
    expect(read(head)).toEqual({ alg: 'RS256', typ: 'JWT' });
    const { iss, scope, aud, iat, exp } = read(claims);
    expect([iss, scope, aud]).toEqual([
      'baton@shop.iam.gserviceaccount.com',
      'https://www.googleapis.com/auth/firebase.messaging',
      `${vendor.url}/token`,
    ]);
    expect(exp - iat).toBe(3_600);
    expect(JSON.parse(vendor.heard[1]?.body ?? '')).toEqual({
      message: {
        token: 'token-1',
        notification: { title: '(광고) 마켓A', body: '봄 세일 1' },
        data: { link: 'https://shop.example/c/1', ref: 'ref-1' },
      },
    });
    await vendor.close();
  });

  it('tells which devices are gone', async () => {
    const vendor = await fcmVendor((token) =>
      token === 'token-2' ? fcmError(404, 'UNREGISTERED') : { status: 200, body: { name: token } },
    );
    expect(await vendor.channel.send([message(1), message(2)])).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'rejected', reason: 'dead_token' },
    ]);
    expect(vendor.dead).toEqual([{ reference: 'ref-2', token: 'token-2' }]);
    await vendor.close();
  });

  it.each<[{ status: number; body?: unknown }, object]>([
    [{ status: 200, body: {} }, { outcome: 'unknown' }],
    [fcmError(404, 'UNREGISTERED'), { outcome: 'rejected', reason: 'dead_token' }],
    [fcmError(403, 'SENDER_ID_MISMATCH'), { outcome: 'rejected', reason: 'dead_token' }],
    [
      fcmError(400, 'INVALID_ARGUMENT', 'The registration token is not a valid FCM registration token'),
      { outcome: 'rejected', reason: 'dead_token' },
    ],
    [fcmError(400, 'INVALID_ARGUMENT', 'too big'), { outcome: 'rejected', reason: 'render' }],
    [fcmError(401, 'THIRD_PARTY_AUTH_ERROR'), { outcome: 'retry_later', reason: 'sender', whole: true }],
    [
      { status: 401, body: { error: { status: 'UNAUTHENTICATED' } } },
      { outcome: 'retry_later', reason: 'down', whole: true },
    ],
    [fcmError(429, 'QUOTA_EXCEEDED'), { outcome: 'retry_later', reason: 'busy', afterMs: 60_000, whole: true }],
    [fcmError(503, 'UNAVAILABLE'), { outcome: 'retry_later', reason: 'busy', whole: true }],
    [fcmError(500, 'INTERNAL'), { outcome: 'unknown', reason: 'no_answer' }],
    [fcmError(400, 'SOMETHING_NEW'), { outcome: 'unknown', reason: 'other' }],
    [{ status: 502 }, { outcome: 'unknown', reason: 'no_answer' }],
  ])('answered %#', ({ status, body }, expected) => {
    const answer = {
      got: 'answer',
      status,
      body: body ?? null,
      text: JSON.stringify(body ?? null),
      retryAfterMs: 0,
    } as const;
    expect(fcmOutcome(answer)).toMatchObject(expected);
  });
});
