import { eq } from 'drizzle-orm';
import { campaigns } from '../db/schema.ts';
import type { Deps, Transaction } from '../deps.ts';
import { EFFECTS } from './effects.ts';
import { type CampaignEvent, next, type Status } from './lifecycle.ts';
import { type Campaign, lockCampaign, record } from './store.ts';
import { redraw } from './tell.ts';

/** Who did it and what is worth keeping of how. */
export type Doing = { by: string; detail?: Record<string, unknown> };

export type Advanced = { ok: true; campaign: Campaign } | { ok: false; status: Status };

export { BATON } from './policy.ts';

/**
 * The only writer of a campaign's status. Locks the row, asks the table, and writes status, history, what follows and what
 * people should see in the caller's transaction: all of it happens or none.
 *
 * @returns not ok, and nothing written, when the table has no such event now
 */
export const advance = async (
  tx: Transaction,
  deps: Deps,
  campaignId: number,
  event: CampaignEvent,
  doing: Doing,
): Promise<Advanced> => {
  const before = await lockCampaign(tx, campaignId);
  const move = next(before.status, event, before.kind);
  if (!move) return { ok: false, status: before.status };
  const [to, effect] = move;
  const at = await deps.clock.business();
  const [campaign] = await tx
    .update(campaigns)
    .set({ status: to, problem: null, updatedAt: at })
    .where(eq(campaigns.id, campaignId))
    .returning();
  if (!campaign) throw new Error(`campaign ${campaignId} vanished under its lock`);
  await record(tx, { campaignId, at, event, from: before.status, to, ...doing });
  await EFFECTS[effect](tx, deps, { campaign, from: before.status, event, at, doing });
  await redraw(tx, deps, campaignId);
  return { ok: true, campaign };
};
