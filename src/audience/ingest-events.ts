import { type SQL, sql } from 'drizzle-orm';
import type { Attributes } from '../db/schema.ts';
import type { Db, Transaction } from '../deps.ts';
import { arrayOf } from './arrays.ts';
import { attributes, type RawRow, Refused, required, requiredInstant, text } from './cells.ts';
import { PURCHASE } from './fields.ts';
import { ensureContacts } from './identity.ts';
import { type Ingested, type IngestOptions, ingest, type Kind, type ParseOptions, type RowStatus } from './ingest.ts';
import { type Fresh, type Owned, storeKeyed } from './ingest-keys.ts';
import { eventsAdded, recountEvents } from './rollup.ts';

type EventRow = { eventId: string; contact: string; name: string; at: Date; properties: Attributes };

const OURS: ReadonlySet<string> = new Set(['event_id', 'contact_id', 'name', 'at', 'properties']);
export const isEventColumn = (name: string): boolean => OURS.has(name);

const parse = (raw: RawRow, opts: ParseOptions): EventRow => {
  const name = text(raw, 'name', 100);
  if (name === null) throw new Refused('name', '', 'text, 1 … 100');
  // A purchase is money: it comes as an order, with an amount and a currency.
  if (name === PURCHASE) throw new Refused('name', name, 'orders', 'purchase');
  return {
    eventId: required(raw, 'event_id'),
    contact: required(raw, 'contact_id'),
    name,
    at: requiredInstant(raw, 'at', opts.timezone),
    properties: known(attributes(raw, isEventColumn, 'properties', opts)),
  };
};

/** An event happened once: an empty property is none. */
const known = (all: Attributes): Attributes =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));

const store = async (tx: Transaction, rows: readonly EventRow[]): Promise<(RowStatus | Refused)[]> => {
  const names = sql`${arrayOf(rows.map((r) => r.contact))}::text[]`;
  await ensureContacts(tx, rows, names);
  const fresh: Fresh = {
    source: 'event',
    read: sql`unnest(${names}, ${rest(rows)}) as x (contact, ${REST})`,
    insert: sql`insert into events (${COLUMNS}) select contact_id, ${REST} from fresh returning contact_id, name, at`,
    rollUp: eventsAdded(sql`(select contact_id, name, at from stored)`),
  };
  return storeKeyed(
    tx,
    fresh,
    rows,
    (row) => row.eventId,
    async (owned) => {
      const written = await correct(tx, owned);
      await recountEvents(
        tx,
        owned.filter(({ row }) => written.has(row.eventId)).map(({ contactId }) => contactId),
      );
      return written;
    },
  );
};

const COLUMNS = sql.raw('contact_id, event_id, name, at, properties');
/** What a row says beside whose it is. */
const REST = sql.raw('key, name, at, properties');
const rest = (rows: readonly EventRow[]): SQL => {
  const column = (of: (row: EventRow) => string) => arrayOf(rows.map(of));
  return sql`${column((r) => r.eventId)}::text[], ${column((r) => r.name)}::text[], ${column((r) => r.at.toISOString())}::timestamptz[], ${column((r) => JSON.stringify(r.properties))}::jsonb[]`;
};

/** @returns ids of those that really changed */
const correct = async (tx: Transaction, owned: readonly Owned<EventRow>[]): Promise<Set<string>> => {
  const { rows: written } = await tx.execute<{ event_id: string }>(
    sql`insert into events as e (${COLUMNS}) select * from unnest(${arrayOf(owned.map(({ contactId }) => contactId))}::bigint[], ${rest(owned.map(({ row }) => row))}) on conflict (contact_id, event_id) do update set name = excluded.name, at = excluded.at, properties = excluded.properties where (e.name, e.at, e.properties) is distinct from (excluded.name, excluded.at, excluded.properties) returning event_id`,
  );
  return new Set(written.map((row) => row.event_id));
};

const saidOf = ({ contact, at }: EventRow) => ({ column: 'contact_id', name: contact, at, grants: false });

export const EVENTS: Kind<EventRow> = {
  attributes: 'event',
  parse,
  key: (row) => row.eventId,
  owned: 'event_id',
  said: saidOf,
  store,
};

/** Columns: `event_id, contact_id, name, at`; any other is a typed property. */
export const ingestEvents = (db: Db, rows: readonly RawRow[], opts: IngestOptions): Promise<Ingested> =>
  ingest(db, EVENTS, rows, opts);
