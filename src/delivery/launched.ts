import { sql } from 'drizzle-orm';
import type { Status, StepName } from '../campaign/lifecycle.ts';
import type { Tx } from '../deps.ts';
import { contentHash } from '../kit/hash.ts';
import type { Plan } from '../steps/plan/schema.ts';

/** What was approved, as it is sent: the launch, and the plan that hashes to it. */
export type Launched = { launch: { id: string; hash: string }; plan: Plan };

/** Why nothing can be handed over until a person does something; `code` names the words. */
export class CannotDeliver extends Error {
  readonly code: 'content_changed' | 'channel_missing' | 'account_changed';
  constructor(code: CannotDeliver['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The approved plan of a campaign, its content hashed anew: what leaves is what was shown, byte for byte.
 *
 * @returns null when there is no launch: then no delivery can exist
 * @throws CannotDeliver when the stored content is not what was approved
 */
export const loadLaunched = async (db: Tx, campaignId: number): Promise<Launched | null> => {
  const { rows } = await db.execute<{
    id: string;
    hash: string;
    step: StepName;
    content: Plan;
    parents: Record<string, string>;
  }>(sql`
    select l.id, l.hash, d.step, d.content, d.parents from launches l join drafts d on d.id = l.draft_id
    where l.campaign_id = ${campaignId}`);
  const row = rows[0];
  if (!row) return null;
  if (contentHash({ step: row.step, content: row.content, parents: row.parents }) !== row.hash)
    throw new CannotDeliver('content_changed', `launch ${row.id}: content does not hash to what was approved`);
  return { launch: { id: row.id, hash: row.hash }, plan: row.content };
};

/** What the campaign allows at this moment. `over`: nothing more will ever leave, but for what a person asked again. */
export const mayGoOn = async (db: Tx, campaignId: number): Promise<'sending' | 'paused' | 'over' | 'again'> => {
  const { rows } = await db.execute<{ status: Status; halted: boolean }>(
    sql`select status, halted from campaigns where id = ${campaignId}`,
  );
  const row = rows[0];
  if (!row || row.halted) return 'over';
  if (row.status === 'sending' || row.status === 'paused') return row.status;
  return row.status === 'measuring' ? 'again' : 'over';
};
