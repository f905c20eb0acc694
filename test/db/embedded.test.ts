import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { connect } from '../../src/db/client.ts';
import { openEmbedded } from '../../src/db/embedded.ts';
import { openDatabase } from '../../src/db/open.ts';
import { scratch } from '../support/scratch.ts';

const query = async (url: string, text: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
};

describe('the embedded database', () => {
  const dirs: string[] = [];
  const fresh = () => {
    const dir = scratch('embedded');
    dirs.push(dir);
    return dir;
  };
  const pidFile = (dir: string) => join(dir, 'postgres', 'data', 'postmaster.pid');
  afterEach(() => {
    for (const dir of dirs.splice(0)) {
      if (existsSync(pidFile(dir))) process.kill(Number(readFileSync(pidFile(dir), 'utf8').split('\n')[0]), 'SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('keeps everything over a clean stop and a restart', async () => {
    const dir = fresh();
    const first = await openEmbedded(dir);
    expect(first.started).toBe(true);
    await query(first.url, 'create table kept (n int)');
    await first.stop();
    expect(existsSync(pidFile(dir))).toBe(false);
    const second = await openEmbedded(dir);
    expect(await query(second.url, 'select * from kept')).toEqual([]);
    await second.stop();
  });

  it('is joined by a second process, and stopped by the last to leave', async () => {
    const dir = fresh();
    const server = await openEmbedded(dir);
    const command = await openEmbedded(dir);
    expect(command).toMatchObject({ started: false, url: server.url });
    const open = new pg.Client({ connectionString: server.url });
    open.on('error', () => undefined);
    await open.connect();
    await command.stop();
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await open.end();
    await server.stop();
    expect(existsSync(pidFile(dir))).toBe(false);
  });

  it('lets two processes start at once on an empty directory', async () => {
    const dir = fresh();
    const [a, b] = await Promise.all([openEmbedded(dir), openEmbedded(dir)]);
    expect(a.url).toBe(b.url);
    expect([a.started, b.started].filter(Boolean)).toHaveLength(1);
    await a.stop();
  });

  it('survives a stale pid file whose number belongs to somebody else now', async () => {
    const dir = fresh();
    const first = await openEmbedded(dir);
    const pid = Number(readFileSync(pidFile(dir), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    await new Promise((done) => setTimeout(done, 300));
    writeFileSync(pidFile(dir), `${process.pid}\n${join(dir, 'postgres', 'data')}\n`);
    const again = await openEmbedded(dir);
    expect(again.started).toBe(true);
    expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await again.stop();
    expect(first.started).toBe(true);
  });

  const pidOf = (dir: string) => Number(readFileSync(pidFile(dir), 'utf8').split('\n')[0]);

  it('is started again where it was when it dies under a server that stays', async () => {
    const dir = fresh();
    const server = await openEmbedded(dir);
    await query(server.url, 'create table kept (n int)');
    const said: string[] = [];
    const back = new Promise<void>((done) => {
      server.keepUp((what) => {
        said.push(what);
        if (what === 'back') done();
      });
    });
    process.kill(pidOf(dir), 'SIGKILL');
    await back;
    expect(said.filter((what) => what !== 'failed')).toEqual(['gone', 'back']);
    expect(await query(server.url, 'select * from kept')).toEqual([]);
    await server.stop();
    expect(existsSync(pidFile(dir))).toBe(false);
  });

  it('is waited for, not started twice, while it lives and does not answer', async () => {
    const dir = fresh();
    const server = await openEmbedded(dir);
    const pid = pidOf(dir);
    process.kill(pid, 'SIGSTOP');
    const joining = openEmbedded(dir);
    await new Promise((done) => setTimeout(done, 2_500));
    expect(pidOf(dir)).toBe(pid);
    process.kill(pid, 'SIGCONT');
    expect(await joining).toMatchObject({ started: false, url: server.url });
    await server.stop();
  });

  it('is stopped although connections of our own are still closing', async () => {
    const dir = fresh();
    const server = await openEmbedded(dir);
    const own = connect(server.url, () => undefined);
    await own.pool.query('select 1');
    await server.stop();
    expect(existsSync(pidFile(dir))).toBe(false);
    await own.close();
  });

  it('keeps what is practised apart from what is real, on one server that the last to leave stops', async () => {
    const dir = fresh();
    const open = (env: Record<string, string>) => openDatabase(parseConfig({ DATA_DIR: dir, ...env }, 'database'));
    const practice = await open({});
    await query(practice.url, 'create table made_up (n int)');
    // A command in the same environment sees what people see in practice.
    const command = await open({});
    expect(await query(command.url, 'select * from made_up')).toEqual([]);
    const live = await open({ SLACK_BOT_TOKEN: 'xoxb-1' });
    await expect(query(live.url, 'select * from made_up')).rejects.toThrow(/does not exist/);
    expect((await query(live.url, 'select count(*)::int as n from contacts'))[0]).toEqual({ n: 0 });

    const staying = new pg.Client({ connectionString: practice.url });
    staying.on('error', () => undefined);
    await staying.connect();
    await command.close();
    await live.close();
    expect(await query(practice.url, 'select * from made_up')).toEqual([]);
    await staying.end();
    await practice.close();
    expect(existsSync(pidFile(dir))).toBe(false);
  });

  it('lets several processes that miss a database make it at once', async () => {
    const dir = fresh();
    const server = await openEmbedded(dir);
    const all = await Promise.all([1, 2, 3, 4].map(() => openEmbedded(dir, { database: 'second' })));
    expect(new Set(all.map(({ url }) => url)).size).toBe(1);
    expect(await query(all[0]?.url ?? '', 'select current_database() as name')).toEqual([{ name: 'second' }]);
    await server.stop();
  });

  it('keeps the password out of the reach of others', async () => {
    const dir = fresh();
    const server = await openEmbedded(dir);
    expect(readdirSync(join(dir, 'postgres'))).not.toContain('password');
    await expect(query(server.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
    await server.stop();
  });
});
