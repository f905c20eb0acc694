import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { ingestOrders } from '../src/audience/ingest-orders.ts';
import { ordersMoved } from '../src/audience/late-orders.ts';
import { type Connection, connect } from '../src/db/client.ts';
import { openEmbedded } from '../src/db/embedded.ts';
import { migrateDatabase } from '../src/db/migrate.ts';
import { digestFacts, revenueDaysOf } from '../src/digest/facts.ts';
import { dayBounds } from '../src/kit/zone.ts';
import { attributedBetween } from '../src/results/attribution.ts';
import { countReports, type Reactions, reactionsOf, rebuildEventCounts } from '../src/results/event-counts.ts';
import { type DeliveryFact, recordEvents } from '../src/results/events.ts';
import { keepLedgers } from '../src/results/ledgers.ts';
import { keepRevenue, revenueMoved, revenueOfDays } from '../src/results/revenue-days.ts';
import { testDeps } from '../test/support/deps.ts';
import { ACCOUNT } from './audience/data.ts';
import { median, round } from './audience/measure.ts';
import type { Result } from './bench.ts';
import { DATE, makeCampaigns, makeReports, makeShop, NOW } from './results/data.ts';

/**
 * What a digest adds up, from roll-ups and from the facts. Only ratios of one run mean anything. `--events N` (200,000)
 * reports in a thousand campaigns; ten times fewer first, so that both growths are seen apart.
 *
 * Promises: roll-ups equal a count over the facts, and the digest's revenue what the facts say.
 */
