import { eq, sql } from 'drizzle-orm';
import { schedule } from '../campaign/due.ts';
import { isDrafting, type Status } from '../campaign/lifecycle.ts';
import { lockCampaign } from '../campaign/store.ts';
import { redraw } from '../campaign/tell.ts';
import { campaignHistory, campaigns, type Problem } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';
import { addMs, HOUR, MINUTE } from '../kit/clock.ts';
import { retryInMs } from '../llm/failure.ts';
import type { AskFailure, AskOutcome } from '../llm/record.ts';

/** Why there is no draft. Its sentence stands in i18n `llm.failed` or `steps.problem` under the same name. */
export type DraftProblem = AskOutcome | 'rules' | 'no_brand_kit' | 'internal';

export type Trouble = {
  code: DraftProblem;
  /** What the server, the model or the check said. */
  detail: string;
  /** Calls of the model that were made. */
  times: number;
  /** The wait before the first try by itself, ms; null when only a person can go on. */
  waitMs: number | null;
};

/** However long the model is away, we ask again at least so often. */
const LONGEST_WAIT = 6 * HOUR;
const DETAIL_MAX = 300;

export const troubleOf = (failure: AskFailure, times: number): Trouble => ({
  code: failure.outcome,
  detail: failure.detail,
  times,
  waitMs: retryInMs(failure),
});

/** Our own mistake or a lost connection: it is logged, shown, and tried again. */
export const internalTrouble = (times: number): Trouble => ({
  code: 'internal',
  detail: '',
  times,
  waitMs: 10 * MINUTE,
});

/** A campaign at one drafting of one step. Regenerating the same step is another one, with another `entered`. */
export type Drafting = { campaignId: number; status: Status; entered: number };

/** Number of the last history line that moved the campaign, or gave it other words: refused attempts leave it where it is. */
export const enteredAt = async (tx: Tx, campaignId: number): Promise<number> => {
  const [row] = await tx
    .select({ id: sql<number>`coalesce(max(${campaignHistory.id}), 0)::bigint` })
    .from(campaignHistory)
    .where(
      sql`${eq(campaignHistory.campaignId, campaignId)} and (${campaignHistory.from} <> ${campaignHistory.to} or ${campaignHistory.event} = 'told')`,
    );
  return Number(row?.id ?? 0);
};

/** Locks the campaign and tells whether it is still at the very drafting a job began with. */
export const stillDrafting = async (tx: Tx, drafting: Drafting) => {
  const campaign = await lockCampaign(tx, drafting.campaignId);
  const same = campaign.status === drafting.status && (await enteredAt(tx, drafting.campaignId)) === drafting.entered;
  return same ? campaign : null;
};

/**
 * Shows on the card what went wrong, and sets the next try by itself where waiting can help: the wait doubles each time.
 * Nothing is written when the campaign has gone on in the meantime.
 */
export const showTrouble = (deps: Deps, drafting: Drafting, trouble: Trouble): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const campaign = await stillDrafting(tx, drafting);
    if (!campaign) return;
    const now = await deps.clock.business();
    const tries = trouble.waitMs === null ? 0 : triesOf(campaign.problem) + 1;
    const waitMs = trouble.waitMs === null ? null : Math.min(trouble.waitMs * 2 ** (tries - 1), LONGEST_WAIT);
    const retryAt = waitMs === null ? null : addMs(now, waitMs);
    const problem: Problem = {
      code: trouble.code,
      params: {
        detail: trouble.detail.slice(0, DETAIL_MAX),
        times: trouble.times,
        minutes: waitMs === null ? 0 : Math.round(waitMs / MINUTE),
        tries,
      },
      at: now.toISOString(),
      ...(retryAt && { retryAt: retryAt.toISOString() }),
    };
    await tx.update(campaigns).set({ problem }).where(eq(campaigns.id, campaign.id));
    if (retryAt)
      await schedule(tx, deps, {
        kind: 'draft.retry',
        campaignId: campaign.id,
        ref: `${campaign.id}:${tries}`,
        at: retryAt,
      });
    await redraw(tx, deps, campaign.id);
  });

const triesOf = (problem: Problem | null): number => Number(problem?.params?.tries ?? 0);

/**
 * Writes the draft again after a failure: by the due row when its time has come, or by a person's Retry at any time. A
 * person who does not wait starts the count of waits anew.
 *
 * @returns false when there is nothing to retry: the draft is there, or is being written
 */
export const retryDraft = (deps: Deps, campaignId: number): Promise<boolean> =>
  deps.db.transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId);
    const { problem, status } = campaign;
    if (!problem || !isDrafting(status)) return false;
    const now = await deps.clock.business();
    const isDue = problem.retryAt !== undefined && now >= new Date(problem.retryAt);
    if (!isDue) {
      await tx.update(campaigns).set({ problem: null }).where(eq(campaigns.id, campaignId));
      await redraw(tx, deps, campaignId);
    }
    await deps.jobs.enqueue(tx, 'draft.write', { campaignId }, { key: String(campaignId) });
    return true;
  });
