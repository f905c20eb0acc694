import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { hexHmac } from '../kit/hash.ts';
import { arrayOf } from './arrays.ts';

/** Of an outside name, or of an address that had opted out of a channel. */
export type TombstoneKind = 'contact' | 'email' | 'sms' | 'kakao';
export type Tombstone = { at: Date; revivedAt: Date | null };

/** The hash is keyed, because names and addresses are few enough to be guessed one by one. */
const keyOf = (secretKey: string, kind: TombstoneKind, value: string): string =>
  hexHmac(secretKey, `baton.erased.1:${kind}:${value}`);

/** Any number that is only ours. */
const LOCK = 7_218_411;

/**
 * Between the look at the tombstones and the first row about a person nobody may be erased, or whoever is just being
 * forgotten would be made anew: an erasure waits for the batches under way. Taken before any other lock.
 */
export const nobodyErasedMeanwhile = async (tx: Tx): Promise<void> => {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${LOCK})`);
};
export const nobodyBroughtMeanwhile = async (tx: Tx): Promise<void> => {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
};

/** What stands for a name where no name may stand: in the log of what was done to people's data. */
export const hashOfName = (name: string, secretKeys: readonly string[]): string => {
  const [newest] = secretKeys;
  if (!newest) throw new Error('no key to hash a name with');
  return keyOf(newest, 'contact', name);
};

export const bury = async (
  tx: Tx,
  kind: TombstoneKind,
  value: string,
  at: Date,
  secretKeys: readonly string[],
): Promise<void> => {
  const [newest] = secretKeys;
  if (!newest) throw new Error('no key to hash a tombstone with');
  const key = keyOf(newest, kind, value);
  await tx.execute(
    sql`insert into erased (kind, key, at) values (${kind}, ${key}, ${at.toISOString()}::timestamptz) on conflict (kind, key) do update set at = excluded.at, revived_at = null`,
  );
};

/**
 * Which of these were erased. Every key is asked, so that tombstones outlive a change of SECRET_KEY as long as links do.
 *
 * @throws when there are tombstones and no key to read them by: rather nothing than somebody who is to be forgotten
 */
export const erasedAmong = async (
  tx: Tx,
  kind: TombstoneKind,
  values: readonly string[],
  secretKeys: readonly string[] | undefined,
): Promise<Map<string, Tombstone>> => {
  const found = new Map<string, Tombstone>();
  if (values.length === 0 || !(await anyErased(tx, kind))) return found;
  if (!secretKeys || secretKeys.length === 0)
    throw new Error('people were erased from this database: SECRET_KEY is needed to keep them out');
  const meant = new Map(
    [...new Set(values)].flatMap((value) => secretKeys.map((secret) => [keyOf(secret, kind, value), value] as const)),
  );
  const { rows } = await tx.execute<{ key: string; at: string; revived_at: string | null }>(
    sql`select key, at, revived_at from erased where kind = ${kind} and key = any(${arrayOf([...meant.keys()])}::text[])`,
  );
  for (const { key, at, revived_at } of rows) {
    const value = meant.get(key) ?? '';
    const known = found.get(value);
    // Erased under an old key, known again, and erased under the new one: the latest counts.
    if (!known || known.at < new Date(at))
      found.set(value, { at: new Date(at), revivedAt: revived_at === null ? null : new Date(revived_at) });
  }
  return found;
};

const anyErased = async (tx: Tx, kind: TombstoneKind): Promise<boolean> =>
  (await tx.execute(sql`select 1 from erased where kind = ${kind} limit 1`)).rows.length > 0;

/** A consent given after the erasure: the person may be known again, with what is told from then on. */
export const revive = async (
  tx: Tx,
  names: readonly string[],
  at: Date,
  secretKeys: readonly string[] | undefined,
): Promise<void> => {
  const keys = names.flatMap((name) => (secretKeys ?? []).map((secret) => keyOf(secret, 'contact', name)));
  if (keys.length > 0)
    await tx.execute(
      sql`update erased set revived_at = ${at.toISOString()}::timestamptz where kind = 'contact' and key = any(${arrayOf(keys)}::text[]) and revived_at is null`,
    );
};

/** What one row says of its person, as far as tombstones ask. */
export type Said = {
  /** Column and value of the outside name. */
  column: string;
  name: string;
  /** When it happened, or was said; null where a row has no time of its own. */
  at: Date | null;
  /** A consent: given after the erasure, it lets the person be known again. */
  grants: boolean;
};

/**
 * Rows about people who were erased and may not come back: those that are older than the erasure, and all while nobody
 * consented anew. Those who did are known again from here on.
 *
 * @returns the instant of the erasure for each refused row, null for the others
 */
export const keptOut = async (
  tx: Tx,
  rows: readonly Said[],
  opts: { now: Date; secretKeys?: readonly string[] },
): Promise<(Date | null)[]> => {
  const graves = await erasedAmong(
    tx,
    'contact',
    rows.map(({ name }) => name),
    opts.secretKeys,
  );
  if (graves.size === 0) return rows.map(() => null);
  const isNewer = (row: Said, grave: Tombstone) => row.at !== null && row.at > grave.at;
  const revived = rows.filter((row) => {
    const grave = graves.get(row.name);
    return grave !== undefined && !grave.revivedAt && row.grants && isNewer(row, grave);
  });
  const names = new Set(revived.map(({ name }) => name));
  await revive(tx, [...names], opts.now, opts.secretKeys);
  return rows.map((row) => {
    const grave = graves.get(row.name);
    if (!grave) return null;
    const isKnown = grave.revivedAt !== null || names.has(row.name);
    return isKnown && (row.at === null || isNewer(row, grave)) ? null : grave.at;
  });
};
