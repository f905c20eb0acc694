import { bigint, boolean, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { contacts } from './audience.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const contactId = () => bigint('contact_id', { mode: 'number' }).notNull();

/** Addresses that opted out: an opt-out holds for the address, also for a contact imported later. */
export const suppressedAddresses = pgTable(
  'suppressed_addresses',
  {
    channel: text('channel').notNull(),
    address: text('address').notNull(),
    reason: text('reason').notNull(),
    at: at('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.channel, t.address] })],
);

/** The last word of each on a channel and a purpose, with what it rests on: when, from where, to which wording. */
export const consents = pgTable(
  'consents',
  {
    contactId: contactId().references(() => contacts.id, { onDelete: 'cascade' }),
    channel: text('channel').notNull(),
    purpose: text('purpose').$type<'marketing' | 'night'>().notNull(),
    state: text('state').$type<'granted' | 'withdrawn'>().notNull(),
    at: at('at').notNull(),
    /** False where nobody said when, and `at` is a guess of ours: such an answer was given elsewhere, and told of there. */
    dated: boolean('dated').notNull().default(true),
    source: text('source').notNull(),
    textVersion: text('text_version').notNull(),
  },
  (t) => [primaryKey({ columns: [t.contactId, t.channel, t.purpose] })],
);

/**
 * What a legal notice tells its reader of: the answer, by the moment it was given, and the message that carries it. What
 * became of that message is in the ledger, so that together they prove who was told what, and nobody is told twice.
 */
export const noticeAnswers = pgTable(
  'notice_answers',
  {
    contactId: contactId().references(() => contacts.id, { onDelete: 'cascade' }),
    campaignId: bigint('campaign_id', { mode: 'number' }).notNull(),
    occurrence: integer('occurrence').notNull(),
    kind: text('kind').$type<'result' | 'confirmation'>().notNull(),
    /** Of the consent, not of the message. */
    channel: text('channel').notNull(),
    purpose: text('purpose').$type<'marketing' | 'night'>().notNull(),
    state: text('state').$type<'granted' | 'withdrawn'>().notNull(),
    answeredAt: at('answered_at').notNull(),
  },
  (t) => [
    primaryKey({ name: 'notice_answers_pk', columns: [t.contactId, t.campaignId, t.occurrence, t.channel, t.purpose] }),
  ],
);

/** Contact + channel that must not be written to; wins over consent. */
export const suppressions = pgTable(
  'suppressions',
  {
    contactId: contactId().references(() => contacts.id, { onDelete: 'cascade' }),
    channel: text('channel').notNull(),
    reason: text('reason').$type<'unsubscribed' | 'bounced' | 'complained' | 'legal' | 'manual'>().notNull(),
    source: text('source').notNull(),
    at: at('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.contactId, t.channel] })],
);
