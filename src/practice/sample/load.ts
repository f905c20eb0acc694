import { sql } from 'drizzle-orm';
import type { RawRow } from '../../audience/cells.ts';
import type { Ingested, IngestOptions } from '../../audience/ingest.ts';
import { ingestConsents } from '../../audience/ingest-consents.ts';
import { ingestContacts } from '../../audience/ingest-contacts.ts';
import { ingestEvents } from '../../audience/ingest-events.ts';
import { ingestOrders } from '../../audience/ingest-orders.ts';
import { type Suppression, suppressAll } from '../../audience/suppress.ts';
import { dateOf, startOfDay } from '../../audience/when.ts';
import { practiceState } from '../../db/schema.ts';
import type { Db, Deps } from '../../deps.ts';
import { DAY } from '../../kit/clock.ts';
import { LAST_DAY, readPurchases } from './cdnow.ts';
import { loadCoupons } from './coupons.ts';
import { type Invented, inventPeople } from './people.ts';
import {
  consentRows,
  contactRow,
  inventedEvents,
  type MovedTo,
  movedBy,
  nameOf,
  optedOutAt,
  orderRow,
  VISITS_SINCE,
  visitOfPurchase,
} from './rows.ts';

export type SampleLoaded = {
  contacts: number;
  orders: number;
  /** Days every purchase was moved; fixed when loading first began, also when it ends on another day. */
  offsetDays: number;
};

const STATE = 'sample.load';
const BATCH = 4_000;
/** The sample coupon lasts longer than anybody practises. */
const COUPON_DAYS = 365;

type State = {
  offsetDays: number;
  /** How far each part is; a restart goes on from there. */
  done: Record<string, number>;
  loaded?: SampleLoaded;
};
type Part = {
  name: string;
  items: number;
  rows(from: number, to: number): RawRow[];
  ingest(db: Db, rows: readonly RawRow[], opts: IngestOptions): Promise<Ingested>;
};

/**
 * Loads the sample company, or what is missing of it: CDNOW's real purchases, moved in time so that the last day is
 * yesterday, with made-up people around them. It comes in the way everybody's data does, by ingestion. Loaded already, it
 * changes nothing, on whatever day it is asked again.
 *
 * @param progress how much is done, of how much, after each batch
 */
export const loadSample = async (
  { db, clock, config, secretKeys }: Pick<Deps, 'db' | 'clock' | 'config' | 'secretKeys'>,
  progress: (done: number, of: number) => void = () => undefined,
): Promise<SampleLoaded> => {
  const { timezone, currency } = config;
  const now = await clock.business();
  const today = startOfDay(dateOf(now, timezone), 'UTC').getTime() / DAY;
  const state = await begin(db, today - 1 - LAST_DAY);
  if (state.loaded) return state.loaded;

  const at = movedBy(state.offsetDays, timezone);
  const purchases = await readPurchases();
  const people = inventPeople(purchases);
  const recent = purchases.filter((p) => p.day > VISITS_SINCE);
  const contacts = part('contacts', ingestContacts, people, (p) => [contactRow(p, at, timezone)]);
  const consents = part('consents', ingestConsents, people, (p) => consentRows(p, at));
  const orders = part('orders', ingestOrders, purchases, (p) => [orderRow(p, at, currency)]);
  const visits = part('visits', ingestEvents, recent, (p) => [visitOfPurchase(p, at)]);
  const invented = part('invented', ingestEvents, people, (p) => inventedEvents(p, at));

  const parts = [contacts, consents, orders, visits, invented];
  const of = parts.reduce((sum, { items }) => sum + items, 0);
  let done = Object.values(state.done).reduce((sum, n) => sum + n, 0);
  const opts: IngestOptions = { timezone, currency, now, from: 'json', batch: BATCH, secretKeys };
  const run = async ({ name, items, rows, ingest }: Part) => {
    for (let from = state.done[name] ?? 0; from < items; from += BATCH) {
      const to = Math.min(from + BATCH, items);
      await ingest(db, rows(from, to), opts);
      await note(db, sql`jsonb_set(value, array['done', ${name}::text], ${String(to)}::jsonb)`);
      done += to - from;
      progress(done, of);
    }
  };
  await loadCoupons(db, new Date((LAST_DAY + state.offsetDays + COUPON_DAYS) * DAY).toISOString().slice(0, 10), now);
  // One after the other: who comes when decides the contacts' own ids, and by those the arms are drawn.
  await run(contacts);
  await Promise.all([
    run(orders),
    run(consents)
      .then(() => optOut(db, people, at))
      .then(() => run(visits))
      .then(() => run(invented)),
  ]);
  // The first question comes before autovacuum does, and without statistics it would be planned badly.
  await db.execute(sql`analyze contacts, contact_identities, contact_stats, consents, suppressions, orders, events`);
  const loaded = { contacts: people.length, orders: purchases.length, offsetDays: state.offsetDays };
  await note(db, sql`value || ${JSON.stringify({ loaded })}::jsonb`);
  return loaded;
};

/** Rows are made batch by batch: all at once they would be a hundred megabytes. */
const part = <T>(name: string, ingest: Part['ingest'], items: readonly T[], rows: (item: T) => RawRow[]): Part => ({
  name,
  items: items.length,
  rows: (from, to) => items.slice(from, to).flatMap(rows),
  ingest,
});

const begin = async (db: Db, offsetDays: number): Promise<State> => {
  const fresh: State = { offsetDays, done: {} };
  await db.insert(practiceState).values({ name: STATE, value: fresh }).onConflictDoNothing();
  const { rows } = await db.execute<{ value: State }>(sql`select value from practice_state where name = ${STATE}`);
  return rows[0]?.value ?? fresh;
};

const note = async (db: Db, value: ReturnType<typeof sql>): Promise<void> => {
  await db.execute(sql`update practice_state set value = ${value} where name = ${STATE}`);
};

/** Safe to repeat: the first reason stays. */
const optOut = async (db: Db, people: readonly Invented[], at: MovedTo): Promise<void> => {
  const out = new Map(people.flatMap((p) => (p.optedOut ? [[nameOf(p.number), p] as const] : [])));
  const { rows } = await db.execute<{ id: number; external_id: string }>(
    sql`select id, external_id from contacts where external_id = any(${sql.param([...out.keys()])}::text[])`,
  );
  const list = rows.flatMap(({ id, external_id }): Suppression[] => {
    const person = out.get(external_id);
    return person?.optedOut
      ? [{ contactId: id, channel: 'email', reason: person.optedOut, source: 'sample', at: optedOutAt(person, at) }]
      : [];
  });
  await db.transaction((tx) => suppressAll(tx, list));
};
