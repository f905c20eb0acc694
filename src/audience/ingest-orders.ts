import { type SQL, sql } from 'drizzle-orm';
import { codeKey } from '../coupons/pool.ts';
import { redeem } from '../coupons/redeem.ts';
import { ORDER_SOURCES, type OrderSource } from '../db/schema.ts';
import type { Db, Transaction } from '../deps.ts';
import { arrayOf } from './arrays.ts';
import { amount, oneOf, type RawRow, Refused, required, requiredInstant, text, wholeNumber } from './cells.ts';
import { ensureContacts } from './identity.ts';
import { type Ingested, type IngestOptions, ingest, type Kind, type RowStatus } from './ingest.ts';
import { type Fresh, type Owned, storeKeyed } from './ingest-keys.ts';
import { ordersMoved } from './late-orders.ts';
import { ordersAdded, recountOrders } from './rollup.ts';

type OrderRow = {
  orderId: string;
  contact: string;
  at: Date;
  /** Minor units; negative = money given back. */
  amount: number;
  quantity: number | null;
  category: string | null;
  product: string | null;
  status: 'paid' | 'refunded';
  source: OrderSource;
  /** Folded: as codes are compared. */
  coupon: string | null;
};

/** Shops say it in many words. A part given back is no status: it is a negative amount under an id of its own. */
export const ORDER_STATUSES = {
  paid: [
    'complete',
    'completed',
    'fulfilled',
    'delivered',
    '결제완료',
    '결제 완료',
    '완료',
    '구매확정',
    '배송중',
    '배송완료',
  ],
  refunded: [
    'refund',
    'returned',
    'canceled',
    'cancelled',
    '환불',
    '환불완료',
    '취소',
    '취소완료',
    '주문취소',
    '반품',
    '반품완료',
  ],
} as const;

/** What won business in the CRM comes before the shop's own books, and those before what a browser counted. */
export const SOURCE_WORDS = {
  crm: ['hubspot', 'salesforce', 'pipedrive'],
  shop: ['cafe24', 'shopify', 'woocommerce', 'smartstore'],
  analytics: ['ga4', 'ga', 'google_analytics'],
} as const satisfies Record<OrderSource, readonly string[]>;

const parse = (raw: RawRow, opts: IngestOptions): OrderRow => {
  const currency = text(raw, 'currency', 10)?.toUpperCase() ?? opts.currency;
  if (currency !== opts.currency) throw new Refused('currency', currency, opts.currency, 'money');
  const minor = amount(raw, 'amount', opts.currency);
  const status = oneOf(raw, 'status', ORDER_STATUSES, 'paid');
  return {
    orderId: required(raw, 'order_id'),
    contact: required(raw, 'contact_id'),
    at: requiredInstant(raw, 'at', opts.timezone),
    amount: minor,
    quantity: wholeNumber(raw, 'quantity'),
    category: text(raw, 'category', 200),
    product: text(raw, 'product', 200),
    // Money given back is itself never refunded, whatever an export calls it.
    status: minor < 0 ? 'paid' : status,
    source: oneOf(raw, 'order_source', SOURCE_WORDS, 'shop'),
    coupon: codeKey(text(raw, 'coupon', 100) ?? '') || null,
  };
};

/**
 * A refund is final and may come first: by status, or as a negative amount under the order's own id (then the whole
 * order is refunded and its positive amount kept). A negative amount under another id takes money off and is no order.
 */
const store = async (
  tx: Transaction,
  rows: readonly OrderRow[],
  opts: IngestOptions,
): Promise<(RowStatus | Refused)[]> => {
  const names = sql`${arrayOf(rows.map((r) => r.contact))}::text[]`;
  await ensureContacts(tx, rows, names);
  const fresh: Fresh = {
    source: 'order',
    read: sql`unnest(${names}, ${rest(rows)}) as x (contact, ${REST})`,
    insert: sql`insert into orders (${COLUMNS}) ${complete(sql`fresh`, opts)} returning contact_id, at, amount, status`,
    rollUp: ordersAdded(sql`(select contact_id, at, amount from stored where status = 'paid')`, opts.timezone),
  };
  const before: Date[] = [];
  const statuses = await storeKeyed(
    tx,
    fresh,
    rows,
    (row) => row.orderId,
    async (owned) => {
      const written = await correct(tx, owned, opts);
      before.push(...written.values());
      await recountOrders(
        tx,
        owned.filter(({ row }) => written.has(row.orderId)).map(({ contactId }) => contactId),
        opts.timezone,
      );
      return written;
    },
  );
  await redeemAll(
    tx,
    rows.filter((row, i) => row.coupon !== null && !(statuses[i] instanceof Refused)),
  );
  const changed = rows.filter((_, i) => statuses[i] === 'inserted' || statuses[i] === 'updated');
  await ordersMoved(tx, [...changed.map(({ at }) => at), ...before], opts.timezone);
  return statuses;
};

