import { segmentAggregates } from '../../audience/aggregates.ts';
import { channelOf } from '../brief/channel.ts';
import { constraintsFor, previousFor } from '../inputs.ts';
import { earlier, type StepContext, type StepOf } from '../step.ts';
import { personasChecks } from './checks.ts';
import { editPersonas, fieldsOfPersonas } from './edit.ts';
import { type PersonasEvidence, personasSchema } from './schema.ts';

export const personas: StepOf<'personas'> = {
  name: 'personas',
  schema: personasSchema,

  inputs: async (ctx) => {
    const measured = await aggregates(ctx);
    return {
      language: ctx.language,
      constraints: constraintsFor(ctx),
      previous: previousFor(ctx),
      brief: earlier(ctx, 'brief'),
      segments: earlier(ctx, 'segments').segments.map((segment) => ({
        ...segment,
        aggregates: (measured[segment.key] ?? []).map(({ label, ...rest }) => ({
          ...rest,
          label: label[ctx.language],
        })),
      })),
    };
  },

  complete: async ({ personas }) => ({
    ok: true,
    content: {
      personas: personas.map((persona) => ({
        ...persona,
        segment: persona.segment.trim(),
        name: persona.name.trim(),
        summary: persona.summary.trim(),
      })),
    },
  }),

  // The claims of a draft stand on what was measured when it was written, also when its words are edited days later.
  evidence: async (_content, ctx) =>
    (ctx.standing?.evidence as PersonasEvidence | undefined) ?? { aggregates: await aggregates(ctx) },

  checks: async (content, evidence, ctx) => personasChecks(content, evidence, ctx),

  mendable: () => true,

  fields: fieldsOfPersonas,
  edit: async (content, values, ctx) => editPersonas(content, values, ctx),
};

/** Measured once a draft: the claims are held against the very numbers they were written from. */
const aggregates = (ctx: StepContext): Promise<PersonasEvidence['aggregates']> =>
  ctx.once('aggregates', async () => {
    const { timezone, currency } = ctx.deps.config;
    const found: PersonasEvidence['aggregates'] = {};
    for (const { key, rule } of earlier(ctx, 'segments').segments)
      found[key] = await segmentAggregates(ctx.db, rule, {
        now: ctx.now,
        timezone,
        currency,
        channel: channelOf(earlier(ctx, 'brief')),
      });
    return found;
  });