export const results = async (flags: readonly string[]): Promise<Result> => {
  const place = flags.indexOf('--events');
  const events = Number(place < 0 ? 200_000 : flags[place + 1]);
  const dir = mkdtempSync(join(tmpdir(), 'baton-bench-'));
  // The database server may run as somebody else and has to come through.
  chmodSync(dir, 0o755);
  const embedded = await openEmbedded(dir, { database: 'bench' });
  try {
    await migrateDatabase(embedded.url);
    const connection = connect(embedded.url, () => undefined, 4);
    try {
      return await measured(connection, events);
    } finally {
      await connection.close();
    }
  } finally {
    await embedded.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};

const CAMPAIGNS = 1_000;
const now = new Date(NOW);
const days = revenueDaysOf(DATE, ACCOUNT.timezone);

const measured = async (connection: Connection, events: number): Promise<Result> => {
  const { db, pool } = connection;
  const figures: Result['figures'] = { events, campaigns: CAMPAIGNS };
  const broken: string[] = [];
  const contacts = Math.max(10_000, Math.round(events / 20));
  const each = Math.max(1, Math.round(events / CAMPAIGNS / 2));
  const tenth = Math.max(1, Math.round(each / 10));
  await makeShop(pool, contacts);
  let made = 0;
  for (const campaigns of [10, 100, CAMPAIGNS]) {
    await makeCampaigns(pool, made + 1, campaigns);
    await makeReports(pool, contacts, 0, tenth, made + 1);
    made = campaigns;
    await refresh(connection);
    const { first, next } = await digests(connection, broken);
    figures[`digest of ${campaigns} campaigns, ${2 * tenth * campaigns} reports, first, ms`] = first;
    figures[`digest of ${campaigns} campaigns, ${2 * tenth * campaigns} reports, ms`] = next;
  }
  const before = Number(figures[`digest of ${CAMPAIGNS} campaigns, ${2 * tenth * CAMPAIGNS} reports, ms`]);
  await makeReports(pool, contacts, tenth, each);
  await refresh(connection);
  const rebuilt = await timed(() => rebuildEventCounts(db));
  const { first, next } = await digests(connection, broken);
  figures[`digest of ${CAMPAIGNS} campaigns, ${events} reports, first, ms`] = first;
  figures[`digest of ${CAMPAIGNS} campaigns, ${events} reports, ms`] = next;
  figures['digest, ten times the reports, ratio'] = round(next / before);

  const sendings = (await pool.query<{ id: number }>('select id from campaigns')).rows.map(({ id }) => ({
    campaignId: id,
    occurrence: 1,
  }));
  const kept = await medianOf(() => reactionsOf(db, sendings));
  const anew = await medianOf(() => reactionsFromFacts(connection));
  figures['reports of all campaigns: roll-up, ms'] = kept;
  figures['reports of all campaigns: from the facts, ms'] = anew;
  figures['reports: facts / roll-up, ratio'] = round(anew / kept);
  figures['roll-up made anew, ms'] = rebuilt;
  await same(connection, sendings, broken);
  const month = { from: dayBounds(days[0]!, ACCOUNT.timezone).from, to: dayBounds(days.at(-1)!, ACCOUNT.timezone).to };
  const sums = await medianOf(() => revenueOfDays(db, days, ACCOUNT));
  const fromFacts = await timed(() => attributedBetween(db, { ...month, currency: ACCOUNT.currency }));
  figures['revenue of the month: roll-up, ms'] = sums;
  figures['revenue of the month: from the facts, ms'] = fromFacts;
  figures['revenue: facts / roll-up, ratio'] = round(fromFacts / sums);
  Object.assign(figures, await ingestion(connection, contacts));
  return { figures, broken };
};

/** As after a night: statistics are fresh, and so are the roll-ups of what was written past them. */
const refresh = async ({ db, pool }: Connection): Promise<void> => {
  await rebuildEventCounts(db);
  await pool.query('delete from revenue_days');
  await pool.query('delete from ledger_counts');
  await pool.query('vacuum analyze');
};

const digests = async (connection: Connection, broken: string[]): Promise<{ first: number; next: number }> => {
  const { db } = connection;
  const deps = testDeps(connection);
  const write = async () => {
    await keepRevenue(db, days, ACCOUNT, now);
    await keepLedgers(db);
    return digestFacts(deps, db, DATE, { now, late: false });
  };
  const first = await timed(write);
  const next = await medianOf(write);
  const body = await write();
  const span = { from: new Date(body.yesterday.from), to: new Date(body.yesterday.to), currency: ACCOUNT.currency };
  const facts = [...(await attributedBetween(db, span)).values()].reduce((sum, one) => sum + one.revenueMinor, 0);
  if (facts !== body.attributed.minor) broken.push(`digest says ${body.attributed.minor}, the facts ${facts}`);
  return { first, next };
};

const FACTS = sql`
  select campaign_id as "campaignId",
    count(distinct contact_id) filter (where type = 'opened' and not machine) as opened,
    count(distinct contact_id) filter (where type = 'clicked' and not machine) as clicked,
    count(distinct contact_id) filter (where type = 'unsubscribed') as unsubscribed
  from delivery_events group by 1`;
const reactionsFromFacts = async ({ db }: Connection) =>
  (await db.execute<{ campaignId: number } & Pick<Reactions, 'opened' | 'clicked' | 'unsubscribed'>>(FACTS)).rows;

const same = async (
  connection: Connection,
  sendings: readonly { campaignId: number; occurrence: number }[],
  broken: string[],
): Promise<void> => {
  const of = await reactionsOf(connection.db, sendings);
  for (const { campaignId, ...facts } of await reactionsFromFacts(connection)) {
    const kept = of({ campaignId, occurrence: 1 });
    for (const key of ['opened', 'clicked', 'unsubscribed'] as const)
      if (kept[key] !== facts[key]) broken.push(`campaign ${campaignId}: ${key} ${kept[key]}, facts ${facts[key]}`);
  }
};

/** The same reports and orders come in, and what roll-ups add is timed again by itself. */
const ingestion = async ({ db }: Connection, contacts: number): Promise<Result['figures']> => {
  const BATCH = 500;
  const BATCHES = 10;
  const reports = Array.from({ length: BATCHES }, (_, b) =>
    Array.from(
      { length: BATCH },
      (_, i): DeliveryFact => ({
        eventId: `more:${b}:${i}`,
        type: i % 3 === 0 ? 'clicked' : i % 3 === 1 ? 'opened' : 'delivered',
        contactId: ((7919 * (b + 1) + i) % contacts) + 1,
        campaignId: b + 1,
        occurrence: 1,
        channel: 'email',
        at: now,
      }),
    ),
  );
  const whole = await timed(async () => {
    for (const batch of reports) await recordEvents(db, batch);
  });
  const sums = await timed(async () => {
    for (const batch of reports)
      await db.transaction(async (tx) => {
        await revenueMoved(tx, now);
        await countReports(
          tx,
          [],
          batch.map((fact) => ({ ...fact, variant: 'A-1', machine: false })),
        );
      });
  });
  const rows = Array.from({ length: 20_000 }, (_, i) => ({
    order_id: `new-${i}`,
    contact_id: `c${(i % contacts) + 1}`,
    at: new Date(now.getTime() - i * 1_000).toISOString(),
    amount: '10000',
  }));
  await db.execute(
    sql`insert into contact_identities (source, external_id, contact_id) select 'external', external_id, id from contacts on conflict do nothing`,
  );
  const orders = await timed(() => ingestOrders(db, rows, { ...ACCOUNT, now, from: 'file' }));
  const marks = await timed(() =>
    ordersMoved(
      db,
      rows.map(({ at }) => new Date(at)),
      ACCOUNT.timezone,
    ),
  );
  return {
    'reports taken in, ms a thousand': round((1_000 * whole) / (BATCH * BATCHES)),
    'of that the roll-up of reports, share': round(sums / whole),
    'orders taken in, ms a thousand': round((1_000 * orders) / rows.length),
    'of that the marks of days, share': round(marks / orders),
  };
};

const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await run();
  return round(performance.now() - began);
};
const medianOf = async (run: () => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) times.push(await timed(run));
  return median(times);
};
