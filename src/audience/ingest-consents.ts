import { sql } from 'drizzle-orm';
import type { Db, Transaction } from '../deps.ts';
import { DAY } from '../kit/clock.ts';
import { arrayOf } from './arrays.ts';
import { oneOf, type RawRow, Refused, required, requiredInstant, text } from './cells.ts';
import { contactsFor } from './identity.ts';
import { type Ingested, type IngestOptions, ingest, type Kind, type RowStatus } from './ingest.ts';

/** Ours -> other names, as exports write them. */
export const CONSENT_CHANNELS = {
  email: ['이메일', '메일', 'e-mail'],
  sms: ['문자', 'lms', 'mms'],
  kakao: ['카카오', '카카오톡', '알림톡', '친구톡'],
  push: ['푸시', '앱푸시', '앱 푸시'],
} as const;
export const CONSENT_PURPOSES = { marketing: ['마케팅', '광고'], night: ['야간', '야간 광고', '야간광고'] } as const;
export const CONSENT_STATES = {
  granted: ['1', 'y', 'yes', 'true', 'o', '동의', '수신', '수신동의', '허용'],
  withdrawn: ['0', 'n', 'no', 'false', 'x', '거부', '철회', '미동의', '수신거부', '비동의'],
} as const;

export type ConsentRow = {
  contact: string;
  channel: string;
  purpose: keyof typeof CONSENT_PURPOSES;
  state: keyof typeof CONSENT_STATES;
  at: Date;
  /** False where the time is our own guess: see consent-columns.ts. */
  dated: boolean;
  source: string;
  textVersion: string;
};

const parse = (raw: RawRow, opts: IngestOptions): ConsentRow => ({
  contact: required(raw, 'contact_id'),
  channel: oneOf(raw, 'channel', CONSENT_CHANNELS),
  purpose: oneOf(raw, 'purpose', CONSENT_PURPOSES, 'marketing'),
  state: oneOf(raw, 'state', CONSENT_STATES),
  at: spoken('at', requiredInstant(raw, 'at', opts.timezone), opts.now),
  dated: true,
  source: required(raw, 'source'),
  textVersion: text(raw, 'text_version', 200) ?? opts.consentText ?? '',
});

/** A mistyped year is farther off than this; clocks and test data are not. */
const AHEAD = 366 * DAY;

/** The latest word counts, so one of the year 2206 would silence every later no. @throws Refused */
export const spoken = (column: string, at: Date, now: Date): Date => {
  if (at.getTime() > now.getTime() + AHEAD)
    throw new Refused(column, at.toISOString(), `<= ${new Date(now.getTime() + AHEAD).toISOString()}`, 'future');
  return at;
};

/**
 * The latest word counts, whatever order words arrive in; at one and the same instant the withdrawal does. What is older
 * than what is known changes nothing; a word without a time changes only a yes to a no.
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
    sql`insert into consents as k (contact_id, channel, purpose, state, at, source, text_version, dated) select x.contact_id, x.channel, x.purpose, x.state, x.at, x.source, x.text_version, x.dated from unnest(${contactIds}::bigint[], ${column((r) => r.channel)}::text[], ${column((r) => r.purpose)}::text[], ${column((r) => r.state)}::text[], ${column((r) => r.at.toISOString())}::timestamptz[], ${column((r) => r.source)}::text[], ${column((r) => r.textVersion)}::text[], ${column((r) => String(r.dated))}::boolean[]) as x (contact_id, channel, purpose, state, at, source, text_version, dated) where x.dated or not exists (select 1 from consents o where o.contact_id = x.contact_id and o.channel = x.channel and o.purpose = x.purpose and (o.state = 'withdrawn' or o.state = x.state)) on conflict (contact_id, channel, purpose) do update set state = excluded.state, at = excluded.at, source = excluded.source, text_version = excluded.text_version, dated = excluded.dated where excluded.at > k.at or (excluded.at = k.at and excluded.state = 'withdrawn' and k.state = 'granted') returning k.contact_id, k.channel, k.purpose`,
  );
  const changed = new Set(written.map(keyOf));
  const statuses = new Array<RowStatus>(rows.length).fill('unchanged');
  for (const { row, index, id } of placed) {
    const key = keyOf({ contact_id: id, channel: row.channel, purpose: row.purpose });
    if (changed.has(key)) statuses[index] = known.has(key) ? 'updated' : 'inserted';
  }
  return statuses;
};

export const CONSENTS: Kind<ConsentRow> = {
  attributes: null,
  parse,
  key: (row) => `${row.contact}\0${row.channel}\0${row.purpose}`,
  owned: null,
  said: ({ contact, at, state, dated }) => ({
    column: 'contact_id',
    name: contact,
    at,
    grants: dated && state === 'granted',
  }),
  store: storeConsents,
};

/** Columns: `contact_id, channel, purpose, state, at, source, text_version`. */
export const ingestConsents = (db: Db, rows: readonly RawRow[], opts: IngestOptions): Promise<Ingested> =>
  ingest(db, CONSENTS, rows, opts);
