import { sql } from 'drizzle-orm';
import type { Attributes } from '../db/schema.ts';
import type { Db } from '../deps.ts';
import { arrayOf } from './arrays.ts';
import { nobodyErasedMeanwhile } from './erased.ts';
import { CART, VISIT } from './fields.ts';
import { addEvents } from './rollup.ts';

/** What a page may tell: looking and wanting. Never a purchase or a sign-up, which results are made of. */
export const WEB_EVENTS = [VISIT, CART, 'search', 'wish'] as const;
export type WebEvent = { id: string; name: (typeof WEB_EVENTS)[number]; properties: Attributes };

/**
 * Stores what a browser told, marked as told without a key: it chooses people and never counts in a result. Each once by
 * its id, which is the contact's own: nobody can take the id of somebody else's event, or of one sent with a key.
 *
 * @returns how many were new
 */
export const recordWebEvents = (db: Db, contactId: number, events: readonly WebEvent[], at: Date): Promise<number> =>
  db.transaction(async (tx) => {
    await nobodyErasedMeanwhile(tx);
    const column = (of: (event: WebEvent) => string) => arrayOf(events.map(of));
    // Joined, because who was erased may still have the page open.
    const { rows } = await tx.execute<{ name: string }>(
      sql`insert into events (contact_id, event_id, name, at, properties, unverified) select c.id, x.event_id, x.name, ${at.toISOString()}::timestamptz, x.properties, true from contacts c cross join unnest(${column((e) => `web:${contactId}:${e.id}`)}::text[], ${column((e) => e.name)}::text[], ${column((e) => JSON.stringify(e.properties))}::jsonb[]) as x (event_id, name, properties) where c.id = ${contactId} on conflict do nothing returning name`,
    );
    await addEvents(
      tx,
      sql`(select ${contactId}::bigint, name, ${at.toISOString()}::timestamptz from unnest(${arrayOf(rows.map(({ name }) => name))}::text[]) as name)`,
    );
    return rows.length;
  });
