/**
 * Every table, by noun. Two groups, never linked by a foreign key except `deliveries -> launches`:
 * *small* tables (campaigns, approvals, messages, settings) and *growing* ones, which carry contact_id in every key so
 * that they can be distributed by it. ARCHITECTURE.md "Day-one rules"; held by test/db/day-one.test.ts.
 */
export * from './schema/audience.ts';
export * from './schema/campaign.ts';
export * from './schema/consent.ts';
export * from './schema/coupons.ts';
export * from './schema/delivery.ts';
export * from './schema/erased.ts';
export * from './schema/imports.ts';
export * from './schema/messages.ts';
export * from './schema/practice.ts';
export * from './schema/results.ts';
export * from './schema/segments.ts';
export * from './schema/waves.ts';
export * from './schema/workspace.ts';
