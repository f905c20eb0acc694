import type { Voice } from '../../i18n/voice.ts';
import { type Blocks, card, carousel, context, section } from '../../slack/blocks.ts';
import { saidLine } from '../../slack/text.ts';
import type { Asked, Outline } from '../view.ts';
import { personal } from './personal.ts';
import type { Copy, CopyEvidence, Measured, Variant } from './schema.ts';

const segmentsIn = (content: Copy): string[] => [...new Set(content.variants.map(({ segment }) => segment))];

const eachSegment = (content: Copy, v: Voice): string => {
  const sizes = segmentsIn(content).map((key) => content.variants.filter(({ segment }) => segment === key).length);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  return least === most ? v.count(most) : `${v.count(least)}–${v.count(most)}`;
};

export const copyAsk = (content: Copy, _evidence: CopyEvidence, v: Voice): Asked => ({
  question: v.t.cards.copy.ask({ n: v.count(content.variants.length) }),
  scope: v.t.cards.copy.scope({ each: eachSegment(content, v) }),
});

/** What the buttons under one variant are of: the card's request and the variant. */
export type VariantButtons = (variant: Variant) => NonNullable<Parameters<typeof card>[0]['actions']>;

export const copyBody = (
  content: Copy,
  evidence: CopyEvidence,
  v: Voice,
  buttons: VariantButtons = () => [],
): Blocks => {
  const t = v.t.cards.copy;
  const one = (variant: Variant) => {
    const measured = evidence.measured[variant.key];
    return card({
      title: t.title({ key: saidLine(variant.key, 20), angle: saidLine(variant.angle, 90) }),
      ...(measured && { subtitle: lengthWords(measured, v) }),
      body: `*${saidLine(personal(measured?.preview.subject ?? variant.subject, v), 80)}*\n${saidLine(personal(variant.paragraphs.join(' '), v), 100)}`,
      actions: buttons(variant),
    });
  };
  return [
    ...segmentsIn(content).flatMap((segment) =>
      carousel(content.variants.filter((variant) => variant.segment === segment).map(one)),
    ),
    context(t.human),
  ];
};

const lengthWords = ({ subjectChars = 0, preheaderChars = 0, htmlBytes = 0 }: Measured, v: Voice): string => {
  const t = v.t.cards.copy;
  return `${t.measured({ subject: v.count(subjectChars), preheader: v.count(preheaderChars) })} · ${t.bytes({ n: v.count(Math.round(htmlBytes / 102.4) / 10) })}`;
};

/** A variant whole, for its own modal: everything that a person wrote or may change. */
export const variantWhole = (variant: Variant, evidence: CopyEvidence, v: Voice): Blocks => {
  const t = v.t.cards.copy;
  const preview = evidence.measured[variant.key]?.preview;
  return [
    section(
      `${t.title({ key: saidLine(variant.key, 20), angle: saidLine(variant.angle, 200) })}\n${saidLine(variant.reason, 600)}`,
    ),
    section(t.subject({ text: saidLine(preview?.subject ?? variant.subject, 300) })),
    { type: 'divider' },
    ...paragraphs(preview?.text ?? variant.paragraphs.join('\n\n')),
  ];
};

/** The text part as it would leave, cut at blank lines so that each block holds it. */
const paragraphs = (text: string): Blocks =>
  text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter(Boolean)
    .slice(0, 40)
    .map((part): Blocks[number] => ({
      type: 'section',
      text: { type: 'plain_text', text: part.slice(0, 2_900), emoji: false },
    }));

export const copyOutline = (content: Copy, _evidence: CopyEvidence, v: Voice): Outline => {
  const t = v.t.cards.copy.labels;
  return content.variants.flatMap((variant): [string, string][] => {
    const { key } = variant;
    return [
      [t.subject({ key }), variant.subject],
      [t.preheader({ key }), variant.preheader],
      [t.body({ key }), variant.paragraphs.join(' ')],
      [t.button({ key }), variant.buttonLabel],
      [t.link({ key }), variant.link],
    ];
  });
};
