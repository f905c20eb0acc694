import { createHmac } from 'node:crypto';
import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import type { Channel, KakaoOut, TextOut } from '../../src/channels/channel.ts';
import { solapiChannel } from '../../src/channels/solapi.ts';
import { inSeoul, SOLAPI_URL, type SolapiSettings } from '../../src/channels/solapi-client.ts';
import { STATUS, wholeOutcome } from '../../src/channels/solapi-codes.ts';
import { solapiReporter } from '../../src/channels/solapi-reports.ts';
import { realClock } from '../../src/kit/clock.ts';
import { randomId } from '../../src/kit/id.ts';
import { useNock } from '../support/nock.ts';
import { channelContract, type Mood } from './channel.ts';
import { type Heard, httpVendor, type Reply } from './http-vendor.ts';

const logged: Record<string, unknown>[] = [];
const log = {
  info: () => undefined,
  warn: (fields: Record<string, unknown>) => void logged.push(fields),
  error: () => undefined,
};
const settings = (over: Partial<SolapiSettings> = {}): SolapiSettings => ({
  apiKey: 'NCSAKEY',
  apiSecret: 'secret',
  pfId: 'KA01PF',
  from: '029302266',
  baseUrl: SOLAPI_URL,
  practice: false,
  log,
  clock: realClock,
  newId: randomId,
  timeoutMs: 5_000,
  ...over,
});

const text = (n: number): TextOut => ({
  channel: 'sms',
  messageId: `m${n}`,
  reference: `ref-${n}`,
  to: `+8210${String(10_000_000 + n)}`,
  isAd: true,
  kind: 'lms',
  from: '029302266',
  subject: '봄 세일',
  body: `(광고)무신사 ${n}`,
});
const alimtalk = (over: Partial<KakaoOut> = {}): KakaoOut => ({
  channel: 'kakao',
  messageId: 'm',
  reference: 'ref-1',
  to: '+821012345678',
  body: '길동님, 주문이 접수됐어요.',
  form: { kind: 'alimtalk', template: 'KA01TP', variables: { 이름: '길동' } },
  fallback: null,
  ...over,
});

type Sent = { to: string; text?: string; customFields: { ref: string } };
const sentIn = (heard: Heard): Sent[] => (JSON.parse(heard.body) as { messages: Sent[] }).messages;
const taken = (messages: readonly Sent[], statusCode = '2000') =>
  messages.map(({ customFields }, i) => ({ messageId: `M4V${i}${customFields.ref}`, statusCode, customFields }));

/** Solapi's door for sending and its balance, in a mood. */
const solapiVendor = async () => {
  let mood: Mood = 'takes';
  const got: string[] = [];
  const vendor = await httpVendor((heard): Reply => {
    if (heard.path === '/cash/v1/balance') return { status: 200, body: { balance: 100, point: 0 } };
    if (mood === 'is busy as a whole') return { status: 429, body: {}, headers: { 'retry-after': '7' } };
    const messages = sentIn(heard);
    if (mood === 'refuses for good')
      return { status: 200, body: { failedMessageList: taken(messages, '1026'), messageList: [] } };
    if (mood === 'refuses for now')
      return { status: 200, body: { failedMessageList: taken(messages, '1024'), messageList: [] } };
    got.push(...messages.map((one) => one.text ?? ''));
    if (mood === 'takes and says nothing') return 'silent';
    return { status: 200, body: { failedMessageList: [], messageList: taken(messages), groupInfo: {} } };
  });
  return {
    ...vendor,
    got,
    be: async (next: Mood) => {
      if (next === 'is gone') return vendor.away();
      await vendor.back();
      mood = next;
    },
  };
};

channelContract(
  'SMS through Solapi',
  async () => {
    const vendor = await solapiVendor();
    return {
      channel: solapiChannel(settings({ baseUrl: vendor.url }), 'sms') as Channel,
      be: vendor.be,
      got: () => vendor.got,
      close: vendor.close,
    };
  },
  text,
);

