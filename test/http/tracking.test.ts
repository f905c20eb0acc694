import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeliveryEventType, deliveryEvents, suppressions } from '../../src/db/schema.ts';
import { makeTokens } from '../../src/delivery/tokens.ts';
import type { Db } from '../../src/deps.ts';
import { trackingRoutes } from '../../src/http/tracking.ts';
import { movedClock, planOf, type Seeded, seedCampaign, statusOf, testDeps, variant } from '../delivery/fixture.ts';
import { testDatabase } from '../support/database.ts';

const PERSON = { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) Safari/604.1' };

describe('the links of a message', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  let app: Hono;
  let minutesLater = 10;
  const deps = () => testDeps(db, null, { clock: movedClock(() => minutesLater * 60_000) });
  const tokens = makeTokens(['test-key-0123456789']);
  beforeAll(async () => {
    database = await testDatabase();
    db = database.db;
    app = trackingRoutes(deps());
  });
  afterAll(() => database.close());

  const sent = async (
    status = 'accepted',
  ): Promise<Seeded & { key: { campaignId: number; occurrence: number; contactId: number } }> => {
    const plan = await planOf({}, [variant(), variant({ key: 'A-2', link: 'new' })]);
    const s = await seedCampaign(db, { contacts: 2, plan });
    await db.execute(
      sql`update deliveries set status = ${status}, handed_at = now(), accepted_at = now() where campaign_id = ${s.campaignId}`,
    );
    return { ...s, key: { campaignId: s.campaignId, occurrence: 1, contactId: s.contactIds[0]! } };
  };
  const eventsOf = (campaignId: number, type?: DeliveryEventType) =>
    db
      .select()
      .from(deliveryEvents)
      .where(sql`campaign_id = ${campaignId} ${type ? sql`and type = ${type}` : sql``} order by at`);
  const suppressedOf = (contactId: number) => db.select().from(suppressions).where(sql`contact_id = ${contactId}`);

  it('lead a click to the address of the plan, with the campaign in it, and count it', async () => {
    const { campaignId, key } = await sent();
    const answer = await app.request(`/c/${tokens.click({ ...key, link: 2 })}`, { headers: PERSON });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(
      `https://shop.example.test/new?sort=recent&utm_source=baton&utm_medium=email&utm_campaign=C-${campaignId}&utm_content=A-1`,
    );
    expect(await eventsOf(campaignId)).toMatchObject([
      { type: 'clicked', link: 2, machine: false, variant: 'A-1', contactId: key.contactId },
    ]);
  });

  it('tell a site of the shop that has our script who clicked, and no other site', async () => {
    const { key } = await sent();
    const click = async (origin: string) => {
      const config = { ...deps().config, webOrigins: [origin] };
      const answer = await trackingRoutes({ ...deps(), config }).request(`/c/${tokens.click({ ...key, link: 2 })}`);
      return new URL(answer.headers.get('location')!).searchParams.get('bt');
    };
    const told = await click('https://shop.example.test');
    expect(tokens.verify('visitor', told!)).toMatchObject(key);
    expect(await click('https://elsewhere.example')).toBeNull();
  });

  it('lead nowhere that the request names', async () => {
    const { campaignId, key } = await sent();
    const token = tokens.click({ ...key, link: 1 });
    const answer = await app.request(`/c/${token}?url=https://evil.example&to=//evil.example`, {
      headers: { ...PERSON, host: 'evil.example' },
    });
    expect(new URL(answer.headers.get('location')!).hostname).toBe('shop.example.test');
    expect((await app.request(`/c/${tokens.click({ ...key, link: 3 })}`)).status).toBe(404);
    expect((await app.request(`/c/${tokens.click({ ...key, link: 0 })}`)).status).toBe(404);
    expect((await app.request(`/c/${tokens.click({ ...key, contactId: 999_999, link: 1 })}`)).status).toBe(404);
    expect((await app.request(`/c/${tokens.unsubscribe(key)}`)).status).toBe(404);
    expect(await eventsOf(campaignId)).toHaveLength(1);
  });

  it.each([
    ['a HEAD request', { method: 'HEAD', headers: PERSON }],
    ['a mail scanner', { headers: { 'user-agent': 'Mozilla/5.0 (compatible; Proofpoint URL Defense)' } }],
    ['a prefetch', { headers: { ...PERSON, 'sec-purpose': 'prefetch' } }],
    ['a link preview', { headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0' } }],
  ])('answer %s, keep it and mark it a machine', async (_name, init) => {
    const { campaignId, key } = await sent();
    expect((await app.request(`/c/${tokens.click({ ...key, link: 1 })}`, init)).status).toBe(302);
    expect(await eventsOf(campaignId)).toMatchObject([{ machine: true }]);
  });

  it('mark clicks within two seconds of the delivery, and several links within one, as a machine', async () => {
    const early = await sent();
    minutesLater = 0;
    await app.request(`/c/${tokens.click({ ...early.key, link: 1 })}`, { headers: PERSON });
    minutesLater = 10;
    expect(await eventsOf(early.campaignId)).toMatchObject([{ machine: true }]);
    const fast = await sent();
    for (const link of [1, 2]) await app.request(`/c/${tokens.click({ ...fast.key, link })}`, { headers: PERSON });
    expect(await eventsOf(fast.campaignId)).toMatchObject([{ machine: true }, { machine: true }]);
    const twice = await sent();
    for (const _ of [1, 2]) await app.request(`/c/${tokens.click({ ...twice.key, link: 1 })}`, { headers: PERSON });
    for (const event of await eventsOf(twice.campaignId)) expect(event.machine).toBe(false);
  });

  it('lead nowhere once their days are over, but for the way out', async () => {
    const { campaignId, key } = await sent();
    const { linkDays } = deps().config;
    const usual = minutesLater;
    try {
      minutesLater = linkDays * 1_440 - 1;
      expect((await app.request(`/c/${tokens.click({ ...key, link: 1 })}`, { headers: PERSON })).status).toBe(302);
      minutesLater = linkDays * 1_440 + 1;
      const late = await app.request(`/c/${tokens.click({ ...key, link: 1 })}?lang=ko`, { headers: PERSON });
      expect(late.status).toBe(410);
      expect(await late.text()).toContain('기한이 지났어요');
      await app.request(`/o/${tokens.open(key)}.gif`, { headers: PERSON });
      expect(await eventsOf(campaignId)).toHaveLength(1);
      expect((await app.request(`/u/${tokens.unsubscribe(key)}`, { method: 'POST' })).status).toBe(200);
      expect(await suppressedOf(key.contactId)).toHaveLength(1);
    } finally {
      minutesLater = usual;
    }
  });

  it('count an open by its pixel', async () => {
    const { campaignId, key } = await sent();
    const answer = await app.request(`/o/${tokens.open(key)}.gif`, { headers: PERSON });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/gif');
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 6)
        .toString(),
    ).toBe('GIF89a');
    expect(await eventsOf(campaignId)).toMatchObject([{ type: 'opened' }]);
  });

  it('settle a message nobody knew about: whoever clicked it has it', async () => {
    const { campaignId, key } = await sent('unknown');
    await app.request(`/c/${tokens.click({ ...key, link: 1 })}`, { headers: PERSON });
    expect(await statusOf(db, campaignId)).toEqual({ accepted: 1, unknown: 1 });
  });

  it('show the unsubscribe page without doing anything, in the reader’s language', async () => {
    const { key } = await sent();
    const token = tokens.unsubscribe(key);
    const korean = await app.request(`/u/${token}`, { headers: { ...PERSON, 'accept-language': 'ko-KR,ko;q=0.9' } });
    expect(korean.status).toBe(200);
    const page = await korean.text();
    expect(page).toContain('그만 받으시겠어요?');
    expect(page).toContain('<form method="post">');
    expect(await (await app.request(`/u/${token}`, { headers: { 'accept-language': 'en-US' } })).text()).toContain(
      'Stop receiving',
    );
    expect(await (await app.request(`/u/${token}?lang=en`, { headers: { 'accept-language': 'ko' } })).text()).toContain(
      'Stop receiving',
    );
    expect((await app.request(`/u/${token}`, { method: 'HEAD' })).status).toBe(200);
    expect(await suppressedOf(key.contactId)).toEqual([]);
    expect(korean.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('unsubscribe by the button and by one click of a mail app, once or often', async () => {
    const { campaignId, key } = await sent();
    const token = tokens.unsubscribe(key);
    const oneClick = {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    };
    for (const init of [oneClick, oneClick, { method: 'POST' }]) {
      const answer = await app.request(`/u/${token}`, init);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('수신거부되었어요');
    }
    expect(await suppressedOf(key.contactId)).toMatchObject([
      { channel: 'email', reason: 'unsubscribed', source: `C-${campaignId}` },
    ]);
    expect(await eventsOf(campaignId)).toMatchObject([{ type: 'unsubscribed' }]);
  });

  it('honor an opt-out again after a new consent lifted the first one', async () => {
    const { key } = await sent();
    const token = tokens.unsubscribe(key);
    await app.request(`/u/${token}`, { method: 'POST' });
    await db.execute(sql`delete from suppressions where contact_id = ${key.contactId}`);
    await app.request(`/u/${token}`, { method: 'POST' });
    expect(await suppressedOf(key.contactId)).toHaveLength(1);
  });

  it('say so when somebody was erased meanwhile, or when it is a test message', async () => {
    const { key } = await sent();
    expect(
      (await app.request(`/u/${tokens.unsubscribe({ ...key, contactId: 987_654 })}`, { method: 'POST' })).status,
    ).toBe(200);
    const test = await app.request(`/u/${tokens.unsubscribe({ ...key, contactId: 0 })}`, { method: 'POST' });
    expect(await test.text()).toContain('테스트 메일');
  });

  it('answer a token we did not sign with a page that helps, and count nothing', async () => {
    const before = await db.execute(sql`select count(*)::int as n from delivery_events`);
    const gone = await db.execute(sql`select count(*)::int as n from suppressions`);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('c', 'u', 'o'),
        fc.constantFrom('GET', 'POST', 'HEAD'),
        fc.base64String({ minLength: 1, maxLength: 60 }),
        async (door, method, text) => {
          const token = text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
          const answer = await app.request(`/${door}/${token}`, { method });
          expect(answer.status).toBe(404);
        },
      ),
      { numRuns: 60 },
    );
    expect(await (await app.request('/u/forged', { method: 'POST' })).text()).toContain('이 주소는 쓸 수 없어요');
    expect((await db.execute(sql`select count(*)::int as n from delivery_events`)).rows).toEqual(before.rows);
    expect((await db.execute(sql`select count(*)::int as n from suppressions`)).rows).toEqual(gone.rows);
  });

  it('ask the reader to come back while the database is away, and do not pretend', async () => {
    const { key } = await sent();
    const broken = {
      ...deps(),
      db: new Proxy(db, {
        get: () => () => {
          throw Object.assign(new Error('Connection terminated unexpectedly'));
        },
      }),
    };
    const away = trackingRoutes(broken);
    const answer = await away.request(`/u/${tokens.unsubscribe(key)}`, { method: 'POST' });
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('지금은 처리하지 못했어요');
    expect(await suppressedOf(key.contactId)).toEqual([]);
  });
});
