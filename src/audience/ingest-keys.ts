import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { arrayOf } from './arrays.ts';

/**
 * Claims the ids of facts, whichever contact they name: a replay under another contact adds nothing. The table is keyed
 * by the fact's id alone, the facts by contact (day-one rule 2).
 *
 * @returns who owns each id now, and which were new
 */
export const claimKeys = async (
  tx: Tx,
  source: 'order' | 'event',
  facts: readonly { key: string; contactId: number }[],
): Promise<{ fresh: Set<string>; ownerOf(key: string): number | undefined }> => {
  const sorted = [...facts].sort((a, b) => (a.key < b.key ? -1 : 1));
  const keys = arrayOf(sorted.map((fact) => fact.key));
  const { rows } = await tx.execute<{ external_id: string }>(
    sql`insert into ingest_keys (source, external_id, contact_id) select ${source}::text, x.key, x.contact_id from unnest(${keys}::text[], ${arrayOf(sorted.map((fact) => fact.contactId))}::bigint[]) as x (key, contact_id) on conflict do nothing returning external_id`,
  );
  const fresh = new Set(rows.map((row) => row.external_id));
  const owners = new Map(facts.map((fact) => [fact.key, fact.contactId]));
  const old = sorted.filter((fact) => !fresh.has(fact.key)).map((fact) => fact.key);
  if (old.length > 0) {
    const { rows: known } = await tx.execute<{ external_id: string; contact_id: number }>(
      sql`select external_id, contact_id from ingest_keys where source = ${source} and external_id = any(${arrayOf(old)}::text[])`,
    );
    for (const row of known) owners.set(row.external_id, row.contact_id);
  }
  return { fresh, ownerOf: (key) => owners.get(key) };
};
