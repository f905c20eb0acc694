import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/**
 * What people should see, and how far Slack has been told: the outbox and the address book of every message.
 * A change of state raises `wanted` in its own transaction; the drawing job re-reads the state, posts or updates, and
 * sets `drawn` to what it read. `wanted > drawn` is all that is owed, whatever was down in between.
 */
export const messages = pgTable(
  'messages',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** Names the one message: `campaign:7`, `step:7:brief:2`, `note:...`. */
    key: text('key').notNull().unique(),
    kind: text('kind').notNull(),
    campaignId: bigint('campaign_id', { mode: 'number' }),
    /** What the view needs beyond the campaign: step, version, a note's words. */
    subject: jsonb('subject').$type<Record<string, unknown>>().notNull().default({}),
    /** Channel id; for a direct message the user id, opened when it is posted. */
    channel: text('channel').notNull(),
    /** Posted into this thread; or into the thread that `rootKey`'s message starts, once it is posted. */
    threadTs: text('thread_ts'),
    rootKey: text('root_key'),
    /** Set for what only one person sees (chat.postEphemeral); such a message is posted once and never updated. */
    onlyFor: text('only_for'),
    broadcast: boolean('broadcast').notNull().default(false),
    /** Filled when Slack took it. */
    ts: text('ts'),
    postedTo: text('posted_to'),
    wanted: integer('wanted').notNull().default(1),
    drawn: integer('drawn').notNull().default(0),
    attempts: integer('attempts').notNull().default(0),
    /** System time before which not to try again (Slack down, 429). */
    notBefore: at('not_before'),
    /** System time at which a post was begun and not yet answered: after a crash it may or may not be in Slack. */
    postingAt: at('posting_at'),
    drawnAt: at('drawn_at'),
    /** Of what Slack was last told, so that a redraw that changes nothing costs no call. */
    drawnHash: text('drawn_hash'),
    /** Slack's own word when it will never take it (`channel_not_found`); shown by `baton doctor` and to the requester. */
    failed: text('failed'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    index('messages_campaign').on(t.campaignId),
    /** Whose thread a reply is in. */
    index('messages_ts').on(t.ts),
    index('messages_owed').on(t.id).where(sql`wanted > drawn and failed is null`),
  ],
);

/** Events, clicks and commands already taken, by Slack's id and by (channel, ts): one mention starts one campaign. */
export const slackSeen = pgTable('slack_seen', {
  key: text('key').primaryKey(),
  at: at('at').notNull(),
});
