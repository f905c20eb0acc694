import { listTemplates } from '../../channels/alimtalk-registry.ts';
import { standIn } from '../../coupons/pool.ts';
import { checkLiquid } from '../../delivery/liquid.ts';
import { measureVariants } from '../../delivery/measure.ts';
import { AD_LABEL } from '../../delivery/message/dress.ts';
import { brandForModel } from '../../llm/brand.ts';
import { couponOf } from '../brief/coupon.ts';
import { constraintsFor, previousFor } from '../inputs.ts';
import { earlier, type StepContext, type StepOf } from '../step.ts';
import { copyChecks } from './checks.ts';
import { couponPlaces } from './coupon.ts';
import { editCopy, fieldsOfCopy } from './edit.ts';
import { type Copy, type CopyEvidence, copySchema } from './schema.ts';
import { LIMITS } from './shape.ts';
import { textsOf } from './words.ts';

export const copy: StepOf<'copy'> = {
  name: 'copy',
  schema: copySchema,

  inputs: async (ctx) => ({
    language: ctx.language,
    constraints: constraintsFor(ctx),
    previous: previousFor(ctx),
    brief: earlier(ctx, 'brief'),
    personas: earlier(ctx, 'personas').personas,
    segments: earlier(ctx, 'segments').segments,
    brand: brandForModel(ctx.kit, ctx.language),
    limits: limitsForModel(),
    worked: await ctx.learnings(),
  }),

  complete: async (out) => ({ ok: true, content: tidy(out) }),

  evidence: async (content, ctx) => ({ measured: await measure(content, ctx) }),

  checks: async (content, evidence, ctx) => [...copyChecks(content, evidence, ctx), ...couponPlaces(content, ctx)],

  mendable: () => true,

  fields: fieldsOfCopy,
  edit: async (content, values, ctx) => editCopy(content, values, ctx),
};

/** What code puts in front of the subject is not the model's to spend. */
const limitsForModel = () => ({
  email: {
    subject: LIMITS.subject.limit - AD_LABEL.length - 1,
    preheader: LIMITS.preheader.limit,
    paragraphs: LIMITS.paragraphs,
    paragraph: LIMITS.paragraph,
    buttonLabel: LIMITS.button,
  },
});

const tidy = ({ variants }: Copy): Copy => ({
  variants: variants.map((variant) => ({
    ...variant,
    key: variant.key.trim(),
    subject: variant.subject.trim(),
    preheader: variant.preheader.trim(),
    paragraphs: variant.paragraphs.map((text) => text.trim()).filter(Boolean),
    buttonLabel: variant.buttonLabel.trim(),
  })),
});

/** Measured as the advertisement it is; what is no template cannot be rendered and is refused by its own check. */
const measure = async ({ variants }: Copy, ctx: StepContext): Promise<CopyEvidence['measured']> => {
  const coupon = await couponOf(earlier(ctx, 'brief'), ctx);
  return measureVariants({
    variants: variants.filter((variant) => textsOf(variant).every(({ text }) => checkLiquid(text) === null)),
    keyMessage: earlier(ctx, 'brief').keyMessage,
    kit: ctx.kit,
    isAd: true,
    language: ctx.language,
    publicUrl: ctx.deps.config.publicUrl,
    alimtalk: await listTemplates(ctx.db),
    coupon: coupon && standIn(coupon),
  });
};
