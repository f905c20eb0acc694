import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';

export type ExportedDelivery = {
  contact_id: string;
  segment: string;
  outcome: string;
  channel: string;
  variant: string | null;
  status: string | null;
  reason: string | null;
  handed_at: string | null;
  delivered_at: string | null;
};

/** Everyone a campaign considered, by the caller's own contact id, with the frozen outcome and what became of the message. */
export const deliveriesOf = async (tx: Tx, campaignId: number): Promise<ExportedDelivery[]> => {
  const { rows } = await tx.execute<ExportedDelivery>(sql`
    select coalesce((select c.external_id from contacts c where c.id = m.contact_id), 'erased') as contact_id,
      m.segment, m.outcome, m.channel, m.variant, d.status, d.reason,
      to_char(d.handed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as handed_at,
      to_char(d.delivered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as delivered_at
    from audience_members m
    left join deliveries d on d.campaign_id = m.campaign_id and d.occurrence = m.occurrence and d.contact_id = m.contact_id
    where m.campaign_id = ${campaignId} order by m.contact_id`);
  return rows;
};
