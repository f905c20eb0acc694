import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { type Catalogue, loadCatalogue } from './catalogue.ts';
import type { At } from './when.ts';

/**
 * The catalogue that prompts are told, kept: making it reads everything, so a tick makes it anew and drafts read what is
 * kept. It is as old as ten minutes; what would make a draft say that data is missing (new contacts by the hundredth, a new
 * attribute, a table that was filled) is seen at once.
 */
const NAME = 'account';
const REFRESH_MS = 10 * 60_000;
/** Days since something move with the clock, the practice clock too. */
const OLD_MS = 24 * 3_600_000;
const GROWN = 0.01;

type Kept = { catalogue: Catalogue; size: Size };
type Size = { contacts: number; attributes: number; rows: number };

/** Cheap: ends of indexes, a small table, and what the planner thinks of the big ones. */
const sizeOf = async (db: Tx): Promise<Size> => {
  const { rows } = await db.execute<Size>(
    sql`select coalesce((select max(id) from contacts), 0)::float8 as contacts, (select count(*) from attribute_types)::int as attributes, (select sum(greatest(reltuples, 0)) from pg_class where oid in ('orders'::regclass, 'events'::regclass, 'contacts'::regclass))::float8 as rows`,
  );
  return rows[0] ?? { contacts: 0, attributes: 0, rows: 0 };
};

const same = (before: Size, now: Size): boolean =>
  before.attributes === now.attributes &&
  Math.abs(now.contacts - before.contacts) <= before.contacts * GROWN &&
  Math.abs(now.rows - before.rows) <= before.rows * GROWN;

/** The kept catalogue, or a new one where it no longer tells the truth. */
export const currentCatalogue = async (db: Tx, at: At): Promise<Catalogue> => {
  const { rows } = await db.execute<{ value: Kept | null; at: string }>(
    sql`select value, at from catalogues where name = ${NAME}`,
  );
  const kept = rows[0];
  const age = kept ? Math.abs(at.now.getTime() - new Date(kept.at).getTime()) : Number.POSITIVE_INFINITY;
  const size = await sizeOf(db);
  if (kept?.value && age <= OLD_MS && same(kept.value.size, size)) return kept.value.catalogue;
  return keep(db, at, size);
};

const keep = async (db: Tx, at: At, size: Size): Promise<Catalogue> => {
  const catalogue = await loadCatalogue(db, at);
  const value = JSON.stringify({ catalogue, size } satisfies Kept);
  await db.execute(
    sql`insert into catalogues (name, value, at) values (${NAME}, ${value}::jsonb, ${at.now.toISOString()}::timestamptz) on conflict (name) do update set value = excluded.value, at = excluded.at`,
  );
  return catalogue;
};

/** Makes the catalogue anew when ten minutes are over: once, whoever ticks first. */
export const refreshCatalogue = async (db: Tx, at: At): Promise<boolean> => {
  const now = at.now.toISOString();
  await db.execute(
    sql`insert into catalogues (name, value, at) values (${NAME}, 'null'::jsonb, '-infinity') on conflict do nothing`,
  );
  const { rows } = await db.execute(
    sql`update catalogues set at = ${now}::timestamptz where name = ${NAME} and abs(extract(epoch from (${now}::timestamptz - greatest(at, 'epoch'::timestamptz)))) * 1000 >= ${REFRESH_MS} returning name`,
  );
  if (rows.length === 0) return false;
  await keep(db, at, await sizeOf(db));
  return true;
};
