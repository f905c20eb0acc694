import { bigint, boolean, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** A reading of a campaign at an agreed time. Shape: src/results/readout.ts. */
export const readouts = pgTable(
  'readouts',
  {
    campaignId: bigint('campaign_id', { mode: 'number' }).notNull(),
    kind: text('kind').$type<'day1' | 'final'>().notNull(),
    result: jsonb('result').$type<unknown>().notNull(),
    corrected: boolean('corrected').notNull().default(false),
    at: at('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.campaignId, t.kind] })],
);

/** One digest a date, however many processes run. Shape: src/digest/digest.ts. */
export const digests = pgTable('digests', {
  /** The account's own date, `2026-11-24`. */
  date: text('date').primaryKey(),
  body: jsonb('body').$type<unknown>().notNull(),
  late: boolean('late').notNull(),
  at: at('at').notNull(),
});
