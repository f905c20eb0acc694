import { sql } from 'drizzle-orm';
import type { Attributes } from '../db/schema.ts';
import type { Db, Transaction } from '../deps.ts';
import { arrayOf } from './arrays.ts';
import { attributes, email, instant, phone, type RawRow, Refused, required, text } from './cells.ts';
import { consentsOf, isConsentColumn } from './consent-columns.ts';
import { claimIdentities, ensureStats } from './identity.ts';
import { type Ingested, type IngestOptions, ingest, type Kind, type ParseOptions, type RowStatus } from './ingest.ts';
import { type ConsentRow, storeConsents } from './ingest-consents.ts';
import { addressesTaken, suppressKnown } from './suppress.ts';

/** Columns that may be left out of a row; left out they keep what is known, empty they clear it. */
const OPTIONAL = [
  'email',
  'phone',
  'push_token',
  'first_name',
  'last_name',
  'locale',
  'timezone',
  'lifecycle',
  'created_at',
] as const;
type Optional = (typeof OPTIONAL)[number];
const OURS: ReadonlySet<string> = new Set(['external_id', 'attributes', ...OPTIONAL]);
export const isContactColumn = (name: string): boolean => OURS.has(name) || isConsentColumn(name);

type ContactRow = {
  externalId: string;
  values: Record<Optional, string | null>;
  /** Bit i is set when OPTIONAL[i] was in the row. */
  given: number;
  attributes: Attributes;
  consents: Omit<ConsentRow, 'contact'>[];
};

const parse = (raw: RawRow, opts: ParseOptions): ContactRow => {
  const values: Record<Optional, string | null> = {
    email: email(raw, 'email'),
    phone: phone(raw, 'phone', opts.region ?? 'KR'),
    push_token: text(raw, 'push_token', 1_000),
    first_name: text(raw, 'first_name', 200),
    last_name: text(raw, 'last_name', 200),
    locale: text(raw, 'locale', 35),
    timezone: zone(raw),
    lifecycle: text(raw, 'lifecycle', 100),
    created_at: instant(raw, 'created_at', opts.timezone)?.toISOString() ?? null,
  };
  return {
    externalId: required(raw, 'external_id'),
    values,
    given: OPTIONAL.reduce((bits, name, i) => (raw[name] === undefined ? bits : bits | (1 << i)), 0),
    attributes: unreserved(attributes(raw, isContactColumn, 'attributes', opts)),
    consents: consentsOf(raw, opts),
  };
};

/** A nested attribute must not pass for a column: personal fields would be told to prompts. */
const unreserved = (all: Attributes): Attributes => {
  const taken = Object.keys(all).find(isContactColumn);
  if (taken) throw new Refused(`attributes.${taken}`, taken, 'a name that is no column');
  return all;
};

const zone = (row: RawRow): string | null => {
  const value = text(row, 'timezone', 60);
  // Intl takes +09:00 too, but an offset is no zone: it knows no summer.
  if (value !== null && (/^[+-]/.test(value) || !isZone(value)))
    throw new Refused('timezone', value, 'Asia/Seoul, Europe/Berlin, …');
  return value;
};

/** Asking Intl is a hundred times dearer than the rest of a row, and files name few zones. */
const zones = new Map<string, boolean>();
const isZone = (name: string): boolean => {
  let known = zones.get(name);
  if (known === undefined) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: name });
      known = true;
    } catch {
      known = false;
    }
    if (zones.size < 1_000) zones.set(name, known);
  }
  return known;
};

const store = async (tx: Transaction, rows: readonly ContactRow[], opts: IngestOptions): Promise<RowStatus[]> => {
  // Two imports that bring one address at once must see each other, or neither marks it shared.
  await addressesTaken(tx, 'import');
  const { ids, fresh } = await claimIdentities(
    tx,
    rows.map((row) => row.externalId),
  );
  const idOf = (row: ContactRow): number => ids.get(row.externalId) ?? 0;
  const created = rows.filter((row) => fresh.has(row.externalId));
  const known = rows.filter((row) => !fresh.has(row.externalId)).sort((a, b) => idOf(a) - idOf(b));
  await insertContacts(tx, created, idOf, opts.now);
  const updated = await updateContacts(tx, known, idOf);
  const touched = rows.filter((row) => fresh.has(row.externalId) || updated.has(idOf(row)));
  await markShared(tx, touched);
  await suppressKnown(tx, touched.map(idOf), opts);
  const consented = await storeContactConsents(tx, rows);
  return rows.map((row) =>
    fresh.has(row.externalId)
      ? 'inserted'
      : updated.has(idOf(row)) || consented.has(row.externalId)
        ? 'updated'
        : 'unchanged',
  );
};

