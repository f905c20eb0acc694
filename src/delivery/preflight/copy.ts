import { mend } from '../../kit/ks-x-1001.ts';
import { isLoopback } from '../../kit/net.ts';
import { personalData } from '../../llm/guard.ts';
import type { Variant } from '../../steps/copy/schema.ts';
import { emoji, textsOf } from '../../steps/copy/words.ts';
import type { Template } from '../../steps/plan/schema.ts';
import { checkLiquid, leavesHole, liquidParts, literal } from '../liquid.ts';
import { mediumOf } from '../media/index.ts';
import { practised } from './condition.ts';
import { ads, none, type PreflightInput, type Rule } from './rule.ts';

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
const keyPlaceOf = (template: Template): string | null => mediumOf(template.channel).keyPlace(template);
/** What its reader would look at, none of which may be empty; of an Alimtalk Kakao's own text, which is never. */
const shownOf = ({ channel, subject, buttonLabel, paragraphs, alimtalk }: Variant): string[] => {
  const body = paragraphs.join('');
  if (alimtalk) return [];
  return { email: [subject, buttonLabel, body], sms: [body], kakao: [body, buttonLabel], push: [subject, body] }[
    channel
  ];
};
const holds = (text: string, part: string): boolean => part.trim() !== '' && text.includes(part);

/** What is written: the brand's own words in it, and nothing left over, hidden or empty. */
export const copyRules: readonly Rule[] = [
  {
    id: 'MAIL-HDR-01',
    family: 'copy',
    severity: 'block',
    concerns: (input) => ads(input) && input.plan.channel.name === 'email',
    judge: ({ publicUrl, practice }) => {
      const url = URL.canParse(publicUrl) ? new URL(publicUrl) : null;
      const local = practice && url?.protocol === 'http:' && isLoopback(url.hostname);
      return { passed: url?.protocol === 'https:' || local, say: { practice: practised(local) } };
    },
  },
  {
    id: 'KEY-01',
    family: 'copy',
    severity: 'block',
    // Where a line has no room for it, none is asked for.
    concerns: ({ plan, kind }) => kind === 'campaign' && plan.templates.some((t) => keyPlaceOf(t) !== null),
    looksAt: 'templates',
    judge: (input) => {
      const message = input.kit.messages.find(({ id }) => id === input.keyMessage);
      return message
        ? none(
            input.plan.templates
              .filter((t) => {
                const place = keyPlaceOf(t);
                return (
                  place !== null &&
                  ![message.ko, message.en].some(
                    (text) => holds(place, literal(text)) || holds(place, mend(literal(text))),
                  )
                );
              })
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
    id: 'EMPTY-01',
    family: 'copy',
    severity: 'block',
    judge: ({ variants, plan }) =>
      none([
        ...variants.filter((v) => shownOf(v).some((text) => text.trim() === '')).map((v) => v.key),
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
    id: 'PII-01',
    family: 'copy',
    severity: 'block',
    looksAt: 'variants',
    judge: (input) => none(where(input, (text) => personalData(text) !== null)),
  },
  {
    id: 'EMOJI-01',
    family: 'copy',
    severity: 'warn',
    looksAt: 'variants',
    judge: ({ variants }) => none(variants.filter((v) => emoji(v.subject) > 1).map((v) => v.key)),
  },
];
