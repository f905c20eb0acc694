import { ruleHash } from '../../audience/saved.ts';
import type { BrandKit } from '../../brand/kit.ts';
import { listPictures } from '../../brand/pictures.ts';
import { listTemplates } from '../../channels/alimtalk-registry.ts';
import { standIn } from '../../coupons/pool.ts';
import { senderOf } from '../../delivery/media/sender.ts';
import { buildTemplates } from '../../delivery/templates.ts';
import { unitPrice } from '../../kit/money.ts';
import { channelOf } from '../brief/channel.ts';
import { couponOf } from '../brief/coupon.ts';
import { earlier, type StepContext } from '../step.ts';
import { dearest, formsOf } from './price.ts';
import type { Plan, PlanDraft, Template } from './schema.ts';

/**
 * The whole of what is approved at the launch: the few values somebody chose and everything code makes of the approved
 * copy, segments and brand kit. Made anew for every version, so that no version carries an older sender or price.
 */
export const assemble = async (chosen: PlanDraft, isAd: boolean, ctx: StepContext): Promise<Plan> => {
  const { config, channels, newId } = ctx.deps;
  const { kit } = ctx;
  const brief = earlier(ctx, 'brief');
  const coupon = await couponOf(brief, ctx);
  const channel = channelOf(brief);
  const { templates, links } = await builtNow(ctx, isAd);
  return {
    sendAt: chosen.sendAt,
    ratePerSecond: chosen.ratePerSecond,
    holdoutPercent: chosen.holdoutPercent,
    budget: chosen.budget,
    stop: chosen.stop,
    reason: chosen.reason,
    waves: chosen.waves,
    // No account is refused by preflight, in its own words.
    channel: { name: channel, account: channels.get(channel)?.account ?? '' },
    isAd,
    templates,
    links,
    sender: senderOf(kit, channel, config),
    segments: await Promise.all(
      earlier(ctx, 'segments').segments.map(async ({ key, rule }) => ({
        key,
        ruleHash: await ruleHash(ctx.db, rule),
        rule,
      })),
    ),
    // Kept from version to version: a new plan must not throw the dice for another holdout.
    salt: saltBefore(ctx) ?? newId('salt'),
    ...(coupon && { coupon }),
    windowDays: brief.windowDays,
    prices: {
      // What nobody has said is refused by its own check.
      perMessageMinor: unitPrice(dearest(formsOf(templates), kit.prices).price, config.currency),
      ...pricesByVariant(templates, kit, config.currency),
      currency: config.currency,
    },
  };
};

const pricesByVariant = (
  templates: readonly Template[],
  { prices }: BrandKit,
  currency: string,
): Pick<Plan['prices'], 'byVariant'> => {
  const priced = templates.map(
    (one) => [one.variant, unitPrice(dearest(formsOf([one]), prices).price, currency)] as const,
  );
  return new Set(priced.map(([, price]) => price)).size > 1 ? { byVariant: Object.fromEntries(priced) } : {};
};

/** The approved copy as it would leave. */
export const builtNow = (ctx: StepContext, isAd: boolean) =>
  ctx.once(`templates:${isAd}`, async () => {
    const coupon = await couponOf(earlier(ctx, 'brief'), ctx);
    return buildTemplates({
      variants: earlier(ctx, 'copy').variants,
      keyMessage: earlier(ctx, 'brief').keyMessage,
      kit: ctx.kit,
      isAd,
      language: ctx.language,
      publicUrl: ctx.deps.config.publicUrl,
      alimtalk: await listTemplates(ctx.db),
      pictures: await listPictures(ctx.db),
      coupon: coupon && standIn(coupon),
    });
  });

const saltBefore = ({ previous }: StepContext): string | null => (previous?.content as Plan | undefined)?.salt ?? null;
