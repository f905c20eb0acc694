import { bigint, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { Rule } from '../../audience/rule.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** A rule that has a name and an owner; shown and named from rules as S-3. */
export const segments = pgTable('segments', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  name: text('name').notNull().unique(),
  /** A Slack user, or `cli`. */
  owner: text('owner').notNull(),
  createdAt: at('created_at').notNull(),
});

/** Never changed once written; the newest holds. */
export const segmentVersions = pgTable(
  'segment_versions',
  {
    segmentId: bigint('segment_id', { mode: 'number' })
      .notNull()
      .references(() => segments.id),
    version: integer('version').notNull(),
    rule: jsonb('rule').$type<Rule>().notNull(),
    by: text('by').notNull(),
    at: at('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.segmentId, t.version] })],
);

/** What prompts are told about the data, as it was at `at` (business time). One row: `account`. */
export const catalogues = pgTable('catalogues', {
  name: text('name').primaryKey(),
  value: jsonb('value').$type<unknown>().notNull(),
  at: at('at').notNull(),
});