describe('a request to Solapi', () => {
  useNock();
  afterEach(() => nock.cleanAll());

  it('is signed as they ask, once a request, and says what is sent in their words', async () => {
    const headers: string[] = [];
    const bodies: unknown[] = [];
    nock(SOLAPI_URL)
      .post('/messages/v4/send-many/detail', (body) => Boolean(bodies.push(body)))
      .matchHeader('authorization', (value) => Boolean(headers.push(String(value))))
      .times(2)
      .reply(200, { failedMessageList: [], messageList: taken([{ to: '', customFields: { ref: 'ref-1' } }]) });
    const channel = solapiChannel(settings(), 'kakao') as Channel<KakaoOut>;
    const fallback = {
      kind: 'lms',
      from: '029302266',
      subject: '주문 안내',
      body: '길동님, 주문이 접수됐어요. (문자)',
    } as const;
    expect(await channel.send([alimtalk({ fallback })])).toEqual([{ outcome: 'accepted', providerId: 'M4V0ref-1' }]);
    await channel.send([
      alimtalk({ form: { kind: 'brand', buttons: [{ name: '보러 가기', url: 'https://shop.example/c/1' }] } }),
    ]);

    const parts = headers.map((header) =>
      /^HMAC-SHA256 apiKey=(\w+), date=(\S+), salt=(\w{12,64}), signature=([0-9a-f]{64})$/.exec(header),
    );
    for (const part of parts) {
      const [, key, date, salt, signature] = part ?? [];
      expect(key).toBe('NCSAKEY');
      expect(date).toMatch(/\+09:00$/);
      expect(signature).toBe(createHmac('sha256', 'secret').update(`${date}${salt}`).digest('hex'));
    }
    expect(new Set(parts.map((part) => part?.[3])).size).toBe(2);
    expect(bodies).toEqual([
      {
        messages: [
          {
            to: '01012345678',
            country: '82',
            from: '029302266',
            type: 'ATA',
            customFields: { ref: 'ref-1' },
            kakaoOptions: { pfId: 'KA01PF', templateId: 'KA01TP', variables: { '#{이름}': '길동' }, disableSms: false },
            replacements: [
              { to: '01012345678', from: '029302266', type: 'LMS', subject: '주문 안내', text: fallback.body },
            ],
          },
        ],
        allowDuplicates: false,
        showMessageList: true,
      },
      {
        messages: [
          {
            to: '01012345678',
            country: '82',
            from: '029302266',
            type: 'BMS_FREE',
            text: '길동님, 주문이 접수됐어요.',
            customFields: { ref: 'ref-1' },
            kakaoOptions: {
              pfId: 'KA01PF',
              bms: {
                targeting: 'I',
                chatBubbleType: 'TEXT',
                buttons: [
                  {
                    linkType: 'WL',
                    name: '보러 가기',
                    linkMobile: 'https://shop.example/c/1',
                    linkPc: 'https://shop.example/c/1',
                  },
                ],
              },
            },
          },
        ],
        allowDuplicates: false,
        showMessageList: true,
      },
    ]);
  });

  it('lays a picture down first, once a day, and sends nothing whose picture was not taken', async () => {
    let now = new Date();
    let laid = 0;
    const vendor = await httpVendor((heard): Reply => {
      if (heard.path !== '/storage/v1/files')
        return { status: 200, body: { failedMessageList: [], messageList: taken(sentIn(heard)) } };
      laid += 1;
      return laid === 3 ? { status: 500 } : { status: 200, body: { fileId: `ST01FZ${laid}` } };
    });
    const channel = solapiChannel(
      settings({ baseUrl: vendor.url, clock: { system: () => now } }),
      'sms',
    ) as Channel<TextOut>;
    const picture = { sha256: 'ab'.repeat(32), jpeg: Buffer.from('jpeg') };
    const mms = (n: number): TextOut => ({ ...text(n), kind: 'mms', picture });
    expect(await channel.send([mms(1), mms(2)])).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    await channel.send([mms(3)]);
    now = new Date(now.getTime() + 25 * 3_600_000);
    await channel.send([mms(4)]);
    now = new Date(now.getTime() + 25 * 3_600_000);
    expect(await channel.send([mms(5)])).toMatchObject([{ outcome: 'retry_later', whole: true }]);
    const upload = JSON.parse(vendor.heard[0]?.body ?? '');
    expect(upload).toEqual({
      file: Buffer.from('jpeg').toString('base64'),
      name: `${'ab'.repeat(16)}.jpg`,
      type: 'MMS',
    });
    const ids = vendor.heard
      .filter(({ path }) => path !== '/storage/v1/files')
      .map((heard) => JSON.parse(heard.body).messages.map((one: { imageId: string }) => one.imageId));
    expect(ids).toEqual([['ST01FZ1', 'ST01FZ1'], ['ST01FZ1'], ['ST01FZ2']]);
    await vendor.close();
  });

  it('is never made again, whatever the answer: what may have been taken is unknown', async () => {
    for (const status of [500, 502, 503, 504]) {
      const vendor = await httpVendor(() => ({ status, body: { errorCode: 'InternalError' } }));
      const channel = solapiChannel(settings({ baseUrl: vendor.url }), 'sms') as Channel;
      expect(await channel.send([text(1), text(2)])).toMatchObject([{ outcome: 'unknown' }, { outcome: 'unknown' }]);
      expect(vendor.heard).toHaveLength(1);
      await vendor.close();
    }
  });

  it.each<[number, unknown, object]>([
    [400, { errorCode: 'ValidationError' }, { outcome: 'rejected', reason: 'render' }],
    [400, { errorCode: 'NotEnoughBalance' }, { outcome: 'retry_later', reason: 'credit', whole: true }],
    [401, { errorCode: 'SignatureDoesNotMatch' }, { outcome: 'retry_later', reason: 'down', whole: true }],
    [403, { errorCode: 'Forbidden' }, { outcome: 'retry_later', reason: 'down', whole: true }],
    [404, null, { outcome: 'retry_later', reason: 'down', whole: true }],
    [429, null, { outcome: 'retry_later', reason: 'busy', afterMs: 9_000, whole: true }],
    [302, null, { outcome: 'unknown' }],
    [503, { errorCode: 'InternalError' }, { outcome: 'unknown', reason: 'no_answer' }],
  ])('answered %i %j as a whole', (status, body, expected) => {
    expect(wholeOutcome({ got: 'answer', status, body, text: '', retryAfterMs: 9_000 })).toMatchObject(expected);
  });

  it.each<[string, object]>([
    ['2000', { outcome: 'accepted' }],
    ['3000', { outcome: 'accepted' }],
    ['1024', { outcome: 'retry_later', reason: 'down' }],
    ['1026', { outcome: 'rejected', reason: 'duplicate' }],
    ['1029', { outcome: 'rejected', reason: 'render' }],
    ['1030', { outcome: 'retry_later', reason: 'credit', whole: true }],
    ['1031', { outcome: 'rejected', reason: 'too_big' }],
    ['1043', { outcome: 'rejected', reason: 'template' }],
    ['1061', { outcome: 'rejected', reason: 'opted_out' }],
    ['1062', { outcome: 'retry_later', reason: 'sender', whole: true }],
    ['1064', { outcome: 'rejected', reason: 'spam' }],
    ['3032', { outcome: 'rejected', reason: 'no_mailbox' }],
    ['3104', { outcome: 'rejected', reason: 'not_kakao' }],
    ['3108', { outcome: 'rejected', reason: 'hours' }],
    ['9999', { outcome: 'unknown', reason: 'other' }],
  ])('a message answered %s', async (code, expected) => {
    nock(SOLAPI_URL)
      .post('/messages/v4/send-many/detail')
      .reply(200, { failedMessageList: taken([{ to: '', customFields: { ref: 'ref-1' } }], code) });
    logged.length = 0;
    expect(await (solapiChannel(settings(), 'sms') as Channel).send([text(1)])).toMatchObject([expected]);
    if (code === '9999') expect(logged).toMatchObject([{ code: '9999', outcome: 'unknown' }]);
    expect(JSON.stringify(logged)).not.toContain('0101');
  });

  it('leaves a message unknown that the answer does not name', async () => {
    nock(SOLAPI_URL).post('/messages/v4/send-many/detail').reply(200, { groupInfo: {} });
    expect(await (solapiChannel(settings(), 'sms') as Channel).send([text(1)])).toMatchObject([{ outcome: 'unknown' }]);
  });

  it('every code of their list is in the table', () => {
    const listed =
      '1010 1011 1013 1014 1020 1024 1025 1026 1027 1028 1029 1030 1031 1032 1033 1034 1041 1042 1043 1044 1045 1046 1047 1048 1049 1050 1052 1058 1060 1061 1062 1064 2000 2011 2024 2060 2061 2062 2063 2064 2230 2254 3000 3010 3011 3012 3013 3024 3031 3032 3040 3041 3042 3043 3044 3045 3046 3047 3050 3051 3052 3053 3054 3055 3056 3057 3058 3059 3060 3101 3102 3103 3104 3105 3106 3107 3108 4000';
    expect(listed.split(' ').filter((code) => !STATUS.has(code))).toEqual([]);
  });
});

