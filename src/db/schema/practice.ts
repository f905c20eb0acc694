import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** How far practice has moved the business clock; one row, read by every process. */
export const practiceClock = pgTable('practice_clock', {
  id: integer('id').primaryKey(),
  offsetMs: bigint('offset_ms', { mode: 'number' }).notNull().default(0),
});

/** The practice workspace's own Slack: what a real one would keep on its side. */
export const practiceMessages = pgTable(
  'practice_messages',
  {
    channel: text('channel').notNull(),
    ts: text('ts').notNull(),
    threadTs: text('thread_ts'),
    user: text('user_id').notNull(),
    /** Seen by this user only (ephemeral). */
    onlyFor: text('only_for'),
    broadcast: boolean('broadcast').notNull().default(false),
    text: text('text').notNull(),
    blocks: jsonb('blocks').$type<unknown[]>(),
    metadata: jsonb('metadata').$type<unknown>(),
    /** Files that came with the message, as Slack describes them. */
    files: jsonb('files').$type<unknown[]>(),
    edited: boolean('edited').notNull().default(false),
    deleted: boolean('deleted').notNull().default(false),
    /** Grows with every change; the page asks for what is newer than it has. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.channel, t.ts] }), index('practice_messages_seq').on(t.seq)],
);

/** Modals and Home views open in the practice workspace. */
export const practiceViews = pgTable('practice_views', {
  id: text('id').primaryKey(),
  user: text('user_id').notNull(),
  kind: text('kind').$type<'modal' | 'home'>().notNull(),
  view: jsonb('view').$type<unknown>().notNull(),
  hash: text('hash').notNull(),
  /** Position in the modal stack, 0 first; null once closed. */
  depth: integer('depth'),
  seq: bigint('seq', { mode: 'number' }).notNull(),
});

/** Direct-message channels and joined channels of the practice workspace. */
export const practiceChannels = pgTable('practice_channels', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** The user on the other side of a direct message with the bot. */
  dmUser: text('dm_user'),
  botIn: boolean('bot_in').notNull().default(true),
});

/** Small facts of the practice workspace: seats' language, switches. */
export const practiceState = pgTable('practice_state', {
  name: text('name').primaryKey(),
  value: jsonb('value').$type<unknown>().notNull(),
});

/** The practice mailbox and phone: what customers received. */
export const practiceMail = pgTable(
  'practice_mail',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    channel: text('channel').notNull(),
    to: text('to_address').notNull(),
    subject: text('subject').notNull(),
    text: text('text').notNull(),
    html: text('html').notNull(),
    headers: jsonb('headers').$type<Record<string, string>>().notNull(),
    messageId: text('message_id').notNull(),
    campaignId: bigint('campaign_id', { mode: 'number' }),
    contactId: text('contact_external_id'),
    test: boolean('test').notNull(),
    /** Business time. */
    at: at('at').notNull(),
    /** What the simulated customer did so far; null until looked at. */
    acted: jsonb('acted').$type<string[]>(),
  },
  (t) => [index('practice_mail_campaign').on(t.campaignId, t.id), index('practice_mail_message').on(t.messageId)],
);
