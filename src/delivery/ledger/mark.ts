import { sql } from 'drizzle-orm';
import type { Outcome } from '../../channels/channel.ts';
import type { Db } from '../../deps.ts';
import { endsAs, ids, inSlice, ms, type Scope, texts } from './guards.ts';

export type Result = { contactId: number; outcome: Outcome };
export type Backoff = { baseMs: number; capMs: number; attempts: number };

/**
 * Writes what the provider said. Rows are found by the token they were handed over with: someone else's claim is never
 * touched. A row whose lease ended meanwhile (`unknown`, or planned again by a person) still takes a certain answer, so a
 * slow worker's late word saves a question or a second message.
 *
 * @param at business time
 * @param jitter 0.5..1, so that what waits does not come back all at once
 */
export const markRows = (
  db: Db,
  scope: Scope,
  with_: { token: string; results: readonly Result[]; at: Date; jitter: number; backoff: Backoff },
) => {
  const of = (kind: Outcome['outcome']) =>
    with_.results.filter((r) => r.outcome.outcome === kind).map((r) => r.contactId);
  const all = with_.results.map((r) => r.contactId);
  const later = of('retry_later');
  const whole = with_.results
    .filter(({ outcome }) => outcome.outcome === 'retry_later' && outcome.whole)
    .map((r) => r.contactId);
  const asked = Math.max(0, ...with_.results.map(({ outcome: o }) => (o.outcome === 'retry_later' ? o.afterMs : 0)));
  const reasons = with_.results.map(({ outcome: o }) => (o.outcome === 'accepted' ? null : o.reason));
  const providers = with_.results.map(({ outcome: o }) => (o.outcome === 'accepted' ? o.providerId : null));
  const at = sql`${with_.at.toISOString()}::timestamptz`;
  const isLater = sql`d.contact_id = any(${ids(later)})`;
  const isWhole = sql`d.contact_id = any(${ids(whole)})`;
  const spent = sql`(not ${isWhole} and d.attempts >= ${with_.backoff.attempts})`;
  const place = sql`array_position(${ids(all)}, d.contact_id)`;
  return db.execute(sql`
    update deliveries d set
      status = case when ${isLater} then (case when ${spent} then ${endsAs(sql`'expired'`)} else 'planned' end)
        when d.contact_id = any(${ids(of('unknown'))}) then 'unknown'
        when d.contact_id = any(${ids(of('rejected'))}) then 'failed' else 'accepted' end,
      reason = case when ${isLater} and not ${spent} then d.reason else (${texts(reasons)})[${place}] end,
      provider_id = coalesce((${texts(providers)})[${place}], d.provider_id),
      accepted_at = case when d.contact_id = any(${ids(of('accepted'))}) then ${at} else d.accepted_at end,
      handed_at = case when ${isLater} then null else d.handed_at end,
      attempts = case when ${isWhole} then d.attempts - 1 else d.attempts end,
      claim_token = case when ${isLater} then null else d.claim_token end,
      lease_until = case when ${isLater} then now() + greatest(${ms(asked)},
        ${ms(with_.jitter)} * least(${with_.backoff.capMs}::float8, ${with_.backoff.baseMs}::float8 * power(2, least(d.attempts, 20) - 1))) end
    where ${inSlice(scope)} and d.contact_id = any(${ids(all)}) and d.claim_token = ${with_.token}
      and (d.status = 'handed' or (d.status in ('unknown', 'planned')
        and d.contact_id = any(${ids([...of('accepted'), ...of('rejected')])})))`);
};
