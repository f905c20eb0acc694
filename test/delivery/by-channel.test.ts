import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { asc, eq, sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AudienceCounts, freezeAudience } from '../../src/audience/freeze.ts';
import { suppress } from '../../src/audience/suppress.ts';
import { keepTemplates } from '../../src/channels/alimtalk-registry.ts';
import type { Channel, ChannelName } from '../../src/channels/channel.ts';
import { nhnChannel } from '../../src/channels/nhn.ts';
import { carriedBy } from '../../src/channels/offered.ts';
import { solapiChannel } from '../../src/channels/solapi.ts';
import { parseConfig } from '../../src/config.ts';
import { deliveries, practiceMail } from '../../src/db/schema.ts';
import { deliverSlice } from '../../src/delivery/deliver.ts';
import { senderOf } from '../../src/delivery/media/sender.ts';
import { buildTemplates } from '../../src/delivery/templates.ts';
import { makeTokens } from '../../src/delivery/tokens.ts';
import { trackingRoutes } from '../../src/http/tracking.ts';
import { realClock } from '../../src/kit/clock.ts';
import { randomId } from '../../src/kit/id.ts';
import { lacksKakao, phoneRoutes } from '../../src/practice/phone.ts';
import { makePhoneKeys, phoneAt } from '../../src/practice/phone-keys.ts';
import { sampleTemplates } from '../../src/practice/sample/templates.ts';
import type { Variant } from '../../src/steps/copy/schema.ts';
import { httpVendor } from '../contract/http-vendor.ts';
import { testDatabase } from '../support/database.ts';
import { buildInput, kit, planOf, seedCampaign, statusOf, testDeps, variant, WHOLE } from './fixture.ts';

/** Noon in Korea: an advertisement by text may leave. */
const NOON = new Date('2026-11-24T03:00:00Z');
const clock = { system: () => new Date(), business: async () => NOON };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const shop = { ...kit, sender: { ...kit.sender, name: '마켓A' } };

const words: Record<'sms' | 'brand' | 'alimtalk' | 'push', Variant> = {
  sms: variant({
    channel: 'sms',
    subject: '새 음반',
    paragraphs: ['{{ first_name | default: "고객" }}님, 새 음반이에요.'],
  }),
  brand: variant({ channel: 'kakao', paragraphs: ['{{ first_name | default: "고객" }}님, 새 음반이에요.'] }),
  alimtalk: variant({
    channel: 'kakao',
    paragraphs: [],
    link: '',
    alimtalk: {
      template: 'KA01TP_PRACTICE_ORDER',
      values: [
        { name: '이름', value: '{{ first_name | default: "고객" }}' },
        { name: '주문번호', value: 'A-1' },
      ],
    },
    fallback: '{{ first_name | default: "고객" }}님, 주문이 접수됐어요.',
  }),
  push: variant({ channel: 'push', subject: '새 음반', paragraphs: ['들어 보러 오세요.'] }),
};

