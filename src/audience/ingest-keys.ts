import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { arrayOf } from './arrays.ts';
import { Refused } from './cells.ts';
import { withContact } from './identity.ts';
import type { RowStatus } from './ingest.ts';

type Source = 'order' | 'event';

/** How facts of one kind are stored that were never there before. Their relations are named as columns are. */
export type Fresh = {
  source: Source;
  /** Relation of the rows as they were read, `as x (contact, key, ...)`. */
  read: SQL;
  /** Inserts from `fresh`: `read` with `contact_id`, in the order of contacts. Returns what `rollUp` sums. */
  insert: SQL;
  /** Adds up `stored`, which is what `insert` returned. */
  rollUp: SQL;
};
export type Known = { key: string; contactId: number };

/**
 * Claims the ids of facts, stores those that are new, and adds them to the roll-ups, all in one statement: most rows of
 * most files are new, and of them nothing need be told. An id is claimed whichever contact it names, so that a replay
 * under another contact adds nothing: its table is keyed by the fact's id alone, the facts by contact (day-one rule 2).
 * Locks are taken in one order by everybody: ids sorted, then contacts sorted.
 *
 * @returns the others: whose id was taken before
 */
export const addFresh = async (tx: Tx, { source, read, insert, rollUp }: Fresh): Promise<Known[]> => {
  const { rows } = await tx.execute<{ key: string; contact_id: number }>(
    sql`with named as materialized (${withContact(read)}), keys as (insert into ingest_keys (source, external_id, contact_id) select ${source}::text, key, contact_id from named order by key on conflict do nothing returning external_id), fresh as (select n.* from named n join keys k on k.external_id = n.key order by n.contact_id), stored as (${insert}), rolled as (${rollUp}) select n.key, n.contact_id from named n where not exists (select 1 from keys k where k.external_id = n.key)`,
  );
  return rows.map((row) => ({ key: row.key, contactId: row.contact_id }));
};

/** Who owns each of these ids. */
const ownersOf = async (tx: Tx, source: Source, known: readonly Known[]): Promise<Map<string, number>> => {
  const { rows } = await tx.execute<{ external_id: string; contact_id: number }>(
    sql`select external_id, contact_id from ingest_keys where source = ${source} and external_id = any(${arrayOf(known.map(({ key }) => key))}::text[])`,
  );
  return new Map(rows.map((row) => [row.external_id, row.contact_id]));
};

/** A row that is there already, and whose it is. */
export type Owned<Row> = { row: Row; contactId: number };

/**
 * What became of each row, in order: new ones are stored, those of somebody else's id are refused, and what is known is
 * corrected.
 *
 * @param correct stores rows of known ids, in the order of contacts, and answers with the ids of those that really changed
 */
export const storeKeyed = async <Row>(
  tx: Tx,
  fresh: Fresh,
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  correct: (owned: readonly Owned<Row>[]) => Promise<{ has(key: string): boolean }>,
): Promise<(RowStatus | Refused)[]> => {
  const known = await addFresh(tx, fresh);
  if (known.length === 0) return rows.map(() => 'inserted');
  const owners = await ownersOf(tx, fresh.source, known);
  const named = new Map(known.map(({ key, contactId }) => [key, contactId]));
  const owned = rows
    .flatMap((row): Owned<Row>[] => {
      const contactId = named.get(keyOf(row));
      return contactId !== undefined && owners.get(keyOf(row)) === contactId ? [{ row, contactId }] : [];
    })
    .sort((a, b) => a.contactId - b.contactId);
  const changed = owned.length > 0 ? await correct(owned) : new Set<string>();
  return rows.map((row) => {
    const key = keyOf(row);
    const contactId = named.get(key);
    if (contactId === undefined) return 'inserted';
    if (owners.get(key) !== contactId)
      return new Refused(`${fresh.source}_id`, key, `unused ${fresh.source}_id`, 'taken');
    return changed.has(key) ? 'updated' : 'unchanged';
  });
};
