import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { arrayOf } from './arrays.ts';
import { CART, CLICK, OPEN, PUSH, VISIT } from './fields.ts';

/**
 * `contact_stats`: what rules ask most, one row a contact, in the transaction that brought the facts. New facts are added
 * to it; where a fact changed (refund, correction) the contact is counted anew under the lock of its row. Equal to a full
 * rebuild after any order of arrival: held by test/audience/rollup.test.ts. Nothing in it moves with the clock, so no job
 * keeps it right; only the zone its months are counted in can change (rebuild.ts).
 */

/** Months kept: five years, and bits enough for a bigint. */
const MONTHS = 60;

const monthOf = (at: SQL, timezone: string): SQL => {
  const local = sql`(${at} at time zone ${timezone}::text)`;
  // Not extract(): it answers in numeric, at several times the cost.
  return sql`(date_part('year', ${local}) * 12 + date_part('month', ${local}) - 1)::int`;
};

/** @param from relation (contact_id, at, amount) of paid orders; a negative amount takes money off and is no order */
const orderSums = (from: SQL, timezone: string): SQL =>
  sql`select x.contact_id, (count(*) filter (where x.amount >= 0))::int as orders, sum(x.amount)::bigint as revenue, min(x.at) filter (where x.amount >= 0) as first_order_at, max(x.at) filter (where x.amount >= 0) as last_order_at, max(x.month) as order_month, coalesce(bit_or(case when x.newest - x.month < ${MONTHS} then 1::bigint << (x.newest - x.month) end), 0) as order_months from (select m.*, max(m.month) over (partition by m.contact_id) as newest from (select f.contact_id, f.at, f.amount, case when f.amount >= 0 then ${monthOf(sql`f.at`, timezone)} end as month from ${from} as f (contact_id, at, amount)) m) x group by x.contact_id`;

/** @param from relation (contact_id, name, at) */
const eventSums = (from: SQL): SQL => {
  const last = (name: string) => sql`max(f.at) filter (where f.name = ${name}::text)`;
  const count = (name: string) => sql`(count(*) filter (where f.name = ${name}::text))::int`;
  return sql`select f.contact_id, ${last(VISIT)} as last_visit_at, ${last(CART)} as last_cart_at, ${last(PUSH)} as last_push_at, ${count(OPEN)} as opens, ${last(OPEN)} as last_open_at, ${count(CLICK)} as clicks, ${last(CLICK)} as last_click_at, (array_agg(f.at order by f.at desc) filter (where f.name = ${CLICK}::text))[2] as prev_click_at from ${from} as f (contact_id, name, at) where f.name = any(${arrayOf([VISIT, CART, PUSH, OPEN, CLICK])}::text[]) group by f.contact_id`;
};

const ORDER_COLUMNS = ['orders', 'revenue', 'first_order_at', 'last_order_at', 'order_month', 'order_months'] as const;
const EVENT_COLUMNS = [
  'last_visit_at',
  'last_cart_at',
  'last_push_at',
  'opens',
  'last_open_at',
  'clicks',
  'last_click_at',
  'prev_click_at',
] as const;
type Column = (typeof ORDER_COLUMNS)[number] | (typeof EVENT_COLUMNS)[number];

const sum = (column: Column) => sql.raw(`${column} = s.${column} + excluded.${column}`);
/** greatest and least pass over what is not there. */
const latest = (column: Column) => sql.raw(`${column} = greatest(s.${column}, excluded.${column})`);
const earliest = (column: Column) => sql.raw(`${column} = least(s.${column}, excluded.${column})`);

/** The bits of a row, counted from the newer of the two newest months. What falls out at the far end is forgotten by both ways of counting. */
const shifted = (row: 's' | 'excluded'): string => {
  const gap = `greatest(s.order_month, excluded.order_month) - ${row}.order_month`;
  return `case when ${gap} < ${MONTHS} then ${row}.order_months << (${gap}) else 0 end`;
};
const mergedMonths = sql.raw(
  `order_months = ((${shifted('s')}) | (${shifted('excluded')})) & ${2n ** BigInt(MONTHS) - 1n}`,
);

/** Of the older two of four clicks the newer one; nulls would win in `least`. */
const mergedPrevious = sql.raw(
  'prev_click_at = greatest(s.prev_click_at, excluded.prev_click_at, case when s.last_click_at is not null and excluded.last_click_at is not null then least(s.last_click_at, excluded.last_click_at) end)',
);

const names = (columns: readonly Column[]) => sql.raw(columns.join(', '));

/**
 * The statement that adds orders that were not there before; it may stand in a WITH, beside the one that stores them.
 *
 * @param from relation (contact_id, at, amount) of new paid orders: unnest, a temporary table, a CTE of the same statement
 */
