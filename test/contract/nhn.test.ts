import { describe, expect, it } from 'vitest';
import type { Channel, KakaoOut, Outgoing, TextOut } from '../../src/channels/channel.ts';
import { nhnChannel } from '../../src/channels/nhn.ts';
import { fromKorean, korean, type NhnSettings } from '../../src/channels/nhn-client.ts';
import { KAKAO_ANSWER, KAKAO_RESULT, SMS_ANSWER, SMS_RESULT, wholeOutcome } from '../../src/channels/nhn-codes.ts';
import { nhnReporter } from '../../src/channels/nhn-reports.ts';
import { outcomeOf } from '../../src/channels/report.ts';
import { realClock } from '../../src/kit/clock.ts';
import { randomId } from '../../src/kit/id.ts';
import { channelContract, type Mood } from './channel.ts';
import { type Heard, httpVendor, type Reply } from './http-vendor.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const settings = (baseUrl: string, over: Partial<NhnSettings> = {}): NhnSettings => ({
  appKey: 'APPKEY',
  secretKey: 'sec',
  senderKey: 'SENDER',
  webhookSignature: 'our word',
  baseUrl,
  practice: false,
  log,
  clock: realClock,
  newId: randomId,
  timeoutMs: 5_000,
  ...over,
});

const text = (n: number, over: Partial<TextOut> = {}): TextOut => ({
  channel: 'sms',
  messageId: `m${n}`,
  reference: `ref-${n}`,
  to: `+8210${String(10_000_000 + n)}`,
  isAd: false,
  kind: 'sms',
  from: '0215446859',
  subject: '',
  body: `안내 ${n}`,
  ...over,
});
const alimtalk = (n: number, over: Partial<KakaoOut> = {}): KakaoOut => ({
  channel: 'kakao',
  messageId: `m${n}`,
  reference: `ref-${n}`,
  to: `+8210${String(10_000_000 + n)}`,
  body: `${n}님, 주문이 접수됐어요.`,
  form: { kind: 'alimtalk', template: 'T1', variables: { 이름: `${n}` } },
  fallback: null,
  ...over,
});

type Row = { recipientNo: string; recipientGroupingKey: string; templateParameter?: { 이름: string } };
const rowsOf = (heard: Heard) => (JSON.parse(heard.body) as { recipientList: Row[] }).recipientList;
const answered = (heard: Heard, resultCode = 0): Reply => {
  const results = rowsOf(heard).map(({ recipientGroupingKey }, i) => ({
    recipientSeq: i + 1,
    resultCode,
    recipientGroupingKey,
  }));
  const header = { resultCode: 0, isSuccessful: true };
  return heard.path.startsWith('/sms/')
    ? { status: 200, body: { header, body: { data: { requestId: 'R', sendResultList: results } } } }
    : { status: 200, body: { header, message: { requestId: 'R', sendResults: results } } };
};

