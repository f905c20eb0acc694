import { segmentAggregates } from '../../src/audience/aggregates.ts';
import { STEPS, type StepName } from '../../src/campaign/lifecycle.ts';
import { saveDraft } from '../../src/campaign/revise.ts';
import { type Draft, findCampaign } from '../../src/campaign/store.ts';
import type { Check } from '../../src/db/schema.ts';
import { contextFor } from '../../src/steps/context.ts';
import { type AnyStep, stepNamed, type steps } from '../../src/steps/index.ts';
import { earlier, type StepContext } from '../../src/steps/step.ts';
import { newCampaign } from '../support/campaigns.ts';
import type { Company } from './company.ts';
import { GOAL, goodBrief, goodCopy, goodPersonas, goodPlan, goodSegments } from './drafts.ts';

export type Story = { campaignId: number; drafts: Partial<Record<StepName, Draft>> };

/** What the model would answer to each step, given what is there. */
export const goodAnswer = async (ctx: StepContext, step: StepName): Promise<unknown> => {
  if (step === 'brief') return goodBrief();
  if (step === 'segments') return goodSegments();
  if (step === 'copy') return goodCopy();
  if (step === 'plan') return goodPlan();
  const { segments } = earlier(ctx, 'segments');
  const { timezone, currency } = ctx.deps.config;
  const found = await Promise.all(
    segments.map(
      async ({ key, rule }) =>
        [key, await segmentAggregates(ctx.db, rule, { now: ctx.now, timezone, currency })] as const,
    ),
  );
  return goodPersonas(Object.fromEntries(found));
};

/** A campaign with a good draft of every step up to and with `last`; the status is not walked through. */
export const story = async (
  shop: Company,
  last: StepName | null,
  goal = GOAL,
  over: Partial<Record<StepName, unknown>> = {},
): Promise<Story> => {
  const { id } = await newCampaign(shop, goal);
  const drafts: Story['drafts'] = {};
  for (const name of last ? STEPS.slice(0, STEPS.indexOf(last) + 1) : []) {
    const ctx = await contextOf(shop, id, name);
    const step = stepNamed(name);
    const completed = await step.complete(over[name] ?? (await goodAnswer(ctx, name)), ctx);
    if (!completed.ok) throw new Error(JSON.stringify(completed.failures));
    const { content } = completed;
    const evidence = await step.evidence(content, ctx);
    drafts[name] = await saveDraft(shop.db, shop, {
      campaignId: id,
      step: name,
      content,
      evidence,
      checks: await step.checks(content, evidence, ctx),
      author: 'baton',
      authorKind: 'ai',
    });
  }
  return { campaignId: id, drafts };
};

export const contextOf = async (
  shop: Company,
  campaignId: number,
  step: StepName,
  by: 'ai' | 'person' = 'ai',
): Promise<StepContext> => {
  const campaign = await findCampaign(shop.db, campaignId);
  if (!campaign) throw new Error('no campaign');
  return contextFor(shop, shop.db, campaign, step, by);
};

/** Evidence and checks of some content. */
export const judge = async <N extends StepName>(
  ctx: StepContext,
  name: N,
  content: Parameters<(typeof steps)[N]['checks']>[0],
): Promise<Check[]> => {
  const step: AnyStep = stepNamed(name);
  return step.checks(content, await step.evidence(content, ctx), ctx);
};

export const failed = (checks: readonly Check[]): string[] =>
  checks.filter(({ passed }) => !passed).map(({ id }) => id);

/** A failing check is of use only when it says something, in both languages. */
export const wordsOf = (checks: readonly Check[], id: string): { ko: string; en: string } => {
  const found = checks.find((check) => check.id === id);
  if (!found) throw new Error(`no check ${id}`);
  return found.message;
};

/** The draft a story told. */
export const told = ({ drafts }: Story, step: StepName): Draft => {
  const draft = drafts[step];
  if (!draft) throw new Error(`the story has no ${step}`);
  return draft;
};
