import { strings } from '../../i18n/language.ts';
import { emoji, labels, textsOf } from '../../steps/copy/words.ts';
import { checkLiquid, leavesHole, liquidParts, literal } from '../liquid.ts';
import { measureTemplate } from '../measure.ts';
import { AD_LABEL } from '../templates.ts';
import { ads, none, type PreflightInput, type Rule } from './rule.ts';

const HTML_BYTES = 102 * 1024;
const SUBJECT_CHARS = 50;
const PREHEADER_CHARS = 90;

/** Placeholders of other systems, or of somebody who meant to come back. */
const LEFTOVER =
  /#\{[^}]*\}|%[A-Z_]{2,}%|\$%[^%]*%\$|\*\|[^|]*\|\*|\[(?:이름|고객명|성함|name|first ?name)\]|(?<!\{)\{(?!\{)[^{}]*\}(?!\})|\b(?:TODO|TBD|lorem ipsum)\b/iu;
/** Marks that turn the writing direction or cannot be seen; a line break is neither. */
const UNSEEN = /[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|(?!\n)\p{Cc}/u;

type Found = { where: string; text: string };
const everyText = ({ variants }: PreflightInput): Found[] =>
  variants.flatMap((variant) => textsOf(variant).map(({ text }) => ({ where: variant.key, text })));
const where = (input: PreflightInput, wrong: (text: string) => boolean): string[] =>
  everyText(input)
    .filter(({ text }) => wrong(text))
    .map((found) => found.where);
const written = (text: string): string =>
  liquidParts(text)
    .map((part) => (part.liquid ? ' ' : part.text))
    .join('');
const measures = ({ plan }: PreflightInput) =>
  plan.templates.map((template) => ({ key: template.variant, ...measureTemplate(template, plan.links.length) }));
/** What has to stand in each; a part that is empty stands nowhere. */
const lacking = ({ plan }: PreflightInput, parts: readonly string[]): string[] =>
  plan.templates.filter((t) => parts.some((part) => !holds(t.text, part))).map((t) => t.variant);
const holds = (text: string, part: string): boolean => part.trim() !== '' && text.includes(part);

/** What is written, and what the law wants to stand in it; judged on what would leave. */
export const copyRules: readonly Rule[] = [
  {
    id: 'KR-LABEL-02',
    family: 'copy',
    severity: 'block',
    looksAt: 'templates',
    concerns: ads,
    judge: ({ plan }) => none(plan.templates.filter((t) => !t.subject.startsWith(AD_LABEL)).map((t) => t.variant)),
  },
  {
    id: 'KR-LABEL-04',
    family: 'copy',
    severity: 'block',
    looksAt: 'templates',
    judge: (input) =>
      none([
        ...where(input, labels),
        ...input.plan.templates.filter((t) => labels(t.subject.replace(AD_LABEL, ''))).map((t) => t.variant),
      ]),
  },
  {
    id: 'KR-OPT-02',
    family: 'copy',
    severity: 'block',
    looksAt: 'templates',
    concerns: ads,
    judge: (input) => {
      const both = [strings('ko').mail.exit.label, strings('en').mail.exit.label];
      const html = input.plan.templates.filter((t) => t.html.split('{{ unsubscribe }}').length < 3);
      return none([...lacking(input, [...both, '{{ unsubscribe }}']), ...html.map((t) => t.variant)]);
    },
  },
  {
    id: 'KR-ID-01',
    family: 'copy',
    severity: 'block',
    looksAt: 'templates',
    concerns: ads,
    judge: (input) => {
      const { name, email, address, phone } = input.kit.sender;
      return none(lacking(input, [name, email, address, phone].map(literal)));
    },
  },
  {
    id: 'MAIL-HDR-01',
    family: 'copy',
    severity: 'block',
    concerns: ads,
    judge: ({ publicUrl, practice }) => {
      const url = URL.canParse(publicUrl) ? new URL(publicUrl) : null;
      return { passed: url !== null && (url.protocol === 'https:' || (practice && url.protocol === 'http:')) };
    },
  },
  {
    id: 'MAIL-SIZE-01',
    family: 'copy',
    severity: 'block',
    looksAt: 'templates',
    judge: (input) =>
      none(
        measures(input)
          .filter((m) => m.htmlBytes > HTML_BYTES)
          .map((m) => m.key),
      ),
  },
  {
    id: 'KEY-01',
    family: 'copy',
    severity: 'block',
    looksAt: 'templates',
    judge: (input) => {
      const message = input.kit.messages.find(({ id }) => id === input.keyMessage);
      return message
        ? none(
            input.plan.templates
              .filter((t) => ![message.ko, message.en].some((text) => holds(t.text, literal(text))))
              .map((t) => t.variant),
          )
        : { passed: false, say: { what: input.keyMessage } };
    },
  },
  {
    id: 'LIQ-01',
    family: 'copy',
    severity: 'block',
    looksAt: 'variants',
    judge: (input) => none(where(input, (text) => checkLiquid(text) !== null)),
  },
  {
    id: 'LIQ-02',
    family: 'copy',
    severity: 'block',
    looksAt: 'variants',
    judge: (input) => none(where(input, (text) => LEFTOVER.test(written(text)))),
  },
  {
    id: 'LIQ-03',
    family: 'copy',
    severity: 'warn',
    looksAt: 'variants',
    judge: (input) => none(where(input, leavesHole)),
  },
  {
    id: 'LEN-01',
    family: 'copy',
    severity: 'warn',
    looksAt: 'templates',
    judge: (input) =>
      none(
        measures(input)
          .filter((m) => m.subjectChars > SUBJECT_CHARS)
          .map((m) => m.key),
      ),
  },
  {
    id: 'LEN-02',
    family: 'copy',
    severity: 'warn',
    looksAt: 'templates',
    judge: (input) =>
      none(
        measures(input)
          .filter((m) => m.preheaderChars > PREHEADER_CHARS)
          .map((m) => m.key),
      ),
  },
  {
    id: 'EMPTY-01',
    family: 'copy',
    severity: 'block',
    judge: ({ variants, plan }) =>
      none([
        ...variants
          .filter((v) => [v.subject, v.buttonLabel, v.paragraphs.join('')].some((text) => text.trim() === ''))
          .map((v) => v.key),
        ...(plan.templates.length === 0 ? ['-'] : []),
      ]),
  },
  {
    id: 'CHAR-01',
    family: 'copy',
    severity: 'block',
    looksAt: 'variants',
    judge: (input) => none(where(input, (text) => UNSEEN.test(text))),
  },
  {
    id: 'EMOJI-01',
    family: 'copy',
    severity: 'warn',
    looksAt: 'variants',
    judge: ({ variants }) => none(variants.filter((v) => emoji(v.subject) > 1).map((v) => v.key)),
  },
];
