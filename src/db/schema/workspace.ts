import { bigint, boolean, customType, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** What was set in Slack or by the command line (approvers, admins, digest channel); the environment wins over it. */
export const settings = pgTable('settings', {
  name: text('name').primaryKey(),
  value: jsonb('value').$type<unknown>().notNull(),
  by: text('by').notNull(),
  at: at('at').notNull(),
});

/** The brand kit, one row a version; the newest holds. Shape: src/brand/kit.ts. */
export const brandVersions = pgTable('brand_versions', {
  version: integer('version').primaryKey(),
  kit: jsonb('kit').$type<unknown>().notNull(),
  by: text('by').notNull(),
  at: at('at').notNull(),
});

/** What we know of a Slack user; asked again after an hour or on user_change. */
export const slackUsers = pgTable('slack_users', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  locale: text('locale').notNull(),
  email: text('email'),
  phone: text('phone'),
  isBot: boolean('is_bot').notNull(),
  isGuest: boolean('is_guest').notNull(),
  isStranger: boolean('is_stranger').notNull(),
  isAdmin: boolean('is_admin').notNull(),
  deleted: boolean('deleted').notNull(),
  fetchedAt: at('fetched_at').notNull(),
});

/** Bearer keys of the HTTP API, stored as sha256 only. */
export const apiKeys = pgTable('api_keys', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  hash: text('hash').notNull().unique(),
  scopes: jsonb('scopes').$type<string[]>().notNull(),
  createdAt: at('created_at').notNull(),
  lastUsedAt: at('last_used_at'),
  revokedAt: at('revoked_at'),
});

/** Append-only: what was done to people's data as a whole (erasure, export, retention), without a word of that data. */
export const auditLog = pgTable('audit_log', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  at: at('at').notNull(),
  what: text('what').$type<'contact.erased' | 'contact.exported' | 'retention'>().notNull(),
  /** Slack user id, `cli`, or `baton` for what the product did by itself. */
  by: text('by').notNull(),
  /** Counts, and for a person the keyed hash of the outside name. */
  detail: jsonb('detail').$type<Record<string, string | number>>().notNull(),
});

/** Alimtalk templates as Kakao approved them: the registry that messages are held against byte for byte. */
export const alimtalkTemplates = pgTable('alimtalk_templates', {
  /** The vendor's own id of it. */
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** With `#{name}` where a value goes. */
  text: text('text').notNull(),
  buttons: jsonb('buttons').$type<{ type: string; name: string; url: string }[]>().notNull(),
  status: text('status').$type<'approved' | 'pending' | 'rejected'>().notNull(),
  /** Whether it is the vendor's word or somebody's. */
  source: text('source').notNull(),
  at: at('at').notNull(),
});

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** Pictures for text messages, by the hash of their bytes; never deleted, since an approved plan may hold one. */
export const pictures = pgTable('pictures', {
  sha256: text('sha256').primaryKey(),
  /** The newest that is not removed has the name. */
  name: text('name').notNull(),
  jpeg: bytea('jpeg').notNull(),
  bytes: integer('bytes').notNull(),
  width: integer('width').notNull(),
  height: integer('height').notNull(),
  madeByAi: boolean('made_by_ai').notNull(),
  by: text('by').notNull(),
  at: at('at').notNull(),
  removedAt: at('removed_at'),
});
