import type { BrandKit } from '../brand/kit.ts';
import { type Language, strings } from '../i18n/language.ts';
import type { Variant } from '../steps/copy/schema.ts';
import type { Template } from '../steps/plan/schema.ts';
import { layOut, type Page, writeText } from './layout.ts';
import { literal } from './liquid.ts';
import { AD_LABEL, unlabeled } from './message/dress.ts';

export type BuildInput = {
  variants: readonly Variant[];
  /** Id of one of the brand's fixed messages. */
  keyMessage: string;
  kit: BrandKit;
  isAd: boolean;
  language: Language;
};

/** Links in the order the messages use them: `{{ link_1 }}` is the first. */
export type PlanLink = { id: string; url: string };

/**
 * Everything code adds to what was drafted: ad label, the brand's fixed message as headline, who sends it, ways out in
 * Korean and English, slots for tracked links and the open pixel. The result is what people approve and what leaves.
 *
 * A link that is not on the brand's list gets no address, which preflight refuses.
 */
export const buildTemplates = async (input: BuildInput): Promise<{ templates: Template[]; links: PlanLink[] }> => {
  const links = linksOf(input);
  const templates: Template[] = [];
  for (const variant of input.variants) templates.push(await buildTemplate(variant, links, input));
  return { templates, links };
};

const linksOf = ({ variants, kit }: BuildInput): PlanLink[] =>
  [...new Set(variants.map((variant) => variant.link))].map((id) => ({
    id,
    url: kit.links.find((link) => link.id === id)?.url ?? '',
  }));

const buildTemplate = async (variant: Variant, links: readonly PlanLink[], input: BuildInput): Promise<Template> => {
  const page = pageOf(variant, links, input);
  return {
    variant: variant.key,
    segment: variant.segment,
    channel: 'email',
    subject: `${input.isAd ? `${AD_LABEL} ` : ''}${unlabeled(oneLine(variant.subject))}`,
    html: await layOut(page),
    text: writeText(page),
    preheader: oneLine(variant.preheader),
  };
};

const pageOf = (
  variant: Variant,
  links: readonly PlanLink[],
  { kit, keyMessage, isAd, language }: BuildInput,
): Page => {
  const t = strings(language).mail;
  const message = kit.messages.find((each) => each.id === keyMessage);
  const { sender } = kit;
  const exit = (in_: Language) => {
    const words = strings(in_).mail.exit;
    return { ...words, href: '{{ unsubscribe }}' };
  };
  return {
    language,
    brand: literal(kit.name),
    headline: literal(message?.[language] ?? ''),
    preheader: oneLine(variant.preheader),
    paragraphs: variant.paragraphs.map((text) => text.trim()).filter(Boolean),
    button: {
      label: oneLine(variant.buttonLabel),
      href: `{{ link_${links.findIndex((link) => link.id === variant.link) + 1} }}`,
    },
    sender: [
      literal(t.sender({ name: sender.name, address: sender.address })),
      literal(t.contact({ phone: sender.phone, email: sender.email })),
    ],
    // The law asks for both languages whatever the mail is written in.
    exits: isAd ? [exit('ko'), exit('en')] : [],
    pixel: '{{ pixel }}',
  };
};

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
