import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addPicture } from '../../src/brand/pictures.ts';
import type { Asked, Channel, KakaoOut, PushOut, TextOut } from '../../src/channels/channel.ts';
import { carriedBy } from '../../src/channels/offered.ts';
import { parseConfig } from '../../src/config.ts';
import { alimtalkTemplates, contacts, practiceMail } from '../../src/db/schema.ts';
import { makeTokens } from '../../src/delivery/tokens.ts';
import { realClock } from '../../src/kit/clock.ts';
import { randomId } from '../../src/kit/id.ts';
import { mailboxRoutes, type PostedMail } from '../../src/practice/mailbox.ts';
import { lacksKakao, phoneRoutes } from '../../src/practice/phone.ts';
import { makePhoneKeys, phoneAt } from '../../src/practice/phone-keys.ts';
import { phoneReports } from '../../src/practice/phone-reports.ts';
import { testDatabase } from '../support/database.ts';
import { jpegOf } from '../support/jpeg.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const secretKeys = ['a test key of enough length'];
const config = parseConfig({ PRACTICE: 'all' });

/** A number that has KakaoTalk, or has none. */
const number = (hasKakao: boolean): string => {
  for (let n = 10_000_000; ; n += 1) if (lacksKakao(`010${n}`) !== hasKakao) return `010${n}`;
};

