import { told } from '../../audience/catalogue.ts';
import { countWithCause } from '../../audience/count.ts';
import { listSegments, savedSaidIn } from '../../audience/saved.ts';
import { localDay } from '../../kit/zone.ts';
import { brandForModel } from '../../llm/brand.ts';
import { expectedAttributed, type KpiHistory, unasked } from '../../results/history.ts';
import { constraintsFor, historyFor, previousFor } from '../inputs.ts';
import type { StepContext, StepOf } from '../step.ts';
import { audienceChecks } from './audience-checks.ts';
import { readAudience } from './audience-words.ts';
import { channelOf, channelsOf, offeredWays } from './channel.ts';
import { briefChecks } from './checks.ts';
import { couponChecks, couponFields, couponShown, couponsForModel, couponWords, editCoupon } from './coupon.ts';
import { editBrief, fieldsOfBrief } from './edit.ts';
import { informs } from './informs.ts';
import { type Brief, type BriefEvidence, briefSchema, type KpiTree } from './schema.ts';

export const brief: StepOf<'brief'> = {
  name: 'brief',
  schema: briefSchema,

  inputs: async (ctx) => ({
    language: ctx.language,
    constraints: constraintsFor(ctx),
    previous: previousFor(ctx),
    goal: ctx.campaign.goal,
    today: localDay(ctx.now, ctx.deps.config.timezone),
    currency: ctx.deps.config.currency,
    timezone: ctx.deps.config.timezone,
    channels: offeredWays(ctx.deps.channels).map(channelsOf),
    brand: brandForModel(ctx.kit, ctx.language),
    learnings: await ctx.learnings(),
    history: historyFor(await ctx.history()),
    catalogue: told(await ctx.catalogue()),
    coupons: await couponsForModel(ctx),
  }),

  unclear: ({ unclear }) => unclear?.trim() || null,

  complete: async (out) => ({ ok: true, content: tidy(out) }),

  evidence: async (content, ctx) => {
    const coupon = await couponShown(content, ctx);
    return { ...(await treeOf(content, await ctx.history(), ctx)), ...(coupon && { coupon }) };
  },

  checks: async (content, evidence, ctx) => [
    ...briefChecks(content, ctx, await couponWords(ctx)),
    ...(await couponChecks(content, ctx)),
    ...(await audienceChecks(evidence, ctx)),
  ],

  // What the data cannot say stays so however often it is asked for.
  mendable: ({ id }) => id !== 'brief.audience',

  fields: async (content, ctx) => [...fieldsOfBrief(content, ctx), ...(await couponFields(content, ctx))],
  edit: (content, values, ctx) => editCoupon(editBrief(content, values, ctx), content, values, ctx),
};

const lines = (list: readonly string[]): string[] => list.map((line) => line.trim()).filter(Boolean);

const tidy = (out: Brief): Brief => ({
  ...out,
  unclear: null,
  title: out.title.trim(),
  audience: out.audience.trim(),
  offer: out.offer?.trim() || null,
  coupon: out.coupon?.trim() || null,
  sendAt: out.sendAt?.trim().slice(0, 16) || null,
  channels: [...new Set(lines(out.channels))],
  constraints: lines(out.constraints),
  guardrails: lines(out.guardrails),
  assumptions: lines(out.assumptions),
  questions: lines(out.questions),
});

/** Counted as the segments step counts, so that both cards say the same of the same words. */
const peopleOf = async (
  words: string,
  ctx: StepContext,
): Promise<{ people: number | null } & Pick<BriefEvidence, 'unread' | 'cutMost'>> => {
  const { saved, rest } = savedSaidIn(words, await listSegments(ctx.db));
  const { bounds, unread } = readAudience(rest);
  if (unread.length > 0) return { people: null, unread, cutMost: null };
  const { timezone, currency } = ctx.deps.config;
  const all = [
    ...saved.map(({ key }) => ({ in_segment: key })),
    ...bounds.map(({ metric, is, value }) => ({ metric, is, value })),
  ];
  const rule = all.length > 0 ? { all } : { everyone: true as const };
  const { matched, cutMost } = await countWithCause(ctx.db, rule, { now: ctx.now, timezone, currency });
  return { people: matched, unread, cutMost: cutMost && cutMost.from > 0 ? cutMost : null };
};

/** Today's values with all of the audience written to, as no holdout is known yet; exactly what the card prints. */
const treeOf = async (brief: Brief, history: KpiHistory, ctx: StepContext): Promise<BriefEvidence> => {
  const catalogue = await ctx.catalogue();
  const { people: audience, unread, cutMost } = await peopleOf(brief.audience, ctx);
  const asked = await informs(brief, ctx);
  const consenting = asked
    ? 1
    : catalogue.contacts > 0
      ? (catalogue.reachable[channelOf(brief)] ?? 0) / catalogue.contacts
      : 0;
  const reach = consenting * history.reach;
  const { windowDays } = brief;
  const tree: KpiTree = {
    audience,
    reach,
    ctr: history.ctr,
    cvr: history.cvr,
    anyway: unasked(history, windowDays),
    windowDays,
    aovMajor: history.aovMajor,
    expectedMajor: audience === null ? null : expectedAttributed(history, { send: audience * consenting, windowDays }),
  };
  const today = todays(brief, tree);
  return {
    tree,
    unread,
    cutMost,
    gapTimes: today !== null && today > 0 ? brief.kpi.target / today : null,
    keyMessageText: ctx.kit.messages.find(({ id }) => id === brief.keyMessage)?.[ctx.language] ?? '',
    basis: history.basis,
    anywayBasis: history.baselineBasis,
  };
};

/** What today's values give in the KPI's own unit; null where nothing known leads to it. */
const todays = (brief: Brief, tree: KpiTree): number | null => {
  if (tree.audience === null) return null;
  const buys = Math.min(1, tree.ctr * tree.cvr + tree.anyway);
  switch (brief.kpi.metric) {
    case 'attributed_revenue':
      return tree.expectedMajor;
    case 'orders':
      return tree.audience * tree.reach * buys;
    case 'conversion_rate':
      return buys;
    case 'signups':
      return null;
  }
};
