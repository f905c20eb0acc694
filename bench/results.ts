import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { ingestOrders } from '../src/audience/ingest-orders.ts';
import { ordersMoved } from '../src/audience/late-orders.ts';
import { type Connection, connect } from '../src/db/client.ts';
import { openEmbedded } from '../src/db/embedded.ts';
import { migrateDatabase } from '../src/db/migrate.ts';
import { revenueDaysOf } from '../src/digest/facts.ts';
import { dayBounds } from '../src/kit/zone.ts';
import { attributedBetween } from '../src/results/attribution.ts';
import { countReports, type Reactions, reactionsOf } from '../src/results/event-counts.ts';
import { type DeliveryFact, recordEvents } from '../src/results/events.ts';
import { revenueMoved, revenueOfDays } from '../src/results/revenue-days.ts';
import { ACCOUNT } from './audience/data.ts';
import { median, round } from './audience/measure.ts';
import type { Result } from './bench.ts';
import { DATE, makeCampaigns, makeReports, makeShop, NOW } from './results/data.ts';
import { type Digested, digested } from './results/digest.ts';

/**
 * What a digest adds up, from roll-ups and from the facts. Only ratios of one run mean anything. `--events N` (200,000)
 * reports in a thousand campaigns; ten times fewer first, so that both growths are seen apart. `--dearest` names the
 * questions of a digest that read most.
 *
 * Promises: roll-ups equal a count over the facts, the digest's revenue is what the facts say, and it reads as many pages for
 * ten times the reports.
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
      return await measured(connection, events, flags.includes('--dearest'));
    } finally {
      await connection.close();
    }
  } finally {
    await embedded.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};

const CAMPAIGNS = 1_000;
/** A digest does not grow with the reports; where they are few, so are the rows of its roll-ups. */
const FLAT = 1.5;
const now = new Date(NOW);
const days = revenueDaysOf(DATE, ACCOUNT.timezone);

const measured = async (connection: Connection, events: number, dearest: boolean): Promise<Result> => {
  const { db, pool } = connection;
  const figures: Result['figures'] = { events, campaigns: CAMPAIGNS };
  const broken: string[] = [];
  const contacts = Math.max(10_000, Math.round(events / 20));
  const each = Math.max(1, Math.round(events / CAMPAIGNS / 2));
  const tenth = Math.max(1, Math.round(each / 10));
  const say = (campaigns: number, reports: number, of: Digested) => {
    const name = `digest of ${campaigns} campaigns, ${reports} reports`;
    figures[`${name}: first, ms`] = of.first;
    figures[`${name}: again, ms`] = of.next;
    figures[`${name}: with the week, ms`] = of.week;
    figures[`${name}: of an old date, ms`] = of.old;
    figures[`${name}: pages read`] = of.pages.buffers;
    figures[`${name}: kept before by the job, from nothing, ms`] = of.kept;
    return of;
  };
  await makeShop(pool, contacts);
  let made = 0;
  let before: Digested | null = null;
  for (const campaigns of [10, 100, CAMPAIGNS]) {
    await makeCampaigns(pool, made + 1, campaigns);
    await makeReports(pool, contacts, 0, tenth, made + 1);
    made = campaigns;
    before = say(campaigns, 2 * tenth * campaigns, await digested(connection, broken));
  }
  await makeReports(pool, contacts, tenth, each);
  const after = say(CAMPAIGNS, events, await digested(connection, broken));
  if (before) {
    figures['digest, ten times the reports: time, ratio'] = round(after.next / before.next);
    const growth = after.pages.buffers / before.pages.buffers;
    figures['digest, ten times the reports: pages, ratio'] = round(growth);
    if (growth > FLAT) broken.push(`a digest of ten times the reports reads ${round(growth)} times the pages`);
  }
  if (dearest)
    for (const { text, buffers } of after.pages.dearest)
      figures[`pages ${text.replace(/\s+/g, ' ').slice(0, 100)}`] = buffers;
  const sendings = (await pool.query<{ id: number }>('select id from campaigns')).rows.map(({ id }) => ({
    campaignId: id,
    occurrence: 1,
  }));
  const kept = await medianOf(() => reactionsOf(db, sendings));
  const anew = await timed(() => reactionsFromFacts(connection));
  figures['reports of all campaigns: roll-up, ms'] = kept;
  figures['reports of all campaigns: from the facts, ms'] = anew;
  figures['reports: facts / roll-up, ratio'] = round(anew / kept);
  figures['roll-up made anew, ms'] = after.rebuilt;
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
