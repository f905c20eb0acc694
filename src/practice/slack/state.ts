import { eq, sql } from 'drizzle-orm';
import { practiceState } from '../../db/schema.ts';
import type { Tx } from '../../deps.ts';

/** One small fact of the workspace by name, or undefined. */
export const readState = async <T>(tx: Tx, name: string): Promise<T | undefined> => {
  const [row] = await tx.select().from(practiceState).where(eq(practiceState.name, name));
  return row?.value as T | undefined;
};

export const writeState = async (tx: Tx, name: string, value: unknown): Promise<void> => {
  await tx
    .insert(practiceState)
    .values({ name, value })
    .onConflictDoUpdate({ target: practiceState.name, set: { value: sql`excluded.value` } });
};

export const dropState = async (tx: Tx, name: string): Promise<void> => {
  await tx.delete(practiceState).where(eq(practiceState.name, name));
};

/** Every fact whose name starts with `prefix`, oldest name first. */
export const listState = async (tx: Tx, prefix: string): Promise<{ name: string; value: unknown }[]> =>
  tx.select().from(practiceState).where(sql`starts_with(${practiceState.name}, ${prefix})`).orderBy(practiceState.name);

export type Tick = { seq: number; ts: string };

export const SEQUENCE = 'sequence';

/**
 * The next change number and the next time stamp of the workspace, both strictly growing.
 * The row stays locked until the transaction ends: changes become visible in the order of their numbers, so a page
 * that has seen N never misses N - 1 (a PostgreSQL sequence would not promise that).
 */
export const tick = async (tx: Tx, now: Date): Promise<Tick> => {
  const micros = now.getTime() * 1000;
  const found = await tx.execute<{ seq: number; us: number }>(sql`
    update practice_state set value = jsonb_build_object(
      'seq', (value ->> 'seq')::bigint + 1,
      'us', greatest((value ->> 'us')::bigint + 1, ${micros}::bigint))
    where name = ${SEQUENCE}
    returning (value ->> 'seq')::bigint as seq, (value ->> 'us')::bigint as us`);
  const row = found.rows[0];
  if (!row) throw new Error('practice workspace has no sequence row: createGateway makes it');
  const us = Number(row.us);
  return { seq: Number(row.seq), ts: `${Math.floor(us / 1e6)}.${String(us % 1e6).padStart(6, '0')}` };
};
