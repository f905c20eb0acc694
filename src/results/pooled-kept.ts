import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import type { PooledSummary } from './pooled-words.ts';

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
