import { sql } from 'drizzle-orm';
import { auditLog } from '../db/schema.ts';
import type { Db, Transaction } from '../deps.ts';
import { toMajor } from '../kit/money.ts';
import { hashOfName } from './erased.ts';
import { contactNamed } from './identity.ts';

type Row = Record<string, unknown>;
type Asked = { by: string; now: Date; currency: string; secretKeys: readonly string[] };

/**
 * Everything that is held of one person, for that person: amounts in major units, instants in UTC, campaigns by number.
 *
 * @returns null when there is nobody of that name
 */
export const exportContact = (
  db: Db,
  name: string,
  { by, now, currency, secretKeys }: Asked,
): Promise<Record<string, Row | Row[] | string> | null> =>
  db.transaction(
    async (tx) => {
      const id = await contactNamed(tx, name);
      if (id === null) return null;
      const of = (what: ReturnType<typeof sql>) => rowsOf(tx, what);
      const major = (row: Row, column: string): Row => ({
        ...row,
        [column]: row[column] === null ? null : toMajor({ minor: Number(row[column]), currency }),
      });
      const [contact = {}] = await of(sql`select t.* from contacts t where id = ${id}`);
      const [stats = {}] = await of(sql`select t.* from contact_stats t where contact_id = ${id}`);
      const orders = await of(sql`select t.* from orders t where contact_id = ${id} order by at, order_id`);
      const all = {
        exported_at: now.toISOString(),
        contact,
        consents: await of(sql`select t.* from consents t where contact_id = ${id} order by at`),
        notices: await of(
          sql`select t.* from notice_answers t where contact_id = ${id} order by campaign_id, channel, purpose`,
        ),
        suppressions: await of(sql`select t.* from suppressions t where contact_id = ${id} order by at`),
        orders: orders.map((row) => major(row, 'amount')),
        events: await of(sql`select t.* from events t where contact_id = ${id} order by at, event_id`),
        totals: major(stats, 'revenue'),
        audiences: await of(
          sql`select m.campaign_id, m.occurrence, m.segment, m.channel, m.outcome, m.variant from campaigns k cross join generate_series(1, k.occurrence) as n (occurrence) join audience_members m on m.campaign_id = k.id and m.occurrence = n.occurrence and m.contact_id = ${id} order by 1, 2`,
        ),
        messages: await of(
          sql`select campaign_id, occurrence, channel, segment, variant, status, reason, handed_at, delivered_at from deliveries where contact_id = ${id} order by 1, 2`,
        ),
        coupons: await of(
          sql`select k.campaign_id, k.occurrence, k.pool, k.code, k.assigned_at, k.redeemed_at from deliveries d join coupon_codes k on k.campaign_id = d.campaign_id and k.occurrence = d.occurrence and k.contact_id = d.contact_id where d.contact_id = ${id} order by 1, 2`,
        ),
        reactions: await of(
          sql`select campaign_id, occurrence, channel, type, at, link, machine, reason from delivery_events where contact_id = ${id} order by at`,
        ),
      };
      await tx
        .insert(auditLog)
        .values({ at: now, what: 'contact.exported', by, detail: { contact: hashOfName(name, secretKeys) } });
      return all;
    },
    { isolationLevel: 'repeatable read' },
  );

/** Our own numbers say nothing to the person. */
const rowsOf = async (tx: Transaction, what: ReturnType<typeof sql>): Promise<Row[]> => {
  const { rows } = await tx.execute<{ row: Row }>(
    sql`select to_jsonb(x) - array['id', 'contact_id', 'pressure_at'] as row from (${what}) x`,
  );
  return rows.map(({ row }) => row);
};
