import { and, desc, eq } from 'drizzle-orm';
import { campaignHistory } from '../db/schema.ts';
import type { StopReason } from '../delivery/stop.ts';
import type { Deps, Transaction, Tx } from '../deps.ts';
import { advance, BATON } from './advance.ts';
import { type Campaign, placeOf } from './store.ts';
import { noteKey, tell } from './tell.ts';

/** Why a sending stands still without a person's word: a stop rule, or something a person has to mend first. */
type Why = StopReason | { rule: 'content_changed' | 'channel_missing' | 'account_changed' | 'coupons_short' };

/**
 * Pauses by itself, and says why in the thread: a card that changes in place is seen by nobody.
 *
 * @param left messages that stay where they are
 * @returns false when it was not being sent any more
 */
export const holdBy = async (
  tx: Transaction,
  deps: Deps,
  campaign: Campaign,
  why: Why,
  left: number,
): Promise<boolean> => {
  const { rule, ...numbers } = why;
  const moved = await advance(tx, deps, campaign.id, 'pause', { by: BATON, detail: { reason: rule, ...numbers } });
  if (!moved.ok) return false;
  const at = await deps.clock.business();
  await tell(tx, deps, {
    ...placeOf(campaign),
    key: noteKey('paused', campaign.id, at.getTime()),
    kind: 'note',
    subject: { note: `paused_${rule}`, params: { ...numbers, left } },
  });
  return true;
};

/** Percentages a pause has shown and a person has gone on with, by rule: resuming is that person's word for them. */
export const borneBy = async (tx: Tx, campaignId: number): Promise<Record<string, number>> => {
  const rows = await tx
    .select({ detail: campaignHistory.detail })
    .from(campaignHistory)
    .where(and(eq(campaignHistory.campaignId, campaignId), eq(campaignHistory.event, 'pause')))
    .orderBy(desc(campaignHistory.id));
  const borne: Record<string, number> = {};
  for (const { detail } of rows) {
    const { reason, percent } = detail as { reason?: unknown; percent?: unknown };
    if (typeof reason === 'string' && typeof percent === 'number') borne[reason] ??= percent;
  }
  return borne;
};
