import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { settings } from '../db/schema.ts';
import type { Db, Tx } from '../deps.ts';
import { recountAll } from './rollup.ts';

const NAME = 'rollups';
/** The zone that months are counted in, and how far a making anew has come: id of the last contact done; null = all. */
const shape = z.object({ timezone: z.string(), after: z.number().nullable() });
type State = z.infer<typeof shape>;

const stateOf = async (tx: Tx): Promise<State | null> => {
  const [row] = await tx.select({ value: settings.value }).from(settings).where(eq(settings.name, NAME));
  return row ? shape.parse(row.value) : null;
};

const note = async (tx: Tx, value: State, at: Date): Promise<void> => {
  const row = { name: NAME, value, by: 'baton', at };
  await tx.insert(settings).values(row).onConflictDoUpdate({ target: settings.name, set: row });
};

const PAGE = 5_000;

export type Rebuilt = { contacts: number; resumed: boolean };
export type RebuildOptions = {
  timezone: string;
  now: Date;
  page?: number;
  onProgress?: (contacts: number) => void;
  /** Stopped between two pages; the next run goes on from there. */
  signal?: AbortSignal;
};

/**
 * Makes every roll-up anew from the facts, page by page, each with its place noted in one transaction: killed in the
 * middle and started again it goes on. Facts may come in meanwhile.
 */
export const rebuild = async (
  db: Db,
  { timezone, now, page = PAGE, onProgress, signal }: RebuildOptions,
): Promise<Rebuilt> => {
  const begun = await stateOf(db);
  const resumed = begun !== null && begun.after !== null && begun.timezone === timezone;
  let last = resumed ? (begun.after ?? 0) : 0;
  let contacts = 0;
  if (!resumed) await note(db, { timezone, after: 0 }, now);
  while (!signal?.aborted) {
    const { rows } = await db.execute<{ id: number }>(
      sql`select id from contacts where id > ${last} order by id limit ${page}`,
    );
    const ids = rows.map((row) => row.id);
    const end = ids.at(-1) ?? null;
    await db.transaction(async (tx) => {
      await recountAll(tx, ids, timezone);
      await note(tx, { timezone, after: end }, now);
    });
    if (end === null) break;
    last = end;
    contacts += ids.length;
    onProgress?.(contacts);
  }
  return { contacts, resumed };
};

/** The one thing about roll-ups that no new fact mends: months of another zone, or a making anew that was cut short. */
export const keepRollups = async (db: Db, opts: RebuildOptions): Promise<void> => {
  const state = await stateOf(db);
  if (state?.timezone !== opts.timezone || state.after !== null) await rebuild(db, opts);
};
