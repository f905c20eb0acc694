import { sql } from 'drizzle-orm';
import type { Ahead } from '../audience/candidates.ts';
import type { PressureCap } from '../delivery/pressure.ts';
import type { Tx } from '../deps.ts';
import { addMs, DAY } from '../kit/clock.ts';
import type { Plan } from '../steps/plan/schema.ts';

/**
 * Approved campaigns that will be sent before this one and near enough to count towards the same cap. Those already frozen
 * are in the ledger and not here. By time and then by number, so that of two campaigns exactly one makes way.
 *
 * @param sendAt when this one is sent; null while nobody knows: whatever is scheduled so far comes before it
 */
export const aheadOf = async (
  tx: Tx,
  campaignId: number,
  sendAt: Date | null,
  cap: PressureCap | null,
  now: Date,
): Promise<Ahead[]> => {
  if (!cap) return [];
  const until = (sendAt ?? addMs(now, cap.days * DAY)).toISOString();
  const since = addMs(sendAt ?? now, -cap.days * DAY).toISOString();
  const { rows } = await tx.execute<{ plan: Plan }>(
    sql`select d.content as plan from campaigns c join launches l on l.campaign_id = c.id join drafts d on d.id = l.draft_id where c.id <> ${campaignId} and c.kind = 'campaign' and c.status in ('scheduled', 'sending') and c.window_starts_at is null and c.send_at > ${since}::timestamptz and (c.send_at, c.id) < (${until}::timestamptz, ${campaignId}::bigint) order by c.id`,
  );
  return rows.map(({ plan: { segments, salt, holdoutPercent } }) => ({ segments, salt, holdoutPercent }));
};
