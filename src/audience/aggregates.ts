import { type SQL, sql } from 'drizzle-orm';
import type { ChannelName } from '../channels/channel.ts';
import type { Tx } from '../deps.ts';
import { strings } from '../i18n/language.ts';
import type { Aggregate } from '../steps/personas/schema.ts';
import { FROM } from './candidates.ts';
import { isTellable, K } from './catalogue.ts';
import { instantParam } from './comparison.ts';
import { compileRule } from './compile.ts';
import { prepareRule } from './context.ts';
import { VISIT } from './fields.ts';
import { PAID, scaleOf } from './metric.ts';
import type { Rule } from './rule.ts';
import type { At } from './when.ts';

type Unit = Aggregate['unit'];
type Named = { name: string; unit: Unit; label: Aggregate['label']; value: number | null; n: number; part?: number };

/** Values of one text attribute told in a segment. */
const VALUES = 3;
const CATEGORIES = 5;

/**
 * Numbers about the people of one segment, each over 10 contacts or more; a share is told only when 10 or more are in it
 * (or none is). Empty when the segment is smaller.
 *
 * @throws RuleError on a rule that cannot be asked
 */
export const segmentAggregates = async (
  db: Tx,
  rule: Rule,
  { channel = 'email', ...at }: At & { channel?: ChannelName },
): Promise<Aggregate[]> => {
  const who = compileRule(rule, await prepareRule(db, rule, at));
  const people = sql`select c.id, c.attributes, s.orders, s.revenue, s.first_order_at, s.last_order_at from ${FROM} where ${who}`;
  const named = [
    ...(await totals(db, people, at)),
    ...(await perOrder(db, people, at)),
    ...(await behaviour(db, people, channel, at)),
    ...(await attributeShares(db, people)),
  ];
  return named.flatMap(({ part, value, ...rest }) =>
    value === null || rest.n < K || (part !== undefined && part !== 0 && part < K)
      ? []
      : [{ ...rest, value: precise(value, rest.unit) }],
  );
};

/** As a person would say it: shares to a tenth of a percent, money whole, the rest to two decimals. */
const precise = (value: number, unit: Unit): number => {
  if (unit === 'share') return Math.round(value * 1000) / 1000;
  if (unit === 'count') return value;
  return Math.abs(value) >= 1000 ? Math.round(value) : Math.round(value * 100) / 100;
};

type Plain = Exclude<keyof ReturnType<typeof strings>['audience']['aggregates'], 'attribute_share' | 'category_share'>;
const label = (name: Plain): Aggregate['label'] => ({
  ko: strings('ko').audience.aggregates[name],
  en: strings('en').audience.aggregates[name],
});
const plain = (name: Plain, unit: Unit, value: number | null, n: number): Named => ({
  name,
  unit,
  value,
  n,
  label: label(name),
});
const shareOf = (name: Plain, part: number, n: number): Named => ({
  ...plain(name, 'share', n === 0 ? null : part / n, n),
  part,
});

type Totals = {
  n: number;
  buyers: number;
  orders: number | null;
  revenue: number | null;
  aov: number | null;
  last: number | null;
  first: number | null;
  repeat: number;
  top: number;
};

const totals = async (db: Tx, people: SQL, at: At): Promise<Named[]> => {
  const scale = scaleOf(at);
  const days = (column: string) =>
    sql`percentile_disc(0.5) within group (order by floor(extract(epoch from (${instantParam(at.now)} - ${sql.raw(column)})) / 86400))::float8`;
  const { rows } = await db.execute<Totals>(
    sql`with p as (${people}) select count(*)::int as n, count(*) filter (where orders > 0)::int as buyers, avg(coalesce(orders, 0))::float8 as orders, avg(coalesce(revenue, 0))::float8 / ${scale}::float8 as revenue, sum(revenue)::float8 / nullif(sum(orders), 0) / ${scale}::float8 as aov, ${days('last_order_at')} as last, ${days('first_order_at')} as first, count(*) filter (where orders > 1)::int as repeat, count(*) filter (where orders > 0 and revenue >= (select percentile_disc(0.7) within group (order by revenue) from contact_stats where orders > 0))::int as top from p`,
  );
  const r = rows[0];
  if (!r) return [];
  return [
    plain('contacts', 'count', r.n, r.n),
    plain('orders_mean', 'number', r.orders, r.n),
    plain('revenue_mean', 'money', r.revenue, r.n),
    plain('average_order_value', 'money', r.aov, r.buyers),
    plain('days_since_last_order_median', 'days', r.last, r.buyers),
    plain('days_since_first_order_median', 'days', r.first, r.buyers),
    shareOf('repeat_share', r.repeat, r.n),
    shareOf('top_revenue_share', r.top, r.n),
  ];
};

