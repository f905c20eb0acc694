import { eq, sql } from 'drizzle-orm';
import { settings } from '../db/schema.ts';
import type { Tx } from '../deps.ts';
import { pooledReport } from './pooled.ts';
import { type PooledSummary, summaryOf } from './pooled-words.ts';

/**
 * The newest reading of all campaigns together, as the week's review kept it: who is about to launch must not wait until
 * every audience since has been read. Null before the first review with somebody held out.
 */
export const newestPooled = async (tx: Tx): Promise<PooledSummary | null> => {
  const { rows } = await tx.execute<{ pooled: PooledSummary }>(sql`
    select body #> '{week,pooled}' as pooled from digests
    where jsonb_typeof(body #> '{week,pooled}') = 'object' order by date desc limit 1`);
  return rows[0]?.pooled ?? null;
};

const NAME = 'pooled';
type UpTo = { now: Date; currency: string };

/** Every audience so far is read for it: the newest that was read is kept, so that the week's first digest need not. */
const kept = async (tx: Tx, { now, currency }: UpTo): Promise<PooledSummary | null> => {
  const [row] = await tx.select({ value: settings.value }).from(settings).where(eq(settings.name, NAME));
  const value = row?.value as PooledSummary | undefined;
  return value?.until === now.toISOString() && value.currency === currency ? value : null;
};

/** The reading up to that instant: as it was kept, else read now; nothing is written. */
export const pooledUpTo = async (tx: Tx, upTo: UpTo): Promise<PooledSummary> =>
  (await kept(tx, upTo)) ?? summaryOf(await pooledReport(tx, upTo));

/** Reads up to that instant and keeps it, once. */
export const keepPooled = async (tx: Tx, upTo: UpTo, at: Date): Promise<void> => {
  if (await kept(tx, upTo)) return;
  const row = { name: NAME, value: summaryOf(await pooledReport(tx, upTo)), by: 'baton', at };
  await tx.insert(settings).values(row).onConflictDoUpdate({ target: settings.name, set: row });
};
