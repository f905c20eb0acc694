import { strings } from '../i18n/language.ts';
import type { CopyEvidence } from '../steps/copy/schema.ts';
import { mediumOf } from './media/index.ts';
import type { BuildInput } from './media/medium.ts';
import type { Addresses } from './render.ts';
import { buildTemplates } from './templates.ts';

/** Every variant measured at its longest, with a look at what somebody will read. */
export const measureVariants = async (input: BuildInput): Promise<CopyEvidence['measured']> => {
  const { templates, links } = await buildTemplates(input);
  const reader = strings(input.language).mail.sample;
  const addresses: Addresses = { links: links.map((link) => link.url), unsubscribe: '…', pixel: '' };
  return Object.fromEntries(
    templates.map((template) => [
      template.variant,
      mediumOf(template.channel).measure(template, { ...input, links }, { reader, addresses }),
    ]),
  );
};