export const ordersAdded = (from: SQL, timezone: string): SQL =>
  sql`insert into contact_stats as s (contact_id, ${names(ORDER_COLUMNS)}) ${orderSums(from, timezone)} order by 1 on conflict (contact_id) do update set ${sql.join([sum('orders'), sum('revenue'), earliest('first_order_at'), latest('last_order_at'), latest('order_month'), mergedMonths], sql`, `)}`;

/**
 * The same for events; of those that are in no roll-up nothing is kept.
 *
 * @param from relation (contact_id, name, at)
 */
export const eventsAdded = (from: SQL): SQL =>
  sql`insert into contact_stats as s (contact_id, ${names(EVENT_COLUMNS)}) ${eventSums(from)} order by 1 on conflict (contact_id) do update set ${sql.join([latest('last_visit_at'), latest('last_cart_at'), latest('last_push_at'), sum('opens'), latest('last_open_at'), sum('clicks'), latest('last_click_at'), mergedPrevious], sql`, `)}`;

export const addEvents = async (tx: Tx, from: SQL): Promise<void> => {
  await tx.execute(eventsAdded(from));
};

/** Counts these contacts' orders anew. The row is locked first, so that no other transaction's addition is lost. */
export const recountOrders = async (tx: Tx, contactIds: readonly number[], timezone: string): Promise<void> => {
  if (contactIds.length === 0) return;
  const ids = await lockStats(tx, contactIds);
  await putAnew(tx, ids, [{ columns: ORDER_COLUMNS, sums: orderSums(ordersOf(ids), timezone) }]);
};

/** Counts these contacts' events anew, and what they did with our messages. */
export const recountEvents = async (tx: Tx, contactIds: readonly number[]): Promise<void> => {
  if (contactIds.length === 0) return;
  const ids = await lockStats(tx, contactIds);
  await putAnew(tx, ids, [{ columns: EVENT_COLUMNS, sums: eventSums(eventsOf(ids)) }]);
};

/** Both at once: each row is written once. */
export const recountAll = async (tx: Tx, contactIds: readonly number[], timezone: string): Promise<void> => {
  if (contactIds.length === 0) return;
  const ids = await lockStats(tx, contactIds);
  await putAnew(tx, ids, [
    { columns: ORDER_COLUMNS, sums: orderSums(ordersOf(ids), timezone) },
    { columns: EVENT_COLUMNS, sums: eventSums(eventsOf(ids)) },
  ]);
};

const ordersOf = (ids: SQL): SQL =>
  sql`(select o.contact_id, o.at, o.amount from orders o where o.contact_id = any(${ids}::bigint[]) and o.status = 'paid')`;

/** What someone did with a message of ours is an event of theirs, as one that was told us from elsewhere. */
const eventsOf = (ids: SQL): SQL =>
  sql`(select e.contact_id, e.name, e.at from events e where e.contact_id = any(${ids}::bigint[]) union all select d.contact_id, case d.type when 'opened' then ${OPEN}::text else ${CLICK}::text end, d.at from delivery_events d where d.contact_id = any(${ids}::bigint[]) and d.type in ('opened', 'clicked') and not d.machine)`;

const ZEROS: ReadonlySet<Column> = new Set(['orders', 'revenue', 'order_months', 'opens', 'clicks']);

type Part = { columns: readonly Column[]; sums: SQL };

const putAnew = async (tx: Tx, ids: SQL, parts: readonly Part[]): Promise<void> => {
  const columns = parts.flatMap((part) => part.columns);
  const values = parts.flatMap((part, i) =>
    part.columns.map((column) => (ZEROS.has(column) ? `coalesce(x${i}.${column}, 0)` : `x${i}.${column}`)),
  );
  const joins = parts.map(
    ({ sums }, i) => sql`left join (${sums}) ${sql.raw(`x${i}`)} on ${sql.raw(`x${i}`)}.contact_id = c.id`,
  );
  const anew = columns.map((column) => `${column} = excluded.${column}`).join(', ');
  await tx.execute(
    sql`insert into contact_stats as s (contact_id, ${names(columns)}) select c.id, ${sql.raw(values.join(', '))} from contacts c ${sql.join(joins, sql` `)} where c.id = any(${ids}::bigint[]) order by c.id on conflict (contact_id) do update set ${sql.raw(anew)}`,
  );
};

/**
 * Locks in the order of ids, as every addition does, or two would wait for one another. An upsert and not FOR UPDATE: a lock
 * over several shards is refused, and an update takes its rows in any order.
 */
export const lockStats = async (tx: Tx, contactIds: readonly number[]): Promise<SQL> => {
  const ids = arrayOf([...new Set(contactIds)].sort((a, b) => a - b));
  await tx.execute(
    sql`insert into contact_stats as s (contact_id) select c.id from contacts c where c.id = any(${ids}::bigint[]) order by c.id on conflict (contact_id) do update set orders = s.orders`,
  );
  return ids;
};