const redeemAll = async (tx: Transaction, rows: readonly OrderRow[]): Promise<void> => {
  if (rows.length === 0) return;
  const { rows: owners } = await tx.execute<{ order_id: string; contact_id: number }>(
    sql`select external_id as order_id, contact_id from ingest_keys where source = 'order' and external_id = any(${arrayOf(rows.map(({ orderId }) => orderId))}::text[])`,
  );
  const ownerOf = new Map(owners.map((row) => [row.order_id, row.contact_id]));
  await redeem(
    tx,
    rows.flatMap(({ orderId, at, coupon }) => {
      const contactId = ownerOf.get(orderId);
      return contactId === undefined || coupon === null ? [] : [{ contactId, orderId, at, key: coupon }];
    }),
  );
};

const COLUMNS = sql.raw(
  'contact_id, order_id, at, amount, quantity, category, product, status, source, coupon, currency, received_at',
);
/** What a row says beside whose it is. */
const REST = sql.raw('key, at, amount, quantity, category, product, status, source, coupon');
const rest = (rows: readonly OrderRow[]): SQL => {
  const column = (of: (row: OrderRow) => string | number | null) => arrayOf(rows.map(of));
  return sql`${column((r) => r.orderId)}::text[], ${column((r) => r.at.toISOString())}::timestamptz[], ${column((r) => r.amount)}::bigint[], ${column((r) => r.quantity)}::int[], ${column((r) => r.category)}::text[], ${column((r) => r.product)}::text[], ${column((r) => r.status)}::text[], ${column((r) => r.source)}::text[], ${column((r) => r.coupon)}::text[]`;
};

/** @param from relation of `contact_id` and REST, whose rows get what all have in common */
const complete = (from: SQL, opts: IngestOptions): SQL =>
  sql`select x.contact_id, ${REST}, ${opts.currency}::text, ${opts.now.toISOString()}::timestamptz from ${from} x`;

/**
 * A better source says it anew, a lesser one only what is not known yet and that money was given back: a refund is final
 * whoever tells of it.
 *
 * @returns ids of those that really changed, and when they were until now
 */
const correct = async (
  tx: Transaction,
  owned: readonly Owned<OrderRow>[],
  opts: IngestOptions,
): Promise<Map<string, Date>> => {
  // One id, once with a positive and once with a negative amount: the positive one is what the order was.
  const mixed = sql`(o.amount < 0) <> (excluded.amount < 0)`;
  const lesser = sql`${rank(sql`excluded`)} > ${rank(sql`o`)}`;
  const finalAt = sql`case when ${lesser} or (${mixed} and excluded.amount < 0) then o.at else excluded.at end`;
  const finalAmount = sql`case when ${mixed} then greatest(o.amount, excluded.amount) when ${lesser} then o.amount else excluded.amount end`;
  const finalStatus = sql`case when ${mixed} or o.status = 'refunded' or excluded.status = 'refunded' then 'refunded' when ${lesser} then o.status else excluded.status end`;
  const finalSource = sql`case when ${lesser} then o.source else excluded.source end`;
  const said = (column: string): SQL => {
    const [was, is] = [sql.raw(`o.${column}`), sql.raw(`excluded.${column}`)];
    return sql`case when ${lesser} then coalesce(${was}, ${is}) else coalesce(${is}, ${was}) end`;
  };
  const finals: [string, SQL][] = [
    ['at', finalAt],
    ['amount', finalAmount],
    ['quantity', said('quantity')],
    ['category', said('category')],
    ['product', said('product')],
    ['status', finalStatus],
    ['source', finalSource],
    ['coupon', said('coupon')],
  ];
  const set = sql.join(
    finals.map(([column, value]) => sql`${sql.raw(column)} = ${value}`),
    sql`, `,
  );
  const was = sql.raw(finals.map(([column]) => `o.${column}`).join(', '));
  const is = sql.join(
    finals.map(([, value]) => value),
    sql`, `,
  );
  const from = sql`(select * from unnest(${arrayOf(owned.map(({ contactId }) => contactId))}::bigint[], ${rest(owned.map(({ row }) => row))}) as u (contact_id, ${REST}))`;
  // The second reading is of the same instant as the first: it finds the orders as they were.
  const { rows: written } = await tx.execute<{ order_id: string; at: Date }>(
    sql`with written as (insert into orders as o (${COLUMNS}) ${complete(from, opts)} on conflict (contact_id, order_id) do update set ${set} where (${was}) is distinct from (${is}) returning contact_id, order_id) select w.order_id, p.at from written w join orders p on p.contact_id = w.contact_id and p.order_id = w.order_id`,
  );
  return new Map(written.map((row) => [row.order_id, new Date(row.at)]));
};

/** 1 is best. */
const rank = (row: SQL): SQL => sql`array_position(${arrayOf([...ORDER_SOURCES])}::text[], ${row}.source)`;

const saidOf = ({ contact, at }: OrderRow) => ({ column: 'contact_id', name: contact, at, grants: false });

export const ORDERS: Kind<OrderRow> = {
  attributes: null,
  parse,
  key: (row) => row.orderId,
  owned: 'order_id',
  said: saidOf,
  store,
};

/** Columns: `order_id, contact_id, at, amount` and `currency, quantity, category, product, status, coupon, order_source`. Amounts in major units. */
export const ingestOrders = (db: Db, rows: readonly RawRow[], opts: IngestOptions): Promise<Ingested> =>
  ingest(db, ORDERS, rows, opts);
