import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbedded } from '../src/db/embedded.ts';
import { migrateDatabase } from '../src/db/migrate.ts';
import { seeded } from '../src/results/seeded.ts';
import { otherSlack } from '../test/support/other-slack.ts';
import type { Result } from './bench.ts';
import { openLane, PLACES, type Run } from './crash/lane.ts';
import { KINDS } from './crash/provider.ts';

/** Longest that may pass from the restart until sending goes on; how long a process takes to start is the machine's affair. */
const RESUME_MS = 15_000;

/**
 * A real worker is killed with -9 at seeded places, `--runs N` times, and started again; then ledger and provider are
 * compared row by row. `--seed S` repeats a run, `--lanes N` plays so many beside each other.
 */
export const crash = async (flags: readonly string[]): Promise<Result> => {
  const flag = (name: string, fallback: string) => flags[flags.indexOf(`--${name}`) + 1 || -1] ?? fallback;
  const runs = Number(flag('runs', '200'));
  const seed = flag('seed', '1');
  const lanes = Math.min(runs, Number(flag('lanes', '3')));
  const dir = mkdtempSync(join(tmpdir(), 'baton-crash-'));
  const server = await openEmbedded(dir, { flags: ['-c', 'fsync=off', '-c', 'full_page_writes=off'] });
  const slack = await otherSlack();
  const done: (Run & { at: number })[] = [];
  const failed: string[] = [];
  try {
    const databases = await lanesOf(server.url, lanes);
    let next = 0;
    await Promise.all(
      databases.map(async (url) => {
        const lane = await openLane(url, slack, join(dir, 'compiled'));
        try {
          for (let at = next++; at < runs; at = next++) {
            const chance = seeded(`${seed}:${at}`);
            const place = PLACES[at % PLACES.length] ?? 'plan';
            // Every place meets every provider, whichever lane plays it.
            const kind = KINDS[(at + Math.floor(at / PLACES.length)) % KINDS.length] ?? 'smtp';
            const run = await lane.run(place, kind, chance);
            done.push({ ...run, at });
            if (!flags.includes('--json')) process.stderr.write(`${lineOf(at, run)}\n`);
          }
        } catch (error) {
          failed.push(String(error));
        } finally {
          await lane.close();
        }
      }),
    );
  } finally {
    await slack.close();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  return { figures: figuresOf(done, seed), broken: [...failed, ...done.flatMap(brokenIn)] };
};

const lanesOf = async (url: string, lanes: number): Promise<string[]> => {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    const named = (name: string) => url.replace(/\/baton$/, `/${name}`);
    await admin.query('create database template_crash');
    await migrateDatabase(named('template_crash'));
    const names = Array.from({ length: lanes }, (_, i) => `crash_${i}`);
    for (const name of names) await admin.query(`create database ${name} template template_crash`);
    return names.map(named);
  } finally {
    await admin.end();
  }
};

const lineOf = (at: number, run: Run): string =>
  `${String(at).padStart(4)} ${run.place.padEnd(9)} ${run.kind.padEnd(7)} ${run.planned} planned, ${run.taken} taken, ${run.unknown} unknown (${run.unknownTaken} taken), doubles ${run.doubles}, lost ${run.lost}, up after ${run.upMs} ms, on after ${run.onMs} ms`;

/** What a run must never show. @returns nothing when all is well */
export const brokenIn = (run: Run & { at: number }): string[] => {
  const where = `run ${run.at} (${run.kind}, killed at ${run.place})`;
  return [
    ...(run.doubles ? [`${where}: ${run.doubles} got two`] : []),
    ...(run.lost ? [`${where}: ${run.lost} lost in silence`] : []),
    ...(run.untrue ? [`${where}: ${run.untrue} unknown against the provider's truth`] : []),
    ...(run.interrupted ? [] : [`${where}: the thread does not say that it was interrupted`]),
    ...(run.onMs - run.upMs > RESUME_MS
      ? [`${where}: sending went on ${run.onMs - run.upMs} ms after the start only`]
      : []),
  ];
};

const figuresOf = (runs: readonly Run[], seed: string): Result['figures'] => {
  const sum = (of: (run: Run) => number) => runs.reduce((n, run) => n + of(run), 0);
  const sorted = (of: (run: Run) => number) => runs.map(of).toSorted((a, b) => a - b);
  const up = sorted(({ upMs }) => upMs);
  const on = sorted(({ onMs }) => onMs);
  const by = (place: Run['place']) => runs.filter((run) => run.place === place);
  return {
    seed,
    runs: runs.length,
    kills: sum(({ kills }) => kills),
    messages: sum(({ planned }) => planned),
    'taken by the provider': sum(({ taken }) => taken),
    doubles: sum(({ doubles }) => doubles),
    'lost in silence': sum(({ lost }) => lost),
    unknown: sum(({ unknown }) => unknown),
    'of these taken': sum(({ unknownTaken }) => unknownTaken),
    'of these by a time-out': sum(({ late }) => late),
    'against the truth': sum(({ untrue }) => untrue),
    'threads that say so': runs.filter(({ interrupted }) => interrupted).length,
    'process up, ms (median)': up[Math.floor(up.length / 2)] ?? 0,
    'sending on, ms (median)': on[Math.floor(on.length / 2)] ?? 0,
    'sending on, ms (worst)': on.at(-1) ?? 0,
    ...Object.fromEntries(
      KINDS.map((kind) => {
        const its = runs.filter((run) => run.kind === kind);
        const of = (what: (run: Run) => number) => its.reduce((n, run) => n + what(run), 0);
        return [
          `by ${kind}: runs, unknown, of these taken`,
          `${its.length}, ${of((run) => run.unknown)}, ${of((run) => run.unknownTaken)}`,
        ];
      }),
    ),
    ...Object.fromEntries(
      PLACES.map((place) => [
        `killed at ${place}: runs, unknown`,
        `${by(place).length}, ${by(place).reduce((n, { unknown }) => n + unknown, 0)}`,
      ]),
    ),
  };
};
