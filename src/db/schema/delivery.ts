import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import { launches } from './campaign.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const contactId = () => bigint('contact_id', { mode: 'number' }).notNull();
const campaignId = () => bigint('campaign_id', { mode: 'number' }).notNull();

export const DELIVERY_STATES = [
  'planned',
  'claimed',
  'handed',
  'accepted',
  'delivered',
  'failed',
  'unknown',
  'suppressed',
  'expired',
  'cancelled',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/**
 * The ledger: one row a (campaign, contact, channel, occurrence). No row without a launch of the same campaign and hash.
 * `bucket` is the contact's hash in 0..65535, the same one Citus shards by; work is leased by slices of it.
 * No index on status or lease (updates stay HOT); no foreign key to contacts (erasure keeps the counts).
 * fillfactor 70 is set in the migration: drizzle has no word for it.
 */
export const deliveries = pgTable(
  'deliveries',
  {
    campaignId: campaignId(),
    occurrence: integer('occurrence').notNull(),
    contactId: contactId(),
    channel: text('channel').notNull(),
    launchId: text('launch_id').notNull(),
    hash: text('hash').notNull(),
    segment: text('segment').notNull(),
    variant: text('variant').notNull(),
    status: text('status').$type<DeliveryState>().notNull().default('planned'),
    /** Why it ended as it did: a channel's reason, or the rule that stopped it. */
    reason: text('reason'),
    bucket: integer('bucket')
      .notNull()
      .generatedAlwaysAs(sql`(((hashint8(contact_id)::bigint + 2147483648) >> 16)::int)`),
    attempts: integer('attempts').notNull().default(0),
    claimToken: text('claim_token'),
    /** System time: the end of a claim's or a hand-over's lease; on a planned row the instant before which it waits. */
    leaseUntil: at('lease_until'),
    /** Business times: what pressure, windows and results count by. */
    handedAt: at('handed_at'),
    acceptedAt: at('accepted_at'),
    deliveredAt: at('delivered_at'),
    providerId: text('provider_id'),
  },
  (t) => [
    // The contact first: the key is also how pressure finds what else somebody gets.
    primaryKey({ columns: [t.contactId, t.campaignId, t.occurrence, t.channel] }),
    foreignKey({
      columns: [t.launchId, t.campaignId, t.hash],
      foreignColumns: [launches.id, launches.campaignId, launches.hash],
      name: 'deliveries_launch',
    }),
    index('deliveries_slice').on(t.campaignId, t.occurrence, t.bucket),
  ],
);

export type DeliveryEventType =
  | 'accepted'
  | 'delivered'
  | 'opened'
  | 'clicked'
  | 'bounced'
  | 'failed'
  | 'complained'
  | 'unsubscribed';

/** What happened to a message after it left; idempotent by event id, machine clicks kept but marked. */
export const deliveryEvents = pgTable(
  'delivery_events',
  {
    contactId: contactId(),
    eventId: text('event_id').notNull(),
    campaignId: campaignId(),
    occurrence: integer('occurrence').notNull(),
    channel: text('channel').notNull(),
    variant: text('variant').notNull(),
    type: text('type').$type<DeliveryEventType>().notNull(),
    /** Business time. */
    at: at('at').notNull(),
    link: integer('link'),
    machine: boolean('machine').notNull().default(false),
    reason: text('reason'),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.contactId, t.eventId] }),
    index('delivery_events_campaign').on(t.campaignId, t.type, t.at),
  ],
);

/** Test sends: the only way past a launch, and only to the asker's own Slack e-mail. */
export const testSends = pgTable('test_sends', {
  id: text('id').primaryKey(),
  campaignId: campaignId(),
  draftId: text('draft_id').notNull(),
  variant: text('variant').notNull(),
  channel: text('channel').notNull(),
  by: text('by').notNull(),
  state: text('state').$type<'planned' | 'accepted' | 'failed' | 'unknown'>().notNull(),
  reason: text('reason'),
  at: at('at').notNull(),
});

/** One row a provider account, shared by all workers. System times by the database's own clock. */
export const providerRates = pgTable('provider_rates', {
  account: text('account').primaryKey(),
  /** The next free slot. */
  nextAt: at('next_at').notNull(),
  /** Nothing is handed over before this: the provider is down or asked for a wait. */
  heldUntil: at('held_until'),
  /** Holds in a row, for the backoff; 0 once anything was taken. */
  failures: integer('failures').notNull().default(0),
});
