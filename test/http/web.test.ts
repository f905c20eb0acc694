import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { sql } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { startWebServer, type WebServer } from '../../src/http/server.ts';
import { identifySecret, landingOf, visitors } from '../../src/http/visitor.ts';
import { squeezed } from '../../src/http/web.ts';
import { hexHmac } from '../../src/kit/hash.ts';
import { openBrowser } from '../practice/browser.ts';
import { testDatabase } from '../support/database.ts';
import { handClock, testDeps } from '../support/deps.ts';
import { SEOUL } from '../support/people.ts';

const KEY = 'a test key of enough length';
const NOW = '2026-11-24T01:00:00Z';

/** The shop's own site: another origin than ours. */
const startShop = async (script: () => string): Promise<{ server: Server; origin: string }> => {
  const server = createServer((request, response) => {
    const consent = request.url?.startsWith('/asks') ? ' data-consent' : '';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><title>shop</title><script defer src="${script()}"${consent}></script><button data-baton="cart" data-product="sku-7">담기</button>`,
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return { server, origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
};

describe('web events', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let web: WebServer;
  let shop: Awaited<ReturnType<typeof startShop>>;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let base = '';
  let kim = 0;
  const clock = handClock(NOW);
  const sign = { secretKeys: [KEY], clock };
  beforeAll(async () => {
    connection = await testDatabase();
    shop = await startShop(() => `${base}/baton.js`);
    const deps = testDeps(
      connection,
      { clock, secretKeys: [KEY] },
      { WEB_ORIGINS: `https://shop.example,${shop.origin}` },
    );
    web = await startWebServer(deps, 0, null);
    base = `http://127.0.0.1:${web.port}`;
    await ingestContacts(connection.db, [{ external_id: 'kim' }, { external_id: 'lee' }], {
      ...SEOUL,
      now: new Date(NOW),
      from: 'json',
    });
    const { rows } = await connection.db.execute<{ id: number }>(sql`select id from contacts order by external_id`);
    kim = rows[0]?.id ?? 0;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    shop.server.close();
    await web.close();
    await connection.close();
  });
  afterEach(async () => {
    await connection.db.execute(sql`delete from events`);
    await connection.db.execute(sql`update contact_stats set last_visit_at = null, last_cart_at = null`);
  });

  const stored = async () =>
    (
      await connection.db.execute<{
        who: string;
        name: string;
        properties: Record<string, unknown>;
        unverified: boolean;
      }>(
        sql`select c.external_id as who, e.name, e.properties, e.unverified from events e join contacts c on c.id = e.contact_id order by e.name`,
      )
    ).rows;
  const token = () => visitors(sign).keep({ contactId: kim, campaignId: 7, occurrence: 1 });
  const post = async (body: unknown, origin: string | null = shop.origin) => {
    const response = await fetch(`${base}/w/v1/events`, {
      method: 'POST',
      headers: { ...(origin && { origin }), cookie: 'session=1' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as { stored?: number; t?: string; error?: string },
    };
  };
  const visit = (more: object = {}) => ({
    t: token(),
    e: 0.5,
    first: '',
    name: 'visit',
    properties: { page: '/' },
    ...more,
  });

  describe('the script', () => {
    it('is served in at most a kilobyte, and is what the source says', async () => {
      const response = await fetch(`${base}/baton.js`);
      const served = await response.text();
      expect(response.headers.get('content-type')).toContain('text/javascript');
      expect(new TextEncoder().encode(served).length).toBeLessThanOrEqual(1_024);
      expect(served).toBe(squeezed(readFileSync(new URL('../../src/http/baton.js', import.meta.url), 'utf8')));
    });

    const open = async (path: string): Promise<Page> => {
      const page = await browser.context.newPage();
      await page.goto(`${shop.origin}${path}`, { waitUntil: 'networkidle' });
      return page;
    };
    const answered = (page: Page) => page.waitForResponse((response) => response.url().endsWith('/w/v1/events'));
    const remembered = (page: Page) =>
      page.evaluate('[Object.keys(localStorage).sort(), Object.keys(sessionStorage), document.cookie]');
    const forget = async (page: Page) => {
      await page.evaluate('localStorage.clear()');
      await page.close();
    };

    it('tells page views and carts of whoever came by a link of ours, with how the session began, and sets no cookie', async () => {
      const to = landingOf(sign)(`${shop.origin}/new?utm_source=baton&utm_campaign=C-7&color=red`, {
        contactId: kim,
        campaignId: 7,
        occurrence: 1,
      });
      const page = await open(to.slice(shop.origin.length));
      // The address that a person may copy says nothing of them.
      expect(page.url()).toBe(`${shop.origin}/new?utm_source=baton&utm_campaign=C-7&color=red`);
      await page.goto(`${shop.origin}/item`, { waitUntil: 'networkidle' });
      await Promise.all([answered(page), page.click('button')]);
      const began = { utm_source: 'baton', utm_campaign: 'C-7' };
      expect(await stored()).toEqual([
        { who: 'kim', name: 'cart', properties: { page: '/item', product: 'sku-7', ...began }, unverified: true },
        ...['/new', '/item'].map((at) => ({
          who: 'kim',
          name: 'visit',
          properties: { page: at, ...began },
          unverified: true,
        })),
      ]);
      const { rows } = await connection.db.execute(
        sql`select last_visit_at, last_cart_at, orders, revenue from contact_stats where contact_id = ${kim}`,
      );
      expect(rows).toMatchObject([
        { orders: 0, revenue: 0, last_visit_at: expect.anything(), last_cart_at: expect.anything() },
      ]);
      expect(await remembered(page)).toEqual([['baton'], ['baton'], '']);
      await forget(page);
    });

    it('sends and keeps nothing before consent where the page asks for it, and forgets when it is taken back', async () => {
      const asked: string[] = [];
      const page = await browser.context.newPage();
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto(`${shop.origin}/asks?bt=${token()}`, { waitUntil: 'networkidle' });
      await page.click('button');
      expect(asked).not.toContain('/w/v1/events');
      expect(await remembered(page)).toEqual([[], [], '']);
      const consent = (given: boolean) => page.evaluate(`baton('consent', ${given})`);
      await Promise.all([answered(page), consent(true)]);
      await page.waitForFunction("localStorage.getItem('baton') !== null");
      expect((await stored()).map(({ name }) => name)).toEqual(['visit']);
      await consent(false);
      await page.click('button');
      await page.reload({ waitUntil: 'networkidle' });
      expect(await remembered(page)).toEqual([['baton_ok'], [], '']);
      expect(await stored()).toHaveLength(1);
      await forget(page);
    });
  });

  it('knows a visitor by an outside name that the shop signed, and not by one it did not', async () => {
    const identify = (sign: string, id = 'lee') => post({ e: 1, name: 'identify', properties: { id, sign } });
    const signed = await identify(hexHmac(identifySecret(KEY), 'lee'));
    expect(signed.body).toEqual({ stored: 0, t: expect.any(String) });
    expect((await post(visit({ t: signed.body.t }))).body.stored).toBe(1);
    expect(await stored()).toMatchObject([{ who: 'lee' }]);
    expect((await identify(hexHmac(identifySecret('another key of enough length'), 'lee'))).body).toEqual({
      stored: 0,
    });
    expect((await identify(hexHmac(identifySecret(KEY), 'park'), 'park')).body).toEqual({ stored: 0 });
    const [known] = (await connection.db.execute<{ n: number }>(sql`select count(*)::int as n from contacts`)).rows;
    expect(known?.n).toBe(2);
  });

  it('stores nothing of whom nobody knows: no token, a forged one, one that has ended, an address', async () => {
    const landing = new URL(
      landingOf(sign)(shop.origin, { contactId: kim, campaignId: 7, occurrence: 1 }),
    ).searchParams.get('bt');
    expect((await post(visit({ t: landing }))).body.stored).toBe(1);
    await connection.db.execute(sql`delete from events`);
    clock.forward('PT61M');
    for (const t of [undefined, '', `${token()}x`, landing, 'kim@example.test'])
      expect((await post(visit({ t }))).body).toEqual({ stored: 0 });
    expect(await stored()).toEqual([]);
  });

  it('takes an event once', async () => {
    expect((await post(visit())).body.stored).toBe(1);
    expect((await post(visit())).body.stored).toBe(0);
  });

  it.each<[number, string, unknown, string | null]>([
    [403, 'another site', visit(), 'https://elsewhere.example'],
    [403, 'no site at all', visit(), null],
    [422, 'a purchase', { ...visit(), name: 'purchase', properties: { amount: 1_000_000 } }, 'https://shop.example'],
    [422, 'a sign-up', { ...visit(), name: 'signup' }, 'https://shop.example'],
    [422, 'no JSON', 'visit', 'https://shop.example'],
    [422, 'a nested property', visit({ properties: { a: { b: 1 } } }), 'https://shop.example'],
    [422, 'a broken character', visit({ properties: { page: '\ud800' } }), 'https://shop.example'],
    [
      422,
      'a NUL in the landing address',
      visit({ first: 'https://shop.example/?utm_source=%00' }),
      'https://shop.example',
    ],
    [413, 'a large body', visit({ properties: { page: 'x'.repeat(9_000) } }), 'https://shop.example'],
  ])('answers %i to %s, and stores nothing', async (status, _, body, origin) => {
    const answer = await post(body, origin);
    expect(answer).toMatchObject({ status, body: { error: expect.any(String) } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(status === 403 ? null : origin);
    expect(await stored()).toEqual([]);
  });

  it('says which sites may ask, and never shares credentials', async () => {
    const ask = (origin: string) =>
      fetch(`${base}/w/v1/events`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      });
    const ours = await ask('https://shop.example');
    expect(ours.status).toBe(204);
    expect(ours.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(ours.headers.get('access-control-allow-credentials')).toBeNull();
    expect(ours.headers.get('set-cookie')).toBeNull();
    expect((await ask('https://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('stops a page that runs wild', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, e) => post(visit({ e }))));
    const late = answers.filter(({ status }) => status === 429);
    expect(late.length).toBeGreaterThan(0);
    expect(late[0]?.headers.get('retry-after')).toBe('1');
    clock.forward('PT1M');
    expect((await post(visit({ e: 99 }))).status).toBe(200);
  });
});
