import { sql } from 'drizzle-orm';
import type { Outcome } from '../../channels/channel.ts';
import type { Db } from '../../deps.ts';
import { endsAs, ids, locked, locking, ms, type Scope, texts } from './guards.ts';

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
  const { results, backoff } = with_;
  const column = (of: (outcome: Outcome) => string | null) => texts(results.map((r) => of(r.outcome)));
  const all = ids(results.map((r) => r.contactId));
  const asked = Math.max(0, ...results.map(({ outcome: o }) => (o.outcome === 'retry_later' ? o.afterMs : 0)));
  const at = sql`${with_.at.toISOString()}::timestamptz`;
  const said = sql`(${column((o) => (o.outcome === 'retry_later' && o.whole ? WHOLE : o.outcome))})[mine.place]`;
  const reason = sql`(${column((o) => (o.outcome === 'accepted' ? null : o.reason))})[mine.place]`;
  const provider = sql`(${column((o) => (o.outcome === 'accepted' ? o.providerId : null))})[mine.place]`;
  const isLater = sql`${said} in ('retry_later', ${WHOLE})`;
  const spent = sql`(${said} <> ${WHOLE} and d.attempts >= ${backoff.attempts})`;
  const certain = results.filter(({ outcome: o }) => o.outcome === 'accepted' || o.outcome === 'rejected');
  const theirs = sql`d.contact_id = any(${all}) and d.claim_token = ${with_.token} and (d.status = 'handed'
    or (d.status in ('unknown', 'planned') and d.contact_id = any(${ids(certain.map((r) => r.contactId))})))`;
  return db.execute(sql`
    ${locking(scope, theirs, sql`array_position(${all}, d.contact_id) as place`)}
    update deliveries d set
      status = case ${said} when 'accepted' then 'accepted' when 'rejected' then 'failed' when 'unknown' then 'unknown'
        else case when ${spent} then ${endsAs(sql`'expired'`)} else 'planned' end end,
      reason = case when ${isLater} and not ${spent} then d.reason else ${reason} end,
      provider_id = coalesce(${provider}, d.provider_id),
      accepted_at = case when ${said} = 'accepted' then ${at} else d.accepted_at end,
      handed_at = case when ${isLater} then null else d.handed_at end,
      attempts = case when ${said} = ${WHOLE} then d.attempts - 1 else d.attempts end,
      claim_token = case when ${isLater} then null else d.claim_token end,
      lease_until = case when ${isLater} then now() + greatest(${ms(asked)}, ${ms(with_.jitter)}
        * least(${backoff.capMs}::float8, ${backoff.baseMs}::float8 * power(2, least(d.attempts, 20) - 1))) end
    ${locked(scope)}`);
};
/** `retry_later` of the account as such: it costs the message no attempt. */
const WHOLE = 'whole';
