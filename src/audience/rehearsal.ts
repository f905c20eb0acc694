import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../deps.ts';
import { sha256 } from '../kit/hash.ts';
import { arrayOf } from './arrays.ts';
import { Refused } from './cells.ts';
import type { RowStatus } from './ingest.ts';

/** A row that was rehearsed: what it is known by, whom it names, and what it says. */
export type Rehearsed = { key: string; contact: string; row: unknown; outcome: RowStatus | Refused };
export type Rehearsal = {
  /**
   * What would have become of the rows of a batch, had the batches before it stayed.
   *
   * @param owned column of an id that belongs to one contact; null where it names the contact
   */
  outcomes(batch: readonly Rehearsed[], owned: string | null): Promise<(RowStatus | Refused)[]>;
};

/**
 * A dry run takes each batch back, so that nobody waits for its locks longer than for a real one's; and so the database
 * forgets what the batches before said. What they said is kept beside, by its key, in a temporary table: memory stays
 * flat, and an id that comes again is not counted as new again. It is compared as it was written.
 */
export const rehearse = <T>(db: Db, run: (rehearsal: Rehearsal) => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => {
    await tx.execute(
      sql`create temporary table rehearsed (key text primary key, contact text not null, said text not null) on commit drop`,
    );
    return run({ outcomes: (batch, owned) => outcomesOf(tx, batch, owned) });
  });

type Earlier = { contact: string; said: string };

const outcomesOf = async (tx: Tx, batch: readonly Rehearsed[], owned: string | null) => {
  const { rows } = await tx.execute<Earlier & { key: string }>(
    sql`select key, contact, said from rehearsed where key = any(${arrayOf(batch.map(({ key }) => key))}::text[])`,
  );
  const earlier = new Map<string, Earlier>(rows.map(({ key, ...rest }) => [key, rest]));
  const latest = new Map<string, Earlier>();
  const outcomes = batch.map(({ key, contact, row, outcome }) => {
    if (outcome instanceof Refused) return outcome;
    const before = earlier.get(key);
    if (before && owned !== null && before.contact !== contact)
      return new Refused(owned, key, `unused ${owned}`, 'taken');
    const said = sha256(JSON.stringify(row));
    // Within its own batch a key was compared with the row before it already.
    const isFirst = !latest.has(key);
    latest.set(key, { contact, said });
    if (!before || !isFirst) return outcome;
    return before.said === said ? 'unchanged' : 'updated';
  });
  const column = (of: (one: [string, Earlier]) => string) => arrayOf([...latest].map(of));
  await tx.execute(
    sql`insert into rehearsed (key, contact, said) select * from unnest(${column(([key]) => key)}::text[], ${column(([, { contact }]) => contact)}::text[], ${column(([, { said }]) => said)}::text[]) on conflict (key) do update set said = excluded.said`,
  );
  return outcomes;
};
