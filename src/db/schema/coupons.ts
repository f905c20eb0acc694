import { sql } from 'drizzle-orm';
import { bigint, boolean, date, index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Codes of one discount. `single`: each code is one contact's; `shared`: one code for everybody. */
export const couponPools = pgTable('coupon_pools', {
  /** The name, folded: what a campaign calls it by. */
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  kind: text('kind').$type<'single' | 'shared'>().notNull(),
  discount: text('discount').notNull(),
  /** Empty: no condition. */
  condition: text('condition').notNull(),
  /** Last day it can be redeemed, in the account's zone. */
  expires: date('expires', { mode: 'string' }).notNull(),
  /** Of its longest code: what a message is measured with, so that nobody has to see a code for it. */
  longest: integer('longest').notNull(),
  /** True when a code has more than ASCII in it. */
  wide: boolean('wide').notNull(),
  by: text('by').notNull(),
  at: at('at').notNull(),
});

/**
 * One row a code, whichever pool it is in: the key is the code without what people mistype, so that one code can never be
 * two people's, and the index that one person never has two in one sending. No foreign key, as with everything that is not
 * keyed by contact. A code is free while it names no campaign; that of somebody erased goes on naming one.
 */
export const couponCodes = pgTable(
  'coupon_codes',
  {
    key: text('key').primaryKey(),
    code: text('code').notNull(),
    pool: text('pool').notNull(),
    campaignId: bigint('campaign_id', { mode: 'number' }),
    occurrence: integer('occurrence'),
    contactId: bigint('contact_id', { mode: 'number' }),
    /** Business times. */
    assignedAt: at('assigned_at'),
    /** The first order that carried it. */
    redeemedAt: at('redeemed_at'),
    redeemedBy: bigint('redeemed_by', { mode: 'number' }),
    redeemedOrder: text('redeemed_order'),
    /** By whom it was given to, or by somebody else. Stays when the person is erased. */
    redeemedAs: text('redeemed_as').$type<'own' | 'other'>(),
  },
  (t) => [
    uniqueIndex('coupon_codes_contact').on(t.campaignId, t.occurrence, t.contactId),
    index('coupon_codes_free').on(t.pool, t.key).where(sql`campaign_id is null`),
  ],
);
