import { eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { auditLog, settings } from '../db/schema.ts';
import type { Db, Transaction } from '../deps.ts';
import { addMs, DAY } from '../kit/clock.ts';
import { forgetKeys } from './erase.ts';
import { recountEvents, recountOrders } from './rollup.ts';

/**
 * How long facts are kept, in days by table; null = for ever. What is not here is never deleted by age: contacts and
 * consents (proof), the ledger and the log of what was done to data.
 */
export const RETENTION = {
  events: 1_095,
  orders: null,
  delivery_events: 1_095,
  imports: 90,
  llm_calls: 400,
  slack_seen: 30,
} as const satisfies Record<string, number | null>;
export type Kept = keyof typeof RETENTION;
export type Retention = Record<Kept, number | null>;
export const isKept = (name: string): name is Kept => Object.hasOwn(RETENTION, name);
export const DAYS_MAX = 36_500;

const NAME = 'retention';
const shape = z.partialRecord(
  z.enum(Object.keys(RETENTION) as [Kept, ...Kept[]]),
  z.number().int().min(1).max(DAYS_MAX).nullable(),
);

export const retentionOf = async (db: Db): Promise<Retention> => {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.name, NAME));
  return { ...RETENTION, ...(row && (shape.parse(row.value) as Partial<Retention>)) };
};

export const setRetention = async (
  db: Db,
  table: Kept,
  days: number | null,
  { by, at }: { by: string; at: Date },
): Promise<Retention> => {
  const value = shape.parse({ ...(await retentionOf(db)), [table]: days });
  const row = { name: NAME, value, by, at };
  await db.insert(settings).values(row).onConflictDoUpdate({ target: settings.name, set: row });
  return retentionOf(db);
};

/** Rows a transaction: short enough to be in nobody's way. */
const PAGE = 5_000;

type Options = { now: Date; timezone: string; page?: number; signal?: AbortSignal };
type Page = { from: SQL; to: SQL; before: SQL };

/** Deletes one page of a growing table and counts anew the contacts it took something from. */
const GROWING: Record<
  'events' | 'orders' | 'delivery_events',
  (tx: Transaction, page: Page, opts: Options) => Promise<number>
> = {
  events: async (tx, page) => {
    const gone = await deleted(tx, sql`events`, sql`event_id`, page);
    await forgetKeys(
      tx,
      'event',
      gone.map(({ id }) => id),
    );
    await recountEvents(tx, contactsOf(gone));
    return gone.length;
  },
  orders: async (tx, page, { timezone }) => {
    const gone = await deleted(tx, sql`orders`, sql`order_id`, page);
    await forgetKeys(
      tx,
      'order',
      gone.map(({ id }) => id),
    );
    await recountOrders(tx, contactsOf(gone), timezone);
    return gone.length;
  },
  delivery_events: async (tx, page) => {
    const gone = await deleted(tx, sql`delivery_events`, sql`event_id`, page);
    await recountEvents(tx, contactsOf(gone));
    return gone.length;
  },
};

type Gone = { id: string; contact_id: number };
const contactsOf = (gone: readonly Gone[]): number[] => [...new Set(gone.map((row) => row.contact_id))];

const deleted = async (tx: Transaction, table: SQL, id: SQL, { from, to, before }: Page): Promise<Gone[]> =>
  (
    await tx.execute<Gone>(
      sql`delete from ${table} where contact_id > ${from} and contact_id <= ${to} and at < ${before} returning ${id} as id, contact_id`,
    )
  ).rows;

/** By contact, as the tables are keyed: an index by time alone would be paid for by every fact that comes in. */
const sweepGrowing = async (db: Db, table: keyof typeof GROWING, before: SQL, opts: Options): Promise<number> => {
  let [count, last] = [0, 0];
  while (!opts.signal?.aborted) {
    const { rows } = await db.execute<{ end: number | null }>(
      sql`select max(contact_id) as end from (select contact_id from ${sql.raw(table)} where contact_id > ${last} order by contact_id limit ${opts.page ?? PAGE}) x`,
    );
    const end = rows[0]?.end ?? null;
    if (end === null) break;
    const page = { from: sql`${last}`, to: sql`${end}`, before };
    count += await db.transaction((tx) => GROWING[table](tx, page, opts));
    last = end;
  }
  return count;
};

const KEY_OF = { imports: 'id', llm_calls: 'id', slack_seen: 'key' } as const;

const sweepSmall = async (db: Db, table: keyof typeof KEY_OF, before: SQL, opts: Options): Promise<number> => {
  const key = sql.raw(KEY_OF[table]);
  let count = 0;
  while (!opts.signal?.aborted) {
    const { rows } = await db.execute<{ n: number }>(
      sql`with gone as (delete from ${sql.raw(table)} where ${key} in (select ${key} from ${sql.raw(table)} where at < ${before} limit ${opts.page ?? PAGE}) returning 1) select count(*)::int as n from gone`,
    );
    const n = rows[0]?.n ?? 0;
    count += n;
    if (n === 0) break;
  }
  return count;
};

/**
 * Deletes what is older than it may be, in short transactions, with the roll-ups of whom it took something from. Safe to
 * stop and to repeat.
 *
 * @returns rows deleted by table; only those of which some were
 */
export const enforceRetention = async (db: Db, opts: Options): Promise<Partial<Record<Kept, number>>> => {
  const kept = await retentionOf(db);
  const gone: Partial<Record<Kept, number>> = {};
  for (const table of Object.keys(RETENTION) as Kept[]) {
    const days = kept[table];
    if (days === null) continue;
    const before = sql`${addMs(opts.now, -days * DAY).toISOString()}::timestamptz`;
    const n =
      table === 'imports' || table === 'llm_calls' || table === 'slack_seen'
        ? await sweepSmall(db, table, before, opts)
        : await sweepGrowing(db, table, before, opts);
    if (n > 0) gone[table] = n;
  }
  if (Object.keys(gone).length > 0)
    await db.insert(auditLog).values({ at: opts.now, what: 'retention', by: 'baton', detail: gone });
  return gone;
};
