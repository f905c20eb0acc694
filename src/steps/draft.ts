import { eq } from 'drizzle-orm';
import { NoBrandKit } from '../brand/store.ts';
import { advance, BATON } from '../campaign/advance.ts';
import { schedule } from '../campaign/due.ts';
import { isDrafting, type StepName, stepOf } from '../campaign/lifecycle.ts';
import { saveDraft } from '../campaign/revise.ts';
import { type Campaign, loadCampaign, placeOf } from '../campaign/store.ts';
import { noteKey, tell } from '../campaign/tell.ts';
import { campaigns } from '../db/schema.ts';
import type { Deps, Transaction } from '../deps.ts';
import { addMs, DAY } from '../kit/clock.ts';
import { messageOf } from '../kit/log.ts';
import type { Brief } from './brief/schema.ts';
import { type Composed, compose, type Spending } from './compose.ts';
import { contextFor } from './context.ts';
import { stepNamed } from './index.ts';
import { composeNotice } from './notice/step.ts';
import { type Drafting, enteredAt, internalTrouble, showTrouble, stillDrafting, type Trouble } from './problem.ts';

export { retryDraft } from './problem.ts';

const NO_MODEL: Spending = { promptHash: '', model: '', practice: false, tokensIn: 0, tokensOut: 0, costMicros: 0 };

/** An unanswered question ends the campaign after this. */
const ANSWER_DAYS = 7;

/**
 * Writes the draft the campaign's status asks for. Safe to repeat and to run twice at once: nothing is stored unless the
 * campaign still stands at the very drafting this run began with, so of two runs one stores and the other's words are lost.
 *
 * @throws only when the database is gone: then the queue tries again
 */
export const writeDraft = async (deps: Deps, campaignId: number): Promise<void> => {
  // In this order: what moves the campaign between the two readings makes this run the older one, which stores nothing.
  const entered = await enteredAt(deps.db, campaignId);
  const campaign = await loadCampaign(deps.db, campaignId);
  const step = stepOf(campaign.status);
  if (!step || !isDrafting(campaign.status)) return;
  const drafting: Drafting = { campaignId, status: campaign.status, entered };
  try {
    const ctx = await contextFor(deps, deps.db, campaign, step, 'ai');
    const composed =
      campaign.kind === 'notice'
        ? { written: await composeNotice(ctx), spending: NO_MODEL }
        : await compose(stepNamed(step), ctx);
    await keep(deps, drafting, step, composed);
  } catch (error) {
    await showTrouble(deps, drafting, troubleBehind(deps, campaign, error));
  }
};

const troubleBehind = (deps: Deps, campaign: Campaign, error: unknown): Trouble => {
  if (error instanceof NoBrandKit) return { code: 'no_brand_kit', detail: '', times: 0, waitMs: null };
  deps.log.error(
    {
      campaign: campaign.id,
      status: campaign.status,
      error: messageOf(error),
      stack: error instanceof Error ? error.stack : undefined,
    },
    'draft not written',
  );
  return internalTrouble(0);
};

const keep = async (deps: Deps, drafting: Drafting, step: StepName, composed: Composed): Promise<void> => {
  if ('trouble' in composed) return showTrouble(deps, drafting, composed.trouble);
  await deps.db.transaction(async (tx) => {
    const campaign = await stillDrafting(tx, drafting);
    if (!campaign) return;
    if ('unclear' in composed) return askBack(tx, deps, campaign, drafting.entered, composed.unclear);
    const { written, spending } = composed;
    const { content, evidence, checks, attempt } = written;
    const draft = await saveDraft(tx, deps, {
      campaignId: campaign.id,
      step,
      content,
      evidence,
      checks,
      author: BATON,
      authorKind: 'ai',
      ...spending,
    });
    if (step === 'brief')
      await tx
        .update(campaigns)
        .set({ title: (content as Brief).title })
        .where(eq(campaigns.id, campaign.id));
    await moved(tx, deps, campaign.id, 'drafted', { version: draft.version, attempt });
  });
};

/** The words are no goal yet: the question goes into the thread, and the answer starts the brief again. */
const askBack = async (
  tx: Transaction,
  deps: Deps,
  campaign: Campaign,
  entered: number,
  words: string,
): Promise<void> => {
  await moved(tx, deps, campaign.id, 'unclear', { words });
  const now = await deps.clock.business();
  await schedule(tx, deps, {
    kind: 'goal.expire',
    campaignId: campaign.id,
    ref: String(campaign.id),
    at: addMs(now, ANSWER_DAYS * DAY),
  });
  await tell(tx, deps, {
    ...placeOf(campaign),
    key: noteKey('unclear', campaign.id, entered),
    kind: 'note',
    subject: { note: 'unclear', params: { words } },
  });
};

const moved = async (
  tx: Transaction,
  deps: Deps,
  campaignId: number,
  event: 'drafted' | 'unclear',
  detail: Record<string, unknown>,
): Promise<void> => {
  const done = await advance(tx, deps, campaignId, event, { by: BATON, detail });
  if (!done.ok) throw new Error(`${event} in ${done.status}, under its own lock`);
};
