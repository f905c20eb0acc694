/** Width of the contact hash: the same number Citus can cut shards by. */
const BUCKETS = 65_536;
const ROWS_PER_SLICE = 500;

export type Range = { lo: number; hi: number };

/** Cuts the hash into equal ranges of about 500 rows: a power of two of them, so that each lies in one shard. */
export const slicesFor = (planned: number): Range[] => {
  const wanted = Math.max(1, planned / ROWS_PER_SLICE);
  const count = Math.min(BUCKETS, 2 ** Math.ceil(Math.log2(wanted)));
  const width = BUCKETS / count;
  return Array.from({ length: count }, (_, i) => ({ lo: i * width, hi: (i + 1) * width }));
};
