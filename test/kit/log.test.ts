import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contactIdentities } from '../../src/db/schema.ts';
import type { Db } from '../../src/deps.ts';
import { messageOf } from '../../src/kit/log.ts';
import { capturedLog } from '../support/captured-log.ts';
import { testDatabase } from '../support/database.ts';

const thrownBy = async (work: () => Promise<unknown>): Promise<Error> => {
  try {
    await work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
};

describe('the message of a failed query', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    connection = await testDatabase();
    db = connection.db;
  });
  afterAll(() => connection.close());

  it('says what the database said, and nothing of what was to be stored', async () => {
    const row = { source: 'kim@example.test', externalId: '010-1234-5678', contactId: 1 };
    await db.insert(contactIdentities).values(row);
    const error = await thrownBy(() => db.insert(contactIdentities).values(row));
    expect(error.message).toContain('kim@example.test');
    const said = messageOf(error);
    expect(said).toContain('23505 duplicate key value violates unique constraint "contact_identities');
    expect(said).not.toMatch(/kim|010-|insert into/);
  });

  it('hides the value that PostgreSQL quotes because it is no number, however it is written', async () => {
    for (const value of ['kim@example.test', 'a "kim" b']) {
      const error = await thrownBy(() => db.execute(sql`select ${value}::int`));
      expect(messageOf(error)).toBe('query failed: 22P02 invalid input syntax for type integer: "…"');
    }
  });

  it('is not in the stack that is logged beside it', async () => {
    const { log, written } = capturedLog();
    const error = await thrownBy(() => db.execute(sql`select ${'kim@example.test'}::int`));
    log.error({ error: messageOf(error), stack: error.stack }, 'failed');
    expect(written()).not.toContain('kim');
    expect(written()).toMatch(/"stack":"\s+at /);
  });

  it('of anything else is its own', () => {
    expect(messageOf(new Error('no such file'))).toBe('no such file');
    expect(messageOf('text')).toBe('text');
  });
});
