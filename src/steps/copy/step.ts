import { listPictures } from '../../brand/pictures.ts';
import { listTemplates } from '../../channels/alimtalk-registry.ts';
import { standIn } from '../../coupons/pool.ts';
import { checkLiquid } from '../../delivery/liquid.ts';
import { measureVariants } from '../../delivery/measure.ts';
import { brandForModel } from '../../llm/brand.ts';
import { couponOf } from '../brief/coupon.ts';
import { constraintsFor, previousFor } from '../inputs.ts';
import { earlier, type StepContext, type StepOf } from '../step.ts';
import { isFillable } from './alimtalk.ts';
import { channelCopyChecks } from './channel-checks.ts';
import { copyChecks } from './checks.ts';
import { couponPlaces } from './coupon.ts';
import { editCopy, fieldsOfCopy } from './edit.ts';
import { limitsForModel } from './limits.ts';
import { keepPictures, pictureChecks } from './picture.ts';
import { type Copy, type CopyEvidence, copySchema } from './schema.ts';
import { isApprovedText } from './shape.ts';
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
    limits: await limitsForModel(ctx),
    worked: await ctx.learnings(),
  }),

  complete: async (out, ctx) => ({ ok: true, content: keepPictures(tidy(out), ctx) }),

  evidence: async (content, ctx) => ({ measured: await measure(content, ctx) }),

  checks: async (content, evidence, ctx) => [
    ...copyChecks(content, evidence, ctx),
    ...channelCopyChecks(content, evidence, await templates(ctx), ctx),
    ...couponPlaces(content, ctx),
    ...(await pictureChecks(content, ctx)),
  ],

  mendable: () => true,

  fields: fieldsOfCopy,
  edit: editCopy,
};

const templates = (ctx: StepContext) => ctx.once('alimtalk', () => listTemplates(ctx.db));

const tidy = ({ variants }: Copy): Copy => ({
  variants: variants.map((variant) => ({
    ...variant,
    key: variant.key.trim(),
    subject: variant.subject.trim(),
    preheader: variant.preheader.trim(),
    paragraphs: variant.paragraphs.map((text) => text.trim()).filter(Boolean),
    buttonLabel: variant.buttonLabel.trim(),
    fallback: variant.fallback?.trim() || null,
  })),
});

/**
 * Measured as the advertisement it is, or as the information an approved text is; what is no template cannot be rendered
 * and is refused by its own check.
 */
const measure = async ({ variants }: Copy, ctx: StepContext): Promise<CopyEvidence['measured']> => {
  const known = await templates(ctx);
  const coupon = await couponOf(earlier(ctx, 'brief'), ctx);
  return measureVariants({
    variants: variants.filter(
      (variant) => textsOf(variant).every(({ text }) => checkLiquid(text) === null) && isFillable(variant, known),
    ),
    keyMessage: earlier(ctx, 'brief').keyMessage,
    kit: ctx.kit,
    isAd: !variants.every(isApprovedText),
    language: ctx.language,
    publicUrl: ctx.deps.config.publicUrl,
    alimtalk: known,
    pictures: await listPictures(ctx.db),
    coupon: coupon && standIn(coupon),
  });
};
