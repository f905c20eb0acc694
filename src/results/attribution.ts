import { and, gt, lt, sql } from 'drizzle-orm';
import { campaigns } from '../db/schema.ts';
import type { Tx } from '../deps.ts';

/**
 * Last touch: an order belongs to the last message that reached its contact before it, within the campaign's window; a
 * message a person clicked comes before one that was only delivered. A contact's own single-use code proves what brought the
 * order: it is that campaign's, whatever was clicked since. Orders are those that came in with a key or through
 * a connector; refunded ones are counted apart. This is *attributed*: what would have been bought anyway is in it.
 */
export type Window = { campaignId: number; occurrence: number; from: Date; to: Date; currency: string };

export type VariantCredit = {
  variant: string;
  /** Contacts with at least one order credited here. */
  contacts: number;
  /** Those of them who had clicked this campaign's message before an order. */
  clickContacts: number;
  orders: number;
  revenueMinor: number;
  refundedOrders: number;
  refundedMinor: number;
};

const iso = (at: Date) => sql`${at.toISOString()}::timestamptz`;

/** Delivered, or accepted by a relay that never said otherwise: e-mail seldom says more. */
const reached = (alias: string) => sql.raw(`${alias}.status in ('accepted', 'delivered')`);
const touch = (alias: string) => sql.raw(`coalesce(${alias}.delivered_at, ${alias}.accepted_at)`);
const lastClick = (alias: string) =>
  sql.raw(`(select max(e.at) from delivery_events e where e.contact_id = ${alias}.contact_id
    and e.campaign_id = ${alias}.campaign_id and e.occurrence = ${alias}.occurrence
    and e.type = 'clicked' and not e.machine and e.at <= o.at)`);

/**
 * Orders a message of the named campaigns may claim, with the better claim of any other message taken into account.
 * Correlated on contact_id throughout, so that it stays on one shard. Windows travel as one JSON parameter instead of a
 * join: `campaigns` is a small table and must not be joined inside.
 */
const credited = (
  window: { from: Date; to: Date; currency: string },
  ends: Readonly<Record<string, string>>,
  only: ReturnType<typeof sql>,
) => {
  const endOf = (alias: string) =>
    sql`(${JSON.stringify(ends)}::jsonb ->> ${sql.raw(alias)}.campaign_id::text)::timestamptz`;
  return sql`
    select d.campaign_id, d.contact_id, d.variant, o.order_id, o.amount, o.status, ${lastClick('d')} is not null as clicked
    from deliveries d
    join orders o on o.contact_id = d.contact_id
      and o.at >= ${iso(window.from)} and o.at < ${iso(window.to)} and o.at >= ${touch('d')} and o.at < ${endOf('d')}
      and o.currency = ${window.currency}
    where ${only} and ${reached('d')}
      and case when o.coupon_campaign is not null
        then (o.coupon_campaign, o.coupon_occurrence) = (d.campaign_id, d.occurrence)
        else not exists (
        select 1 from deliveries r
        where r.contact_id = d.contact_id
          and (r.campaign_id, r.occurrence, r.channel) <> (d.campaign_id, d.occurrence, d.channel)
          and ${reached('r')} and ${touch('r')} <= o.at and o.at < ${endOf('r')}
          and (${lastClick('r')} is not null, coalesce(${lastClick('r')}, ${touch('r')}), r.campaign_id, r.occurrence, r.channel)
            > (${lastClick('d')} is not null, coalesce(${lastClick('d')}, ${touch('d')}), d.campaign_id, d.occurrence, d.channel)
      ) end`;
};

/** Window ends of every campaign whose window meets the span: the only ones that can claim an order in it. */
const windowEnds = async (tx: Tx, from: Date, to: Date): Promise<Record<string, string>> => {
  const rows = await tx
    .select({ id: campaigns.id, end: campaigns.windowEndsAt })
    .from(campaigns)
    .where(and(lt(campaigns.windowStartsAt, to), gt(campaigns.windowEndsAt, from)));
  return Object.fromEntries(rows.flatMap(({ id, end }) => (end ? [[String(id), end.toISOString()]] : [])));
};

/** What one campaign is credited with, by variant. */
export const attributedByVariant = async (tx: Tx, window: Window): Promise<VariantCredit[]> => {
  const only = sql`d.campaign_id = ${window.campaignId} and d.occurrence = ${window.occurrence}`;
  const ends = await windowEnds(tx, window.from, window.to);
  const { rows } = await tx.execute<Record<string, unknown>>(sql`
    with credit as (${credited(window, ends, only)})
    select variant,
      count(distinct contact_id) filter (where status = 'paid' and amount >= 0) as contacts,
      count(distinct contact_id) filter (where status = 'paid' and amount >= 0 and clicked) as "clickContacts",
      count(*) filter (where status = 'paid' and amount >= 0) as orders,
      coalesce(sum(amount) filter (where status = 'paid'), 0)::bigint as "revenueMinor",
      count(*) filter (where status = 'refunded' or amount < 0) as "refundedOrders",
      coalesce(sum(abs(amount)) filter (where status = 'refunded' or amount < 0), 0)::bigint as "refundedMinor"
    from credit group by variant order by variant`);
  return rows as VariantCredit[];
};

/**
 * Attributed revenue of orders of a span, over all campaigns: each order once, whatever reached its contact.
 *
 * @returns per campaign, minor units; campaigns without any are absent
 */
export const attributedBetween = async (
  tx: Tx,
  span: { from: Date; to: Date; currency: string },
): Promise<Map<number, { orders: number; revenueMinor: number }>> => {
  const ends = await windowEnds(tx, span.from, span.to);
  const ids = Object.keys(ends).map(Number);
  if (ids.length === 0) return new Map();
  const only = sql`d.campaign_id = any(${sql.param(ids)}::bigint[])`;
  const { rows } = await tx.execute<{ campaign_id: number; orders: number; revenue: number }>(sql`
    with credit as (${credited(span, ends, only)})
    select campaign_id, count(*) filter (where amount >= 0) as orders, sum(amount)::bigint as revenue
    from credit where status = 'paid' group by campaign_id`);
  return new Map(rows.map((row) => [row.campaign_id, { orders: row.orders, revenueMinor: row.revenue }]));
};

export const sumCredits = (credits: readonly VariantCredit[]): Omit<VariantCredit, 'variant'> =>
  credits.reduce<Omit<VariantCredit, 'variant'>>(
    (a, b) => ({
      contacts: a.contacts + b.contacts,
      clickContacts: a.clickContacts + b.clickContacts,
      orders: a.orders + b.orders,
      revenueMinor: a.revenueMinor + b.revenueMinor,
      refundedOrders: a.refundedOrders + b.refundedOrders,
      refundedMinor: a.refundedMinor + b.refundedMinor,
    }),
    { contacts: 0, clickContacts: 0, orders: 0, revenueMinor: 0, refundedOrders: 0, refundedMinor: 0 },
  );
