import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { addMs, DAY } from '../kit/clock.ts';
import { welch } from './means.ts';
import { type Arm, cappedAt } from './samples.ts';

/**
 * A few very large orders can decide a comparison of means. The second reading counts what a contact spent above the cap as
 * the cap. It is declared before anybody looks: taken when the plan is made, of orders of before, and kept with what is
 * approved, so that neither an outcome nor a late correction can move it.
 */
export type Capped = { capMinor: number; minor: number; loMinor: number; hiMinor: number };

const BEFORE_DAYS = 90;
/** One order in so many is larger. */
const ONE_IN = 100;

/** The amount that one order in a hundred of the 90 days before was above, refunded since or not; null where fewer than a hundred are known. */
export const capOf = async (tx: Tx, { from, currency }: { from: Date; currency: string }): Promise<number | null> => {
  const before = sql`amount > 0 and currency = ${currency}
    and at >= ${addMs(from, -BEFORE_DAYS * DAY).toISOString()}::timestamptz and at < ${from.toISOString()}::timestamptz`;
  const { rows } = await tx.execute<{ n: number }>(sql`select count(*) as n from orders where ${before}`);
  const n = rows[0]?.n ?? 0;
  if (n < ONE_IN) return null;
  const { rows: found } = await tx.execute<{ amount: number }>(
    sql`select amount from orders where ${before} order by amount desc limit 1 offset ${Math.floor(n / ONE_IN)}`,
  );
  return found[0]?.amount ?? null;
};

/** Incremental revenue with both arms capped; null where nothing varies. */
export const cappedReading = (send: Arm, holdout: Arm, capMinor: number): Capped | null => {
  const lift = welch(cappedAt(send, capMinor), cappedAt(holdout, capMinor));
  if (!lift) return null;
  const all = (each: number) => Math.round(each * send.n);
  return { capMinor, minor: all(lift.diff), loMinor: all(lift.ci[0]), hiMinor: all(lift.ci[1]) };
};
