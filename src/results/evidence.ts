import { sql } from 'drizzle-orm';
import type { DeliveryEventType, DeliveryState } from '../db/schema.ts';
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

/** Moves the ledger as far as one kind of report proves; a bounce that may still go through (`hard: false`) proves nothing. */
export const applyEvidence = async (
  tx: Tx,
  key: { campaignId: number; occurrence: number; channel: string },
  proven: Proven,
): Promise<void> => {
  if (proven.type === 'bounced' && !proven.hard) return;
  const { to, from } = PROOFS[proven.type];
  const at = sql`${proven.at.toISOString()}::timestamptz`;
  await tx.execute(sql`
    update deliveries d set status = ${to}, lease_until = null,
      reason = ${to === 'failed' ? (proven.reason ?? (proven.type === 'bounced' ? 'bounced' : 'other')) : null},
      accepted_at = case when ${to !== 'failed'} then coalesce(d.accepted_at, ${at}) else d.accepted_at end,
      delivered_at = case when ${to === 'delivered'} then ${at} else d.delivered_at end
    where d.campaign_id = ${key.campaignId} and d.occurrence = ${key.occurrence} and d.channel = ${key.channel}
      and d.contact_id = ${proven.contactId}
      and (d.status = any(${sql.param([...from])}::text[]) or (d.status = 'planned' and d.reason = 'resend'))`);
};
