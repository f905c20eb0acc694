import { sql } from 'drizzle-orm';
import { arrayOf } from '../audience/arrays.ts';
import type { Tx } from '../deps.ts';
import type { PlanCoupon } from './pool.ts';

export type SendingKey = { campaignId: number; occurrence: number };

/** The pool has fewer codes than people: nothing of this freeze may stand, since somebody would read a hole. */
export class CouponsShort extends Error {
  readonly pool: string;
  constructor(pool: string) {
    super(`pool ${pool} has too few codes`);
    this.pool = pool;
  }
}

/** People at a time: constant memory, and statements of a second. */
const PAGE = 20_000;

/**
 * Gives everybody who is to be sent to one code of the pool, in the transaction of the freeze: with it or not at all. Two
 * freezes that draw on one pool wait for each other. Repeated, it gives codes to those who have none yet. Held-out people
 * get none. People are read by their own key and handed in as a list, so that no statement joins them with codes.
 *
 * @returns how many codes were given
 * @throws CouponsShort
 */
export const assignCodes = async (
  tx: Tx,
  { campaignId, occurrence }: SendingKey,
  coupon: PlanCoupon,
  now: Date,
  page = PAGE,
): Promise<number> => {
  if (coupon.kind === 'shared') return 0;
  await tx.execute(sql`select 1 from coupon_pools where id = ${coupon.pool} for update`);
  let given = 0;
  let lastKey = '';
  for (let last = 0; ; ) {
    const { rows: people } = await tx.execute<{ id: number }>(sql`
      select contact_id as id from audience_members
      where campaign_id = ${campaignId} and occurrence = ${occurrence} and contact_id > ${last} and outcome = 'send'
      order by contact_id limit ${page}`);
    if (people.length === 0) return given;
    last = people.at(-1)?.id ?? last;
    const without = await withoutCode(
      tx,
      { campaignId, occurrence },
      people.map(({ id }) => id),
    );
    if (without.length === 0) continue;
    const { rows } = await tx.execute<{ n: number; last: string }>(sql`
      with free as (
        select key, row_number() over (order by key) as i from (
          select k.key from coupon_codes k
          where k.pool = ${coupon.pool} and k.key > ${lastKey} and k.campaign_id is null and k.redeemed_at is null
          order by k.key limit ${without.length}) f),
      taken as (
        update coupon_codes k set campaign_id = ${campaignId}::bigint, occurrence = ${occurrence}::int, contact_id = w.id,
          assigned_at = ${now.toISOString()}::timestamptz
        from free join unnest(${arrayOf(without)}::bigint[]) with ordinality as w (id, i) using (i)
        where k.key = free.key returning k.key)
      select count(*)::int as n, coalesce(max(key), '') as last from taken`);
    const taken = rows[0] ?? { n: 0, last: '' };
    if (taken.n < without.length) throw new CouponsShort(coupon.pool);
    // What this transaction has taken need not be stepped over again and again.
    lastKey = taken.last;
    given += taken.n;
  }
};

const withoutCode = async (tx: Tx, { campaignId, occurrence }: SendingKey, people: number[]): Promise<number[]> => {
  const { rows } = await tx.execute<{ id: number }>(sql`
    select contact_id as id from coupon_codes
    where campaign_id = ${campaignId} and occurrence = ${occurrence} and contact_id = any(${arrayOf(people)}::bigint[])`);
  if (rows.length === 0) return people;
  const has = new Set(rows.map(({ id }) => id));
  return people.filter((id) => !has.has(id));
};

/** What each of these people is to read as `{{ coupon }}`; whoever is not in it has no code. */
export const codesOf = async (
  db: Tx,
  coupon: PlanCoupon,
  { campaignId, occurrence }: SendingKey,
  people: readonly number[],
): Promise<Map<number, string>> => {
  if (coupon.kind === 'shared') {
    const { rows } = await db.execute<{ code: string }>(
      sql`select code from coupon_codes where pool = ${coupon.pool} and campaign_id is null order by key limit 1`,
    );
    const code = rows[0]?.code;
    return new Map(code === undefined ? [] : people.map((id) => [id, code]));
  }
  const { rows } = await db.execute<{ id: number; code: string }>(sql`
    select contact_id as id, code from coupon_codes
    where campaign_id = ${campaignId} and occurrence = ${occurrence} and contact_id = any(${arrayOf(people)}::bigint[])
      and pool = ${coupon.pool}`);
  return new Map(rows.map(({ id, code }) => [id, code]));
};

/**
 * Codes whose message has certainly never left (stopped, refused before the hand-over) are free again: nobody has seen
 * them. What was handed over, and what may have arrived, keeps its code for good. Safe to repeat.
 *
 * @returns how many came back
 */
export const freeUnsent = async (tx: Tx, { campaignId, occurrence }: SendingKey): Promise<number> => {
  const { rows: some } = await tx.execute(
    sql`select 1 from coupon_codes where campaign_id = ${campaignId} and occurrence = ${occurrence} limit 1`,
  );
  if (some.length === 0) return 0;
  const { rows } = await tx.execute<{ id: number }>(sql`
    select contact_id as id from deliveries where campaign_id = ${campaignId} and occurrence = ${occurrence}
      and status in ('cancelled', 'suppressed', 'failed', 'expired') and handed_at is null`);
  if (rows.length === 0) return 0;
  const { rowCount } = await tx.execute(sql`
    update coupon_codes set campaign_id = null, occurrence = null, contact_id = null, assigned_at = null
    where campaign_id = ${campaignId} and occurrence = ${occurrence} and redeemed_at is null
      and contact_id = any(${arrayOf(rows.map(({ id }) => id))}::bigint[])`);
  return rowCount ?? 0;
};