const insertContacts = async (
  tx: Transaction,
  rows: readonly ContactRow[],
  idOf: (row: ContactRow) => number,
  now: Date,
): Promise<void> => {
  if (rows.length === 0) return;
  const column = (name: Optional) => arrayOf(rows.map((row) => row.values[name]));
  await tx.execute(
    sql`insert into contacts (id, external_id, email, phone, push_token, first_name, last_name, locale, timezone, lifecycle, created_at, attributes) overriding system value select x.id, x.external_id, x.email, x.phone, x.push_token, x.first_name, x.last_name, x.locale, x.timezone, x.lifecycle, coalesce(x.created_at, ${now.toISOString()}::timestamptz), jsonb_strip_nulls(x.attributes) from unnest(${arrayOf(rows.map(idOf))}::bigint[], ${arrayOf(rows.map((row) => row.externalId))}::text[], ${column('email')}::text[], ${column('phone')}::text[], ${column('push_token')}::text[], ${column('first_name')}::text[], ${column('last_name')}::text[], ${column('locale')}::text[], ${column('timezone')}::text[], ${column('lifecycle')}::text[], ${column('created_at')}::timestamptz[], ${arrayOf(rows.map((row) => JSON.stringify(row.attributes)))}::jsonb[]) as x (id, external_id, email, phone, push_token, first_name, last_name, locale, timezone, lifecycle, created_at, attributes)`,
  );
  await ensureStats(tx, rows.map(idOf));
};

/** @returns ids of those that really changed */
const updateContacts = async (
  tx: Transaction,
  rows: readonly ContactRow[],
  idOf: (row: ContactRow) => number,
): Promise<Set<number>> => {
  if (rows.length === 0) return new Set();
  const ids = arrayOf(rows.map(idOf));
  const column = (name: Optional) => arrayOf(rows.map((row) => row.values[name]));
  // created_at is never cleared: it has no empty.
  const value = (name: Optional, i: number) =>
    name === 'created_at'
      ? sql`coalesce(x.created_at, c.created_at)`
      : sql`(case when x.given & ${sql.raw(String(1 << i))} > 0 then x.${sql.raw(name)} else c.${sql.raw(name)} end)`;
  const values = OPTIONAL.map(value);
  const merged = sql`jsonb_strip_nulls(c.attributes || x.attributes)`;
  const { rows: changed } = await tx.execute<{ id: number }>(
    sql`update contacts c set ${sql.join(
      OPTIONAL.map((name, i) => sql`${sql.raw(name)} = ${values[i] ?? sql`null`}`),
      sql`, `,
    )}, attributes = ${merged} from unnest(${ids}::bigint[], ${arrayOf(rows.map((row) => row.given))}::int[], ${column('email')}::text[], ${column('phone')}::text[], ${column('push_token')}::text[], ${column('first_name')}::text[], ${column('last_name')}::text[], ${column('locale')}::text[], ${column('timezone')}::text[], ${column('lifecycle')}::text[], ${column('created_at')}::timestamptz[], ${arrayOf(rows.map((row) => JSON.stringify(row.attributes)))}::jsonb[]) as x (id, given, email, phone, push_token, first_name, last_name, locale, timezone, lifecycle, created_at, attributes) where c.id = x.id and c.id = any(${ids}::bigint[]) and (${sql.join(
      OPTIONAL.map((name) => sql`c.${sql.raw(name)}`),
      sql`, `,
    )}, c.attributes) is distinct from (${sql.join(values, sql`, `)}, ${merged}) returning c.id`,
  );
  return new Set(changed.map((row) => row.id));
};

/** Only ever set: whoever stopped sharing is looked at once more when an audience is frozen, and found alone. */
const markShared = async (tx: Transaction, rows: readonly ContactRow[]): Promise<void> => {
  const addresses = [...new Set(rows.flatMap((row) => row.values.email ?? []))];
  if (addresses.length === 0) return;
  const { rows: shared } = await tx.execute<{ email: string }>(
    sql`select email from contacts where email = any(${arrayOf(addresses)}::text[]) group by email having count(*) > 1`,
  );
  if (shared.length === 0) return;
  await tx.execute(
    sql`update contacts set shared_email = true where email = any(${arrayOf(shared.map((row) => row.email))}::text[]) and not shared_email`,
  );
};

/** @returns outside names of those whose consent changed */
const storeContactConsents = async (tx: Transaction, rows: readonly ContactRow[]): Promise<Set<string>> => {
  const all = rows.flatMap((row) => row.consents.map((consent) => ({ ...consent, contact: row.externalId })));
  if (all.length === 0) return new Set();
  const statuses = await storeConsents(tx, all);
  return new Set(all.flatMap((row, i) => (statuses[i] === 'unchanged' ? [] : [row.contact])));
};

/** An export's consent column lets nobody be known again: it says when somebody agreed, and not that they did so anew. */
const saidOf = ({ externalId, consents }: ContactRow) => ({
  column: 'external_id',
  name: externalId,
  at: consents.reduce<Date | null>((first, { at, dated }) => (!dated || (first && first < at) ? first : at), null),
  grants: false,
});

export const CONTACTS: Kind<ContactRow> = {
  attributes: 'contact',
  parse,
  key: (row) => row.externalId,
  owned: null,
  said: saidOf,
  store,
};

/** Columns: `external_id`, those of OPTIONAL, `consent.<channel>`; any other is a typed attribute. */
export const ingestContacts = (db: Db, rows: readonly RawRow[], opts: IngestOptions): Promise<Ingested> =>
  ingest(db, CONTACTS, rows, opts);
