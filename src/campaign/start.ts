import { and, desc, eq, isNotNull, isNull, or } from 'drizzle-orm';
import { campaigns } from '../db/schema.ts';
import type { Deps, Transaction, Tx } from '../deps.ts';
import type { Language } from '../i18n/language.ts';
import { addMs, DAY } from '../kit/clock.ts';
import { localDay } from '../kit/zone.ts';
import { advance } from './advance.ts';
import { schedule } from './due.ts';
import { GOAL_MAX, type GoalProblem, goalProblem } from './goal.ts';
import { withoutImpossible } from './impossible.ts';
import { type Campaign, cardKey, lockCampaign, placeOf, record } from './store.ts';
import { noteKey, tell } from './tell.ts';

export type Goal = {
  words: string;
  by: string;
  channel: string;
  /** The mention to answer under; null when the card is to be its own root. */
  threadTs: string | null;
  /** Names the one utterance, so that Slack's retries and double events start one campaign. */
  requestKey: string;
  language: Language;
};

export type Started = { campaign: Campaign; problem: GoalProblem | null } | { duplicate: true };

/**
 * Takes a goal in: the card and the first draft when there is something to draft from, else a question in the thread. An
 * empty goal leaves no campaign behind; the caller answers with help.
 */
export const startCampaign = async (tx: Transaction, deps: Deps, goal: Goal): Promise<Started> => {
  const at = await deps.clock.business();
  const problem = goalProblem(goal.words, localDay(at, deps.config.timezone));
  const status = problem ? 'goal.asking' : 'brief.drafting';
  const [campaign] = await tx
    .insert(campaigns)
    .values({
      status,
      goal: goal.words,
      locale: goal.language,
      requester: goal.by,
      channel: goal.channel,
      threadTs: goal.threadTs,
      requestKey: goal.requestKey,
      createdAt: at,
      updatedAt: at,
    })
    .onConflictDoNothing({ target: campaigns.requestKey })
    .returning();
  if (!campaign) return { duplicate: true };
  await record(tx, { campaignId: campaign.id, at, event: 'started', from: status, to: status, by: goal.by });
  if (problem) {
    await askAgain(tx, deps, campaign, problem);
    await schedule(tx, deps, {
      kind: 'goal.expire',
      campaignId: campaign.id,
      ref: String(campaign.id),
      at: addMs(at, 7 * DAY),
    });
  } else {
    await showCard(tx, deps, campaign);
    await deps.jobs.enqueue(tx, 'draft.write', { campaignId: campaign.id }, { key: String(campaign.id) });
  }
  return { campaign, problem };
};

/**
 * More words for a goal that was not enough: kept with the first ones, whether they are enough now or not. What was
 * objected to before is taken back by them.
 */
export const answerGoal = async (
  tx: Transaction,
  deps: Deps,
  campaignId: number,
  words: string,
  by: string,
): Promise<void> => {
  const campaign = await lockCampaign(tx, campaignId);
  const today = localDay(await deps.clock.business(), deps.config.timezone);
  const goal = `${withoutImpossible(campaign.goal, today)}\n${words}`.slice(0, GOAL_MAX);
  await tx.update(campaigns).set({ goal }).where(eq(campaigns.id, campaignId));
  const problem = goalProblem(goal, today);
  if (problem) return askAgain(tx, deps, { ...campaign, goal }, problem);
  await showCard(tx, deps, campaign);
  await advance(tx, deps, campaignId, 'answered', { by });
};

const showCard = (tx: Tx, deps: Deps, campaign: Campaign): Promise<void> =>
  tell(tx, deps, { ...placeOf(campaign), rootKey: null, key: cardKey(campaign.id), kind: 'campaign' });

const askAgain = (tx: Tx, deps: Deps, campaign: Campaign, problem: GoalProblem): Promise<void> =>
  tell(tx, deps, {
    ...placeOf(campaign),
    // Without a card the question itself is what stands in the channel.
    rootKey: null,
    key: noteKey('goal', campaign.id, problem.code, campaign.goal.length),
    kind: 'note',
    subject: { note: `goal_${problem.code}`, params: 'text' in problem ? { text: problem.text } : {} },
  });

/** The campaign that owns a thread, for replies; the newest when a thread holds several. */
export const campaignOfThread = async (
  tx: Tx,
  channel: string,
  threadTs: string,
  cardIds: readonly number[],
): Promise<Campaign | null> => {
  const [row] = await tx
    .select()
    .from(campaigns)
    .where(
      and(
        eq(campaigns.channel, channel),
        or(
          and(isNotNull(campaigns.threadTs), eq(campaigns.threadTs, threadTs)),
          ...cardIds.map((id) => and(isNull(campaigns.threadTs), eq(campaigns.id, id))),
        ),
      ),
    )
    .orderBy(desc(campaigns.id))
    .limit(1);
  return row ?? null;
};
