import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../deps.ts';
import { arrayOf } from './arrays.ts';
import { VISIT } from './fields.ts';

/**
 * `contact_stats`: what rules ask most, one row a contact, in the transaction that brought the facts. New facts are added
 * to it; where a fact changed (refund, correction) the contact is counted anew under the lock of its row. Equal to
 * `rebuild` after any order of arrival: held by test/audience/rollup.test.ts.
 */
export type NewOrder = { contactId: number; at: Date; amount: number; paid: boolean };

export const addOrders = async (tx: Tx, orders: readonly NewOrder[]): Promise<void> => {
  type Sum = { orders: number; revenue: number; first: Date | null; last: Date | null };
  const sums = new Map<number, Sum>();
  for (const { contactId, at, amount, paid } of orders) {
    if (!paid) continue;
    const sum = sums.get(contactId) ?? { orders: 0, revenue: 0, first: null, last: null };
    sum.revenue += amount;
    if (amount >= 0) {
      sum.orders += 1;
      if (!sum.first || at < sum.first) sum.first = at;
      if (!sum.last || at > sum.last) sum.last = at;
    }
    sums.set(contactId, sum);
  }
  if (sums.size === 0) return;
  const list = [...sums].sort(([a], [b]) => a - b);
  const column = (of: (sum: Sum) => string | number | null) => arrayOf(list.map(([, sum]) => of(sum)));
  await tx.execute(
    sql`insert into contact_stats as s (contact_id, orders, revenue, first_order_at, last_order_at) select * from unnest(${arrayOf(list.map(([id]) => id))}::bigint[], ${column((s) => s.orders)}::int[], ${column((s) => s.revenue)}::bigint[], ${column((s) => s.first?.toISOString() ?? null)}::timestamptz[], ${column((s) => s.last?.toISOString() ?? null)}::timestamptz[]) on conflict (contact_id) do update set orders = s.orders + excluded.orders, revenue = s.revenue + excluded.revenue, first_order_at = least(s.first_order_at, excluded.first_order_at), last_order_at = greatest(s.last_order_at, excluded.last_order_at)`,
  );
};

export const addVisits = async (tx: Tx, visits: readonly { contactId: number; at: Date }[]): Promise<void> => {
  const last = new Map<number, Date>();
  for (const { contactId, at } of visits) {
    const known = last.get(contactId);
    if (!known || at > known) last.set(contactId, at);
  }
  if (last.size === 0) return;
  const list = [...last].sort(([a], [b]) => a - b);
  await tx.execute(
    sql`insert into contact_stats as s (contact_id, last_visit_at) select * from unnest(${arrayOf(list.map(([id]) => id))}::bigint[], ${arrayOf(list.map(([, at]) => at.toISOString()))}::timestamptz[]) on conflict (contact_id) do update set last_visit_at = greatest(s.last_visit_at, excluded.last_visit_at)`,
  );
};

/** Counts these contacts' orders anew. The row is locked first, so that no other transaction's addition is lost. */
export const recountOrders = async (tx: Tx, contactIds: readonly number[]): Promise<void> => {
  if (contactIds.length === 0) return;
  const ids = await locked(tx, contactIds);
  await tx.execute(
    sql`insert into contact_stats as s (contact_id, orders, revenue, first_order_at, last_order_at) select c.id, count(o.at) filter (where o.amount >= 0), coalesce(sum(o.amount), 0), min(o.at) filter (where o.amount >= 0), max(o.at) filter (where o.amount >= 0) from contacts c left join orders o on o.contact_id = c.id and o.status = 'paid' where c.id = any(${ids}::bigint[]) group by c.id on conflict (contact_id) do update set orders = excluded.orders, revenue = excluded.revenue, first_order_at = excluded.first_order_at, last_order_at = excluded.last_order_at`,
  );
};

export const recountVisits = async (tx: Tx, contactIds: readonly number[]): Promise<void> => {
  if (contactIds.length === 0) return;
  const ids = await locked(tx, contactIds);
  await tx.execute(
    sql`insert into contact_stats as s (contact_id, last_visit_at) select c.id, max(e.at) from contacts c left join events e on e.contact_id = c.id and e.name = ${VISIT} where c.id = any(${ids}::bigint[]) group by c.id on conflict (contact_id) do update set last_visit_at = excluded.last_visit_at`,
  );
};

/** An update and not FOR UPDATE: a lock over several shards is refused, an update is not. */
const locked = async (tx: Tx, contactIds: readonly number[]) => {
  const ids = arrayOf([...new Set(contactIds)].sort((a, b) => a - b));
  await tx.execute(sql`update contact_stats set orders = orders where contact_id = any(${ids}::bigint[])`);
  return ids;
};

const PAGE = 5_000;

/**
 * Makes every roll-up anew, page by page, each its own transaction.
 *
 * @param after id of the last contact done by an earlier run
 * @returns id of the last contact, after each page, so that a run can be resumed
 */
export async function* rebuild(db: Db, after = 0): AsyncGenerator<number> {
  for (let last = after; ; ) {
    const { rows } = await db.execute<{ id: number }>(
      sql`select id from contacts where id > ${last} order by id limit ${PAGE}`,
    );
    const ids = rows.map((row) => row.id);
    const end = ids.at(-1);
    if (end === undefined) return;
    await db.transaction(async (tx) => {
      await recountOrders(tx, ids);
      await recountVisits(tx, ids);
    });
    last = end;
    yield last;
  }
}
