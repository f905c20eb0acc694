import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import type { OrderSource } from './imports.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const contactId = () => bigint('contact_id', { mode: 'number' }).notNull();

export type Attributes = Record<string, string | number | boolean | null>;

/**
 * What a relay takes: ASCII, a real domain, no two dots in a row. Imports are more patient. No counted repetitions
 * ({0,61}): they make PostgreSQL's regular expressions 30 times slower, so lengths are compared beside.
 */
const LOCAL = '[a-z0-9!#$%&*+/=?^_{|}~-]+';
const MAIL_SHAPE = sql.raw(
  `(email ~ '^${LOCAL}([.]${LOCAL})*@([a-z0-9]([a-z0-9-]*[a-z0-9])?[.])+[a-z][a-z]+$' and (length(email) < 65 or (length(email) < 255 and email !~ '@.*[^.@]{64}')))`,
);

/**
 * People. Addresses are not unique (a family shares one): `sharedEmail` is set at import when another contact has the
 * same address, so that only those few are looked at when an audience is frozen.
 */
export const contacts = pgTable(
  'contacts',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    externalId: text('external_id').notNull(),
    email: text('email'),
    /** Judged once, when it is written: audiences are counted far more often than addresses change. */
    emailValid: boolean('email_valid').generatedAlwaysAs(MAIL_SHAPE),
    phone: text('phone'),
    /** Of the device that push goes to: the newest one known. */
    pushToken: text('push_token'),
    firstName: text('first_name'),
    lastName: text('last_name'),
    locale: text('locale'),
    timezone: text('timezone'),
    lifecycle: text('lifecycle'),
    sharedEmail: boolean('shared_email').notNull().default(false),
    attributes: jsonb('attributes').$type<Attributes>().notNull().default({}),
    createdAt: at('created_at').notNull(),
  },
  (t) => [index('contacts_email').on(t.email)],
);

/** Uniqueness by anything that is not contact_id, without a foreign key: distributed by external_id. */
export const contactIdentities = pgTable(
  'contact_identities',
  { source: text('source').notNull(), externalId: text('external_id').notNull(), contactId: contactId() },
  (t) => [primaryKey({ columns: [t.source, t.externalId] })],
);

/** Ids of orders and events already taken, whichever contact they named: a replay under another contact adds nothing. */
export const ingestKeys = pgTable(
  'ingest_keys',
  { source: text('source').notNull(), externalId: text('external_id').notNull(), contactId: contactId() },
  (t) => [primaryKey({ columns: [t.source, t.externalId] })],
);

/**
 * Amounts in minor units of the account's currency; a refunded order stays, with its status. No foreign key to contacts:
 * an erased contact's orders stay without a name, so that statistics do. Ingestion is held by contact_stats' own.
 */
export const orders = pgTable(
  'orders',
  {
    contactId: contactId(),
    orderId: text('order_id').notNull(),
    at: at('at').notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
    currency: text('currency').notNull(),
    quantity: integer('quantity'),
    category: text('category'),
    product: text('product'),
    status: text('status').$type<'paid' | 'refunded'>().notNull().default('paid'),
    /** Who says so: a better source replaces what a lesser one said of the same order (audience/order-source.ts). */
    source: text('source').$type<OrderSource>().notNull().default('shop'),
    receivedAt: at('received_at').notNull(),
    /** The code the shop took for it, folded as codes are compared. */
    coupon: text('coupon'),
    /** The sending whose code this is, where it was this contact's own: it proves what brought the order. */
    couponCampaign: bigint('coupon_campaign', { mode: 'number' }),
    couponOccurrence: integer('coupon_occurrence'),
  },
  (t) => [primaryKey({ columns: [t.contactId, t.orderId] }), index('orders_at').on(t.at)],
);

/**
 * Behaviour other than purchases (visit, cart, signup ...). `purchase` lives in `orders`. No foreign key either: asking for the
 * contact of each of millions of events costs a quarter of bringing them in, and who is erased has theirs deleted by name
 * (audience/erase.ts).
 */
