import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { practiceState } from '../../src/db/schema.ts';
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
    const started = await startPractice({ config, db: connection.db, newId: randomId, log, botUrl: () => '' });
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
});
