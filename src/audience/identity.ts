import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { arrayOf } from './arrays.ts';

/** Contacts are named from outside by `external_id`; one source for files and HTTP, so that both mean the same person. */
const SOURCE = 'external';

export type Identities = { ids: Map<string, number>; fresh: Set<string> };

/**
 * The contact of each outside name. Names not seen before get an id of their own here, claimed before the contact
 * exists: of two transactions that meet a new name at once, the second waits for the first and finds its id.
 * The caller must insert the `fresh` ones in the same transaction.
 */
export const claimIdentities = async (tx: Tx, names: readonly string[]): Promise<Identities> => {
  const wanted = [...new Set(names)].sort();
  const ids = await lookUp(tx, wanted);
  const missing = wanted.filter((name) => !ids.has(name));
  if (missing.length === 0) return { ids, fresh: new Set() };
  const { rows } = await tx.execute<{ external_id: string; contact_id: number }>(
    sql`insert into contact_identities (source, external_id, contact_id) select ${SOURCE}::text, name, nextval(pg_get_serial_sequence('contacts', 'id')) from unnest(${arrayOf(missing)}::text[]) as name on conflict do nothing returning external_id, contact_id`,
  );
  for (const row of rows) ids.set(row.external_id, row.contact_id);
  const lost = missing.filter((name) => !ids.has(name));
  for (const [name, id] of await lookUp(tx, lost)) ids.set(name, id);
  return { ids, fresh: new Set(rows.map((row) => row.external_id)) };
};

/** @returns null for a name nobody has */
export const contactNamed = async (tx: Tx, name: string): Promise<number | null> =>
  (await lookUp(tx, [name])).get(name) ?? null;

const lookUp = async (tx: Tx, names: readonly string[]): Promise<Map<string, number>> => {
  if (names.length === 0) return new Map();
  const { rows } = await tx.execute<{ external_id: string; contact_id: number }>(
    sql`select external_id, contact_id from contact_identities where source = ${SOURCE} and external_id = any(${arrayOf([...names])}::text[])`,
  );
  return new Map(rows.map((row) => [row.external_id, row.contact_id]));
};

/**
 * People who are only known by what they did are made: with nothing but their name, since the first thing they are known
 * to have done. Afterwards everyone named has an identity; who is known is told to nobody, since mostly all are.
 *
 * @param names the outside names of `facts`, as one parameter: text[]
 */
export const ensureContacts = async (
  tx: Tx,
  facts: readonly { contact: string; at: Date }[],
  names: SQL,
): Promise<void> => {
  const { rows } = await tx.execute<{ external_id: string; contact_id: number }>(
    sql`insert into contact_identities (source, external_id, contact_id) select ${SOURCE}::text, x.name, nextval(pg_get_serial_sequence('contacts', 'id')) from (select distinct name from unnest(${names}) as name where not exists (select 1 from contact_identities i where i.source = ${SOURCE} and i.external_id = name) order by name) x on conflict do nothing returning external_id, contact_id`,
  );
  if (rows.length === 0) return;
  const fresh = new Map<string, Date | null>(rows.map((row) => [row.external_id, null]));
  for (const { contact, at } of facts) {
    const first = fresh.get(contact);
    if (first === null || (first !== undefined && at < first)) fresh.set(contact, at);
  }
  await insertBare(
    tx,
    rows.flatMap(({ external_id: name, contact_id: id }) => {
      const at = fresh.get(name);
      return at ? [{ id, name, at }] : [];
    }),
  );
};

/** The same, told: the id of each outside name. */
export const contactsFor = async (
  tx: Tx,
  facts: readonly { contact: string; at: Date }[],
): Promise<Map<string, number>> => {
  const names = [...new Set(facts.map((fact) => fact.contact))];
  await ensureContacts(tx, facts, sql`${arrayOf(names)}::text[]`);
  return lookUp(tx, names);
};

/**
 * Gives each row of a relation its contact; to stand in a WITH after `ensureContacts`.
 *
 * @param from relation with the column `contact`, an outside name
 */
export const withContact = (from: SQL): SQL =>
  sql`select i.contact_id, x.* from ${from} join contact_identities i on i.source = ${SOURCE} and i.external_id = x.contact`;

const insertBare = async (tx: Tx, people: readonly { id: number; name: string; at: Date }[]): Promise<void> => {
  const id = arrayOf(people.map((p) => p.id));
  await tx.execute(
    sql`insert into contacts (id, external_id, created_at) overriding system value select * from unnest(${id}::bigint[], ${arrayOf(people.map((p) => p.name))}::text[], ${arrayOf(people.map((p) => p.at.toISOString()))}::timestamptz[])`,
  );
  await ensureStats(
    tx,
    people.map((p) => p.id),
  );
};

/** Everyone has a roll-up row: it is also what serialises contact pressure. */
export const ensureStats = async (tx: Tx, ids: readonly number[]): Promise<void> => {
  await tx.execute(
    sql`insert into contact_stats (contact_id) select unnest(${arrayOf([...ids].sort((a, b) => a - b))}::bigint[]) on conflict do nothing`,
  );
};
