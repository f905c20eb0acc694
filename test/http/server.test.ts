import { networkInterfaces } from 'node:os';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '../../src/http/keys.ts';
import { startWebServer, type WebServer } from '../../src/http/server.ts';
import { randomId } from '../../src/kit/id.ts';
import { capturedLog } from '../support/captured-log.ts';
import { testDatabase } from '../support/database.ts';
import { testDeps } from '../support/deps.ts';

describe('the public port', () => {
  it('answers this machine only while Slack is practised, and everybody once it is real', async () => {
    const connection = await testDatabase();
    try {
      const outside = Object.values(networkInterfaces())
        .flatMap((each) => each ?? [])
        .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
      const reaches = async (practice: string, host: string) => {
        const server = await startWebServer(testDeps(connection, {}, { PRACTICE: practice }), 0, null);
        try {
          return await fetch(`http://${host}:${server.port}/healthz`).then(
            ({ ok }) => ok,
            () => false,
          );
        } finally {
          await server.close();
        }
      };
      expect(await reaches('all', '127.0.0.1')).toBe(true);
      // The whole of 127/8 is this machine: a server on every address answers there, one on 127.0.0.1 does not.
      expect(await reaches('all', outside ?? '127.0.0.2')).toBe(false);
      expect(await reaches('llm,channels,customers,clock,data', outside ?? '127.0.0.2')).toBe(true);
    } finally {
      await connection.close();
    }
  });
});

describe('a request that fails on our side', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let server: WebServer;
  const { log, written } = capturedLog();
  let base = '';
  let key = '';
  beforeAll(async () => {
    connection = await testDatabase();
    const deps = testDeps(connection, { log });
    ({ key } = await createKey(
      deps.db,
      { name: 'shop', scopes: ['contacts'] },
      { newId: randomId, clock: deps.clock },
    ));
    server = await startWebServer(deps, 0, null);
    base = `http://127.0.0.1:${server.port}`;
    // The database gives way under the last statement of whatever stores a contact or counts campaigns.
    await connection.db.execute(sql`alter table contacts drop column first_name`);
    await connection.db.execute(sql`alter table campaigns rename to elsewhere`);
  });
  afterAll(async () => {
    await server.close();
    await connection.close();
  });

  it('is answered in both languages, and claims nothing that is not known', async () => {
    const response = await fetch(`${base}/metrics`);
    expect(response.status).toBe(500);
    expect(await response.text()).toBe(
      '지금은 처리하지 못했어요. 잠시 뒤에 다시 시도해 주세요.\nThis could not be done just now. Please try again in a while.\n',
    );
  });

  it('tells a shop in JSON to send the same again, and leaks no contact into the log', async () => {
    const response = await fetch(`${base}/api/v1/contacts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify([
        { external_id: 'c1', email: 'kim@example.test', phone: '010-1234-5678', first_name: '하나', last_name: '김' },
      ]),
    });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error: 'internal', message: expect.stringContaining('다시 보내') });
    expect(written()).toContain('"path":"/api/v1/:kind"');
    expect(written()).toContain('42703');
    expect(written()).not.toMatch(/kim@|010-?1234|하나/);
  });
});