describe('the practice phone', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let server: ReturnType<typeof serve>;
  let channels: ReturnType<typeof carriedBy>['channels'];
  let reporters: ReturnType<typeof carriedBy>['reporters'];
  let contactId: number;
  const told: string[] = [];
  const app = new Hono();
  const read = async (): Promise<PostedMail[]> =>
    (await mailboxRoutes(database.db).request('/mailbox.json')).json() as Promise<PostedMail[]>;
  const reference = (channel: 'sms' | 'kakao' | 'push', contact = contactId) =>
    makeTokens(secretKeys).report({ campaignId: 7, occurrence: 1, contactId: contact, channel });
  const channel = <C extends Channel>(name: 'sms' | 'kakao' | 'push') => channels.get(name) as unknown as C;
  const text = (over: Partial<TextOut> = {}): TextOut => ({
    channel: 'sms',
    messageId: 'm1',
    reference: reference('sms'),
    to: '+821012345678',
    isAd: true,
    kind: 'lms',
    from: '0212345678',
    subject: '봄 세일',
    body: '(광고)마켓A 봄 세일\nhttps://shop.example/c/x\n무료수신거부 0801234567',
    ...over,
  });
  const alimtalk = (over: Partial<KakaoOut> = {}): KakaoOut => ({
    channel: 'kakao',
    messageId: 'm2',
    reference: reference('kakao'),
    to: `+82${number(true).slice(1)}`,
    body: '길동님, 주문이 접수됐어요.',
    form: { kind: 'alimtalk', template: 'KA01TP', variables: { 이름: '길동' } },
    fallback: null,
    ...over,
  });

  beforeAll(async () => {
    database = await testDatabase();
    const { db } = database;
    const keys = makePhoneKeys('0123456789abcdef');
    const world = {
      db,
      clock: realClock,
      log,
      secretKeys,
      keys,
      report: (list: readonly { messageId: string }[]) => void told.push(...list.map((one) => one.messageId)),
    };
    app.route('/', phoneRoutes(world));
    server = await new Promise((done) => {
      const made = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => done(made));
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const onDead = async () => undefined;
    ({ channels, reporters } = carriedBy(config, {
      log,
      clock: realClock,
      newId: randomId,
      phone: phoneAt(url, keys),
      onDead,
    }));
    const [contact] = await db
      .insert(contacts)
      .values({ externalId: 'c-1', createdAt: realClock.system() })
      .returning();
    contactId = contact?.id ?? 0;
    await db.insert(alimtalkTemplates).values({
      id: 'KA01TP',
      name: '주문 접수',
      text: '#{이름}님, 주문이 접수됐어요.',
      buttons: [{ type: 'WL', name: '주문 보기', url: 'https://shop.example/orders' }],
      status: 'approved',
      source: 'test',
      at: realClock.system(),
    });
  });
  beforeEach(async () => {
    await database.db.delete(practiceMail);
    told.length = 0;
  });
  afterAll(async () => {
    await new Promise((done) => server.close(done));
    await database.close();
  });

  it('is reached by the vendors own clients, in practice only', async () => {
    expect([...channels.values()].map(({ name, practice, account }) => [name, practice, account])).toEqual([
      ['sms', true, 'practice:sms'],
      ['kakao', true, 'practice:kakao'],
      ['push', true, 'practice:push'],
    ]);
    for (const each of channels.values()) expect(await each.probe()).toBeNull();
  });

  it('shows the picture of an MMS', async () => {
    const jpeg = jpegOf(640, 480, 'spring');
    const kept = await addPicture(
      { db: database.db, clock: realClock },
      { name: 'spring', jpeg, madeByAi: false, by: 'cli' },
    );
    if (!kept.ok) throw new Error('not kept');
    const picture = { sha256: kept.picture.sha256, jpeg };
    const [before] = [(await read()).length];
    expect(await channel<Channel<TextOut>>('sms').send([{ ...text(), kind: 'mms', picture }])).toMatchObject([
      { outcome: 'accepted' },
    ]);
    const [mms] = (await read()).slice(before) as { phone: { kind: string; picture: string } }[];
    expect(mms?.phone).toMatchObject({ kind: 'mms', picture: `/phone/picture/${picture.sha256}` });
    const shown = await app.request(mms?.phone.picture ?? '');
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await shown.arrayBuffer()).equals(Buffer.from(jpeg))).toBe(true);
    expect((await app.request('/phone/picture/none')).status).toBe(404);
  });

  it('shows an LMS, an Alimtalk and a push as a phone would, each by its contact, beside the mail', async () => {
    const push: PushOut = {
      channel: 'push',
      messageId: 'm3',
      reference: reference('push', 0),
      to: 'device-1',
      title: '(광고) 마켓A',
      body: '봄 세일이 열렸어요',
      link: 'https://shop.example/c/z',
    };
    expect(await channel<Channel<TextOut>>('sms').send([text()])).toMatchObject([{ outcome: 'accepted' }]);
    expect(await channel<Channel<KakaoOut>>('kakao').send([alimtalk()])).toMatchObject([{ outcome: 'accepted' }]);
    expect(await channel<Channel<PushOut>>('push').send([push])).toMatchObject([{ outcome: 'accepted' }]);
    const whose = { campaignId: 'C-7', contactId: 'c-1', test: false };
    expect(await read()).toMatchObject([
      { ...whose, channel: 'sms', to: '+821012345678', subject: '봄 세일', phone: { kind: 'lms', from: '0212345678' } },
      {
        ...whose,
        channel: 'kakao',
        text: '길동님, 주문이 접수됐어요.',
        phone: { kind: 'alimtalk', buttons: [{ name: '주문 보기', url: 'https://shop.example/orders' }] },
      },
      {
        channel: 'push',
        contactId: null,
        test: true,
        subject: '(광고) 마켓A',
        text: '봄 세일이 열렸어요',
        phone: { kind: 'push', link: 'https://shop.example/c/z' },
      },
    ]);
    expect(told).toHaveLength(2);
  });

  it('refuses what Kakao has not approved, and shows text where somebody has no KakaoTalk: one message', async () => {
    const kakao = channel<Channel<KakaoOut>>('kakao');
    const form = { kind: 'alimtalk', template: 'KA01XX', variables: {} } as const;
    expect(await kakao.send([alimtalk({ form })])).toMatchObject([{ outcome: 'rejected', reason: 'template' }]);
    const hole = { kind: 'alimtalk', template: 'KA01TP', variables: {} } as const;
    expect(await kakao.send([alimtalk({ form: hole })])).toMatchObject([{ outcome: 'rejected', reason: 'template' }]);
    const fallback = { kind: 'lms', from: '0212345678', subject: '주문', body: '주문이 접수됐어요 (문자)' } as const;
    const none = `+82${number(false).slice(1)}`;
    expect(
      await kakao.send([
        alimtalk({ to: none, fallback }),
        alimtalk({ to: none, fallback, reference: reference('kakao', 0) }),
      ]),
    ).toMatchObject([{ outcome: 'accepted' }, { outcome: 'rejected', reason: 'duplicate' }]);
    expect(await read()).toMatchObject([
      { channel: 'kakao', subject: '주문', text: '주문이 접수됐어요 (문자)', phone: { kind: 'lms' } },
    ]);
  });

  it('answers a look-up and confirms its reports, and takes no request that is not signed', async () => {
    const sms = channel<Channel<TextOut>>('sms');
    await sms.send([text()]);
    const asked: Asked = { reference: reference('sms'), to: '+821012345678', handedAt: realClock.system() };
    const other = { ...asked, reference: reference('sms', 9) };
    expect(await sms.lookup?.([asked, other])).toMatchObject([{ outcome: 'accepted' }, { outcome: 'missing' }]);
    const reporter = reporters.find(({ source }) => source === 'solapi');
    const body = JSON.stringify(told.map((messageId) => ({ messageId, statusCode: '3032' })));
    expect(await reporter?.read({ header: () => null, body, now: realClock.system() })).toMatchObject({
      ok: true,
      reports: [{ type: 'delivered', reference: reference('sms'), address: '+821012345678' }],
    });
    expect((await app.request('/phone/solapi/messages/v4/list')).status).toBe(401);
    const push = await app.request('/phone/fcm/v1/projects/practice/messages:send', { method: 'POST', body: '{}' });
    expect(push.status).toBe(401);
  });
});

describe('its reports', () => {
  it('come to the door in one request, and again when they were not taken', async () => {
    const bodies: unknown[] = [];
    let taken: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      taken = resolve;
    });
    const door = createServer(async (request: IncomingMessage, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(bodies.length === 1 ? 503 : 200).end();
      if (bodies.length === 2) taken();
    });
    await new Promise<void>((listening) => door.listen(0, '127.0.0.1', listening));
    const reports = phoneReports(() => `http://127.0.0.1:${(door.address() as AddressInfo).port}/`, log);
    const one = { messageId: 'M1', groupId: 'G', statusCode: '4000' };
    reports.report([one]);
    reports.report([{ ...one, messageId: 'M2' }]);
    await done;
    const both = [one, { ...one, messageId: 'M2' }];
    expect(bodies).toEqual([both, both]);
    await reports.close();
    await new Promise((closed) => door.close(closed));
  });
});
