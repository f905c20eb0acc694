import { sql } from 'drizzle-orm';
import type { Attributes } from '../db/schema.ts';
import type { Db, Transaction } from '../deps.ts';
import { arrayOf } from './arrays.ts';
import { attributes, type RawRow, Refused, required, requiredInstant, text } from './cells.ts';
import { PURCHASE } from './fields.ts';
import { contactsFor } from './identity.ts';
import { type Ingested, type IngestOptions, ingest, type Kind, type ParseOptions, type RowStatus } from './ingest.ts';
import { claimKeys } from './ingest-keys.ts';
import { addEvents, recountEvents } from './rollup.ts';

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
  const ids = await contactsFor(tx, rows);
  const idOf = (row: EventRow): number => ids.get(row.contact) ?? 0;
  const keys = await claimKeys(
    tx,
    'event',
    rows.map((row) => ({ key: row.eventId, contactId: idOf(row) })),
  );
  const ours = rows.filter((row) => keys.ownerOf(row.eventId) === idOf(row)).sort((a, b) => idOf(a) - idOf(b));
  const written = await upsert(tx, ours, idOf);
  const changed = (row: EventRow) => written.has(row.eventId);
  const added = ours.filter((row) => keys.fresh.has(row.eventId));
  await addEvents(
    tx,
    sql`unnest(${arrayOf(added.map(idOf))}::bigint[], ${arrayOf(added.map((r) => r.name))}::text[], ${arrayOf(added.map((r) => r.at.toISOString()))}::timestamptz[])`,
  );
  await recountEvents(tx, ours.filter((row) => changed(row) && !keys.fresh.has(row.eventId)).map(idOf));
  return rows.map((row) => {
    if (keys.ownerOf(row.eventId) !== idOf(row))
      return new Refused('event_id', row.eventId, 'unused event_id', 'taken');
    if (keys.fresh.has(row.eventId)) return 'inserted';
    return changed(row) ? 'updated' : 'unchanged';
  });
};

const upsert = async (
  tx: Transaction,
  rows: readonly EventRow[],
  idOf: (row: EventRow) => number,
): Promise<Set<string>> => {
  if (rows.length === 0) return new Set();
  const column = (of: (row: EventRow) => string | number) => arrayOf(rows.map(of));
  const { rows: written } = await tx.execute<{ event_id: string }>(
    sql`insert into events as e (contact_id, event_id, name, at, properties) select * from unnest(${column(idOf)}::bigint[], ${column((r) => r.eventId)}::text[], ${column((r) => r.name)}::text[], ${column((r) => r.at.toISOString())}::timestamptz[], ${column((r) => JSON.stringify(r.properties))}::jsonb[]) on conflict (contact_id, event_id) do update set name = excluded.name, at = excluded.at, properties = excluded.properties where (e.name, e.at, e.properties) is distinct from (excluded.name, excluded.at, excluded.properties) returning event_id`,
  );
  return new Set(written.map((row) => row.event_id));
};

const saidOf = ({ contact, at }: EventRow) => ({ column: 'contact_id', name: contact, at, grants: false });

export const EVENTS: Kind<EventRow> = { attributes: 'event', parse, key: (row) => row.eventId, said: saidOf, store };

/** Columns: `event_id, contact_id, name, at`; any other is a typed property. */
export const ingestEvents = (db: Db, rows: readonly RawRow[], opts: IngestOptions): Promise<Ingested> =>
  ingest(db, EVENTS, rows, opts);
