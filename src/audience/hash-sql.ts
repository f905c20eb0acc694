import { type SQL, sql } from 'drizzle-orm';
import { sha256 } from '../kit/hash.ts';

/** What a hash decides: each purpose has a seed of its own, so that holdout and variant never follow one another. */
export type Purpose = 'holdout' | 'variant' | 'test' | 'sample';

const MILLION = 1_000_000;

/** A whole number per contact, the same for ever, decided by salt and purpose alone. Immutable functions only. */
const hashed = (contactId: SQL, salt: string, purpose: Purpose): SQL => {
  const seed = BigInt.asIntN(64, BigInt(`0x${sha256(`${purpose}:${salt}`).slice(0, 16)}`)).toString();
  // The sign bit is masked, not taken off by abs(): abs of the smallest bigint is out of range.
  return sql`(hashint8extended(${contactId}, ${seed}::bigint) & 9223372036854775807)`;
};

/** 0 … 999,999: compare with percent x 10,000. */
export const share = (contactId: SQL, salt: string, purpose: Purpose): SQL =>
  sql`(${hashed(contactId, salt, purpose)} % ${sql.raw(String(MILLION))})`;

/** True for so many percent of all contacts, always the same ones. */
export const drawn = (contactId: SQL, salt: string, purpose: Purpose, percent: number): SQL =>
  sql`${share(contactId, salt, purpose)} < ${Math.round(percent * 10_000)}`;

/** 1 … n: a place in a list, in equal shares. */
export const place = (contactId: SQL, salt: string, purpose: Purpose, n: number): SQL =>
  sql`(${hashed(contactId, salt, purpose)} % ${n}::bigint + 1)::int`;
