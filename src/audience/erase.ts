import { sql } from 'drizzle-orm';
import { auditLog } from '../db/schema.ts';
import type { Db, Transaction } from '../deps.ts';
import { arrayOf } from './arrays.ts';
import { bury, hashOfName, nobodyBroughtMeanwhile } from './erased.ts';
import { contactNamed } from './identity.ts';
import { again } from './ingest.ts';
import { addressesTaken } from './suppress.ts';

export type Erased = { orders: number; events: number; messages: number };
type Asked = { by: string; now: Date; secretKeys: readonly string[] };

/**
 * Forgets a person: the contact with its consents, events and roll-up is gone, and so is every name the orders had. What
 * stays can name nobody: the ledger's counts, and amounts at their times, so that statistics stay what they were. A
 * tombstone keeps old files and repeated requests from bringing the person back, and an opt-out goes on as a hash.
 *
 * @returns what was there; null when there is nobody of that name
 */
export const eraseContact = (db: Db, name: string, { by, now, secretKeys }: Asked): Promise<Erased | null> =>
  again(() =>
    db.transaction(async (tx) => {
      await nobodyBroughtMeanwhile(tx);
      // No import may bring the same address while it is looked whether somebody else has it.
      await addressesTaken(tx, 'import');
      const id = await contactNamed(tx, name);
      if (id === null) return null;
      const orders = await anonymise(tx, id);
      const events = await forgetEvents(tx, id);
      const messages = await forgetReports(tx, id);
      await buryAddresses(tx, id, now, secretKeys);
      await tx.execute(sql`delete from practice_mail where contact_external_id = ${name}`);
      await tx.execute(sql`delete from contact_identities where contact_id = ${id} and external_id = ${name}`);
      await tx.execute(sql`delete from contacts where id = ${id}`);
      await bury(tx, 'contact', name, now, secretKeys);
      const contact = hashOfName(name, secretKeys);
      const erased = { orders, events, messages };
      await tx.insert(auditLog).values({ at: now, what: 'contact.erased', by, detail: { contact, ...erased } });
      return erased;
    }),
  );

/** An order keeps amount and time; its id would lead a shop back to the person. */
const anonymise = async (tx: Transaction, id: number): Promise<number> => {
  const { rows } = await tx.execute<{ order_id: string }>(sql`select order_id from orders where contact_id = ${id}`);
  await forgetKeys(
    tx,
    'order',
    rows.map((row) => row.order_id),
  );
  await tx.execute(
    sql`update orders o set order_id = 'erased-' || x.n, product = null, category = null from (select order_id, row_number() over (order by at, order_id) as n from orders where contact_id = ${id}) x where o.contact_id = ${id} and o.order_id = x.order_id`,
  );
  return rows.length;
};

const forgetEvents = async (tx: Transaction, id: number): Promise<number> => {
  const { rows } = await tx.execute<{ event_id: string }>(
    sql`delete from events where contact_id = ${id} returning event_id`,
  );
  await forgetKeys(
    tx,
    'event',
    rows.map((row) => row.event_id),
  );
  return rows.length;
};

export const forgetKeys = async (tx: Transaction, source: 'order' | 'event', ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await tx.execute(
    sql`delete from ingest_keys where source = ${source} and external_id = any(${arrayOf(ids)}::text[])`,
  );
};

/** What a mail server said of a message may quote the address; that it was said stays. */
const forgetReports = async (tx: Transaction, id: number): Promise<number> => {
  await tx.execute(sql`update delivery_events set detail = '{}' where contact_id = ${id} and detail <> '{}'`);
  const { rows } = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from deliveries where contact_id = ${id}`,
  );
  return rows[0]?.n ?? 0;
};

const CHANNELS = { email: ['email'], phone: ['sms', 'kakao'] } as const;

/** An opt-out outlives the person as a hash, unless the address is somebody else's too: then it is theirs. */
const buryAddresses = async (tx: Transaction, id: number, now: Date, secretKeys: readonly string[]): Promise<void> => {
  for (const column of ['email', 'phone'] as const) {
    const address = sql.raw(column);
    const { rows } = await tx.execute<{ channel: string; address: string }>(
      sql`select s.channel, s.address from contacts c join suppressed_addresses s on s.address = c.${address} and s.channel = any(${arrayOf(CHANNELS[column])}::text[]) where c.id = ${id} and not exists (select 1 from contacts other where other.${address} = c.${address} and other.id <> ${id})`,
    );
    for (const known of rows) {
      await bury(tx, known.channel as 'email' | 'sms' | 'kakao', known.address, now, secretKeys);
      await tx.execute(
        sql`delete from suppressed_addresses where channel = ${known.channel} and address = ${known.address}`,
      );
    }
  }
};
