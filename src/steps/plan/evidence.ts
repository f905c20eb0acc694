import { countSegments } from '../../audience/count.ts';
import { isEveryone } from '../../audience/rule.ts';
import { aheadOf } from '../../campaign/ahead.ts';
import { audienceNow } from '../../campaign/request.ts';
import { lengthOf } from '../../delivery/message/length.ts';
import { messagesOf } from '../../delivery/preflight/messages.ts';
import { pressureCap } from '../../delivery/pressure.ts';
import { priceOf, toMajor } from '../../kit/money.ts';
import { readCost } from '../../results/approved.ts';
import { capOf } from '../../results/cap.ts';
import { forecast } from '../../results/forecast.ts';
import { inWindow } from '../../results/history.ts';
import { newestPooled } from '../../results/pooled-kept.ts';
import { smallestLift } from '../../results/power.ts';
import { channelOf } from '../brief/channel.ts';
import { earlier, type StepContext } from '../step.ts';
import type { Forecast, FormUse, Plan, PlanEvidence } from './schema.ts';

/** Who would get it now, what it costs, how long it takes, and what it may bring: shown, not hashed. */
export const planEvidence = async (plan: Plan, ctx: StepContext): Promise<PlanEvidence> => {
  const [audience, history] = await Promise.all([
    audienceNow(ctx.db, ctx.deps, ctx.campaign, plan, ctx.now),
    ctx.history(),
    // Not shown here, but the checks that follow ask for it: begun now, both are answered within Slack's three seconds.
    countNow(ctx, plan.isAd),
  ]);
  const { matched, send, holdout, excluded } = audience;
  const baseline = inWindow(history.baseline, plan.windowDays);
  const costMinor = priceOf(send, plan.prices.perMessageMinor);
  return {
    audience: { matched, send, holdout, excluded },
    everyone: plan.segments.some(({ rule }) => isEveryone(rule)),
    forms: formsUsed(plan, ctx),
    costMinor,
    minutes: plan.ratePerSecond > 0 ? send / plan.ratePerSecond / 60 : 0,
    forecast: await forecastOf(plan, send, ctx),
    smallestLift: smallestLift({
      n: send + holdout,
      baseline,
      holdoutShare: plan.holdoutPercent / 100,
    }),
    baseline,
    heldOfEverything: ctx.kit.globalHoldoutPercent,
    pooled: await newestPooled(ctx.db),
    capMinor: await capOf(ctx.db, { from: ctx.now, currency: plan.prices.currency }),
  };
};

/** Each form with the longest message of it: why it is that form. */
const formsUsed = (plan: Plan, ctx: StepContext): FormUse[] => {
  const used = new Map<FormUse['form'], FormUse>();
  for (const message of messagesOf(plan, { kit: ctx.kit, publicUrl: ctx.deps.config.publicUrl })) {
    const { form } = message;
    const length = lengthOf(message);
    const before = used.get(form);
    const longer = before === undefined || length.value > before.length.value;
    used.set(form, { form, variants: (before?.variants ?? 0) + 1, length: longer ? length : before.length });
  }
  return [...used.values()];
};

const forecastOf = async (plan: Plan, send: number, ctx: StepContext): Promise<Forecast> => {
  const { currency } = plan.prices;
  const { kpi } = earlier(ctx, 'brief');
  const sendingMinor = priceOf(send, plan.prices.perMessageMinor);
  const cost = await readCost(ctx.db, ctx.campaign.id, { currency, sendingMinor, at: ctx.now });
  const major = (minor: number) => toMajor({ minor, currency });
  return forecast({
    send,
    windowDays: plan.windowDays,
    history: await ctx.history(),
    targetMajor: kpi.metric === 'attributed_revenue' ? kpi.target : null,
    costs: {
      aiMajor: major(cost.aiMinor),
      labourMajor: major(cost.labourMinor),
      savedLabourMajor: major(cost.savedLabourMinor),
    },
    seed: plan.salt,
  });
};

/** The approved segments as they are now, counted once for prompt and preflight alike. */
export const countNow = (ctx: StepContext, isAd: boolean) =>
  ctx.once(`counts:${isAd}`, async () => {
    const cap = await pressureCap(ctx.db);
    return countSegments(ctx.db, {
      segments: earlier(ctx, 'segments').segments.map(({ key, rule }) => ({ key, rule })),
      channel: channelOf(earlier(ctx, 'brief')),
      isAd,
      now: ctx.now,
      timezone: ctx.deps.config.timezone,
      currency: ctx.deps.config.currency,
      cap,
      ahead: await aheadOf(ctx.db, ctx.campaign.id, null, cap, ctx.now),
      campaignId: ctx.campaign.id,
    });
  });
