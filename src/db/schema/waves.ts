import { bigint, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/**
 * Of a campaign with a test share: what becomes of the rest of each segment. A row is there once the test has been sent;
 * it is decided once (`where decided_at is null`) and planned once. Business times.
 */
export const waves = pgTable(
  'waves',
  {
    campaignId: bigint('campaign_id', { mode: 'number' }).notNull(),
    occurrence: integer('occurrence').notNull(),
    segment: text('segment').notNull(),
    /** Contacts who wait. */
    rest: integer('rest').notNull(),
    testedAt: at('tested_at').notNull(),
    /** When it is to be decided, by rule, or a person is asked. */
    decideAt: at('decide_at').notNull(),
    decidedAt: at('decided_at'),
    /** Null with `decided_at`: the variants share the rest equally. */
    variant: text('variant'),
    why: text('why').$type<'won' | 'even' | 'broken' | 'only' | 'person'>(),
    /** Slack user id, or `baton`. */
    by: text('by'),
    /** What the test showed when it was read for the decision. Shape: src/results/waves.ts. */
    test: jsonb('test').$type<unknown>(),
    /** When the rest was put into the ledger. */
    plannedAt: at('planned_at'),
  },
  (t) => [primaryKey({ columns: [t.campaignId, t.occurrence, t.segment] })],
);
