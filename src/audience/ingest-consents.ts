import { sql } from 'drizzle-orm';
import type { Db, Transaction } from '../deps.ts';
import { arrayOf } from './arrays.ts';
import { oneOf, type RawRow, required, requiredInstant, text } from './cells.ts';
import { contactsFor } from './identity.ts';
import { type Ingested, type IngestOptions, ingest, type Kind, type RowStatus } from './ingest.ts';

export const CONSENT_CHANNELS = ['email', 'sms', 'kakao', 'push'] as const;
export const CONSENT_PURPOSES = ['marketing', 'night'] as const;
export const CONSENT_STATES = ['granted', 'withdrawn'] as const;

export type ConsentRow = {
  contact: string;
  channel: string;
  purpose: (typeof CONSENT_PURPOSES)[number];
  state: (typeof CONSENT_STATES)[number];
  at: Date;
  source: string;
  textVersion: string;
};

const parse = (raw: RawRow, opts: IngestOptions): ConsentRow => ({
  contact: required(raw, 'contact_id'),
  channel: oneOf(raw, 'channel', CONSENT_CHANNELS),
  purpose: oneOf(raw, 'purpose', CONSENT_PURPOSES, 'marketing'),
  state: oneOf(raw, 'state', CONSENT_STATES),
  at: requiredInstant(raw, 'at', opts.timezone),
  source: required(raw, 'source'),
  textVersion: text(raw, 'text_version', 200) ?? '',
});

/**
 * The latest word counts, whatever order words arrive in; at one and the same instant the withdrawal does. What is older
 * than what is known changes nothing.
 */
export const storeConsents = async (tx: Transaction, rows: readonly ConsentRow[]): Promise<RowStatus[]> => {
  const ids = await contactsFor(tx, rows);
  const placed = rows.map((row, index) => ({ row, index, id: ids.get(row.contact) ?? 0 })).sort((a, b) => a.id - b.id);
  const column = (of: (row: ConsentRow) => string) => arrayOf(placed.map(({ row }) => of(row)));
  const contactIds = arrayOf(placed.map(({ id }) => id));
  type Key = { contact_id: number; channel: string; purpose: string };
  const keyOf = (k: Key) => `${k.contact_id} ${k.channel} ${k.purpose}`;
  const before = await tx.execute<Key>(
    sql`select contact_id, channel, purpose from consents where contact_id = any(${contactIds}::bigint[])`,
  );
  const known = new Set(before.rows.map(keyOf));
  const { rows: written } = await tx.execute<Key>(
    sql`insert into consents as k (contact_id, channel, purpose, state, at, source, text_version) select * from unnest(${contactIds}::bigint[], ${column((r) => r.channel)}::text[], ${column((r) => r.purpose)}::text[], ${column((r) => r.state)}::text[], ${column((r) => r.at.toISOString())}::timestamptz[], ${column((r) => r.source)}::text[], ${column((r) => r.textVersion)}::text[]) on conflict (contact_id, channel, purpose) do update set state = excluded.state, at = excluded.at, source = excluded.source, text_version = excluded.text_version where excluded.at > k.at or (excluded.at = k.at and excluded.state = 'withdrawn' and k.state = 'granted') returning k.contact_id, k.channel, k.purpose`,
  );
  const changed = new Set(written.map(keyOf));
  const statuses = new Array<RowStatus>(rows.length).fill('unchanged');
  for (const { row, index, id } of placed) {
    const key = keyOf({ contact_id: id, channel: row.channel, purpose: row.purpose });
    if (changed.has(key)) statuses[index] = known.has(key) ? 'updated' : 'inserted';
  }
  return statuses;
};

const kind: Kind<ConsentRow> = {
  parse,
  key: (row) => `${row.contact}\0${row.channel}\0${row.purpose}`,
  store: storeConsents,
};

/** Columns: `contact_id, channel, purpose, state, at, source, text_version`. */
export const ingestConsents = (db: Db, rows: readonly RawRow[], opts: IngestOptions): Promise<Ingested> =>
  ingest(db, kind, rows, opts);
