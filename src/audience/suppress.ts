import { sql } from 'drizzle-orm';
import type { ChannelName } from '../channels/channel.ts';
import type { Tx } from '../deps.ts';
import { arrayOf } from './arrays.ts';
import { erasedAmong } from './erased.ts';

export type SuppressReason = 'unsubscribed' | 'bounced' | 'complained' | 'legal' | 'manual';
export type Suppression = { contactId: number; channel: ChannelName; reason: SuppressReason; source: string; at: Date };

/** Any number that is only ours. */
const LOCK = 7_218_410;

/**
 * Whoever changes addresses and whoever opts one out must see each other's rows: an import waits for opt-outs under way,
 * opt-outs wait for an import's batch, and never for one another. Ends with the transaction.
 */
export const addressesTaken = async (tx: Tx, as: 'import' | 'opt-out'): Promise<void> => {
  await tx.execute(
    as === 'import' ? sql`select pg_advisory_xact_lock(${LOCK})` : sql`select pg_advisory_xact_lock_shared(${LOCK})`,
  );
};

const COLUMN: Partial<Record<ChannelName, 'email' | 'phone'>> = { email: 'email', sms: 'phone', kakao: 'phone' };

/**
 * Nobody with this contact's address is written to on this channel again: the contact, everyone who shares the address,
 * and whoever is imported with it later. The first reason stays. Call it inside a transaction.
 */
export const suppress = (tx: Tx, one: Suppression): Promise<void> => suppressAll(tx, [one]);

/** The same for many at once, one channel a call's row. */
export const suppressAll = async (tx: Tx, list: readonly Suppression[]): Promise<void> => {
  await addressesTaken(tx, 'opt-out');
  for (const channel of new Set(list.map((one) => one.channel))) {
    const some = list.filter((one) => one.channel === channel).sort((a, b) => a.contactId - b.contactId);
    const arrays = sql`unnest(${arrayOf(some.map((one) => one.contactId))}::bigint[], ${arrayOf(some.map((one) => one.reason))}::text[], ${arrayOf(some.map((one) => one.source))}::text[], ${arrayOf(some.map((one) => one.at.toISOString()))}::timestamptz[]) as x (contact_id, reason, source, at)`;
    const column = COLUMN[channel];
    if (column) {
      const address = sql.raw(column);
      const { rows } = await tx.execute<{ contact_id: number; address: string }>(
        sql`select c.id as contact_id, c.${address} as address from contacts c where c.id = any(${arrayOf(some.map((one) => one.contactId))}::bigint[]) and c.${address} is not null`,
      );
      await optOutAddresses(
        tx,
        channel,
        column,
        rows.flatMap((row) => {
          const one = some.find((s) => s.contactId === row.contact_id);
          return one ? [{ address: row.address, ...one }] : [];
        }),
      );
    }
    await tx.execute(
      sql`insert into suppressions (contact_id, channel, reason, source, at) select c.id, ${channel}::text, x.reason, x.source, x.at from ${arrays} join contacts c on c.id = x.contact_id on conflict do nothing`,
    );
  }
};

/** An address alone: of everybody who has it, and of whoever is imported with it later. Call it inside a transaction. */
export const suppressAddress = async (
  tx: Tx,
  { channel, ...one }: OptOut & { channel: ChannelName; reason: SuppressReason },
): Promise<void> => {
  const column = COLUMN[channel];
  if (!column) return;
  await addressesTaken(tx, 'opt-out');
  await optOutAddresses(tx, channel, column, [one]);
};

type OptOut = { address: string; reason: string; source: string; at: Date };

const optOutAddresses = async (
  tx: Tx,
  channel: ChannelName,
  column: 'email' | 'phone',
  list: readonly OptOut[],
): Promise<void> => {
  if (list.length === 0) return;
  const once = [...new Map(list.map((one) => [one.address, one])).values()].sort((a, b) =>
    a.address < b.address ? -1 : 1,
  );
  const values = sql`unnest(${arrayOf(once.map((one) => one.address))}::text[], ${arrayOf(once.map((one) => one.reason))}::text[], ${arrayOf(once.map((one) => one.source))}::text[], ${arrayOf(once.map((one) => one.at.toISOString()))}::timestamptz[]) as x (address, reason, source, at)`;
  await tx.execute(
    sql`insert into suppressed_addresses (channel, address, reason, at) select ${channel}::text, x.address, x.reason, x.at from ${values} on conflict do nothing`,
  );
  await tx.execute(
    sql`insert into suppressions (contact_id, channel, reason, source, at) select c.id, ${channel}::text, x.reason, x.source, x.at from contacts c join ${values} on x.address = c.${sql.raw(column)} where c.${sql.raw(column)} = any(${arrayOf(once.map((one) => one.address))}::text[]) on conflict do nothing`,
  );
};

/** Contacts new or changed: an opt-out of their address holds for them too. The caller holds the import lock. */
export const suppressKnown = async (
  tx: Tx,
  contactIds: readonly number[],
  opts: { now: Date; secretKeys?: readonly string[] },
): Promise<void> => {
  if (contactIds.length === 0) return;
  const { rows: people } = await tx.execute<{ id: number; email: string | null; phone: string | null }>(
    sql`select id, email, phone from contacts where id = any(${arrayOf([...contactIds])}::bigint[])`,
  );
  const addresses = [...new Set(people.flatMap((p) => [p.email, p.phone]).filter((a) => a !== null))];
  const { rows: out } = await tx.execute<{ channel: ChannelName; address: string; reason: string; at: string }>(
    sql`select channel, address, reason, at from suppressed_addresses where channel in ('email', 'sms', 'kakao') and address = any(${arrayOf(addresses)}::text[])`,
  );
  out.push(...(await optOutsOfErased(tx, people, opts)));
  if (out.length === 0) return;
  const rows = out.flatMap((known) =>
    people
      .filter((p) => p[COLUMN[known.channel] ?? 'email'] === known.address)
      .map((p) => ({ ...known, contactId: p.id })),
  );
  await tx.execute(
    sql`insert into suppressions (contact_id, channel, reason, source, at) select x.contact_id, x.channel, x.reason, 'address', x.at from unnest(${arrayOf(rows.map((r) => r.contactId))}::bigint[], ${arrayOf(rows.map((r) => r.channel))}::text[], ${arrayOf(rows.map((r) => r.reason))}::text[], ${arrayOf(rows.map((r) => r.at))}::timestamptz[]) as x (contact_id, channel, reason, at) order by 1, 2 on conflict do nothing`,
  );
};

/** The address opted out, and whoever had it then was erased: only a hash of it is left. */
const optOutsOfErased = async (
  tx: Tx,
  people: readonly { email: string | null; phone: string | null }[],
  { now, secretKeys }: { now: Date; secretKeys?: readonly string[] },
) => {
  const found = [];
  for (const channel of ['email', 'sms', 'kakao'] as const) {
    const addresses = people.flatMap((person) => person[COLUMN[channel] ?? 'email'] ?? []);
    for (const address of (await erasedAmong(tx, channel, addresses, secretKeys)).keys())
      found.push({ channel, address, reason: 'unsubscribed', at: now.toISOString() });
  }
  return found;
};
