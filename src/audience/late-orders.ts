import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { arrayOf } from './arrays.ts';

/**
 * Tells that orders of these instants came in, changed, or are no longer: the days' revenue is read anew before it is shown
 * (results/revenue-days.ts). Only days on which some campaign may claim an order are noted, so that years of history
 * brought in before the first campaign cost one question a batch.
 */
export const ordersMoved = async (tx: Tx, ats: readonly Date[], timezone: string): Promise<void> => {
  if (ats.length === 0) return;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const at of ats) {
    least = Math.min(least, at.getTime());
    most = Math.max(most, at.getTime());
  }
  const iso = (ms: number) => sql`${new Date(ms).toISOString()}::timestamptz`;
  const { rows } = await tx.execute<{ from: Date | null; to: Date | null }>(
    sql`select min(window_starts_at) as from, max(window_ends_at) as to from campaigns where window_starts_at <= ${iso(most)} and window_ends_at > ${iso(least)}`,
  );
  const [from, to] = [rows[0]?.from, rows[0]?.to].map((at) => (at ? new Date(at).getTime() : null));
  if (from == null || to == null) return;
  const meant = ats.filter((at) => at.getTime() >= from && at.getTime() < to).map((at) => at.toISOString());
  if (meant.length === 0) return;
  await tx.execute(
    sql`insert into revenue_late (day) select distinct to_char(x.at at time zone ${timezone}::text, 'YYYY-MM-DD') from unnest(${arrayOf(meant)}::timestamptz[]) as x (at)`,
  );
};
