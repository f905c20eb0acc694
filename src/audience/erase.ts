import { sql } from 'drizzle-orm';
import { forgetCodes } from '../coupons/redeem.ts';
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
      const person = await personOf(tx, id, name);
      await forgetCodes(tx, id);
      const orders = await anonymise(tx, id);
      const events = await forgetEvents(tx, id);
      const messages = await forgetReports(tx, id);
      await buryAddresses(tx, person, now, secretKeys);
      await forgetRefusals(tx, person);
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

type Person = { id: number; name: string; email: string | null; phone: string | null };

const personOf = async (tx: Transaction, id: number, name: string): Promise<Person> => {
  const { rows } = await tx.execute<{ email: string | null; phone: string | null }>(
    sql`select email, phone from contacts where id = ${id}`,
  );
  return { id, name, email: rows[0]?.email ?? null, phone: rows[0]?.phone ?? null };
};

/** Rows of a file that were refused are shown as they were found. */
const forgetRefusals = async (tx: Transaction, { name, email, phone }: Person): Promise<void> => {
  const said = arrayOf([name, email, phone].filter((value) => value !== null));
  await tx.execute(
    sql`update imports set report = '[]' where exists (select 1 from unnest(${said}::text[]) as said where position(lower(said) in lower(report::text)) > 0)`,
  );
};

const CHANNELS = { email: ['email'], phone: ['sms', 'kakao'] } as const;

/** An opt-out outlives the person as a hash, unless the address is somebody else's too: then it is theirs. */
const buryAddresses = async (
  tx: Transaction,
  person: Person,
  now: Date,
  secretKeys: readonly string[],
): Promise<void> => {
  for (const column of ['email', 'phone'] as const) {
    const address = person[column];
    if (address === null) continue;
    const { rows: others } = await tx.execute(
      sql`select 1 from contacts where ${sql.raw(column)} = ${address} and id <> ${person.id} limit 1`,
    );
    if (others.length > 0) continue;
    const { rows: gone } = await tx.execute<{ channel: 'email' | 'sms' | 'kakao' }>(
      sql`delete from suppressed_addresses where address = ${address} and channel = any(${arrayOf(CHANNELS[column])}::text[]) returning channel`,
    );
    for (const { channel } of gone) await bury(tx, channel, address, now, secretKeys);
  }
};