export const events = pgTable(
  'events',
  {
    contactId: contactId(),
    eventId: text('event_id').notNull(),
    name: text('name').notNull(),
    at: at('at').notNull(),
    properties: jsonb('properties').$type<Attributes>().notNull().default({}),
    /** Told by a browser, without a key: chooses people, and never counts in a result. */
    unverified: boolean('unverified').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.contactId, t.eventId] }),
    // Who did it lately, for any event, without the events themselves; what one contact did is behind the key.
    index('events_name_at').on(t.name, t.at, t.contactId),
  ],
);

/**
 * Roll-up per contact, kept in the same transaction as ingestion (audience/rollup.ts); refunded orders leave it. Predicted
 * values are further columns that may be empty: adding one rewrote nothing. fillfactor 70 is set in a migration.
 *
 * Few indexes: each that names what an order changes makes every order write to all of them, so only the ranking of buyers,
 * those who bought once and those who never did have one, and what few people do lately (a cart left, a second click). The rest reads the
 * table once, which is narrow.
 */
export const contactStats = pgTable(
  'contact_stats',
  {
    contactId: contactId()
      .primaryKey()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    orders: integer('orders').notNull().default(0),
    revenue: bigint('revenue', { mode: 'number' }).notNull().default(0),
    firstOrderAt: at('first_order_at'),
    lastOrderAt: at('last_order_at'),
    /** Newest month with an order, in the account's zone: year * 12 + month - 1. */
    orderMonth: integer('order_month'),
    /** Months with an order: bit k is the month k before `order_month`, the latest 60. */
    orderMonths: bigint('order_months', { mode: 'number' }).notNull().default(0),
    lastVisitAt: at('last_visit_at'),
    lastCartAt: at('last_cart_at'),
    lastPushAt: at('last_push_at'),
    opens: integer('opens').notNull().default(0),
    lastOpenAt: at('last_open_at'),
    clicks: integer('clicks').notNull().default(0),
    lastClickAt: at('last_click_at'),
    prevClickAt: at('prev_click_at'),
    /** Messages handed to this contact are counted from deliveries; this row is what serialises the cap. */
    pressureAt: at('pressure_at'),
    /** Written by the nightly prediction and by nothing else (results/predict.ts); null for who never bought. */
    pAlive: doublePrecision('p_alive'),
    /** Over the next year, minor units of the account's currency. */
    predictedLtv: bigint('predicted_ltv', { mode: 'number' }),
  },
  (t) => [
    index('contact_stats_buyers').on(t.revenue, t.lastOrderAt).where(sql`orders > 0`),
    index('contact_stats_never_bought').on(t.contactId).where(sql`orders = 0`),
    index('contact_stats_bought_once').on(t.lastOrderAt).where(sql`orders = 1`),
    index('contact_stats_last_cart').on(t.lastCartAt).where(sql`last_cart_at is not null`),
    // With all that a question about two clicks looks at, so that it is answered by the index alone.
    index('contact_stats_prev_click')
      .on(t.prevClickAt, t.lastClickAt, t.contactId)
      .where(sql`prev_click_at is not null`),
  ],
);

export type AudienceOutcome =
  | 'invalid_address'
  | 'no_address'
  | 'suppressed'
  | 'no_consent'
  | 'untold'
  | 'night'
  | 'duplicate_address'
  | 'global_holdout'
  | 'other_segment'
  | 'capped'
  | 'holdout'
  | 'send';

/**
 * The frozen audience: every candidate of every segment with exactly one outcome. The arms are `send` and `holdout`. One key
 * and no other index: a freeze appends to it in the key's own order, and one person's rows are asked for a campaign at a time.
 */
export const audienceMembers = pgTable(
  'audience_members',
  {
    campaignId: bigint('campaign_id', { mode: 'number' }).notNull(),
    occurrence: integer('occurrence').notNull(),
    contactId: contactId(),
    segment: text('segment').notNull(),
    channel: text('channel').notNull(),
    outcome: text('outcome').$type<AudienceOutcome>().notNull(),
    /** Assigned by hash for `send`; null for everyone else. */
    variant: text('variant'),
  },
  (t) => [primaryKey({ columns: [t.campaignId, t.occurrence, t.contactId] })],
);
