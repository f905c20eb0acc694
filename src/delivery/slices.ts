import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';

/** Width of the contact hash: the same number Citus can cut shards by. */
const BUCKETS = 65_536;
const ROWS_PER_SLICE = 500;

export type Range = { lo: number; hi: number };
export const EVERY: Range = { lo: 0, hi: BUCKETS };

/** Cuts the hash into equal ranges of about 500 rows: a power of two of them, so that each lies in one shard. */
export const slicesFor = (planned: number): Range[] => {
  const wanted = Math.max(1, planned / ROWS_PER_SLICE);
  const count = Math.min(BUCKETS, 2 ** Math.ceil(Math.log2(wanted)));
  const width = BUCKETS / count;
  return Array.from({ length: count }, (_, i) => ({ lo: i * width, hi: (i + 1) * width }));
};

/**
 * How many rows of each slice may leave when only `most` of all may: the first slices whole, then none. The same at every
 * call, since the ledger's rows are fixed by the freeze.
 */
export const sharesOf = async (
  db: Tx,
  campaign: { id: number; occurrence: number },
  slices: readonly Range[],
  most: number,
): Promise<number[]> => {
  const width = BUCKETS / slices.length;
  const { rows } = await db.execute<{ slice: number; n: number }>(sql`
    select d.bucket / ${width}::int as slice, count(*)::int as n from deliveries d
    where d.campaign_id = ${campaign.id} and d.occurrence = ${campaign.occurrence} group by 1`);
  const counts = new Map(rows.map(({ slice, n }) => [slice, n]));
  let left = most;
  return slices.map((_, i) => {
    const share = Math.min(left, counts.get(i) ?? 0);
    left -= share;
    return share;
  });
};
