import { sql } from 'drizzle-orm';
import type { DeliveryEventType, DeliveryState } from '../db/schema.ts';
import type { Move, Row, Sending } from '../delivery/ledger-counts.ts';
import type { Tx } from '../deps.ts';

/**
 * What a report from outside proves about a message, and from which states it may move the ledger. Only forward: a row
 * that is `delivered`, `failed`, `suppressed`, `cancelled` stays so whatever comes in late, twice or in the wrong order.
 * Whoever opened, clicked or complained has it: that settles a row nobody knew about.
 */
type Proof = { to: DeliveryState; from: readonly DeliveryState[] };

const THERE: Proof = { to: 'accepted', from: ['handed', 'unknown'] };
const GONE: Proof = { to: 'failed', from: ['handed', 'accepted', 'unknown'] };

const PROOFS: Readonly<Record<DeliveryEventType, Proof>> = {
  accepted: THERE,
  opened: THERE,
  clicked: THERE,
  unsubscribed: THERE,
  complained: THERE,
  delivered: { to: 'delivered', from: ['handed', 'accepted', 'unknown'] },
  bounced: GONE,
  failed: GONE,
};

export type Proven = { contactId: number; type: DeliveryEventType; hard: boolean; reason: string | null; at: Date };

/** What a report moved in the ledger, and since when revenue may be credited otherwise for it. */
export type Evidence = Move & { since: Date };

/**
 * Moves the ledger as far as one kind of report proves; a bounce that may still go through (`hard: false`) proves nothing.
 *
 * @returns what it moved; null when nothing
 */
export const applyEvidence = async (
  tx: Tx,
  { campaignId, occurrence, channel }: Sending & { channel: string },
  proven: Proven,
): Promise<Evidence | null> => {
  if (proven.type === 'bounced' && !proven.hard) return null;
  const { contactId } = proven;
  const { to, from } = PROOFS[proven.type];
  const at = sql`${proven.at.toISOString()}::timestamptz`;
  const row = sql`d.campaign_id = ${campaignId} and d.occurrence = ${occurrence} and d.channel = ${channel}
    and d.contact_id = ${contactId}`;
  const reason = to === 'failed' ? (proven.reason ?? (proven.type === 'bounced' ? 'bounced' : 'other')) : null;
  const { rows } = await tx.execute<Pick<Row, 'status' | 'reason'> & { acceptedAt: Date | null }>(sql`
    with mine as materialized (
      select d.status, d.reason, d.accepted_at from deliveries d
      where ${row} and (d.status = any(${sql.param([...from])}::text[]) or (d.status = 'planned' and d.reason = 'resend'))
      for no key update)
    update deliveries d set status = ${to}, lease_until = null, reason = ${reason},
      accepted_at = case when ${to !== 'failed'} then coalesce(d.accepted_at, ${at}) else d.accepted_at end,
      delivered_at = case when ${to === 'delivered'} then ${at} else d.delivered_at end
    from mine where ${row}
    returning mine.status, mine.reason, mine.accepted_at as "acceptedAt"`);
  const [was] = rows;
  if (!was) return null;
  const acceptedAt = was.acceptedAt && new Date(was.acceptedAt);
  const isAccepted = acceptedAt !== null;
  return {
    ...{ campaignId, occurrence, contactId },
    from: { status: was.status, reason: was.reason, isAccepted },
    to: { status: to, reason, isAccepted: isAccepted || to !== 'failed' },
    // Whatever it was credited with since it was accepted may be another's: it came back, or arrived later.
    since: acceptedAt !== null && acceptedAt < proven.at ? acceptedAt : proven.at,
  };
};
