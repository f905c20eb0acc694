import type { Connection } from '../../src/db/client.ts';
import { writeDigest } from '../../src/digest/digest.ts';
import { attributedBetween } from '../../src/results/attribution.ts';
import { rebuildEventCounts } from '../../src/results/event-counts.ts';
import { keepResults } from '../../src/results/keep.ts';
import { handClock, testDeps } from '../../test/support/deps.ts';
import { ACCOUNT } from '../audience/data.ts';
import { median, round, timed } from '../audience/measure.ts';
import { buffersOf, type Cost } from './buffers.ts';
import { DATE, LAST_WEEK, NOW, OLD } from './data.ts';

/** Milliseconds of digests as they are written, with what the job between them keeps; pages are what they read. */
export type Digested = {
  rebuilt: number;
  kept: number;
  first: number;
  next: number;
  week: number;
  old: number;
  pages: Cost;
};

/** As after a night: statistics are fresh, what was written past the roll-ups is in them, and no day was read before. */
export const digested = async (connection: Connection, broken: string[]): Promise<Digested> => {
  const { db, pool } = connection;
  const rebuilt = await timed(() => rebuildEventCounts(db));
  await pool.query('delete from revenue_days');
  await pool.query('delete from ledger_counts');
  await pool.query('vacuum analyze');
  const deps = testDeps(connection, { clock: handClock(NOW) });
  const write = async (date: string) => {
    await pool.query('delete from digests where date = $1', [date]);
    const body = await writeDigest(deps, date, false);
    if (!body) throw new Error(`no digest of ${date}`);
    return body;
  };
  const kept = await timed(() => keepResults(deps));
  await pool.query('delete from digests');
  const first = await timed(() => write(DATE));
  const runs: number[] = [];
  for (let i = 0; i < 5; i++) runs.push(await timed(() => write(DATE)));
  const old = await timed(() => write(OLD));
  await pool.query("insert into digests (date, body, late, at) values ($1, '{}', false, now())", [LAST_WEEK]);
  const week = await timed(() => write(DATE));
  const pages = await buffersOf(pool, () => write(DATE));
  const body = await write(DATE);
  const span = { from: new Date(body.yesterday.from), to: new Date(body.yesterday.to), currency: ACCOUNT.currency };
  const facts = [...(await attributedBetween(db, span)).values()].reduce((sum, one) => sum + one.revenueMinor, 0);
  if (facts !== body.attributed.minor) broken.push(`digest says ${body.attributed.minor}, the facts ${facts}`);
  if (!body.week) broken.push('no review of the week');
  return {
    rebuilt: round(rebuilt),
    kept: round(kept),
    first: round(first),
    next: round(median(runs)),
    week: round(week),
    old: round(old),
    pages,
  };
};
