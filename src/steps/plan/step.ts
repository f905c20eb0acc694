import { localMinute } from '../../kit/zone.ts';
import { channelOf } from '../brief/channel.ts';
import { informs } from '../brief/informs.ts';
import { constraintsFor, historyFor, previousFor } from '../inputs.ts';
import { earlier, type StepContext, type StepOf } from '../step.ts';
import { assemble, builtNow } from './assemble.ts';
import { planChecks } from './checks.ts';
import { editPlan, fieldsOfPlan } from './edit.ts';
import { countNow, planEvidence } from './evidence.ts';
import { dearest, formsOf } from './price.ts';
import { type Plan, type PlanDraft, planSchema } from './schema.ts';
import { wavesOf } from './waves.ts';

export const plan: StepOf<'plan'> = {
  name: 'plan',
  schema: planSchema,

  inputs: async (ctx) => ({
    language: ctx.language,
    constraints: constraintsFor(ctx),
    previous: chosenBefore(ctx),
    goal: ctx.campaign.goal,
    brief: earlier(ctx, 'brief'),
    segments: earlier(ctx, 'segments').segments,
    audience: await audienceForModel(ctx),
    prices: {
      perMessage: dearest(formsOf((await builtNow(ctx, true)).templates), ctx.kit.prices).price,
      currency: ctx.deps.config.currency,
    },
    history: historyFor(await ctx.history()),
    now: localMinute(ctx.now, ctx.deps.config.timezone),
    timezone: ctx.deps.config.timezone,
  }),

  complete: async (out, ctx) => ({ ok: true, content: await assemble(tidy(out), true, ctx) }),

  evidence: planEvidence,

  checks: planChecks,

  // What preflight refuses lies in copy, brand kit or settings: not in what the model chose here.
  mendable: ({ id }) => (id.startsWith('plan.') && id !== 'plan.price') || id === 'BUDGET-01' || id === 'SCHED-01',

  fields: fieldsOfPlan,
  edit: editPlan,
};

const tidy = (out: PlanDraft): PlanDraft => {
  const sendAt = out.sendAt.trim();
  return { ...out, sendAt: /^now$/i.test(sendAt) ? 'now' : sendAt.slice(0, 16), reason: out.reason.trim() };
};

/** Counts only: a segment smaller than ten people is told as such. */
const audienceForModel = async (ctx: StepContext) => {
  const { counts, total } = await countNow(ctx, !(await informs(earlier(ctx, 'brief'), ctx)));
  const channel = channelOf(earlier(ctx, 'brief'));
  const told = (n: number) => (n < 10 ? '<10' : n);
  return {
    eligible: told(total.eligible),
    segments: counts.map(({ key, reachable }) => ({ key, [channel]: told(reachable[channel] ?? 0) })),
  };
};

/** Of the version being replaced only what the model may choose: templates and the rest are made by code. */
const chosenBefore = (ctx: StepContext): PlanDraft | null => {
  const before = previousFor(ctx) as Plan | null;
  if (!before) return null;
  const { sendAt, ratePerSecond, holdoutPercent, budget, stop, reason } = before;
  return { sendAt, ratePerSecond, holdoutPercent, budget, stop, reason, waves: wavesOf(before) };
};
