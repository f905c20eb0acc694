import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';

describe('a connection that breaks', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database?.close());

  const breakIt = (pid: number) => database.pool.query('select pg_terminate_backend($1)', [pid]);

  it('between two statements of a transaction fails the transaction, not the process', async () => {
    const transaction = database.db.transaction(async (tx) => {
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await breakIt(rows[0]?.pid ?? 0);
      // The process hears of it now, while it waits for nothing.
      await new Promise((done) => setTimeout(done, 100));
      await tx.execute(sql`select 1`);
    });
    await expect(transaction).rejects.toThrow();
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('while it is lent out for a lock fails what comes next, not the process', async () => {
    const client = await database.pool.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await breakIt(rows[0]?.pid ?? 0);
    await new Promise((done) => setTimeout(done, 100));
    await expect(client.query('select 1')).rejects.toThrow();
    client.release();
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});
