import { strings } from '../i18n/language.ts';
import type { CopyEvidence } from '../steps/copy/schema.ts';
import type { Template } from '../steps/plan/schema.ts';
import { compilePlain } from './liquid.ts';
import { type Addresses, NAME_CHARS, type Reader, type Rendered, renderFor } from './render.ts';
import { type BuildInput, buildTemplates } from './templates.ts';

/** Longest address a link of ours can have: a long host and the longest token. */
const LONG = `https://${'m'.repeat(80)}.example/c/${'t'.repeat(64)}`;
/** The way out at its longest: told apart from the links, so that a rule can look for it. */
export const EXIT_ADDRESS = LONG.replace('/c/', '/u/');
const longest = (links: number): Addresses => ({
  links: Array(links).fill(LONG),
  unsubscribe: EXIT_ADDRESS,
  pixel: LONG,
});
/** The widest reader: every name at its full length, each character three bytes. */
const WIDE: Reader = { firstName: '뷁'.repeat(NAME_CHARS), lastName: '뷁'.repeat(NAME_CHARS) };
const NOBODY: Reader = { firstName: null, lastName: null };

/** Rendered at its longest: the larger of somebody with the longest name and somebody without one. */
export const worstCase = (
  template: Pick<Template, 'subject' | 'html' | 'text' | 'preheader'>,
  links: number,
): Rendered & { preheader: string } => {
  const both = [WIDE, NOBODY].map((reader) => renderFor(template, reader, longest(links)));
  const most = (of: (r: Rendered) => string) => both.map(of).reduce((a, b) => (a.length >= b.length ? a : b));
  const previews = [WIDE, NOBODY].map((reader) => fill(template.preheader, reader));
  return {
    subject: most((r) => r.subject),
    html: most((r) => r.html),
    text: most((r) => r.text),
    preheader: previews.reduce((a, b) => (a.length >= b.length ? a : b)),
  };
};

/** Lengths as a mail program counts them: UTF-16 units for what is read, bytes for what is cut off at 102 KB. */
export const measureTemplate = (template: Template, links: number) => {
  const worst = worstCase(template, links);
  return {
    subjectChars: worst.subject.length,
    preheaderChars: worst.preheader.length,
    htmlBytes: Buffer.byteLength(worst.html),
  };
};

const fill = (text: string, reader: Reader): string =>
  compilePlain(text)({
    ...(reader.firstName && { first_name: reader.firstName }),
    ...(reader.lastName && { last_name: reader.lastName }),
  });

/** Every variant measured at its longest, with a look at what somebody will read. */
export const measureVariants = async (input: BuildInput): Promise<CopyEvidence['measured']> => {
  const { templates, links } = await buildTemplates(input);
  const reader = strings(input.language).mail.sample;
  const addresses: Addresses = { links: links.map((link) => link.url), unsubscribe: '…', pixel: '' };
  return Object.fromEntries(
    templates.map((template) => {
      const { subject, text } = renderFor(template, reader, addresses);
      return [template.variant, { ...measureTemplate(template, links.length), preview: { subject, text } }];
    }),
  );
};
