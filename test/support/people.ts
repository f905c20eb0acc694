import { sql } from 'drizzle-orm';
import type { IngestOptions } from '../../src/audience/ingest.ts';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { ingestEvents } from '../../src/audience/ingest-events.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import { recountEvents } from '../../src/audience/rollup.ts';
import type { Db } from '../../src/deps.ts';
import type { Person } from './evaluate.ts';

export const SEOUL = { timezone: 'Asia/Seoul', currency: 'KRW' };

/** Every third row a second time, as replays bring them. */
const twice = <T>(rows: readonly T[]): T[] => rows.flatMap((row, i) => (i % 3 === 0 ? [row, row] : [row]));

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
  await ingestOrders(db, twice(people.flatMap((p) => p.orders.map((o) => orderRow(p.id, o, opts.currency)))), opts);
  await ingestEvents(
    db,
    twice(
      people.flatMap((p) =>
        p.events.map((e, i) => ({
          event_id: `${p.id}-e${i}`,
          contact_id: p.id,
          name: e.name,
          at: e.at.toISOString(),
          properties: e.properties,
        })),
      ),
    ),
    opts,
  );
};

/** Two campaigns to be written to by: C-1 has a measuring window, C-2 none yet. Once a database. */
export const twoCampaigns = async (db: Db, window: { from: Date; to: Date }): Promise<void> => {
  for (const id of [1, 2]) {
    await db.execute(
      sql`insert into campaigns (id, status, goal, locale, requester, channel, request_key, window_starts_at, window_ends_at, created_at, updated_at) overriding system value values (${id}, 'measuring', 'g', 'ko', 'U1', 'C1', ${`test:${id}`}, ${id === 1 ? window.from.toISOString() : null}::timestamptz, ${id === 1 ? window.to.toISOString() : null}::timestamptz, now(), now())`,
    );
    await db.execute(
      sql`insert into launches (id, campaign_id, hash, draft_id, at) values (${`l${id}`}, ${id}, 'h', 'd', now())`,
    );
  }
};

/** Messages as the ledger has them, and what was done with them. */
export const loadMessages = async (db: Db, people: readonly Person[]): Promise<void> => {
  const json = (list: readonly object[]) => sql`jsonb_to_recordset(${JSON.stringify(list)}::jsonb)`;
  const all = people.flatMap((p) => p.messages.map((m, i) => ({ ...m, id: p.id, key: `${p.id}-${i}` })));
  if (all.length === 0) return;
  await db.execute(
    sql`insert into deliveries (campaign_id, occurrence, contact_id, channel, launch_id, hash, segment, variant, status, handed_at) select m.campaign, 1, c.id, 'email', 'l' || m.campaign, 'h', 'A', 'A-1', m.status, m.at from ${json(all)} as m (id text, campaign bigint, status text, at timestamptz) join contacts c on c.external_id = m.id`,
  );
  const reactions = all.flatMap(({ reactions: list, id, key, campaign }) =>
    list.map((r, i) => ({ ...r, id, campaign, key: `${key}-${i}` })),
  );
  const { rows } = await db.execute<{ contact_id: number }>(
    sql`insert into delivery_events (contact_id, event_id, campaign_id, occurrence, channel, variant, type, at, machine) select c.id, r.key, r.campaign, 1, 'email', 'A-1', r.type, r.at, r.machine from ${json(reactions)} as r (id text, key text, campaign bigint, type text, at timestamptz, machine boolean) join contacts c on c.external_id = r.id returning contact_id`,
  );
  await db.transaction((tx) =>
    recountEvents(
      tx,
      rows.map((row) => row.contact_id),
    ),
  );
};

export const orderRow = (contact: string, o: Person['orders'][number], currency = 'KRW') => ({
  order_id: o.id,
  contact_id: contact,
  at: o.at.toISOString(),
  amount: o.amount,
  currency,
  quantity: o.quantity,
  category: o.category,
  status: o.status,
});

/** Everything about people, gone; the sequence goes on, as in life. */
export const forgetPeople = async (db: Db): Promise<void> => {
  await db.execute(
    sql`truncate contacts, contact_identities, ingest_keys, suppressed_addresses, consents, notice_answers, suppressions, orders, events, contact_stats, audience_members, deliveries, delivery_events`,
  );
};
