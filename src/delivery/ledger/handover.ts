import { sql } from 'drizzle-orm';
import { again } from '../../db/retry.ts';
import type { Db } from '../../deps.ts';
import type { PressureCap } from '../pressure.ts';
import { ids, locked, locking, mayLeave, ms, refusal, type Scope } from './guards.ts';

/**
 * The last look before a message leaves, committed before the provider is called: only rows still held by this token,
 * with the lease running, of a contact who may still be written to, of a campaign neither paused nor stopped. What comes
 * back may be handed to the provider; from here on a crash means `unknown`, never a second try.
 *
 * Pressure is asked again too: the claim has kept its place among campaigns, but late word of a message that nobody
 * counted any more, a notice, or a lower cap may have used it up. Of two that see each other here, neither goes over the cap.
 */
export const handOver = async (
  db: Db,
  scope: Scope,
  with_: { token: string; rows: readonly number[]; leaseMs: number; cap: PressureCap | null; now: Date },
): Promise<number[]> => {
  const mine = sql`d.contact_id = any(${ids(with_.rows)}) and d.status = 'claimed'
    and d.claim_token = ${with_.token} and d.lease_until > now()
    and ${mayLeave(scope)} and (${refusal(scope, with_.now, with_.cap)}) is null`;
  const handed = await again(() =>
    db.execute<{ contact_id: number }>(sql`
      ${locking(scope, mine)}
      update deliveries d set status = 'handed', handed_at = ${with_.now.toISOString()}::timestamptz, attempts = d.attempts + 1,
        lease_until = now() + ${ms(with_.leaseMs)}
      ${locked(scope)} returning d.contact_id`),
  );
  return handed.rows.map((row) => row.contact_id);
};

/** Handed rows of which it is certain that no byte went to the provider: the attempt is given back too. */
export const takeBack = (db: Db, scope: Scope, token: string, rows: readonly number[]) =>
  again(() =>
    db.execute(sql`
      ${locking(scope, sql`d.contact_id = any(${ids(rows)}) and d.status = 'handed' and d.claim_token = ${token}`)}
      update deliveries d set status = 'planned', attempts = d.attempts - 1, handed_at = null, claim_token = null, lease_until = null
      ${locked(scope)}`),
  );
