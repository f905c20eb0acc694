import { and, eq, gt, lt, type SQL, sql } from 'drizzle-orm';
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
  /** Those of them for whom it was the first order ever. */
  newContacts: number;
  orders: number;
  revenueMinor: number;
  refundedOrders: number;
  refundedMinor: number;
};

const iso = (at: Date) => sql`${at.toISOString()}::timestamptz`;

const touch = sql.raw('coalesce(d.delivered_at, d.accepted_at)');

/**
 * Orders of the span, each with the one message that may claim it. Asked from the orders, each looking only at what its own
 * contact got: as quick with a thousand campaigns as with one, and on one shard. Windows travel as one JSON parameter
 * instead of a join: `campaigns` is a small table and must not be joined inside. Delivered, or accepted by a relay that
 * never said otherwise: e-mail seldom says more.
 */
const credited = (
  span: { from: Date; to: Date; currency: string },
  ends: Readonly<Record<string, string>>,
  only: SQL = sql`true`,
): SQL => sql`
  select b.campaign_id, b.occurrence, b.variant, b.clicked, o.contact_id, o.order_id, o.at, o.amount, o.status
  from orders o
  cross join lateral (
    select d.campaign_id, d.occurrence, d.variant, k.at is not null as clicked
    from deliveries d
    cross join lateral (
      select max(e.at) as at from delivery_events e
      where e.contact_id = d.contact_id and e.campaign_id = d.campaign_id and e.occurrence = d.occurrence
        and e.type = 'clicked' and not e.machine and e.at <= o.at
    ) k
    where d.contact_id = o.contact_id and d.status in ('accepted', 'delivered') and ${touch} <= o.at
      and o.at < (${JSON.stringify(ends)}::jsonb ->> d.campaign_id::text)::timestamptz
      and (o.coupon_campaign is null or (o.coupon_campaign, o.coupon_occurrence) = (d.campaign_id, d.occurrence))
    order by k.at is not null desc, coalesce(k.at, ${touch}) desc, d.campaign_id desc, d.occurrence desc, d.channel desc
    limit 1
  ) b
  where o.at >= ${iso(span.from)} and o.at < ${iso(span.to)} and o.currency = ${span.currency} and ${only}`;

/** Window ends of every campaign whose window meets the span: the only ones that can claim an order in it; a notice sells nothing. */
const windowEnds = async (tx: Tx, from: Date, to: Date): Promise<Record<string, string>> => {
  const rows = await tx
    .select({ id: campaigns.id, end: campaigns.windowEndsAt })
    .from(campaigns)
    .where(and(eq(campaigns.kind, 'campaign'), lt(campaigns.windowStartsAt, to), gt(campaigns.windowEndsAt, from)));
  return Object.fromEntries(rows.flatMap(({ id, end }) => (end ? [[String(id), end.toISOString()]] : [])));
};

/** Orders of those who got something of this sending: no other can be credited to it. */
const sentTo = ({ campaignId, occurrence }: Window): SQL =>
  sql`exists (select 1 from deliveries m where m.contact_id = o.contact_id
    and m.campaign_id = ${campaignId} and m.occurrence = ${occurrence})`;

/** What one campaign is credited with, by variant. */
export const attributedByVariant = async (tx: Tx, window: Window): Promise<VariantCredit[]> => {
  const { campaignId, occurrence } = window;
  const ends = await windowEnds(tx, window.from, window.to);
  const { rows } = await tx.execute<Record<string, unknown>>(sql`
    with credit as (
      select x.*, x.status = 'paid' and x.amount >= 0 as bought from (${credited(window, ends, sentTo(window))}) x
      where x.campaign_id = ${campaignId} and x.occurrence = ${occurrence}
    )
    select variant,
      count(distinct contact_id) filter (where bought) as contacts,
      count(distinct contact_id) filter (where bought and clicked) as "clickContacts",
      count(distinct contact_id) filter (where bought and not exists (
        select 1 from orders p where p.contact_id = credit.contact_id and p.status = 'paid' and p.amount >= 0
          and (p.at, p.order_id) < (credit.at, credit.order_id))) as "newContacts",
      count(*) filter (where bought) as orders,
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
  if (Object.keys(ends).length === 0) return new Map();
  const { rows } = await tx.execute<{ campaign_id: number; orders: number; revenue: number }>(sql`
    with credit as (${credited(span, ends)})
    select campaign_id, count(*) filter (where amount >= 0) as orders, sum(amount)::bigint as revenue
    from credit where status = 'paid' group by campaign_id`);
  return new Map(rows.map((row) => [row.campaign_id, { orders: row.orders, revenueMinor: row.revenue }]));
};

/** What those credited to a campaign are expected to spend yet, by the nightly model (results/predict.ts). */
export type BuyersLtv = { contacts: number; minor: number };

export const ltvOfBuyers = async (tx: Tx, window: Window): Promise<BuyersLtv> => {
  const ends = await windowEnds(tx, window.from, window.to);
  const { rows } = await tx.execute<BuyersLtv>(sql`
    select count(s.predicted_ltv) as contacts, coalesce(sum(s.predicted_ltv), 0)::bigint as minor
    from (
      select distinct contact_id from (${credited(window, ends, sentTo(window))}) x
      where x.campaign_id = ${window.campaignId} and x.occurrence = ${window.occurrence}
        and x.status = 'paid' and x.amount >= 0
    ) b join contact_stats s on s.contact_id = b.contact_id`);
  return rows[0] ?? { contacts: 0, minor: 0 };
};

export const sumCredits = (credits: readonly VariantCredit[]): Omit<VariantCredit, 'variant'> =>
  credits.reduce<Omit<VariantCredit, 'variant'>>(
    (a, b) => ({
      contacts: a.contacts + b.contacts,
      clickContacts: a.clickContacts + b.clickContacts,
      // Readings kept from before have none.
      newContacts: a.newContacts + (b.newContacts ?? 0),
      orders: a.orders + b.orders,
      revenueMinor: a.revenueMinor + b.revenueMinor,
      refundedOrders: a.refundedOrders + b.refundedOrders,
      refundedMinor: a.refundedMinor + b.refundedMinor,
    }),
    { contacts: 0, clickContacts: 0, newContacts: 0, orders: 0, revenueMinor: 0, refundedOrders: 0, refundedMinor: 0 },
  );
