import type { Template } from '../steps/plan/schema.ts';
import { mediumOf } from './media/index.ts';
import type { BuildInput, PlanLink } from './media/medium.ts';

/**
 * Every variant with everything code adds to what was drafted, as its channel asks. The result is what people approve and
 * what leaves. A link that is not on the brand's list gets no address, which preflight refuses.
 */
export const buildTemplates = async (input: BuildInput): Promise<{ templates: Template[]; links: PlanLink[] }> => {
  const links = linksOf(input);
  const templates: Template[] = [];
  for (const variant of input.variants) templates.push(await mediumOf(variant.channel).template(variant, links, input));
  return { templates, links };
};

/** Hashes of the pictures that messages carry. */
export const picturesIn = (templates: readonly Template[]): string[] => [
  ...new Set(templates.flatMap((each) => (each.channel === 'sms' && each.picture ? [each.picture.sha256] : []))),
];

const linksOf = ({ variants, kit }: BuildInput): PlanLink[] =>
  // A text message may lead nowhere, and an Alimtalk leads where its approved buttons do.
  [...new Set(variants.flatMap(({ link, channel }) => (link === '' && channel !== 'email' ? [] : [link])))].map(
    (id) => ({
      id,
      url: kit.links.find((link) => link.id === id)?.url ?? '',
    }),
  );
