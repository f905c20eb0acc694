import { sql } from 'drizzle-orm';
import type { IngestOptions } from '../../src/audience/ingest.ts';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { ingestEvents } from '../../src/audience/ingest-events.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import type { Db } from '../../src/deps.ts';
import type { Person } from './evaluate.ts';

export const SEOUL = { timezone: 'Asia/Seoul', currency: 'KRW' };

/** Puts people into the database the way everybody comes in. */
export const loadPeople = async (db: Db, people: readonly Person[], opts: IngestOptions): Promise<void> => {
  await ingestContacts(
    db,
    people.map((p) => ({
      ...p.fields,
      external_id: p.id,
      created_at: p.createdAt.toISOString(),
      attributes: p.attributes,
    })),
    opts,
  );
  await ingestOrders(
    db,
    people.flatMap((p) => p.orders.map((o) => orderRow(p.id, o))),
    opts,
  );
  await ingestEvents(
    db,
    people.flatMap((p) =>
      p.events.map((e, i) => ({
        event_id: `${p.id}-e${i}`,
        contact_id: p.id,
        name: e.name,
        at: e.at.toISOString(),
        properties: e.properties,
      })),
    ),
    opts,
  );
};

export const orderRow = (contact: string, o: Person['orders'][number]) => ({
  order_id: o.id,
  contact_id: contact,
  at: o.at.toISOString(),
  amount: o.amount,
  currency: 'KRW',
  quantity: o.quantity,
  category: o.category,
  status: o.status,
});

/** Everything about people, gone; the sequence goes on, as in life. */
export const forgetPeople = async (db: Db): Promise<void> => {
  await db.execute(
    sql`truncate contacts, contact_identities, ingest_keys, suppressed_addresses, consents, suppressions, orders, events, contact_stats, audience_members, deliveries, delivery_events`,
  );
};
