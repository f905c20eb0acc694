import { type SQL, sql } from 'drizzle-orm';
import { CART, VISIT } from '../audience/fields.ts';
import type { Tx } from '../deps.ts';
import { type Ratio, ratio } from './kpi.ts';

/**
 * From visit to cart to order, by where the visit came from. Steps are contacts and follow one another: a cart after the
 * visit, an order after that cart, all within the span. An order without a cart between is told apart. Money only from
 * orders; steps that only a browser told of are counted, and how many of the visitors those are is said.
 */
export type FunnelStep = {
  /** `utm_source`, else the site it came from, else `direct`. */
  source: string;
  /** `utm_campaign`; empty where the link named none. */
  campaign: string;
  visitors: number;
  carts: number;
  orders: number;
  /** Visitors who bought without a cart that anybody told of. */
  ordersWithoutCart: number;
  /** Minor units, of both kinds of orders, each once a source and campaign. */
  revenueMinor: number;
  /** Visitors known by nothing but what a browser said. */
  unverified: number;
  /** Shares lost between two steps. */
  lost: { visitToCart: Ratio; cartToOrder: Ratio };
};

export type FunnelReport = { from: string; to: string; currency: string; total: FunnelStep; by: FunnelStep[] };
type Span = { from: Date; to: Date; currency: string };

const iso = (at: Date) => sql`${at.toISOString()}::timestamptz`;

const SOURCE = sql.raw(
  "coalesce(nullif(e.properties ->> 'utm_source', ''), nullif(e.properties ->> 'source', ''), 'direct')",
);
const CAMPAIGN = sql.raw("coalesce(e.properties ->> 'utm_campaign', '')");

/** @param by what visits are told apart by; nothing for all of them together */
const steps = async (
  tx: Tx,
  { from, to, currency }: Span,
  by: { source: SQL; campaign: SQL },
): Promise<FunnelStep[]> => {
  const { rows } = await tx.execute<Omit<FunnelStep, 'lost'>>(sql`
    with visits as (
      select e.contact_id, ${by.source} as source, ${by.campaign} as campaign, min(e.at) as at, bool_and(e.unverified) as unverified
      from events e where e.name = ${VISIT} and e.at >= ${iso(from)} and e.at < ${iso(to)} group by 1, 2, 3
    ),
    carts as (
      select v.*, (select min(e.at) from events e where e.contact_id = v.contact_id and e.name = ${CART}
        and e.at >= v.at and e.at < ${iso(to)}) as cart_at
      from visits v
    ),
    bought as (
      select c.*, o.first_at, o.last_at, coalesce(o.revenue, 0) as revenue
      from carts c
      cross join lateral (
        select min(o.at) filter (where o.amount >= 0) as first_at, max(o.at) filter (where o.amount >= 0) as last_at,
          sum(o.amount) as revenue
        from orders o where o.contact_id = c.contact_id and o.status = 'paid' and o.currency = ${currency}
          and o.at >= c.at and o.at < ${iso(to)}
      ) o
    )
    select source, campaign, count(*) as visitors, count(*) filter (where cart_at is not null) as carts,
      count(*) filter (where last_at >= cart_at) as orders,
      count(*) filter (where first_at is not null and (cart_at is null or last_at < cart_at)) as "ordersWithoutCart",
      sum(revenue)::bigint as "revenueMinor", count(*) filter (where unverified) as unverified
    from bought group by 1, 2 order by 3 desc, 1, 2`);
  return rows.map(withLosses);
};

const withLosses = (step: Omit<FunnelStep, 'lost'>): FunnelStep => ({
  ...step,
  lost: {
    visitToCart: ratio(step.visitors - step.carts, step.visitors),
    cartToOrder: ratio(step.carts - step.orders, step.carts),
  },
});

/** Whoever came from two sources stands under both, and once in `total`. */
export const funnelReport = async (tx: Tx, span: Span): Promise<FunnelReport> => {
  const all = sql`''::text`;
  const [total] = await steps(tx, span, { source: all, campaign: all });
  const none = {
    source: '',
    campaign: '',
    visitors: 0,
    carts: 0,
    orders: 0,
    ordersWithoutCart: 0,
    revenueMinor: 0,
    unverified: 0,
  };
  return {
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    currency: span.currency,
    total: total ?? withLosses(none),
    by: await steps(tx, span, { source: SOURCE, campaign: CAMPAIGN }),
  };
};
