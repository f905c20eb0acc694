import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { eq, gte } from 'drizzle-orm';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  apiKeys,
  audienceMembers,
  deliveryEvents,
  dues,
  orders,
  practiceMail,
  practiceState,
  suppressions,
} from '../../src/db/schema.ts';
import { makeTokens } from '../../src/delivery/tokens.ts';
import { apiRoutes } from '../../src/http/api.ts';
import { listKeys, revokeKey } from '../../src/http/keys.ts';
import { trackingRoutes } from '../../src/http/tracking.ts';
import { addMs, DAY, HOUR, MINUTE } from '../../src/kit/clock.ts';
import { customersAct } from '../../src/practice/customers/act.ts';
import { linksIn } from '../../src/practice/customers/links.ts';
import { actTimes, scheduleCustomers } from '../../src/practice/customers/schedule.ts';
import { readOut } from '../../src/results/readout.ts';
import { START, sentCampaign } from '../results/sent-campaign.ts';
import { testDatabase } from '../support/database.ts';
import { handClock, testDeps } from '../support/deps.ts';

const SECRET = 'a test key of enough length';
const WEEK = 7 * DAY;

describe('what a reader can press', () => {
  const none = { html: '', text: '', headers: {} };
  const at = 'https://shop.example.test';

  it('is in the words of a text message and behind the buttons of Kakao, as in the page of a mail', () => {
    const text = `(광고)[소리상점] 새 음반\n${at}/c/abc\n무료수신거부 080-000-1234`;
    expect(linksIn({ ...none, text }, at, 'c1').click).toBe(`${at}/c/abc`);
    const buttons = JSON.stringify([{ name: '보기', url: `${at}/c/def` }]);
    expect(linksIn({ ...none, headers: { buttons } }, at, 'c1').click).toBe(`${at}/c/def`);
    const html = `<a href="${at}/c/ghi">보기</a><img src="${at}/o/x.gif">`;
    expect(linksIn({ ...none, html, text }, at, 'c1')).toMatchObject({ click: `${at}/c/ghi`, pixel: `${at}/o/x.gif` });
    expect(linksIn({ ...none, text: 'https://elsewhere.example.test/c/abc' }, at, 'c1').click).toBeNull();
  });
});

