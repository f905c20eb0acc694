import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import type { DeliveryEventType } from './delivery.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** A reading of a campaign at an agreed time. Shape: src/results/readout.ts. */
export const readouts = pgTable(
  'readouts',
  {
    campaignId: bigint('campaign_id', { mode: 'number' }).notNull(),
    kind: text('kind').$type<'day1' | 'daily' | 'final'>().notNull(),
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

/**
 * Roll-up of delivery_events by campaign, variant, hour and type, kept in the transaction that brings them
 * (results/event-counts.ts). `stripe` is chance spread over the contact, summed when read: everybody who opens in one hour
 * would else wait for one row. fillfactor 70 is set in a migration, and no index but the key: counting stays HOT.
 */
export const eventCounts = pgTable(
  'event_counts',
  {
    campaignId: bigint('campaign_id', { mode: 'number' }).notNull(),
    occurrence: integer('occurrence').notNull(),
    variant: text('variant').notNull(),
    type: text('type').$type<DeliveryEventType>().notNull(),
    machine: boolean('machine').notNull(),
    /** Its beginning; the epoch stands for all hours together. */
    hour: at('hour').notNull(),
    stripe: smallint('stripe').notNull(),
    events: bigint('events', { mode: 'number' }).notNull(),
    /** Contacts whose first event of this kind it was: over all hours each counts once. */
    people: bigint('people', { mode: 'number' }).notNull(),
  },
  (t) => [
    primaryKey({
      name: 'event_counts_key',
      columns: [t.campaignId, t.occurrence, t.hour, t.type, t.machine, t.variant, t.stripe],
    }),
  ],
);

/**
 * The ledger of a sending as it was counted last, and what reports had moved of it by then (`ledger_moves` added up): its sums
 * now are the counts plus what was moved since. Shape: src/delivery/ledger-counts.ts.
 */
export const ledgerCounts = pgTable(
  'ledger_counts',
  {
    campaignId: bigint('campaign_id', { mode: 'number' }).notNull(),
    occurrence: integer('occurrence').notNull(),
    counts: jsonb('counts').$type<unknown>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.campaignId, t.occurrence] })],
);

/**
 * What reports from outside moved in the ledger, since the beginning, in the transaction that moves it. Striped as
 * event_counts is; fillfactor 70 is set in a migration.
 */
export const ledgerMoves = pgTable(
  'ledger_moves',
  {
    campaignId: bigint('campaign_id', { mode: 'number' }).notNull(),
    occurrence: integer('occurrence').notNull(),
    stripe: smallint('stripe').notNull(),
    accepted: bigint('accepted', { mode: 'number' }).notNull(),
    delivered: bigint('delivered', { mode: 'number' }).notNull(),
    failed: bigint('failed', { mode: 'number' }).notNull(),
    unknown: bigint('unknown', { mode: 'number' }).notNull(),
    open: bigint('open', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.campaignId, t.occurrence, t.stripe] })],
);

/** Days of the account whose attributed revenue has been read (results/revenue-days.ts), and under which settings. */
export const revenueDays = pgTable('revenue_days', {
  day: text('day').primaryKey(),
  timezone: text('timezone').notNull(),
  currency: text('currency').notNull(),
  /** The instant at which the day ended. */
  until: at('until').notNull(),
  /** Legal notices that reached somebody on it; null while the day is entered and not read. */
  told: integer('told'),
  /** System time at which it was read again because something had come in; null once final readings were looked at for it. */
  movedAt: at('moved_at'),
});

/** Attributed revenue of a day that was read, by campaign, minor units; campaigns without any have no row. */
export const campaignRevenue = pgTable(
  'campaign_revenue',
  {
    day: text('day').notNull(),
    campaignId: bigint('campaign_id', { mode: 'number' }).notNull(),
    orders: bigint('orders', { mode: 'number' }).notNull(),
    revenueMinor: bigint('revenue_minor', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.campaignId] })],
);

/**
 * Days about which something came in: read anew before they are shown. Only ever added to by who brings facts, so that
 * nobody waits, and taken out by who reads the day.
 */
export const revenueLate = pgTable(
  'revenue_late',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    day: text('day').notNull(),
  },
  (t) => [index('revenue_late_day').on(t.day)],
);
