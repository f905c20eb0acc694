import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** What the columns that are not ours hold: settled once a column, by the first import that brings it. */
export const attributeTypes = pgTable(
  'attribute_types',
  {
    owner: text('owner').$type<'contact' | 'event'>().notNull(),
    name: text('name').notNull(),
    type: text('type').$type<'text' | 'number' | 'boolean' | 'date'>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.owner, t.name] })],
);

export type ImportStatus = 'reading' | 'offered' | 'running' | 'done' | 'failed';

/** Files dropped into a direct message. The file stays in Slack; here is what became of it, never its people. */
export const imports = pgTable(
  'imports',
  {
    id: text('id').primaryKey(),
    /** Slack's own id of the file: one file is offered once. */
    fileId: text('file_id').notNull().unique(),
    fileName: text('file_name').notNull(),
    by: text('by').notNull(),
    status: text('status').$type<ImportStatus>().notNull(),
    /** Columns as the file calls them. */
    columns: jsonb('columns').$type<string[]>().notNull().default([]),
    /** Its first rows, with what could tell a person masked when they were read. */
    sample: jsonb('sample').$type<string[][]>().notNull().default([]),
    kind: text('kind').$type<'contacts' | 'consents' | 'orders' | 'events'>(),
    /** Their column -> ours; `-` is left out. */
    map: jsonb('map').$type<Record<string, string>>().notNull().default({}),
    consentSource: text('consent_source'),
    read: bigint('read', { mode: 'number' }).notNull().default(0),
    inserted: bigint('inserted', { mode: 'number' }).notNull().default(0),
    updated: bigint('updated', { mode: 'number' }).notNull().default(0),
    unchanged: bigint('unchanged', { mode: 'number' }).notNull().default(0),
    rejected: bigint('rejected', { mode: 'number' }).notNull().default(0),
    /** The first refused rows. */
    report: jsonb('report')
      .$type<{ row: number; column: string; value: string; allowed: string; message?: string }[]>()
      .notNull()
      .default([]),
    /** Why it could not be imported, in the words of who asked. */
    failure: text('failure'),
    at: at('at').notNull(),
    finishedAt: at('finished_at'),
  },
  (t) => [index('imports_at').on(t.at)],
);

/** Files put into the practice workspace, as Slack would keep them. `content` is base64. */
export const practiceFiles = pgTable('practice_files', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  user: text('user_id').notNull(),
  size: integer('size').notNull(),
  content: text('content').notNull(),
  at: at('at').notNull(),
});

/** Who tells of an order, best first. */
export const ORDER_SOURCES = ['crm', 'shop', 'analytics'] as const;
export type OrderSource = (typeof ORDER_SOURCES)[number];