const perOrder = async (db: Tx, people: SQL, at: At): Promise<Named[]> => {
  const orders = sql`from p join orders f on f.contact_id = p.id and ${PAID('f')} and f.amount >= 0 and f.at < ${instantParam(at.now)}`;
  const weekend = sql`extract(isodow from f.at at time zone ${at.timezone}::text) >= 5`;
  const { rows } = await db.execute<{
    people: number;
    quantity: number | null;
    orders: number;
    weekend: number;
    weekenders: number;
  }>(
    sql`with p as (${people}) select count(distinct p.id)::int as people, avg(f.quantity)::float8 as quantity, count(*)::int as orders, count(*) filter (where ${weekend})::int as weekend, count(distinct p.id) filter (where ${weekend})::int as weekenders ${orders}`,
  );
  const { rows: categories } = await db.execute<{ category: string; n: number; people: number }>(
    sql`with p as (${people}) select f.category, count(*)::int as n, count(distinct p.id)::int as people ${orders} where f.category is not null group by 1 having count(distinct p.id) >= ${K} order by 2 desc, 1 limit ${CATEGORIES}`,
  );
  const r = rows[0];
  if (!r || r.orders === 0) return [];
  return [
    plain('quantity_mean', 'number', r.quantity, r.people),
    { ...plain('weekend_order_share', 'share', r.weekend / r.orders, r.people), part: r.weekenders },
    ...categories.map(
      ({ category, n, people: who }): Named => ({
        name: `category_share:${category}`,
        unit: 'share',
        value: n / r.orders,
        n: who,
        label: {
          ko: strings('ko').audience.aggregates.category_share({ value: category }),
          en: strings('en').audience.aggregates.category_share({ value: category }),
        },
      }),
    ),
  ];
};

const behaviour = async (db: Tx, people: SQL, channel: ChannelName, at: At): Promise<Named[]> => {
  const since = instantParam(new Date(at.now.getTime() - 30 * 86_400_000));
  const did = (event: string) =>
    sql`exists (select 1 from events e where e.contact_id = p.id and e.name = ${event} and e.at >= ${since} and e.at < ${instantParam(at.now)})`;
  const consent = sql`exists (select 1 from consents k where k.contact_id = p.id and k.channel = ${channel} and k.purpose = 'marketing' and k.state = 'granted')`;
  const { rows } = await db.execute<{ n: number; visited: number; cart: number; consent: number }>(
    sql`with p as (${people}) select count(*)::int as n, count(*) filter (where ${did(VISIT)})::int as visited, count(*) filter (where ${did('cart')})::int as cart, count(*) filter (where ${consent})::int as consent from p`,
  );
  const r = rows[0];
  if (!r) return [];
  return [
    shareOf('visited_30d_share', r.visited, r.n),
    shareOf('cart_30d_share', r.cart, r.n),
    shareOf(`${channel}_consent_share`, r.consent, r.n),
  ];
};

/** The commonest values of text attributes: never one that fewer than 10 of the segment hold. */
const attributeShares = async (db: Tx, people: SQL): Promise<Named[]> => {
  const { rows } = await db.execute<{ name: string; value: string; n: number; all: number }>(
    sql`with p as (${people}), a as (select a.key as name, a.value #>> '{}' as value from p, jsonb_each(p.attributes) a where jsonb_typeof(a.value) in ('string', 'boolean')) select name, value, count(*)::int as n, (select count(*) from p)::int as all from a group by 1, 2 having count(*) >= ${K} order by 3 desc, 1, 2`,
  );
  const told = new Map<string, number>();
  return rows.flatMap(({ name, value, n, all }): Named[] => {
    const count = told.get(name) ?? 0;
    if (count >= VALUES || !isTellable(name, value)) return [];
    told.set(name, count + 1);
    const p = { field: name, value };
    return [
      {
        name: `attribute_share:${name}=${value}`,
        unit: 'share',
        value: n / all,
        n: all,
        part: n,
        label: {
          ko: strings('ko').audience.aggregates.attribute_share(p),
          en: strings('en').audience.aggregates.attribute_share(p),
        },
      },
    ];
  });
};