describe('asking Solapi what became of messages', () => {
  const handedAt = new Date('2026-11-22T03:00:00Z');
  const stored = (ref: string, statusCode: string) => ({
    statusCode,
    customFields: { ref },
    to: '01010000001',
    country: '82',
  });

  it('finds them by number and time, tells those it has from those it has not, and says when it could not ask', async () => {
    let down = false;
    const vendor = await httpVendor(({ path, query }): Reply => {
      if (path !== '/messages/v4/list' || down) return { status: 500 };
      expect(query.get('startDate')).toBe(inSeoul(new Date('2026-11-22T02:50:00Z')));
      if (query.get('to') === '01010000002') return { status: 200, body: { messageList: {} } };
      return query.get('startKey')
        ? { status: 200, body: { messageList: { MB: stored('ref-1', '3032'), MC: stored('ref-3', '4000') } } }
        : { status: 200, body: { messageList: { MA: stored('other', '4000') }, nextKey: 'next' } };
    });
    const channel = solapiChannel(settings({ baseUrl: vendor.url }), 'sms');
    const asked = (n: number, to = 1) => ({ reference: `ref-${n}`, to: `+82101000000${to}`, handedAt });
    expect(await channel.lookup?.([asked(1), asked(2, 2), asked(3)])).toEqual([
      { outcome: 'rejected', reason: 'no_mailbox', permanent: true },
      { outcome: 'missing' },
      { outcome: 'accepted', providerId: 'MC' },
    ]);
    down = true;
    expect(await channel.lookup?.([asked(1)])).toMatchObject([{ outcome: 'unsure' }]);
    await vendor.close();
  });

  it('its unsigned reports count only as far as the vendor confirms them', async () => {
    const confirmed = {
      MA: { ...stored('ref-1', '4000'), type: 'LMS', dateReceived: '2026-11-22T03:00:05.000Z' },
      MB: { ...stored('ref-2', '3104'), type: 'ATA' },
      MC: { ...stored('ref-3', '2061'), type: 'SMS' },
      MD: { ...stored('ref-4', '3010'), type: 'SMS' },
      ME: { ...stored('ref-5', '7777'), type: 'SMS' },
    };
    let down = false;
    const vendor = await httpVendor(() => (down ? { status: 503 } : { status: 200, body: { messageList: confirmed } }));
    const reporter = solapiReporter(settings({ baseUrl: vendor.url }));
    const read = (body: unknown) =>
      reporter.read({ header: () => null, body: JSON.stringify(body), now: realClock.system() });
    // The report itself lies: every message delivered.
    const told = Object.keys(confirmed).map((messageId) => ({ messageId, statusCode: '4000' }));
    const answer = await read(told);
    const seen = answer.ok
      ? answer.reports.map(({ id, type, reference, reason, hard, channel }) => ({
          id,
          type,
          reference,
          reason,
          hard,
          channel,
        }))
      : [];
    expect(seen).toEqual([
      { id: 'solapi:MA:4000', type: 'delivered', reference: 'ref-1', channel: 'sms' },
      { id: 'solapi:MB:3104', type: 'failed', reference: 'ref-2', reason: 'not_kakao', channel: 'kakao' },
      { id: 'solapi:MC:2061', type: 'failed', reference: 'ref-3', reason: 'opted_out', channel: 'sms' },
      { id: 'solapi:MC:2061:unsubscribed', type: 'unsubscribed', reference: 'ref-3', channel: 'sms' },
      { id: 'solapi:MD:3010', type: 'bounced', reference: 'ref-4', reason: 'bad_address', hard: true, channel: 'sms' },
    ]);
    expect(answer.ok && answer.reports[0]).toMatchObject({
      address: '+821010000001',
      at: new Date('2026-11-22T03:00:05Z'),
    });
    expect(vendor.heard[0]?.query.get('messageIds[4]')).toBe('ME');
    down = true;
    await expect(read(told)).rejects.toThrow('did not confirm');
    expect(await read({ not: 'an array' })).toEqual({ ok: false, why: 'malformed' });
    await vendor.close();
  });
});