describe('a campaign by its channel', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let server: ReturnType<typeof serve>;
  let phone: ReadonlyMap<ChannelName, Channel>;
  let batch = 0;

  beforeAll(async () => {
    database = await testDatabase();
    const { db } = database;
    await keepTemplates(db, sampleTemplates, { source: 'test', at: NOON });
    const keys = makePhoneKeys('0123456789abcdef');
    const routes = phoneRoutes({
      db,
      clock: realClock,
      log,
      secretKeys: ['test-key-0123456789'],
      keys,
      report: () => undefined,
    });
    const app = new Hono().route('/', routes);
    server = await new Promise((done) => {
      const made = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => done(made));
    });
    const at = phoneAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys);
    const world = { log, clock: realClock, newId: randomId, phone: at, onDead: async () => undefined };
    phone = carriedBy(parseConfig({ PRACTICE: 'all' }), world).channels;
  });
  afterAll(async () => {
    await new Promise((done) => server.close(done));
    await database.close();
  });

  type Seed = { name?: string | null; address?: string };
  /** Contacts with a number and a device of their own, and consent to the channel. @returns ids and numbers in order */
  const people = async (channel: ChannelName, seeds: readonly Seed[]) => {
    const made: { id: number; address: string }[] = [];
    batch += 1;
    for (const [i, { name = `지민${i}`, address }] of seeds.entries()) {
      const number = address ?? `+82102${String(batch * 10_000 + i).padStart(7, '0')}`;
      const { rows } = await database.db.execute<{ id: number }>(sql`
        insert into contacts (external_id, email, phone, push_token, first_name, created_at)
        values (${`b${batch}-${i}`}, ${`b${batch}.${i}@example.test`}, ${number}, ${`device-${number}`}, ${name}, now()) returning id`);
      made.push({ id: rows[0]!.id, address: channel === 'push' ? `device-${number}` : number });
      await database.db.execute(sql`
        insert into consents (contact_id, channel, purpose, state, at, source, text_version)
        values (${rows[0]!.id}, ${channel}, 'marketing', 'granted', ${new Date(NOON.getTime() - 86_400_000).toISOString()}::timestamptz, 'signup', '1')`);
    }
    return made;
  };

  /** Approved, frozen for whoever this batch made, and sent. */
  const sent = async (what: keyof typeof words, channel: Channel, isAd = true, between = async () => {}) => {
    const { db } = database;
    const { templates, links } = await buildTemplates({
      ...buildInput,
      kit: shop,
      isAd,
      variants: [words[what]],
      alimtalk: sampleTemplates,
    });
    const plan = await planOf({
      channel: { name: channel.name, account: channel.account },
      isAd,
      templates,
      links,
      sender: senderOf(shop, channel.name, {}),
      segments: [
        { key: 'A', ruleHash: 'h', rule: { all: [{ field: 'external_id', is: 'contains', value: `b${batch}-` }] } },
      ],
      holdoutPercent: 0,
    });
    const { campaignId, launchId, hash } = await seedCampaign(db, { contactIds: [], plan });
    const counts: AudienceCounts = await db.transaction((tx) =>
      freezeAudience(tx, {
        segments: plan.segments,
        channel: channel.name,
        isAd,
        now: NOON,
        timezone: 'Asia/Seoul',
        currency: 'KRW',
        campaignId,
        occurrence: 1,
        launch: { id: launchId, hash },
        variants: { A: ['A-1'] },
        salt: 'salt',
        holdoutPercent: 0,
      }),
    );
    await between();
    const deps = testDeps(db, channel, { clock });
    const end = await deliverSlice(deps, { campaignId, ...WHOLE });
    const rows = await db
      .select()
      .from(deliveries)
      .where(eq(deliveries.campaignId, campaignId))
      .orderBy(asc(deliveries.contactId));
    return { campaignId, counts, end, rows, deps };
  };
  /** What arrived, by the order of whom it was for: sub-batches leave side by side. */
  const received = async (campaignId: number, made: readonly { address: string }[]) => {
    const mails = await database.db.select().from(practiceMail).where(eq(practiceMail.campaignId, campaignId));
    const place = ({ to }: { to: string }) => made.findIndex(({ address }) => address === to);
    return mails.sort((a, b) => place(a) - place(b));
  };

  it('text messages reach each person once, with label, sender and way out; opted-out and shared numbers none', async () => {
    const made = await people('sms', [
      {},
      { name: null },
      { name: '뷁' },
      { name: 'out' },
      { name: 'late' },
      { address: '+821029990001' },
      { address: '+821029990001' },
    ]);
    const out = { channel: 'sms' as const, reason: 'unsubscribed' as const, source: '080', at: NOON };
    await database.db.transaction((tx) => suppress(tx, { ...out, contactId: made[3]!.id }));
    const { campaignId, counts, rows, end, deps } = await sent('sms', phone.get('sms')!, true, () =>
      database.db.transaction((tx) => suppress(tx, { ...out, contactId: made[4]!.id })),
    );
    expect(end).toBe('done');
    expect(counts).toMatchObject({ send: 5, excluded: { suppressed: 1, duplicate_address: 1 } });
    expect(await statusOf(database.db, campaignId)).toEqual({ accepted: 4, suppressed: 1 });
    const link = (contactId: number) =>
      `http://localhost:3000/c/${makeTokens(deps.secretKeys).click({ campaignId, occurrence: 1, contactId, link: 1 })}`;
    const body = (i: number, name: string) =>
      `(광고)[마켓A] 다시 들을 음악이 있습니다\n\n${name}님, 새 음반이에요.\n\n${link(made[i]!.id)}\n무료수신거부 080-123-4567`;
    expect((await received(campaignId, made)).map(({ to, subject, text }) => ({ to, subject, text }))).toEqual([
      { to: made[0]!.address, subject: '새 음반', text: body(0, '지민0') },
      { to: made[1]!.address, subject: '새 음반', text: body(1, '고객') },
      // No carrier takes that sign: greeted without the name.
      { to: made[2]!.address, subject: '새 음반', text: body(2, '고객') },
      { to: made[5]!.address, subject: '새 음반', text: body(5, '지민5') },
    ]);
    expect(
      rows.every(({ channel, status, providerId }) => channel === 'sms' && (status !== 'accepted' || providerId)),
    ).toBe(true);

    const routes = trackingRoutes(deps);
    const clicked = await routes.request(new URL(link(made[0]!.id)).pathname);
    expect(clicked.headers.get('location')).toContain('utm_medium=sms');
    const { rows: events } = await database.db.execute(
      sql`select channel, type from delivery_events where campaign_id = ${campaignId}`,
    );
    expect(events).toEqual([{ channel: 'sms', type: 'clicked' }]);
  });

  it('a brand message reaches each person once by Kakao', async () => {
    const made = await people('kakao', [{}, {}]);
    const { campaignId } = await sent('brand', phone.get('kakao')!);
    expect(await statusOf(database.db, campaignId)).toEqual({ accepted: 2 });
    expect((await received(campaignId, made)).map(({ to, text, headers }) => [to, text, headers.kind])).toEqual(
      made.map(({ address }, i) => [address, `다시 들을 음악이 있습니다\n\n지민${i}님, 새 음반이에요.`, 'brand']),
    );
  });

  it('an Alimtalk goes by Kakao, or as its own text to whoever has none: one message either way', async () => {
    const numbers = { with: '', without: '' };
    for (let n = 21_000_000; !numbers.with || !numbers.without; n += 1)
      numbers[lacksKakao(`010${n}`) ? 'without' : 'with'] ||= `+8210${n}`;
    const made = await people('kakao', [{ address: numbers.with }, { address: numbers.without }]);
    const { campaignId, rows } = await sent('alimtalk', phone.get('kakao')!, false);
    expect(rows.map(({ channel, status }) => [channel, status])).toEqual([
      ['kakao', 'accepted'],
      ['kakao', 'accepted'],
    ]);
    expect((await received(campaignId, made)).map(({ to, text, headers }) => [to, text, headers.kind])).toEqual([
      [
        made[0]!.address,
        '지민0님, 주문이 접수됐어요.\n\n주문번호: A-1\n\n보낼 준비가 되면 다시 알려 드릴게요.',
        'alimtalk',
      ],
      [made[1]!.address, '지민1님, 주문이 접수됐어요.', 'sms'],
    ]);
  });

  it('push reaches each device once', async () => {
    const made = await people('push', [{}, {}]);
    const { campaignId, counts } = await sent('push', phone.get('push')!);
    expect(counts).toMatchObject({ send: 2 });
    expect(await statusOf(database.db, campaignId)).toEqual({ accepted: 2 });
    expect((await received(campaignId, made)).map(({ to, subject, text }) => [to, subject, text])).toEqual(
      made.map(({ address }) => [address, '(광고) 마켓A 새 음반', '들어 보러 오세요.\n수신거부: 내 정보 > 알림']),
    );
  });

  it('Solapi and NHN Cloud are asked for the same: one message a person, text behind Alimtalk but not for who left text', async () => {
    type Solapi = { messages: { to: string; customFields: { ref: string } }[] };
    const solapi = await httpVendor(({ body }) => {
      const { messages } = JSON.parse(body) as Solapi;
      const list = messages.map(({ customFields }, i) => ({ messageId: `M${i}`, statusCode: '2000', customFields }));
      return { status: 200, body: { groupInfo: { groupId: 'G' }, messageList: list } };
    });
    const byNumber = (a: { to: string }, b: { to: string }) => a.to.localeCompare(b.to);
    type Nhn = { recipientList: { recipientNo: string; recipientGroupingKey: string }[] };
    const nhn = await httpVendor(({ body }) => {
      const { recipientList } = JSON.parse(body) as Nhn;
      const results = recipientList.map(({ recipientGroupingKey }, i) => ({
        recipientSeq: i + 1,
        resultCode: 0,
        recipientGroupingKey,
      }));
      return {
        status: 200,
        body: { header: { isSuccessful: true, resultCode: 0 }, message: { requestId: 'R', sendResults: results } },
      };
    });
    const common = { log, clock: realClock, newId: randomId, practice: false, timeoutMs: 5_000 };
    try {
      const bySolapi = solapiChannel(
        { ...common, apiKey: 'K', apiSecret: 'S', pfId: 'PF', from: '0299999999', baseUrl: solapi.url },
        'kakao',
      ) as Channel;
      const keys = { appKey: 'A', secretKey: 'S', senderKey: 'SK', baseUrl: nhn.url, webhookSignature: null };
      const byNhn = nhnChannel({ ...common, ...keys }, 'kakao') as Channel;
      const left = { channel: 'sms' as const, reason: 'unsubscribed' as const, source: '080', at: NOON };
      for (const channel of [bySolapi, byNhn]) {
        const made = await people('kakao', [{}, {}]);
        await database.db.transaction((tx) => suppress(tx, { ...left, contactId: made[1]!.id }));
        const { campaignId } = await sent('alimtalk', channel, false);
        expect(await statusOf(database.db, campaignId)).toEqual({ accepted: 2 });
      }
      const asked = solapi.heard.flatMap(({ body }) => (JSON.parse(body) as Solapi).messages).sort(byNumber);
      expect(asked).toMatchObject([
        {
          from: '021234567',
          type: 'ATA',
          kakaoOptions: {
            templateId: 'KA01TP_PRACTICE_ORDER',
            variables: { '#{이름}': '지민0', '#{주문번호}': 'A-1' },
          },
          replacements: [{ type: 'SMS', from: '021234567', text: '지민0님, 주문이 접수됐어요.' }],
        },
        { type: 'ATA', kakaoOptions: { disableSms: true } },
      ]);
      expect(asked[1]).not.toHaveProperty('replacements');
      const rows = nhn.heard.flatMap(({ body }) => (JSON.parse(body) as Nhn).recipientList);
      expect(rows.sort((a, b) => a.recipientNo.localeCompare(b.recipientNo))).toMatchObject([
        { resendParameter: { isResend: true, resendType: 'SMS', resendSendNo: '021234567' } },
        { resendParameter: { isResend: false } },
      ]);
    } finally {
      await solapi.close();
      await nhn.close();
    }
  });
});
