import { once } from 'node:events';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { practiceState } from '../../src/db/schema.ts';
import type { Deps } from '../../src/deps.ts';
import { randomId } from '../../src/kit/id.ts';
import { startPractice } from '../../src/practice/practice.ts';
import { capturedLog } from '../support/captured-log.ts';
import { testDatabase } from '../support/database.ts';

describe('the stand-ins', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    connection = await testDatabase();
  });
  afterAll(() => connection.close());

  const begun = async (practice: string) => {
    const config = parseConfig({ PRACTICE: practice, PRACTICE_PORT: '0' }, 'database');
    const { log } = capturedLog();
    const started = await startPractice({
      config,
      db: connection.db,
      newId: randomId,
      log,
      botUrl: () => '',
      webhookUrl: () => '',
    });
    await started.close();
    return started;
  };
  const kept = async () => (await connection.db.select().from(practiceState)).map(({ name }) => name);

  it('leave nothing behind and answer for nobody where everything is real', async () => {
    const { server, gateway, mailbox, mailboxElsewhere, slack, llm, customers } = await begun('none');
    expect({ server, gateway, mailbox, mailboxElsewhere, slack, llm, customers }).toEqual({
      server: null,
      gateway: null,
      mailbox: null,
      mailboxElsewhere: null,
      slack: null,
      llm: null,
      customers: null,
    });
    expect(await kept()).toEqual([]);
  });

  it('make keys for a Slack of their own only where Slack is practised, and keep them', async () => {
    await begun('llm,customers');
    expect(await kept()).toEqual([]);
    const first = (await begun('slack')).slack;
    expect(first?.signingSecret).toMatch(/^[0-9a-f]{32}$/);
    expect((await begun('slack')).slack?.signingSecret).toBe(first?.signingSecret);
  });

  it('answer a page that waits for news when they close, before the database does, with no error', async () => {
    const own = await testDatabase();
    const config = parseConfig({ PRACTICE: 'slack', PRACTICE_PORT: '0' }, 'database');
    const { log, written } = capturedLog();
    const practice = await startPractice({
      config,
      db: own.db,
      newId: randomId,
      log,
      botUrl: () => '',
      webhookUrl: () => '',
    });
    practice.serve({} as Deps, {
      tick: async () => undefined,
      arrive: async () => undefined,
      isQuiet: async () => true,
    });
    const changes = (after: number) => fetch(`${practice.server?.url}/practice/changes?seat=U0MARKETER&after=${after}`);
    const { seq } = (await (await changes(0)).json()) as { seq: number };
    const taken = once(practice.server?.server as Server, 'request');
    const waiting = changes(seq);
    await taken;
    await practice.close();
    await own.close();
    expect(await (await waiting).json()).toEqual({ ok: true, seq, messages: [], views: [] });
    expect(written()).not.toContain('"level":50');
    expect(written()).not.toContain('failed');
  });
});
