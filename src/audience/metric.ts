import { type SQL, sql } from 'drizzle-orm';
import { minorDigits } from '../kit/money.ts';
import { compare, instantParam, not, numberOf } from './comparison.ts';
import { boundKey, boundsOf, inSpan, type RuleContext, spanOf } from './context.ts';
import { VISIT } from './fields.ts';
import type { Cond, Operator } from './rule.ts';
import type { Account } from './when.ts';

type MetricCond = Extract<Cond, { metric: unknown }>;

/** Minor units in one of the account's currency. */
export const scaleOf = (account: Account): number => 10 ** minorDigits(account.currency);

/** Refunded orders leave every count. A negative amount under an id of its own is money given back, not an order. */
export const PAID = (alias: string): SQL => sql.raw(`${alias}.status = 'paid'`);

/**
 * Totals of one contact, from the roll-up or, for a window or an earlier instant, from the facts. Everyone has a roll-up
 * row, so `orders` is bare there: what is wrapped no index can answer. `revenue` holds for who has orders, the instants
 * are NULL for who has none.
 */
type Totals = { orders: SQL; revenue: SQL; average: SQL; first: SQL; last: SQL };

const totals = (cond: MetricCond, ctx: RuleContext): Totals => {
  if (ctx.source === 'rollups' && !cond.within)
    return {
      orders: sql`s.orders`,
      revenue: sql`s.revenue`,
      average: sql`(s.revenue::numeric / nullif(s.orders, 0))`,
      first: sql`s.first_order_at`,
      last: sql`s.last_order_at`,
    };
  const of = (what: SQL) =>
    sql`(select ${what} from orders f where f.contact_id = ${ctx.person} and ${PAID('f')} and ${inSpan(sql`f.at`, spanOf(cond.within, ctx))})`;
  const count = sql`count(*) filter (where f.amount >= 0)`;
  return {
    orders: of(count),
    revenue: of(sql`sum(f.amount)`),
    average: of(sql`sum(f.amount)::numeric / nullif(${count}, 0)`),
    first: of(sql`min(f.at) filter (where f.amount >= 0)`),
    last: of(sql`max(f.at) filter (where f.amount >= 0)`),
  };
};

/** The roll-up's, unless it is not before now: then that one contact's facts are read. */
const lastVisit = (cond: MetricCond, ctx: RuleContext): SQL => {
  const read = sql`(select max(f.at) from events f where f.contact_id = ${ctx.person} and f.name = ${VISIT}::text and ${inSpan(sql`f.at`, spanOf(cond.within, ctx))})`;
  return cond.within
    ? read
    : sql`(case when s.last_visit_at >= ${instantParam(ctx.now)} then ${read} else s.last_visit_at end)`;
};

/** May be NULL for "no". */
export const compileMetric = (cond: MetricCond, ctx: RuleContext): SQL => {
  const of = totals(cond, ctx);
  const number = (value: SQL, scale: number) =>
    compare({ kind: 'number', number: value, scale }, cond.is, cond.value, ctx);
  switch (cond.metric) {
    case 'orders':
      return number(of.orders, 1);
    case 'revenue': {
      // Who has no order has a revenue of 0, whatever was given back: decided here, so that an index may answer the rest.
      const paid = number(of.revenue, scaleOf(ctx));
      return zeroFits(cond) ? sql`(${of.orders} = 0 or ${paid})` : sql`(${of.orders} > 0 and ${paid})`;
    }
    case 'average_order_value':
      return number(of.average, scaleOf(ctx));
    case 'days_since_last_order':
      return compareDays(of.last, cond, ctx.now);
    case 'days_since_first_order':
      return compareDays(of.first, cond, ctx.now);
    case 'days_since_last_visit':
      return compareDays(lastVisit(cond, ctx), cond, ctx.now);
    case 'revenue_percentile':
      return comparePercentile(of, cond, ctx);
    // Predictions are of last night whatever instant is asked about: they are no facts that could be read again.
    case 'predicted_ltv':
      return number(sql`s.predicted_ltv`, scaleOf(ctx));
    case 'p_alive':
      return number(sql`s.p_alive`, 1);
  }
};

