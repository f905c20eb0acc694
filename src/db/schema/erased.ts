import { pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/**
 * Tombstones of erased people: a keyed hash and nothing else, never deleted. `contact` holds an outside name, the channels
 * an address that had opted out. What was before `at` never comes back by an old file.
 */
export const erased = pgTable(
  'erased',
  {
    kind: text('kind').$type<'contact' | 'email' | 'sms' | 'kakao'>().notNull(),
    key: text('key').notNull(),
    at: at('at').notNull(),
    /** When a consent given after `at` let the person be known again. */
    revivedAt: at('revived_at'),
  },
  (t) => [primaryKey({ columns: [t.kind, t.key] })],
);
