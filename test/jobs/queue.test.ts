import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JobQueue, jobQueue } from '../../src/jobs/queue.ts';
import { testDatabase } from '../support/database.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('the queue', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let queue: JobQueue;
  beforeAll(async () => {
    database = await testDatabase();
    queue = jobQueue(database.url, silent);
    await queue.start();
  });
  afterAll(async () => {
    await queue?.stop();
    await database?.close();
  });

  it('is not idle while something that failed waits to be tried again, and is once it went well', async () => {
    let runs = 0;
    await queue.work(async () => {
      runs += 1;
      if (runs === 1) throw new Error('not this time');
    }, ['test.send']);
    await queue.enqueue(database.db, 'test.send', { testSendId: 'one' });
    expect(await queue.isIdle(database.db)).toBe(false);
    while (runs < 2) {
      expect(await queue.isIdle(database.db)).toBe(false);
      await sleep(20);
    }
    for (let left = 100; left > 0 && !(await queue.isIdle(database.db)); left -= 1) await sleep(50);
    expect(await queue.isIdle(database.db)).toBe(true);
  });

  it('takes up at once what a killed process left running, unless another process is there', async () => {
    const other = await testDatabase();
    const left = async (alive: boolean): Promise<number> => {
      const first = jobQueue(other.url, silent);
      await first.start();
      await first.enqueue(other.db, 'test.send', { testSendId: 'three' });
      await other.pool.query("update pgboss.job set state = 'active', started_on = now(), heartbeat_on = now()");
      await first.stop();
      const neighbor = new pg.Client({ connectionString: other.url, application_name: 'baton-jobs:0' });
      if (alive) await neighbor.connect();
      const second = jobQueue(other.url, silent);
      await second.start();
      const { rows } = await other.pool.query<{ late: boolean }>(
        "select bool_or(state <> 'active' or heartbeat_on < now() - interval '1 day') as late from pgboss.job",
      );
      if (alive) await neighbor.end();
      await second.stop();
      await other.pool.query('delete from pgboss.job');
      return Number(rows[0]?.late);
    };
    expect(await left(false)).toBe(1);
    expect(await left(true)).toBe(0);
    await other.close();
  });

  it('knows who is first: the greatest place, then the oldest, one that is ready before one that waits', async () => {
    const slice = (campaignId: number) => ({ campaignId, occurrence: 1, lo: 0, hi: 1 });
    const first = () => queue.first(database.db, 'send.slice');
    const later = new Date(Date.now() + 3600_000);
    const ask = (campaignId: number, place: number, startAfter?: Date) =>
      queue.enqueue(database.db, 'send.slice', slice(campaignId), { place, ...(startAfter && { startAfter }) });
    expect(await first()).toBeNull();
    await ask(1, 9, later);
    expect(await first()).toEqual({ place: 9, data: slice(1), ready: false });
    await ask(2, -3);
    await ask(3, -2);
    await ask(4, -2);
    expect(await first()).toEqual({ place: -2, data: slice(3), ready: true });
    const taken: number[] = [];
    await queue.work(
      async (_, data) => {
        taken.push((data as { campaignId: number }).campaignId);
      },
      ['send.slice'],
    );
    while (taken.length < 3) await sleep(20);
    // Four workers begin together: what each takes is theirs, the one that waits is nobody's.
    expect(taken.sort()).toEqual([2, 3, 4]);
  });

  it('is idle while something is asked for at a later time', async () => {
    await queue.enqueue(
      database.db,
      'test.send',
      { testSendId: 'two' },
      { startAfter: new Date(Date.now() + 3600_000) },
    );
    expect(await queue.isIdle(database.db)).toBe(true);
  });
});
