import { sql } from 'drizzle-orm';
import { arrayOf } from '../audience/arrays.ts';
import type { Tx } from '../deps.ts';
import type { SendingKey } from './assign.ts';
import type { PlanCoupon } from './pool.ts';

/** An order that says a code. `key` is the code folded (codeKey). */
export type CouponOrder = { contactId: number; orderId: string; at: Date; key: string };

type Given = { key: string; campaign_id: number | null; occurrence: number | null; contact_id: number | null };

/**
 * Marks single-use codes as redeemed by the orders that carry them: by whom and when, the earliest order first whatever
 * order they come in. Somebody else's redemption is kept and marked as such. An order with its own contact's code is told
 * whose sending the code is: that is the proof attribution goes by. A code used before it was given to anybody has leaked,
 * and is given to nobody any more. Safe to repeat.
 */
export const redeem = async (tx: Tx, orders: readonly CouponOrder[]): Promise<void> => {
  if (orders.length === 0) return;
  const keys = [...new Set(orders.map(({ key }) => key))].sort();
  // Locked in one order by everybody.
  const { rows } = await tx.execute<Given>(sql`
    select k.key, k.campaign_id, k.occurrence, k.contact_id from coupon_codes k
    where k.key = any(${arrayOf(keys)}::text[]) and k.pool in (select id from coupon_pools where kind = 'single')
    order by k.key for update`);
  const given = new Map(rows.map((row) => [row.key, row]));
  const first = new Map<string, CouponOrder>();
  for (const order of orders) {
    const before = first.get(order.key);
    if (given.has(order.key) && (!before || isEarlier(order, before))) first.set(order.key, order);
  }
  const used = [...first.values()];
  if (used.length > 0)
    await tx.execute(sql`
      update coupon_codes k set redeemed_at = x.at, redeemed_by = x.contact_id, redeemed_order = x.order_id,
        redeemed_as = case when k.contact_id = x.contact_id then 'own' else 'other' end
      from unnest(${arrayOf(used.map(({ key }) => key))}::text[], ${arrayOf(used.map(({ at }) => at.toISOString()))}::timestamptz[],
        ${arrayOf(used.map(({ contactId }) => contactId))}::bigint[], ${arrayOf(used.map(({ orderId }) => orderId))}::text[])
        as x (key, at, contact_id, order_id)
      where k.key = x.key and (k.redeemed_at is null or (x.at, x.order_id) < (k.redeemed_at, k.redeemed_order))`);
  const proven = orders.map((order) => {
    const code = given.get(order.key);
    return { ...order, of: code?.contact_id === order.contactId ? code : null };
  });
  await tx.execute(sql`
    update orders o set coupon_campaign = x.campaign_id, coupon_occurrence = x.occurrence
    from unnest(${arrayOf(proven.map(({ contactId }) => contactId))}::bigint[], ${arrayOf(proven.map(({ orderId }) => orderId))}::text[],
      ${arrayOf(proven.map(({ of }) => of?.campaign_id ?? null))}::bigint[], ${arrayOf(proven.map(({ of }) => of?.occurrence ?? null))}::int[])
      as x (contact_id, order_id, campaign_id, occurrence)
    where o.contact_id = x.contact_id and o.order_id = x.order_id
      and (o.coupon_campaign, o.coupon_occurrence) is distinct from (x.campaign_id, x.occurrence)`);
};

const isEarlier = (a: CouponOrder, b: CouponOrder): boolean =>
  a.at.getTime() < b.at.getTime() || (a.at.getTime() === b.at.getTime() && a.orderId < b.orderId);

/** What became of a sending's codes until an instant. Amounts in minor units. */
export type Redemptions = {
  /** Codes given out; for a shared code the people it was sent to. */
  issued: number;
  /** By whom the code was given to, with an order that stands. */
  redeemed: number;
  revenueMinor: number;
  /** Redeemed too, and the order refunded since. */
  refunded: number;
  /** A single-use code that came back with somebody else's order: counted apart, and in no revenue of this campaign. */
  byOthers: number;
};

export const redemptionsOf = async (
  tx: Tx,
  coupon: PlanCoupon,
  { campaignId, occurrence, from, to }: SendingKey & { from: Date; to: Date },
): Promise<Redemptions> => {
  const until = sql`${to.toISOString()}::timestamptz`;
  const stands = sql`o.status = 'paid' and o.amount >= 0`;
  const { rows } = await tx.execute<Redemptions>(
    coupon.kind === 'single'
      ? sql`
        select count(*)::int as issued,
          (count(*) filter (where k.redeemed_as = 'own' and k.redeemed_at < ${until} and (o.order_id is null or ${stands})))::int as redeemed,
          coalesce(sum(o.amount) filter (where k.redeemed_as = 'own' and k.redeemed_at < ${until} and ${stands}), 0)::bigint as "revenueMinor",
          (count(*) filter (where k.redeemed_as = 'own' and k.redeemed_at < ${until} and not (${stands})))::int as refunded,
          (count(*) filter (where k.redeemed_as = 'other' and k.redeemed_at < ${until}))::int as "byOthers"
        from coupon_codes k left join orders o on o.contact_id = k.redeemed_by and o.order_id = k.redeemed_order
        where k.campaign_id = ${campaignId} and k.occurrence = ${occurrence}`
      : sql`
        select count(distinct d.contact_id)::int as issued,
          (count(distinct d.contact_id) filter (where ${stands}))::int as redeemed,
          coalesce(sum(o.amount) filter (where ${stands}), 0)::bigint as "revenueMinor",
          (count(o.order_id) filter (where not (${stands})))::int as refunded, 0 as "byOthers"
        from deliveries d left join orders o on o.contact_id = d.contact_id
          and o.at >= ${from.toISOString()}::timestamptz and o.at < ${until}
          and o.coupon = (select key from coupon_codes where pool = ${coupon.pool} order by key limit 1)
        where d.campaign_id = ${campaignId} and d.occurrence = ${occurrence} and d.status in ('accepted', 'delivered')`,
  );
  return rows[0] ?? { issued: 0, redeemed: 0, revenueMinor: 0, refunded: 0, byOthers: 0 };
};

/**
 * Cuts the tie between a person and the codes they had: the shop knows who used a code. The codes stay used up: that they
 * were given and redeemed goes on counting, without a name.
 */
export const forgetCodes = async (tx: Tx, contactId: number): Promise<void> => {
  const { rows: used } = await tx.execute<{ key: string }>(
    sql`select coupon as key from orders where contact_id = ${contactId} and coupon is not null`,
  );
  if (used.length > 0)
    await tx.execute(
      sql`update coupon_codes set redeemed_by = null, redeemed_order = null where redeemed_by = ${contactId} and key = any(${arrayOf(used.map(({ key }) => key))}::text[])`,
    );
  const { rows: sendings } = await tx.execute<{ campaign_id: number; occurrence: number }>(
    sql`select campaign_id, occurrence from deliveries where contact_id = ${contactId}`,
  );
  for (const { campaign_id, occurrence } of sendings)
    await tx.execute(
      sql`update coupon_codes set contact_id = null where campaign_id = ${campaign_id} and occurrence = ${occurrence} and contact_id = ${contactId}`,
    );
  await tx.execute(sql`update orders set coupon = null where contact_id = ${contactId} and coupon is not null`);
};