describe('simulated customers', () => {
  let db: Awaited<ReturnType<typeof testDatabase>>;
  let deps: ReturnType<typeof testDeps>;
  let server: ReturnType<typeof serve>;
  let publicUrl: string;
  /** Every request that came in: `GET /c`, `POST /api/v1/orders`, ... */
  let asked: string[];
  let failing: (path: string, nth: number) => boolean;

  beforeEach(async () => {
    db = await testDatabase();
    asked = [];
    failing = () => false;
    const app = new Hono();
    app.use('*', async (c, next) => {
      const path = `${c.req.method} ${c.req.path.startsWith('/api') ? c.req.path : `/${c.req.path.split('/')[1]}`}`;
      asked.push(path);
      if (failing(path, asked.length)) return c.text('away', 503);
      return await next();
    });
    server = serve({ fetch: (request) => app.fetch(request), port: 0, hostname: '127.0.0.1' });
    await new Promise((done) => server.once('listening', done));
    publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    deps = testDeps(
      db,
      { clock: handClock(START.toISOString()) },
      { PRACTICE: 'customers,channels', PUBLIC_URL: publicUrl },
    );
    app.route('/', trackingRoutes(deps));
    app.route('/', apiRoutes(deps));
  });
  afterEach(async () => {
    await new Promise((done) => server.close(done));
    await db.close();
  });

  const sent = async (send: number, holdout: number) => {
    const tokens = makeTokens([SECRET]);
    const links = [{ id: 'shop', url: 'https://shop.example.test/' }];
    const made = await sentCampaign(db.db, { send, holdout, plan: { links }, before: (n) => (n % 3 ? 0 : 10_000) });
    const key = { campaignId: made.campaign.id, occurrence: 1 };
    await db.db.insert(practiceMail).values(
      made.treated.map(({ id, externalId }) => ({
        channel: 'email',
        to: `${externalId}@example.test`,
        subject: '(광고) 다시 만나요',
        text: '',
        html: `<a href="${publicUrl}/c/${tokens.click({ ...key, contactId: id, link: 1 })}">보러 가기</a>
          <a href="https://elsewhere.example.test/">밖</a><img src="${publicUrl}/o/${tokens.open({ ...key, contactId: id })}.gif">`,
        headers: {
          'list-unsubscribe': `<mailto:x@example.test>, <${publicUrl}/u/${tokens.unsubscribe({ ...key, contactId: id })}>`,
        },
        messageId: `<${id}@example.test>`,
        campaignId: made.campaign.id,
        contactId: externalId,
        test: false,
        at: addMs(START, MINUTE),
      })),
    );
    return made;
  };
  /** What came in by the customers, not what they had ordered long before. */
  const ordered = () => db.db.select().from(orders).where(gte(orders.at, START));
  /** Lets the whole window pass, stopping where the due rows would. */
  const live = async (campaignId: number) => {
    const stops = actTimes(WEEK);
    // A third of them will do, but for the last ones, which must leave nothing for after the window.
    for (const after of stops.filter((_, i) => i % 3 === 2 || i > stops.length - 4)) {
      deps.clock.set(addMs(START, after).toISOString());
      await customersAct(deps, campaignId);
    }
  };
  const kinds = async () => {
    const rows = await db.db.select().from(deliveryEvents);
    const of = (type: string) => new Set(rows.filter((row) => row.type === type).map((row) => row.contactId)).size;
    return {
      opened: of('opened'),
      clicked: of('clicked'),
      unsubscribed: of('unsubscribed'),
      machine: rows.filter((r) => r.machine).length,
    };
  };

  it('the default audience: about 2.5 times as many treated buy, and the result is proved', {
    timeout: 180_000,
  }, async () => {
    const { campaign } = await sent(3_656, 914);
    await live(campaign.id);
    const reading = await readOut(deps, db.db, campaign.id, 'final', addMs(START, WEEK));
    const rate = (arm: 'send' | 'holdout') => reading.arms[arm].conversions / reading.arms[arm].n;
    expect(rate('holdout')).toBeCloseTo(0.026, 2);
    expect(rate('send') / rate('holdout')).toBeGreaterThan(2.3);
    expect(rate('send') / rate('holdout')).toBeLessThan(2.7);
    expect(reading.verdict).toEqual({ kind: 'proved' });
    expect(reading.simulated).toBe(true);
    const did = await kinds();
    expect(did.opened / 3_656).toBeGreaterThan(0.28);
    expect(did.opened / 3_656).toBeLessThan(0.42);
    expect(did.clicked / 3_656).toBeGreaterThan(0.09);
    expect(did.clicked / 3_656).toBeLessThan(0.17);
    expect(did.unsubscribed).toBeGreaterThan(3);
    expect(did.unsubscribed).toBeLessThan(30);
    expect(did.machine).toBe(0);
    expect(await db.db.select().from(suppressions)).toHaveLength(did.unsubscribed);
    expect(reading.attributed.clickContacts).toBeGreaterThan(0.6 * (reading.attributed.contacts - 95));
    // Nobody held out can have opened anything, and every order lies inside the window.
    const all = await ordered();
    expect(all.every(({ at }) => at < addMs(START, WEEK))).toBe(true);
    expect(reading.arms.send.orders + reading.arms.holdout.orders).toBe(all.length);
    const early = await readOut(deps, db.db, campaign.id, 'day1', addMs(START, DAY));
    expect(early.attributed.orders).toBeGreaterThan(30);
  });

  it('a small audience behaves alike and ends in "cannot tell"', async () => {
    const { campaign } = await sent(160, 40);
    await live(campaign.id);
    const reading = await readOut(deps, db.db, campaign.id, 'final', addMs(START, WEEK));
    expect(reading.arms.send.conversions).toBe(10);
    expect(reading.arms.holdout.conversions).toBe(1);
    expect(reading.verdict).toMatchObject({ kind: 'cannot_tell', why: 'small' });
  });

  it('who is held out of everything buys anyway, as a holdout does', { timeout: 60_000 }, async () => {
    const { campaign, held } = await sent(2, 100);
    await db.db
      .update(audienceMembers)
      .set({ outcome: 'global_holdout' })
      .where(eq(audienceMembers.outcome, 'holdout'));
    deps.clock.set(addMs(START, WEEK - MINUTE).toISOString());
    await customersAct(deps, campaign.id);
    const ids = new Set(held.map(({ id }) => id));
    expect((await ordered()).filter(({ contactId }) => ids.has(contactId))).toHaveLength(3);
  });

  it('comes in by the public doors only, and never goes where a mail links to', async () => {
    const { campaign } = await sent(160, 40);
    await live(campaign.id);
    // Now and then one of so many opts out, by the page that the mail leads to.
    const doors = new Set(asked);
    doors.delete('POST /u');
    expect([...doors].sort()).toEqual(['GET /c', 'GET /o', 'POST /api/v1/orders']);
    expect((await listKeys(db.db)).map(({ name, scopes }) => ({ name, scopes }))).toEqual([
      { name: 'practice customers', scopes: ['orders'] },
    ]);
  });

  it('acting again changes nothing', async () => {
    const { campaign } = await sent(160, 40);
    await live(campaign.id);
    const before = [await ordered(), await db.db.select().from(deliveryEvents)];
    const count = asked.length;
    await customersAct(deps, campaign.id);
    expect(asked.length).toBe(count);
    // Everything forgotten, as after the worst crash: the same people do the same, and no order comes twice.
    await db.db.update(practiceMail).set({ acted: null });
    await db.db.delete(practiceState).where(eq(practiceState.name, `customers:${campaign.id}:1`));
    await customersAct(deps, campaign.id);
    const after = await ordered();
    expect(after.map(({ orderId }) => orderId).sort()).toEqual(
      before[0]!.map((row) => (row as { orderId: string }).orderId).sort(),
    );
  });

  it('goes on where it was when the server was away in the middle', async () => {
    const { campaign } = await sent(400, 100);
    deps.clock.set(addMs(START, 3 * DAY).toISOString());
    failing = (_path, nth) => nth > 60 && nth < 90;
    await expect(customersAct(deps, campaign.id)).rejects.toThrow(/503/);
    failing = (path) => path === 'POST /api/v1/orders';
    await expect(customersAct(deps, campaign.id)).rejects.toThrow(/503/);
    expect(await ordered()).toEqual([]);
    failing = () => false;
    await live(campaign.id);
    const reading = await readOut(deps, db.db, campaign.id, 'final', addMs(START, WEEK));
    expect(reading.arms.holdout.conversions).toBe(3);
    expect(reading.arms.send.conversions).toBe(26);
  });

  it('does nothing before its time, and nothing to a mail that came later', async () => {
    const { campaign, treated } = await sent(400, 100);
    await customersAct(deps, campaign.id);
    expect(asked).toEqual([]);
    deps.clock.set(addMs(START, MINUTE + 20_000).toISOString());
    await customersAct(deps, campaign.id);
    expect(asked).toEqual([]);
    await db.db.update(practiceMail).set({ at: addMs(START, 30 * DAY) });
    deps.clock.set(addMs(START, 6 * DAY).toISOString());
    await customersAct(deps, campaign.id);
    // Only those who would have bought anyway.
    expect(asked).toEqual(['POST /api/v1/orders']);
    const bought = new Set((await ordered()).map(({ contactId }) => contactId));
    expect(bought.size).toBeGreaterThanOrEqual(10);
    const members = await db.db.select().from(audienceMembers);
    expect(
      members.filter(({ contactId, outcome }) => bought.has(contactId) && outcome === 'holdout').length,
    ).toBeLessThanOrEqual(3);
    expect(treated.some(({ id }) => bought.has(id))).toBe(true);
  });

  it('two acts at once are one', async () => {
    const { campaign } = await sent(200, 50);
    deps.clock.set(addMs(START, 2 * DAY).toISOString());
    await Promise.all(Array.from({ length: 4 }, () => customersAct(deps, campaign.id)));
    const rows = await db.db.select().from(deliveryEvents);
    expect(rows.length).toBeGreaterThan(20);
    expect(new Set(rows.map(({ contactId, type }) => `${contactId}${type}`)).size).toBe(rows.length);
  });

  it('asks for another key when its own was revoked', async () => {
    const { campaign } = await sent(200, 50);
    deps.clock.set(addMs(START, 2 * DAY).toISOString());
    await customersAct(deps, campaign.id);
    const [key] = await db.db.select().from(apiKeys);
    await revokeKey(db.db, key!.id, deps);
    await live(campaign.id);
    expect(await db.db.select().from(apiKeys)).toHaveLength(2);
    const reading = await readOut(deps, db.db, campaign.id, 'final', addMs(START, WEEK));
    expect(reading.arms.send.conversions).toBe(13);
  });

  it('has its due rows made once, the last inside lying before the window ends', async () => {
    const { campaign } = await sent(2, 1);
    await scheduleCustomers(db.db, deps, campaign);
    await scheduleCustomers(db.db, deps, campaign);
    const rows = await db.db.select().from(dues).orderBy(dues.at);
    expect(rows).toHaveLength(actTimes(WEEK).length);
    expect(rows.every(({ kind, campaignId }) => kind === 'practice.customers' && campaignId === campaign.id)).toBe(
      true,
    );
    expect(rows.at(-2)!.at).toEqual(addMs(START, WEEK - MINUTE));
    // One before nine every morning and one before the reading of day 1.
    expect(rows.some(({ at }) => at > addMs(START, 22 * HOUR) && at < addMs(START, DAY))).toBe(true);
  });
});

describe('the times at which customers act', () => {
  it.each([1, 3, 7, 14, 30])('a window of %i days has ascending times of its own', (days) => {
    const times = actTimes(days * DAY);
    expect([...new Set(times)].sort((a, b) => a - b)).toEqual(times);
    expect(times.at(-2)).toBe(days * DAY - MINUTE);
  });
});
