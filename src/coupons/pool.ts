import { asc, eq, sql } from 'drizzle-orm';
import { couponPools } from '../db/schema.ts';
import type { Tx } from '../deps.ts';
import { dayBounds } from '../kit/zone.ts';

export type Pool = typeof couponPools.$inferSelect;

/** What a campaign promises with a pool: part of what is approved and hashed. No code is in it, only how long one can be. */
export type PlanCoupon = Pick<Pool, 'kind' | 'discount' | 'condition' | 'expires' | 'longest' | 'wide'> & {
  pool: string;
};

/** A pool as it stands now. `left`: null for a code that everybody may use. */
export type PoolNow = Pool & {
  left: number | null;
  /** Codes that launched campaigns, not frozen yet, are going to take. */
  spoken: number;
};

/** What people mistype: case, spaces, widths, characters nobody sees. Two codes of one key are one code. */
export const codeKey = (code: string): string =>
  code
    .normalize('NFKC')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, '')
    .toUpperCase();

/** Names that look the same name the same pool. */
export const poolId = (name: string): string => name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();

export const CODE_MOST = 40;
/** Letters, digits and - _ . in one word: what can be read out and typed, and what no spreadsheet has counted with. */
const CODE = /^[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?$/u;
export const isCode = (code: string): boolean => code.length >= 2 && code.length <= CODE_MOST && CODE.test(code);

/** The longest code of a pool, as far as anybody has to see one: what messages are measured and shown with. */
export const standIn = ({ longest, wide }: Pick<Pool, 'longest' | 'wide'>): string =>
  (wide ? '가' : 'W').repeat(longest);

/** The instant from which on it is worth nothing. */
export const endOf = ({ expires }: Pick<Pool, 'expires'>, timezone: string): Date => dayBounds(expires, timezone).to;

/** Nobody's yet, and used by nobody: a code that turned up in an order before it was given out has leaked. */
const FREE = sql`k.campaign_id is null and k.redeemed_at is null`;

/**
 * What launches ahead are going to take from each pool. Those frozen have their codes already.
 *
 * @param except the campaign that asks
 */
const spokenFor = async (db: Tx, except: number | null): Promise<Map<string, number>> => {
  const { rows } = await db.execute<{ pool: string; n: number }>(sql`
    select d.content -> 'coupon' ->> 'pool' as pool, sum((d.evidence -> 'audience' ->> 'send')::int)::int as n
    from campaigns c join launches l on l.campaign_id = c.id join drafts d on d.id = l.draft_id
    where c.status in ('scheduled', 'sending', 'paused') and c.window_starts_at is null
      and d.content -> 'coupon' ->> 'kind' = 'single' and c.id is distinct from ${except}
    group by 1`);
  return new Map(rows.map(({ pool, n }) => [pool, n]));
};

const freeOf = async (db: Tx, pool: string): Promise<number> => {
  const { rows } = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from coupon_codes k where k.pool = ${pool} and ${FREE}`,
  );
  return rows[0]?.n ?? 0;
};

/** Every pool, by name. */
export const poolsNow = async (db: Tx, except: number | null = null): Promise<PoolNow[]> => {
  const pools = await db.select().from(couponPools).orderBy(asc(couponPools.id));
  if (pools.length === 0) return [];
  const spoken = await spokenFor(db, except);
  const now: PoolNow[] = [];
  for (const pool of pools)
    now.push({
      ...pool,
      left: pool.kind === 'single' ? await freeOf(db, pool.id) : null,
      spoken: spoken.get(pool.id) ?? 0,
    });
  return now;
};

export const findPool = async (db: Tx, id: string): Promise<Pool | null> =>
  (await db.select().from(couponPools).where(eq(couponPools.id, id)))[0] ?? null;

export const promiseOf = ({ id, kind, discount, condition, expires, longest, wide }: Pool): PlanCoupon => ({
  pool: id,
  kind,
  discount,
  condition,
  expires,
  longest,
  wide,
});
