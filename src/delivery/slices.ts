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
 * How many rows of each slice may leave when only `most` of all may: what has left already, then the first slices whole,
 * then none. No sum of shares, whenever each was told, is above `most`: a row that has left never comes back to be shared.
 */
export const sharesOf = async (
  db: Tx,
  campaign: { id: number; occurrence: number },
  slices: readonly Range[],
  most: number,
): Promise<number[]> => {
  const width = BUCKETS / slices.length;
  const { rows } = await db.execute<{ slice: number; spent: number; waits: number }>(sql`
    select d.bucket / ${width}::int as slice,
      (count(*) filter (where d.status in ('claimed', 'handed', 'accepted', 'delivered', 'unknown')))::int as spent,
      (count(*) filter (where d.status = 'planned'))::int as waits
    from deliveries d where d.campaign_id = ${campaign.id} and d.occurrence = ${campaign.occurrence} group by 1`);
  const counts = new Map(rows.map(({ slice, ...of }) => [slice, of]));
  let left = most - rows.reduce((sum, { spent }) => sum + spent, 0);
  return slices.map((_, i) => {
    const { spent, waits } = counts.get(i) ?? { spent: 0, waits: 0 };
    const share = Math.min(Math.max(0, left), waits);
    left -= share;
    return spent + share;
  });
};
