import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { openEmbedded } from '../../src/db/embedded.ts';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { freePort } from '../../src/kit/port.ts';
import { beginPractice } from './begin.ts';
import { scratch } from './scratch.ts';
import { type Workspace, workspace } from './workspace.ts';

/** The product as people start it: real child processes, found and ended by the ids we started, never by name. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a person's shell has: the machine's own Node, however old, and nothing of the test runner's. */
const shellEnv = (more: Record<string, string>): Record<string, string> => {
  const kept = Object.entries(process.env).filter(
    ([name]) => /^(?:HOME|LANG|LC_.*|TZ|TMPDIR|USER|SHELL|LD_.*)$/.test(name) || /^npm_config_/i.test(name),
  ) as [string, string][];
  const path = (process.env.PATH ?? '').split(delimiter).filter((dir) => !dir.includes('node_modules'));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter), NODE_COMPILE_CACHE: inject('compiled'), ...more };
};

export type Ended = { code: number | null; signal: NodeJS.Signals | null };
export type Child = {
  /** Everything printed so far. */
  stdout(): string;
  stderr(): string;
  ended: Promise<Ended>;
  hasEnded(): boolean;
  /** The node process below npm, or the process itself where npm stepped aside. */
  node(): number | null;
  /** As the machine's supervisor ends it. */
  terminate(): Promise<Ended>;
  /** Without a chance to clean up: the very node process, then whatever npm makes of it. */
  kill(): Promise<Ended>;
};

type Row = { pid: number; parent: number; args: string };
const processes = (): Row[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 32 << 20 })
    .split('\n')
    .flatMap((line) => {
      const found = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
      return found ? [{ pid: Number(found[1]), parent: Number(found[2]), args: found[3] ?? '' }] : [];
    });

/** Those whose command line names this directory: the PostgreSQL of a DATA_DIR, say. */
export const processesNaming = (dir: string): number[] =>
  processes()
    .filter(({ pid, args }) => pid !== process.pid && args.includes(dir))
    .map(({ pid }) => pid);

const below = (root: number): Row[] => {
  const all = processes();
  const found = all.filter(({ pid }) => pid === root);
  for (const one of found) found.push(...all.filter(({ parent }) => parent === one.pid));
  return found;
};

const start = (command: string, args: readonly string[], env: Record<string, string>, cwd: string): Child => {
  const child: ChildProcess = spawn(command, args, { cwd, env: shellEnv(env), stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  let over = false;
  const ended = new Promise<Ended>((done) => {
    child.once('error', (error) => {
      err += String(error);
      over = true;
      done({ code: null, signal: null });
    });
    child.once('close', (code, signal) => {
      over = true;
      done({ code, signal });
    });
  });
  const node = () =>
    (child.pid ? below(child.pid) : []).find(({ args: line }) => /^\S*node (?:\S+ )*src\/main\.ts/.test(line))?.pid ??
    null;
  return {
    stdout: () => out,
    stderr: () => err,
    ended,
    hasEnded: () => over,
    node,
    terminate: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: () => {
      const pid = node();
      if (pid) process.kill(pid, 'SIGKILL');
      else child.kill('SIGKILL');
      return ended;
    },
  };
};

/** `npm start` in a folder of one's own settings, ended or not. */
export const npmStart = (env: Record<string, string>): Child => start('npm', ['start'], env, ROOT);

/** The server with its settings in a `.env` of the folder it is started in. */
export const startIn = (folder: string, env: Record<string, string> = {}): Child =>
  start(join(ROOT, 'node_modules', '.bin', 'node'), [join(ROOT, 'src', 'main.ts')], env, folder);

/** `npm run -s baton -- ...`, to its end. */
export const baton = async (
  env: Record<string, string>,
  ...args: string[]
): Promise<Ended & { stdout: string; stderr: string }> => {
  const child = start('npm', ['run', '-s', 'baton', '--', ...args], env, ROOT);
  const ended = await child.ended;
  return { ...ended, stdout: child.stdout(), stderr: child.stderr() };
};

export type Product = {
  env: Record<string, string>;
  dataDir: string;
  /** The one running now. */
  child: Child;
  ws: Workspace;
  /** The address of the embedded practice database, as it is noted in DATA_DIR. */
  databaseUrl(): string;
  /** Starts it again with the same settings. */
  again(): Promise<void>;
  /** Ends whatever of it is left and removes its data. */
  remove(): Promise<void>;
};

/** Long, because the machine may be busy: nobody asserts a time. */
const START_MS = 120_000;

/** Waits until it says that it is up: the address of practice, or its role. */
export const untilUp = async (child: Child): Promise<void> => {
  for (const until = Date.now() + START_MS; Date.now() < until && !child.hasEnded(); await sleep(50))
    if (/practice workspace: http|Baton \((?:web|worker|all)\)/.test(child.stdout())) return;
  throw new Error(`did not come up:\n${child.stdout()}\n${child.stderr()}`);
};

/** A folder whose practice database is there already, with nothing in it but the time at which everything begins. */
const begunFolder = async (): Promise<string> => {
  const dir = scratch('child');
  const database = await openEmbedded(dir, { database: 'baton_practice' });
  try {
    await migrateDatabase(database.url);
    await beginPractice(database.url);
  } finally {
    await database.stop();
  }
  return dir;
};

/** `npm start` with free ports and a folder of its own, up. */
export const startProduct = async (more: Record<string, string> = {}): Promise<Product> => {
  const dataDir = await begunFolder();
  const env = {
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    PRACTICE_PORT: String(await freePort()),
    LOG_LEVEL: 'warn',
    ...more,
  };
  const product: Product = {
    env,
    dataDir,
    child: npmStart(env),
    ws: workspace(`http://localhost:${env.PRACTICE_PORT}`),
    databaseUrl: () => {
      const file = join(dataDir, 'postgres', 'connection.json');
      const { port, password } = JSON.parse(readFileSync(file, 'utf8')) as { port: number; password: string };
      return `postgresql://baton:${password}@127.0.0.1:${port}/baton_practice`;
    },
    again: async () => {
      product.child = npmStart(env);
      await untilUp(product.child);
    },
    remove: async () => {
      if (!product.child.hasEnded()) await product.child.kill();
      await removeData(dataDir);
    },
  };
  try {
    await untilUp(product.child);
  } catch (error) {
    await product.remove();
    throw error;
  }
  return product;
};

/** Ends what runs on a data directory, by its ids, and removes it. */
export const removeData = async (dataDir: string): Promise<void> => {
  for (const pid of processesNaming(dataDir)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone meanwhile.
    }
  }
  for (const until = Date.now() + 5_000; Date.now() < until && processesNaming(dataDir).length > 0; ) await sleep(50);
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
};
