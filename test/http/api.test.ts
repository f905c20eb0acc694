import { type ServerType, serve } from '@hono/node-server';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { WHEN_FORMS } from '../../src/audience/when.ts';
import { type Config, parseConfig } from '../../src/config.ts';
import { apiKeys, contacts, orders } from '../../src/db/schema.ts';
import type { Db } from '../../src/deps.ts';
import { apiRoutes } from '../../src/http/api.ts';
import { createKey, isScope, listKeys, revokeKey, SCOPES, type Scope } from '../../src/http/keys.ts';
import type { Clock } from '../../src/kit/clock.ts';
import { randomId } from '../../src/kit/id.ts';
import { testDatabase } from '../support/database.ts';

describe('the HTTP API', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  let server: ServerType;
  let base = '';
  let document: Record<string, unknown> = {};
  let system = new Date('2026-11-24T03:00:00Z');
  const clock: Clock = { system: () => system, business: async () => new Date('2026-12-01T03:00:00Z') };
  const config: Config = parseConfig({ LOCALE: 'en' }, 'database');
  beforeAll(async () => {
    connection = await testDatabase();
    db = connection.db;
    const app = new Hono();
    app.route('/', apiRoutes({ db, clock, config, secretKeys: [] }, { perSecond: 10, burst: 20, bytes: 200_000 }));
    await new Promise<void>((done) => {
      server = serve(
        { fetch: app.fetch, port: 0, hostname: '127.0.0.1', serverOptions: { keepAliveTimeout: 65_000 } },
        ({ port }) => {
          base = `http://127.0.0.1:${port}`;
          done();
        },
      );
    });
    document = (await (await fetch(`${base}/api/v1/openapi.json`)).json()) as Record<string, unknown>;
  });
  afterAll(async () => {
    server.close();
    await connection.close();
  });

  const makeKey = (scopes: Scope[] = ['contacts', 'consents', 'orders', 'events']) =>
    createKey(db, { name: 'shop', scopes }, { newId: randomId, clock });
  const post = async (kind: string, sent: unknown, key: string | null, headers: Record<string, string> = {}) => {
    const response = await fetch(`${base}/api/v1/${kind}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }), ...headers },
      body: typeof sent === 'string' ? sent : JSON.stringify(sent),
    });
    const text = await response.text();
    const body = text.startsWith('{') ? JSON.parse(text) : text;
    // Whatever the server answers to whatever these tests send fits what the document promises.
    if (isScope(kind)) expect(promised(kind, response.status).safeParse(body)).toMatchObject({ success: true });
    return { status: response.status, headers: response.headers, body };
  };
  type Json = Record<string, unknown>;
  /** A part of the document by its `#/…` address. */
  const at = (address: string): Json =>
    address
      .slice(2)
      .split('/')
      .reduce((part, name) => part[name.replaceAll('~1', '/')] as Json, document);
  /** zod reads local schemas from `$defs` only. */
  const validator = (schema: Json) =>
    z.fromJSONSchema(
      JSON.parse(
        JSON.stringify({ ...schema, $defs: at('#/components/schemas') }).replaceAll(
          '#/components/schemas/',
          '#/$defs/',
        ),
      ),
    );
  const promised = (kind: Scope, status: number) => {
    const schema = at(`#/paths/~1api~1v1~1${kind}/post/responses/${status}/content/application~1json/schema`);
    return validator(schema);
  };

  const order = (id: string, over: Record<string, unknown> = {}) => ({
    order_id: id,
    contact_id: 'c1',
    at: '2026-11-23T10:00:00+09:00',
    amount: 12_000,
    currency: 'KRW',
    ...over,
  });

  it('stores rows once, whoever repeats them, and answers for each', async () => {
    const { key } = await makeKey();
    const first = await post('orders', [order('1'), order('2')], key);
    expect(first).toMatchObject({
      status: 200,
      body: {
        read: 2,
        inserted: 2,
        results: [
          { row: 0, status: 'inserted' },
          { row: 1, status: 'inserted' },
        ],
      },
    });
    const again = await post('orders', [order('1'), order('2', { status: 'refunded' })], key);
    expect(again.body).toMatchObject({
      unchanged: 1,
      updated: 1,
      results: [{ status: 'unchanged' }, { status: 'updated' }],
    });
    const [stored] = await db.select().from(orders).where(eq(orders.orderId, '1'));
    expect(stored).toMatchObject({
      amount: 12_000,
      at: new Date('2026-11-23T01:00:00Z'),
      receivedAt: new Date('2026-12-01T03:00:00Z'),
    });
  });

  it('publishes a whole OpenAPI 3.1 document', async () => {
    const response = await fetch(`${base}/api/v1/openapi.json`);
    expect(response.headers.get('content-type')).toContain('application/json');
    const shape = z.object({
      openapi: z.literal('3.1.0'),
      info: z.object({ title: z.string(), version: z.string() }),
      servers: z.array(z.object({ url: z.url() })),
      paths: z.record(
        z.string().startsWith('/'),
        z.strictObject({
          post: z.strictObject({
            operationId: z.string(),
            summary: z.string(),
            description: z.string(),
            requestBody: z.object({
              required: z.literal(true),
              content: z.object({ 'application/json': z.object({}) }),
            }),
            responses: z.record(
              z.string().regex(/^[1-5]\d\d$/),
              z.object({ description: z.string(), content: z.object({ 'application/json': z.object({}) }) }),
            ),
          }),
        }),
      ),
    });
    expect(shape.safeParse(document)).toMatchObject({ success: true });
    expect(Object.keys(document.paths as Json)).toEqual(SCOPES.map((kind) => `/api/v1/${kind}`));
    const ids = [...JSON.stringify(document).matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(SCOPES.length);
    const addresses = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, address]) => address ?? '');
    for (const address of addresses) expect({ address, part: at(address) }).toMatchObject({ part: expect.any(Object) });
    for (const name of Object.keys(at('#/components/schemas')))
      expect(addresses).toContain(`#/components/schemas/${name}`);
    expect(at('#/paths/~1api~1v1~1orders/post/responses/429/headers')).toHaveProperty('Retry-After');
  });

  it('takes what the document says and refuses what it does not, row by row', async () => {
    const { key } = await makeKey();
    const rows = [
      order('shape-1'),
      { ...order('shape-2'), order_id: 17 },
      { ...order('shape-3'), at: undefined },
      { ...order('shape-4'), product: { name: 'bag' } },
      { ...order('shape-5'), order_id: '' },
    ];
    const { $ref } = at('#/paths/~1api~1v1~1orders/post/requestBody/content/application~1json/schema/items');
    const row = validator(at(String($ref)));
    const sent = JSON.parse(JSON.stringify(rows)) as Json[];
    expect(sent.map((one) => row.safeParse(one).success)).toEqual([true, true, false, false, false]);
    const { status, body } = await post('orders', rows, key);
    expect(status).toBe(200);
    expect(body.results).toEqual([
      { row: 0, status: 'inserted' },
      { row: 1, status: 'inserted' },
      { row: 2, status: 'rejected', field: 'at', value: '', allowed: WHEN_FORMS },
      { row: 3, status: 'rejected', field: 'product', value: '{"name":"bag"}', allowed: 'text, 0 … 200' },
      {
        row: 4,
        status: 'rejected',
        field: 'order_id',
        value: '',
        allowed: 'text, 1 … 200 | whole number to 9007199254740991',
      },
    ]);
  });

  it('takes all four kinds', async () => {
    const { key } = await makeKey();
    expect(
      (await post('contacts', [{ external_id: 'k', email: 'k@example.test', attributes: { tier: 'gold' } }], key)).body
        .inserted,
    ).toBe(1);
    expect(
      (
        await post(
          'consents',
          [{ contact_id: 'k', channel: 'email', state: 'granted', at: '2026-11-01', source: 'web' }],
          key,
        )
      ).body.inserted,
    ).toBe(1);
    expect(
      (
        await post(
          'events',
          [{ event_id: 'e', contact_id: 'k', name: 'visit', at: '2026-11-01', properties: { page: '/new' } }],
          key,
        )
      ).body.inserted,
    ).toBe(1);
    const [contact] = await db.select().from(contacts).where(eq(contacts.externalId, 'k'));
    expect(contact?.attributes).toEqual({ tier: 'gold' });
  });

  it('names row and field of what it refuses, and keeps the rest', async () => {
    const { key } = await makeKey();
    const mixed = await post('orders', [order('10'), order('11', { currency: 'USD' })], key);
    expect(mixed).toMatchObject({
      status: 200,
      body: {
        inserted: 1,
        rejected: 1,
        results: [
          { status: 'inserted' },
          { row: 1, status: 'rejected', field: 'currency', value: 'USD', allowed: 'KRW' },
        ],
      },
    });
    const none = await post('orders', [order('12', { amount: 'much' })], key);
    expect(none).toMatchObject({
      status: 422,
      body: { error: 'invalid_rows', results: [{ row: 0, field: 'amount' }] },
    });
  });

  it('answers row by row whatever is in them, and never fails on its own side', async () => {
    const { key } = await makeKey();
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('\u0000', '\ud800', '', ' ', '{}', '[1]', '-0', '1e400', '0000-01-01', '9999-12-31T23:59:60Z'),
    );
    const value = fc.oneof(
      text,
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
      fc.object({ maxDepth: 1 }),
    );
    const day = fc
      .tuple(fc.nat({ max: 9999 }), fc.integer({ min: 1, max: 12 }))
      .map(([year, month]) => `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`);
    /** Each field mostly as it should be, so that what is odd in one is reached. */
    const field = (usual: fc.Arbitrary<unknown>) =>
      fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: value });
    const name = field(fc.constantFrom('z1', 'z2', 17));
    const at = field(day);
    const rowOf = {
      contacts: fc.record({ external_id: name, email: field(fc.constant('a@b.co')), created_at: at }),
      consents: fc.record({
        contact_id: name,
        channel: field(fc.constant('sms')),
        state: field(fc.constant('granted')),
        at,
        source: field(fc.constant('web')),
      }),
      orders: fc.record({ order_id: name, contact_id: name, at, amount: field(fc.integer()), product: value }),
      events: fc.record({
        event_id: name,
        contact_id: name,
        name: field(fc.constant('visit')),
        at,
        properties: fc.dictionary(text, value, { maxKeys: 2 }),
      }),
    };
    const request = fc.constantFrom(...SCOPES).chain((kind) =>
      fc.record({
        kind: fc.constant(kind),
        rows: fc.array(
          fc
            .tuple(rowOf[kind] as fc.Arbitrary<object>, fc.dictionary(text, value, { maxKeys: 1 }))
            .map(([row, more]) => ({ ...more, ...row })),
          { minLength: 1, maxLength: 4 },
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(request, async ({ kind, rows }) => {
        system = new Date(system.getTime() + 1_000);
        const answer = await post(kind, rows, key);
        expect([200, 422]).toContain(answer.status);
        expect(answer.body.results).toHaveLength(rows.length);
      }),
      { numRuns: 150 },
    );
  });

  it.each<[number, string, (key: string) => Promise<{ status: number; body: { error?: string; message?: string } }>]>([
    [401, 'without a key', () => post('orders', [order('x')], null)],
    [401, 'with a wrong key', () => post('orders', [order('x')], 'baton_wrong')],
    [400, 'with what is no JSON', (key) => post('orders', '[{', key)],
    [400, 'with no array', (key) => post('orders', order('x'), key)],
    [
      413,
      'with too many rows',
      (key) =>
        post(
          'orders',
          Array.from({ length: 1_001 }, () => ({})),
          key,
        ),
    ],
    [413, 'with too many bytes', (key) => post('orders', `[${' '.repeat(200_001)}]`, key)],
    [415, 'with another content type', (key) => post('orders', 'a,b', key, { 'content-type': 'text/csv' })],
    [
      415,
      'with what only begins like JSON',
      (key) => post('orders', '[]', key, { 'content-type': 'application/json-seq' }),
    ],
    [415, 'compressed', (key) => post('orders', '[]', key, { 'content-encoding': 'gzip' })],
    [404, 'for a kind it does not know', (key) => post('campaigns', [], key)],
  ])('answers %i %s, and stores nothing', async (status, _, send) => {
    const before = await db.$count(orders);
    const { key } = await makeKey();
    const answer = await send(key);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      error: expect.stringMatching(/^\w+$/),
      message: expect.stringContaining('Nothing was stored'),
    });
    expect(await db.$count(orders)).toBe(before);
  });

  it('knows only its four kinds', async () => {
    const { key } = await makeKey();
    expect((await post('orders/1', [], key)).status).toBe(404);
    const read = await fetch(`${base}/api/v1/orders`);
    expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await read.json()).toMatchObject({
      error: 'not_post',
      message: expect.stringContaining('Nothing was stored'),
    });
  });

  it('refuses an id that JSON has rounded, and a row of nothing but brackets', async () => {
    const { key } = await makeKey();
    const rounded = await post('contacts', '[{"external_id": 12345678901234567890}, {"external_id": 7}]', key);
    expect(rounded.body.results).toMatchObject([
      { status: 'rejected', field: 'external_id', allowed: expect.stringContaining('9007199254740991') },
      { status: 'inserted' },
    ]);
    const deep = await post('contacts', `[{"external_id": ${'['.repeat(50_000)}${']'.repeat(50_000)}}]`, key);
    expect(deep).toMatchObject({ status: 422, body: { results: [{ field: 'external_id' }] } });
  });

  it('lets a key write only what it is for', async () => {
    const { key } = await makeKey(['events']);
    expect(await post('orders', [order('x')], key)).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    expect((await post('events', [], key)).status).toBe(200);
  });

  it('keeps only the hash of a key, shows when it was used, and refuses it once revoked', async () => {
    const { id, key } = await makeKey();
    const [row] = await db.select().from(apiKeys).where(eq(apiKeys.id, id));
    expect(JSON.stringify(row)).not.toContain(key);
    expect((await listKeys(db)).find((k) => k.id === id)?.lastUsedAt).toBeNull();
    await post('events', [], key);
    const [known] = (await listKeys(db)).filter((k) => k.id === id);
    expect(known?.lastUsedAt).toEqual(system);
    expect(known).not.toHaveProperty('hash');
    expect(await revokeKey(db, id, { clock })).toBe(true);
    expect((await post('events', [], key)).status).toBe(401);
    expect(await revokeKey(db, id, { clock })).toBe(false);
  });

  it('lets through a burst, then says when to come back, per key and for all processes', async () => {
    const { key } = await makeKey();
    const other = await makeKey();
    const answers = await Promise.all(Array.from({ length: 25 }, () => post('events', [], key)));
    expect(answers.filter((a) => a.status === 200)).toHaveLength(20);
    const [late] = answers.filter((a) => a.status === 429);
    expect(late?.headers.get('retry-after')).toBe('1');
    expect((await post('events', [], other.key)).status).toBe(200);
    system = new Date(system.getTime() + 1_000);
    expect((await post('events', [], key)).status).toBe(200);
  });
});
