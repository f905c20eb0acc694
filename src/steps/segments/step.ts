import { told } from '../../audience/catalogue.ts';
import { countSegments } from '../../audience/count.ts';
import { RuleError } from '../../audience/problem.ts';
import { ruleIssues } from '../../audience/rule-issues.ts';
import { fromWire } from '../../audience/wire.ts';
import { aheadOf } from '../../campaign/ahead.ts';
import { pressureCap } from '../../delivery/pressure.ts';
import { localDay } from '../../kit/zone.ts';
import { inWindow } from '../../results/history.ts';
import { smallestLift } from '../../results/power.ts';
import { channelOf } from '../brief/channel.ts';
import { informs } from '../brief/informs.ts';
import { constraintsFor } from '../inputs.ts';
import { type Said, said } from '../said.ts';
import { earlier, type StepContext, type StepOf } from '../step.ts';
import { ruleProblems, segmentsChecks } from './checks.ts';
import { editSegments, fieldsOfSegments } from './edit.ts';
import { previousPoints, readyPoints, savedPoints, sentPoints } from './points.ts';
import { type Segment, type Segments, type SegmentsDraft, type SegmentsEvidence, segmentsSchema } from './schema.ts';

/** What the plan will propose unless somebody says otherwise. */
export const USUAL_HOLDOUT = 0.2;

export const segments: StepOf<'segments'> = {
  name: 'segments',
  schema: segmentsSchema,

  inputs: async (ctx) => ({
    language: ctx.language,
    constraints: constraintsFor(ctx),
    previous: previousPoints(ctx),
    goal: ctx.campaign.goal,
    brief: earlier(ctx, 'brief'),
    catalogue: told(await ctx.catalogue()),
    ready: await readyPoints(ctx),
    saved: await savedPoints(ctx),
    sent: await sentPoints(ctx),
    today: localDay(ctx.now, ctx.deps.config.timezone),
  }),

  complete: async (out, ctx) => complete(out, ctx),

  // Both at once: a person's edit is answered within Slack's three seconds.
  evidence: async (content, ctx) => {
    if (content.segments.length === 0) return NOTHING;
    const [problems, counted] = await Promise.all([ruleProblems(content, ctx), countIfAskable(content, ctx)]);
    return problems.length > 0 ? NOTHING : counted;
  },

  checks: segmentsChecks,

  // Data that is not there stays away however often it is asked for.
  // Another goal is for a person to choose: a model that was offered one would write to other people.
  mendable: ({ id }) => id !== 'segments.missing' && id !== 'segments.instead',

  fields: fieldsOfSegments,
  edit: editSegments,
};

const NOTHING: SegmentsEvidence = { counts: [], total: { matched: 0, eligible: 0, excluded: {} }, smallestLift: null };

const lines = (list: readonly string[]): string[] => list.map((line) => line.trim()).filter(Boolean);

/** Every rule in its one public form; one that has none cannot be kept, and the model is told why. */
const complete = async (out: SegmentsDraft, ctx: StepContext) => {
  const failures: Said[] = [];
  const segments = out.segments.flatMap(({ key, name, reason, rule }): Segment[] => {
    const read = fromWire(rule);
    if (read.success) return [{ key: key.trim(), name: name.trim(), reason: reason.trim(), rule: read.data }];
    const why = [...new Set(ruleIssues(read.error.issues))].slice(0, 3).join('; ');
    failures.push(said(ctx.deps.config, (v) => v.t.steps.segments.ruleShape({ key, why })));
    return [];
  });
  if (failures.length > 0) return { ok: false as const, failures };
  const content: Segments = {
    segments,
    assumptions: lines(out.assumptions),
    ambiguities: lines(out.ambiguities),
    missing: lines(out.missing),
  };
  return { ok: true as const, content };
};

const countIfAskable = async (content: Segments, ctx: StepContext): Promise<SegmentsEvidence> => {
  try {
    return await count(content, ctx);
  } catch (error) {
    // What cannot be asked is named by its own check.
    if (error instanceof RuleError) return NOTHING;
    throw error;
  }
};

const count = async (content: Segments, ctx: StepContext): Promise<SegmentsEvidence> => {
  const { timezone, currency } = ctx.deps.config;
  const cap = await pressureCap(ctx.db);
  const brief = earlier(ctx, 'brief');
  const channel = channelOf(brief);
  const information = await informs(brief, ctx);
  const counted = await countSegments(ctx.db, {
    segments: content.segments.map(({ key, rule }) => ({ key, rule })),
    channel,
    isAd: !information,
    now: ctx.now,
    timezone,
    currency,
    cap,
    ahead: await aheadOf(ctx.db, ctx.campaign.id, null, cap, ctx.now),
    campaignId: ctx.campaign.id,
  });
  const baseline = inWindow((await ctx.history()).baseline, earlier(ctx, 'brief').windowDays);
  const difference = smallestLift({ n: counted.total.eligible, baseline, holdoutShare: USUAL_HOLDOUT });
  return {
    channel,
    ...(information && { informs: true }),
    ...counted,
    smallestLift: difference === null ? null : { holdoutShare: USUAL_HOLDOUT, baseline, difference },
  };
};