/** Whether 0 satisfies a comparison of numbers. */
const zeroFits = ({ is, value }: MetricCond): boolean => {
  const list = (Array.isArray(value) ? value : [value]).map((v) => numberOf(v) ?? 0);
  const [a = 0, b = 0] = list;
  const by: Partial<Record<Operator, boolean>> = {
    eq: a === 0,
    ne: a !== 0,
    in: list.includes(0),
    not_in: !list.includes(0),
    gt: 0 > a,
    gte: 0 >= a,
    lt: 0 < a,
    lte: 0 <= a,
    between: 0 >= a && 0 <= b,
    exists: true,
  };
  return by[is] ?? false;
};

const DAYS_MAX = 100_000;

/** Whole 24-hour spans before now, as bounds on the instant itself: no arithmetic a row. */
const compareDays = (instant: SQL, cond: MetricCond, now: Date): SQL => {
  const values = (Array.isArray(cond.value) ? cond.value : [cond.value]).map((v) => numberOf(v) ?? 0);
  const before = (n: number): SQL => {
    const days = Math.max(-DAYS_MAX, Math.min(DAYS_MAX, n));
    return instantParam(new Date(now.getTime() - days * 86_400_000));
  };
  /** days >= n, n whole; below: days < n */
  const atLeast = (n: number): SQL => sql`${instant} <= ${before(n)}`;
  const below = (n: number): SQL => sql`${instant} > ${before(n)}`;
  const exactly = (v: number): SQL => (Number.isInteger(v) ? sql`(${atLeast(v)} and ${below(v + 1)})` : sql`false`);
  const among = sql`(${sql.join(values.map(exactly), sql` or `)})`;
  const first = values[0] ?? 0;
  const by: Partial<Record<Operator, () => SQL>> = {
    exists: () => sql`${instant} is not null`,
    not_exists: () => sql`${instant} is null`,
    gte: () => atLeast(Math.ceil(first)),
    gt: () => atLeast(Math.floor(first) + 1),
    lt: () => below(Math.ceil(first)),
    lte: () => below(Math.floor(first) + 1),
    eq: () => exactly(first),
    ne: () => not(exactly(first)),
    in: () => among,
    not_in: () => not(among),
    between: () => sql`(${atLeast(Math.ceil(first))} and ${below(Math.floor(values[1] ?? first) + 1)})`,
  };
  const found = by[cond.is];
  if (!found) throw new Error(`${cond.is} does not compare days`);
  return found();
};

/** The threshold was computed first (`prepareRule`): here it is a plain comparison of revenue. */
const comparePercentile = (of: Totals, cond: MetricCond, ctx: RuleContext): SQL => {
  const limits = boundsOf(cond).map((bound) => ctx.percentiles.get(boundKey(bound)) ?? null);
  const has = sql`${of.orders} > 0`;
  /** Rank at or past the bound: nobody when no revenue reaches it. */
  const reaches = (limit: number | null | undefined): SQL =>
    limit === null || limit === undefined ? sql`false` : sql`${of.revenue} >= ${limit}::bigint`;
  const within = (from: number | null | undefined, to: number | null | undefined): SQL =>
    sql`(${has} and ${reaches(from)} and not ${reaches(to)})`;
  const pairs = sql`(${sql.join(
    limits.flatMap((limit, i) => (i % 2 === 0 ? [within(limit, limits[i + 1])] : [])),
    sql` or `,
  )})`;
  switch (cond.is) {
    case 'exists':
      return has;
    case 'not_exists':
      return not(has);
    case 'gte':
    case 'gt':
      return sql`(${has} and ${reaches(limits[0])})`;
    case 'lt':
    case 'lte':
      return sql`(${has} and not ${reaches(limits[0])})`;
    case 'eq':
    case 'in':
    case 'between':
      return pairs;
    default:
      return not(pairs);
  }
};
