import { sql } from 'drizzle-orm';
import { again } from '../../db/retry.ts';
import type { Db } from '../../deps.ts';
import type { PressureCap } from '../pressure.ts';
import { endsAs, ids, inSlice, locked, locking, mayLeave, ms, refusal, type Scope, texts } from './guards.ts';

export type Claimed = { contactId: number; segment: string; variant: string };
export type Claim = { rows: Claimed[]; refused: number };

/**
 * Takes up to `most` planned rows of the slice for one worker, each only if it may be written to at this moment; those
 * that may not become `suppressed` with the reason, or `unknown` again where a first message may have arrived. Whoever else claims at the same time finds them no longer planned.
 *
 * @param now business time, for consent and pressure; leases run on the database's own clock
 */
export const claimRows = async (
  db: Db,
  scope: Scope,
  with_: { token: string; most: number; leaseMs: number; cap: PressureCap | null; now: Date },
): Promise<Claim> =>
  db.transaction(async (tx) => {
    const found = await tx.execute<{ contact_id: number }>(sql`
      select d.contact_id from deliveries d
      where ${inSlice(scope)} and d.channel = ${scope.channel} and d.status = 'planned'
        and (d.lease_until is null or d.lease_until <= now())
      order by d.contact_id limit ${with_.most}`);
    const wanted = found.rows.map((row) => row.contact_id);
    if (wanted.length === 0) return { rows: [], refused: 0 };
    if (scope.isAd && with_.cap) await serialise(tx, wanted);
    const free = sql`d.channel = ${scope.channel} and d.contact_id = any(${ids(wanted)}) and d.status = 'planned'
      and (d.lease_until is null or d.lease_until <= now()) and ${mayLeave(scope)}`;
    const claimed = await tx.execute<{ contact_id: number; segment: string; variant: string; status: string }>(sql`
      ${locking(scope, free, sql`(${refusal(scope, with_.now, with_.cap)}) as why`)}
      update deliveries d set
        status = case when mine.why is null then 'claimed' else ${endsAs(sql`'suppressed'`)} end,
        reason = coalesce(mine.why, d.reason),
        claim_token = ${with_.token},
        lease_until = now() + ${ms(with_.leaseMs)}
      ${locked(scope)} returning d.contact_id, d.segment, d.variant, d.status`);
    const rows = claimed.rows
      .filter((row) => row.status === 'claimed')
      .map((row) => ({ contactId: row.contact_id, segment: row.segment, variant: row.variant }));
    return { rows, refused: claimed.rows.length - rows.length };
  });

/** Locks the contacts one after the other, in id order: two campaigns never judge the same contact's pressure at once. */
const serialise = (tx: Pick<Db, 'execute'>, wanted: readonly number[]) =>
  tx.execute(sql`
    insert into contact_stats as s (contact_id, pressure_at)
    select c.id, now() from contacts c where c.id = any(${ids(wanted)}) order by c.id
    on conflict (contact_id) do update set pressure_at = excluded.pressure_at`);

/** Rows still held by the token under which they were claimed. */
const claimedBy = (token: string, rows: readonly number[]) =>
  sql`d.contact_id = any(${ids(rows)}) and d.status = 'claimed' and d.claim_token = ${token}`;

/** Keeps a claim alive while it waits for its turn; rows whose lease has ended stay lost. */
export const renewClaim = (db: Db, scope: Scope, token: string, rows: readonly number[], leaseMs: number) =>
  again(() =>
    db.execute(sql`
      ${locking(scope, sql`${claimedBy(token, rows)} and d.lease_until > now()`)}
      update deliveries d set lease_until = now() + ${ms(leaseMs)} ${locked(scope)}`),
  );

/** Rows that will not be handed over after all: refused now for a reason, else planned again. */
export const giveBack = (
  db: Db,
  scope: Scope,
  with_: { token: string; rows: readonly number[]; now: Date; cap: PressureCap | null },
): Promise<unknown> => {
  const { token, rows } = with_;
  if (rows.length === 0) return Promise.resolve();
  return again(() =>
    db.execute(sql`
      ${locking(scope, claimedBy(token, rows), sql`(${refusal(scope, with_.now, with_.cap)}) as why`)}
      update deliveries d set
        status = case when mine.why is null then 'planned' else ${endsAs(sql`'suppressed'`)} end,
        reason = coalesce(mine.why, d.reason), claim_token = null, lease_until = null
      ${locked(scope)}`),
  );
};

/** Rows that can never be handed over (no address, nothing to render): ended with a reason, by contact, in one statement. */
export const refuseRows = (
  db: Db,
  scope: Scope,
  token: string,
  refused: ReadonlyMap<number, { status: 'failed' | 'suppressed'; reason: string }>,
): Promise<unknown> => {
  const all = [...refused.keys()];
  const of = (what: 'status' | 'reason') => sql`(${texts([...refused.values()].map((one) => one[what]))})[mine.place]`;
  return again(() =>
    db.execute(sql`
      ${locking(scope, claimedBy(token, all), sql`array_position(${ids(all)}, d.contact_id) as place`)}
      update deliveries d set status = ${endsAs(of('status'))}, reason = ${of('reason')}, lease_until = null
      ${locked(scope)}`),
  );
};