const nhnVendor = async () => {
  let mood: Mood = 'takes';
  const got: string[] = [];
  /** As theirs: a request under a key is taken once in ten minutes. */
  const keys = new Set<string>();
  const vendor = await httpVendor((heard): Reply => {
    if (heard.method === 'GET') return { status: 200, body: { header: { resultCode: -2008, isSuccessful: false } } };
    if (mood === 'is busy as a whole') return { status: 429, headers: { 'retry-after': '3' } };
    if (mood === 'refuses for good') return answered(heard, heard.path.startsWith('/sms/') ? -2019 : -3010);
    if (mood === 'refuses for now') return answered(heard, -2021);
    const key = String(heard.headers['x-nc-api-idempotency-key'] ?? '');
    if (key && keys.has(key)) return { status: 200, body: { header: { resultCode: -1005, isSuccessful: false } } };
    if (key) keys.add(key);
    const { body } = JSON.parse(heard.body) as { body?: string };
    got.push(...rowsOf(heard).map((row) => body ?? `${row.templateParameter?.이름}님, 주문이 접수됐어요.`));
    return mood === 'takes and says nothing' ? 'silent' : answered(heard);
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
  'SMS through NHN Cloud',
  async () => {
    const vendor = await nhnVendor();
    return {
      channel: nhnChannel(settings(vendor.url), 'sms') as Channel,
      be: vendor.be,
      got: () => vendor.got,
      close: vendor.close,
    };
  },
  text,
);

describe('a request to NHN Cloud', () => {
  const through = async (medium: 'sms' | 'kakao', messages: Outgoing[], reply: (heard: Heard) => Reply) => {
    const vendor = await httpVendor(reply);
    const outcomes = await (nhnChannel(settings(vendor.url), medium) as Channel).send(messages);
    await vendor.close();
    return { outcomes, heard: vendor.heard };
  };

  it('is one for messages that say the same, with each recipient under our reference', async () => {
    const { outcomes, heard } = await through('kakao', [alimtalk(1), alimtalk(2)], (one) => answered(one));
    expect(outcomes).toEqual([
      { outcome: 'accepted', providerId: 'R:1' },
      { outcome: 'accepted', providerId: 'R:2' },
    ]);
    expect(heard).toHaveLength(1);
    expect(heard[0]?.path).toBe('/alimtalk/v2.3/appkeys/APPKEY/messages');
    expect(heard[0]?.headers).toMatchObject({ 'x-secret-key': 'sec' });
    expect(JSON.parse(heard[0]?.body ?? '')).toEqual({
      senderKey: 'SENDER',
      templateCode: 'T1',
      recipientList: [1, 2].map((n) => ({
        recipientNo: `010${10_000_000 + n}`,
        templateParameter: { 이름: `${n}` },
        resendParameter: { isResend: false },
        recipientGroupingKey: `ref-${n}`,
      })),
    });
  });

  it('takes text in the place of Kakao only with copy of its own', async () => {
    const fallback = { kind: 'lms', from: '0215446859', subject: '주문', body: '문자로 알려 드려요.' } as const;
    const { heard } = await through('kakao', [alimtalk(1, { fallback })], (one) => answered(one));
    expect(JSON.parse(heard[0]?.body ?? '').recipientList[0].resendParameter).toEqual({
      isResend: true,
      resendType: 'LMS',
      resendTitle: '주문',
      resendContent: '문자로 알려 드려요.',
      resendSendNo: '0215446859',
    });
  });

  it('goes by the door for its kind: advertisements, long text and brand messages have their own', async () => {
    const doors = async (message: TextOut) => (await through('sms', [message], (one) => answered(one))).heard[0]?.path;
    expect(await doors(text(1))).toBe('/sms/v3.0/appKeys/APPKEY/sender/sms');
    expect(await doors(text(1, { isAd: true }))).toBe('/sms/v3.0/appKeys/APPKEY/sender/ad-sms');
    expect(await doors(text(1, { isAd: true, kind: 'lms' }))).toBe('/sms/v3.0/appKeys/APPKEY/sender/ad-mms');
    const brand = alimtalk(1, { form: { kind: 'brand', buttons: [{ name: '보기', url: 'https://s.example/c/1' }] } });
    const { heard } = await through('kakao', [brand], (one) => answered(one));
    expect(heard[0]?.path).toBe('/brand-message/v1.0/appkeys/APPKEY/freestyle-messages');
    expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({
      chatBubbleType: 'TEXT',
      content: brand.body,
      buttons: [{ type: 'WL', name: '보기', linkMo: 'https://s.example/c/1' }],
      recipientList: [{ targeting: 'I' }],
    });
  });

  it('lays a picture down first, once, and names it by number', async () => {
    const picture = { sha256: 'ab'.repeat(32), jpeg: Buffer.from('jpeg') };
    const mms = (n: number) => text(n, { isAd: true, kind: 'mms', subject: '봄', body: '봄이에요', picture });
    const { heard, outcomes } = await through('sms', [mms(1), mms(2)], (one) =>
      one.path.endsWith('/attachfile/binaryUpload')
        ? { status: 200, body: { header: { isSuccessful: true, resultCode: 0 }, body: { data: { fileId: 307917 } } } }
        : answered(one),
    );
    expect(outcomes).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    expect(heard.map(({ path }) => path.split('/').at(-1))).toEqual(['binaryUpload', 'ad-mms']);
    expect(JSON.parse(heard[0]?.body ?? '')).toEqual({
      fileName: `${'ab'.repeat(16)}.jpg`,
      createUser: 'baton',
      fileBody: Buffer.from('jpeg').toString('base64'),
    });
    expect(JSON.parse(heard[1]?.body ?? '')).toMatchObject({ attachFileIdList: [307917], title: '봄' });
  });

  it('sends nothing whose picture was not taken', async () => {
    const mms = text(1, { kind: 'mms', picture: { sha256: 'cd'.repeat(32), jpeg: Buffer.from('x') } });
    const refused = { header: { isSuccessful: false, resultCode: -1012 } };
    const no = await through('sms', [mms], () => ({ status: 200, body: refused }));
    expect(no.outcomes).toMatchObject([{ outcome: 'rejected', reason: 'render' }]);
    const down = await through('sms', [mms], () => ({ status: 503 }));
    expect(down.outcomes).toMatchObject([{ outcome: 'retry_later', whole: true }]);
    expect([...no.heard, ...down.heard].every(({ path }) => path.endsWith('binaryUpload'))).toBe(true);
  });

  it('is asked once more under the same key when its answer was lost, and taken once', async () => {
    const keys: unknown[] = [];
    const lost = await through('kakao', [alimtalk(1)], (one) => {
      keys.push(one.headers['x-nc-api-idempotency-key']);
      return keys.length === 1 ? 'drop' : answered(one);
    });
    expect(lost.outcomes).toMatchObject([{ outcome: 'accepted' }]);
    expect(keys).toEqual([keys[0], keys[0]]);
    // The first had come through: nobody knows what became of it.
    let n = 0;
    const known = await through('kakao', [alimtalk(1)], () => {
      n += 1;
      return n === 1 ? 'drop' : { status: 200, body: { header: { resultCode: -1005, isSuccessful: false } } };
    });
    expect(known.outcomes).toMatchObject([{ outcome: 'unknown' }]);
    // Text has no key: it is asked once.
    const sms = await through('sms', [text(1)], () => 'drop');
    expect(sms.outcomes).toMatchObject([{ outcome: 'unknown', reason: 'no_answer' }]);
    expect(sms.heard).toHaveLength(1);
  });

  const whole = (resultCode: number): Reply => ({ status: 200, body: { header: { resultCode, isSuccessful: false } } });
  it.each<[string, 'gone' | Reply, (heard: Heard) => Reply, string]>([
    ['busy', 'drop', () => ({ status: 429, headers: { 'retry-after': '3' } }), 'unknown'],
    ['a refused connection', 'gone', () => 'drop', 'unknown'],
    ['503', 'drop', () => ({ status: 503 }), 'unknown'],
    ['busy, the first a 502', { status: 502 }, () => ({ status: 429 }), 'unknown'],
    ['a wrong key', 'drop', () => ({ status: 401 }), 'unknown'],
    ['no such door', 'drop', () => ({ status: 404 }), 'unknown'],
    ['their fault', 'drop', () => whole(-9998), 'unknown'],
    ['a held account', 'drop', () => whole(-1000), 'unknown'],
    ['a request refused as a whole', 'drop', () => whole(-3005), 'unknown'],
    ['a recipient held', 'drop', (one) => answered(one, -1027), 'unknown'],
    ['a recipient refused', 'drop', (one) => answered(one, -3010), 'rejected'],
    ['taken', 'drop', (one) => answered(one), 'accepted'],
  ])(
    'may have been taken when its answer was lost; of the second (%s) only what it says of a recipient stands',
    async (_, first, second, outcome) => {
      const vendor = await httpVendor(async (heard): Promise<Reply> => {
        if (vendor.heard.length > 1) return second(heard);
        if (first !== 'gone') return first;
        await vendor.away();
        return 'drop';
      });
      const channel = nhnChannel(settings(vendor.url), 'kakao') as Channel;
      expect(await channel.send([alimtalk(1)])).toMatchObject([{ outcome }]);
      expect(vendor.heard).toHaveLength(first === 'gone' ? 1 : 2);
      await vendor.close();
    },
  );

  it.each<[Reply & object, object]>([
    [
      { status: 200, body: { header: { resultCode: -1000, isSuccessful: false } } },
      { outcome: 'retry_later', reason: 'down', whole: true },
    ],
    [
      { status: 200, body: { header: { resultCode: -1027, isSuccessful: false } } },
      { outcome: 'retry_later', reason: 'sender', whole: true },
    ],
    [
      { status: 200, body: { header: { resultCode: -3005, isSuccessful: false } } },
      { outcome: 'rejected', reason: 'template' },
    ],
    [
      { status: 400, body: { header: { resultCode: 4, isSuccessful: false } } },
      { outcome: 'rejected', reason: 'render' },
    ],
    [{ status: 200, body: { header: { resultCode: -9999, isSuccessful: false } } }, { outcome: 'unknown' }],
    [
      { status: 200, body: { header: { resultCode: -7777, isSuccessful: false } } },
      { outcome: 'unknown', reason: 'other' },
    ],
    [{ status: 502 }, { outcome: 'unknown', reason: 'no_answer' }],
    [{ status: 401 }, { outcome: 'retry_later', reason: 'down', whole: true }],
    [{ status: 429 }, { outcome: 'retry_later', reason: 'busy', whole: true }],
  ])('answered %j as a whole', (reply, expected) => {
    const answer = {
      got: 'answer',
      text: '',
      retryAfterMs: 0,
      body: reply.body ?? null,
      status: reply.status,
    } as const;
    expect(wholeOutcome(answer, KAKAO_ANSWER)).toMatchObject(expected);
  });

  it.each<[ReadonlyMap<string, Parameters<typeof outcomeOf>[0] & object>, string, object]>([
    [SMS_ANSWER, '0', { outcome: 'accepted' }],
    [SMS_ANSWER, '-2019', { outcome: 'rejected', reason: 'bad_address' }],
    [SMS_ANSWER, '-2021', { outcome: 'retry_later', reason: 'down' }],
    [SMS_ANSWER, '-2312', { outcome: 'retry_later', reason: 'sender', whole: true }],
    [SMS_ANSWER, '-6001', { outcome: 'rejected', reason: 'opted_out' }],
    [SMS_ANSWER, '-12345', { outcome: 'unknown' }],
    [KAKAO_ANSWER, '-3010', { outcome: 'rejected', reason: 'template' }],
    [SMS_RESULT, '3001', { outcome: 'rejected', reason: 'no_mailbox' }],
    [SMS_RESULT, '3012', { outcome: 'rejected', reason: 'spam' }],
    [KAKAO_RESULT, '3019', { outcome: 'rejected', reason: 'not_kakao' }],
    [KAKAO_RESULT, '3022', { outcome: 'rejected', reason: 'hours' }],
    // Sent, and nobody knows whether it came.
    [KAKAO_RESULT, '3005', { outcome: 'unknown' }],
  ])('a code of one message: %#', (codes, code, expected) => {
    expect(outcomeOf(codes.get(code), 'R:1')).toMatchObject(expected);
  });
});

describe('what NHN Cloud knows of a message', () => {
  it('is asked by our reference, and a text that takes the place of Kakao is the same message', async () => {
    const rows: Record<string, object> = {
      'ref-1': { requestId: 'R', recipientSeq: 1, recipientGroupingKey: 'ref-1', resultCode: null },
      'ref-2': {
        requestId: 'R',
        recipientSeq: 2,
        recipientGroupingKey: 'ref-2',
        resultCode: '3019',
        resendStatus: 'RSC01',
      },
      'ref-3': {
        requestId: 'R',
        recipientSeq: 3,
        recipientGroupingKey: 'ref-3',
        resultCode: '3019',
        resendStatus: 'RSC03',
      },
    };
    const vendor = await httpVendor(({ path, query }): Reply => {
      if (query.get('recipientGroupingKey') === 'ref-5') return { status: 503 };
      expect(query.get('startRequestDate')).toBe('2026-11-22 11:50');
      const row = path.startsWith('/alimtalk') ? rows[query.get('recipientGroupingKey') ?? ''] : undefined;
      return {
        status: 200,
        body: {
          header: { isSuccessful: true, resultCode: 0 },
          messageSearchResultResponse: { messages: row ? [row] : [] },
        },
      };
    });
    const handedAt = new Date('2026-11-22T03:00:00Z');
    const asked = [1, 2, 3, 4, 5].map((n) => ({ reference: `ref-${n}`, to: '+821010000001', handedAt }));
    expect(await nhnChannel(settings(vendor.url), 'kakao').lookup?.(asked)).toMatchObject([
      { outcome: 'accepted', providerId: 'R:1' },
      { outcome: 'rejected', reason: 'not_kakao' },
      { outcome: 'accepted' },
      { outcome: 'missing' },
      { outcome: 'unsure' },
    ]);
    await vendor.close();
  });

  it('is believed from its lists, not from a report that anybody who saw one could repeat; an opt-out counts at once', async () => {
    const row = (recipientSeq: number, resultCode: string, resendStatus = 'RSC01') => ({
      requestId: 'R',
      recipientSeq,
      resultCode,
      resendStatus,
      recipientNo: '01010000001',
      recipientGroupingKey: `ref-${recipientSeq}`,
      receiveDate: '2026-11-22 12:00:05',
    });
    const messages = [
      row(1, '1000'),
      row(2, '3018', 'RSC03'),
      row(3, '3018', 'RSC04'),
      row(4, '3018', 'RSC05'),
      row(5, '1000'),
    ];
    const vendor = await httpVendor(() => ({
      status: 200,
      body: { header: { isSuccessful: true, resultCode: 0 }, messageSearchResultResponse: { messages } },
    }));
    const read = (body: unknown, signature: string | null = 'our word', over: Partial<NhnSettings> = {}) =>
      nhnReporter(settings(vendor.url, over), 'kakao').read({
        header: (name) => (name === 'X-Toast-Webhook-Signature' ? signature : null),
        body: JSON.stringify(body),
        now: realClock.system(),
      });
    const hooks = [1, 2, 3, 4].map((recipientSeq) => ({ requestId: 'R', recipientSeq, resultCode: '9998' }));
    const told = await read({ event: 'MESSAGE_RESULT_UPDATE', hooks });
    expect(told.ok && told.reports.map(({ reference, type, reason }) => [reference, type, reason])).toEqual([
      ['ref-1', 'delivered', undefined],
      ['ref-3', 'delivered', undefined],
      ['ref-4', 'failed', 'not_kakao'],
    ]);
    expect(told.ok && told.reports[0]?.at).toEqual(new Date('2026-11-22T03:00:05Z'));

    const optOut = {
      event: 'UNSUBSCRIBE',
      hooks: [{ hookId: 'h1', recipientNo: '01012341234', createdDateTime: '2026-11-22T12:00:10.000+09:00' }],
    };
    expect(await read(optOut)).toMatchObject({
      ok: true,
      reports: [{ type: 'unsubscribed', address: '+821012341234', reference: null }],
    });
    expect(await read(optOut, 'another word')).toEqual({ ok: false, why: 'forged' });
    expect(await read(optOut, null)).toEqual({ ok: false, why: 'forged' });
    expect(await read(optOut, '', { webhookSignature: null })).toEqual({ ok: false, why: 'forged' });
    expect(await read({ hooks: 'none' })).toEqual({ ok: false, why: 'malformed' });
    await vendor.close();
  });

  it('is timed in Korea', () => {
    expect(korean(new Date('2026-11-22T15:30:00Z'))).toBe('2026-11-23 00:30');
    expect(fromKorean('2026-11-23 00:30:00.0')).toEqual(new Date('2026-11-22T15:30:00Z'));
    expect(fromKorean('')).toBeNull();
  });
});
