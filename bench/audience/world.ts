import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImportKind } from '../../src/audience/import.ts';
import { type Connection, connect } from '../../src/db/client.ts';
import { openEmbedded } from '../../src/db/embedded.ts';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { ACCOUNT, type Files, makeFiles } from './data.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** `npm run baton` without npm between, whose memory is not meant. */
const BATON = (JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { scripts: { baton: string } }).scripts.baton
  .split(' ')
  .slice(1);

export type Imported = { rows: number; seconds: number; peakMb: number };
/** One shop of a size in a database of its own, brought in by `baton import` as a person would. */
export type World = Connection & { dir: string; files: Files; imported: Record<Kind, Imported> };
type Kind = Extract<ImportKind, 'contacts' | 'orders' | 'events'>;

/** @param dir where one was made before, it is measured again, migrated and not imported anew */
export const openWorld = async (dir: string, contacts: number, say: (line: string) => void): Promise<World> => {
  const note = join(dir, 'imported.json');
  const known = existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')) as Pick<World, 'files' | 'imported'>) : null;
  mkdirSync(dir, { recursive: true });
  // The database server runs as another user when this runs as root, and exchanges files with DuckDB here.
  chmodSync(dir, 0o777);
  const files = known?.files ?? (await makeFiles(dir, contacts));
  const embedded = await openEmbedded(dir, { database: 'bench' });
  await migrateDatabase(embedded.url);
  const connection = connect(embedded.url, () => undefined, 4);
  const imported = known?.imported ?? ({} as World['imported']);
  for (const kind of ['contacts', 'orders', 'events'] as const) {
    imported[kind] ??= await importBy(embedded.url, kind, files[kind]);
    const { rows, seconds, peakMb } = imported[kind];
    say(`${rows} ${kind} in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s, at most ${peakMb} MB`);
  }
  writeFileSync(note, JSON.stringify({ files, imported }));
  await connection.pool.query('vacuum analyze');
  await connection.pool.query('checkpoint');
  return {
    ...connection,
    dir,
    files,
    imported,
    close: async () => {
      await connection.close();
      await embedded.stop();
    },
  };
};

/** `baton import` in a process of its own: its time is what a person waits, its memory is its own. */
const importBy = async (url: string, kind: Kind, file: string): Promise<Imported> => {
  const began = performance.now();
  const child = spawn(process.execPath, [...BATON, 'import', kind, file, '--json', '--consent-source', 'bench'], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: url, TIMEZONE: ACCOUNT.timezone, CURRENCY: ACCOUNT.currency, LOCALE: 'en' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  let peakMb = 0;
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  const looking = setInterval(() => {
    peakMb = Math.max(peakMb, residentMb(child.pid));
  }, 200);
  const code = await new Promise<number | null>((done) => child.once('close', done));
  clearInterval(looking);
  const totals = JSON.parse(out) as { read: number; rejected: number; inserted: number };
  if (code !== 0 || totals.rejected > 0) throw new Error(`import ${kind}: ${out}`);
  return { rows: totals.read, seconds: (performance.now() - began) / 1_000, peakMb };
};

/** The largest resident set so far; 0 where the system does not tell. */
const residentMb = (pid: number | undefined): number => {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024);
  } catch {
    return 0;
  }
};
