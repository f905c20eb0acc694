import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contacts } from '../../src/db/schema.ts';
import { runner } from '../../src/jobs/worker.ts';
import { capturedLog } from '../support/captured-log.ts';
import { testDatabase } from '../support/database.ts';
import { testDeps } from '../support/deps.ts';

describe('a job that fails', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    connection = await testDatabase();
  });
  afterAll(() => connection.close());

  it('is logged by its name and ids: not the words it was about, not the person it could not store', async () => {
    const { log, written } = capturedLog();
    const deps = testDeps(connection, { log });
    const storeBadly = async () => {
      const person = { externalId: 'c1', email: 'kim@example.test', phone: '010-1234-5678', firstName: '하나' };
      // No such date: the database refuses the row.
      await deps.db.insert(contacts).values({ ...person, createdAt: new Date(8.64e15) });
    };
    const run = runner(deps, {
      'slack.draw': storeBadly,
      'intent.read': storeBadly,
      'import.read': storeBadly,
      'import.run': storeBadly,
    });
    const data = {
      campaignId: 7,
      channel: 'C1',
      ts: '1.2',
      user: 'U1',
      text: '김하나 010-1234-5678 빼 주세요',
      addressed: false,
    };
    await expect(run('intent.read', data)).rejects.toThrow();
    expect(written()).toContain('"job":"intent.read","campaignId":7,"channel":"C1","ts":"1.2"');
    expect(written()).not.toMatch(/kim@|010-|하나|insert into/);
    await expect(run('slack.draw', { thread: 'campaign:7' })).rejects.toThrow();
    expect(written()).toContain('"job":"slack.draw","thread":"campaign:7"');
    expect(written()).not.toMatch(/kim@|010-|하나|insert into/);
  });
});
