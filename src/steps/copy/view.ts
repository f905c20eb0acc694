import type { Voice } from '../../i18n/voice.ts';
import { type Blocks, card, carousel, context, section } from '../../slack/blocks.ts';
import { saidLine } from '../../slack/text.ts';
import type { Asked, Outline } from '../view.ts';
import { personal } from './personal.ts';
import type { Copy, CopyEvidence, Measured, Variant } from './schema.ts';
import { LIMITS } from './shape.ts';

const segmentsIn = (content: Copy): string[] => [...new Set(content.variants.map(({ segment }) => segment))];

const eachSegment = (content: Copy, v: Voice): string => {
  const sizes = segmentsIn(content).map((key) => content.variants.filter(({ segment }) => segment === key).length);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  return least === most ? v.count(most) : `${v.count(least)}–${v.count(most)}`;
};

/** All variants of a campaign go the same way. */
const wayWords = ({ variants }: Copy, v: Voice): string => {
  const channel = variants[0]?.channel ?? 'email';
  return v.t.channels.ways[channel === 'kakao' && variants.some(({ fallback }) => fallback) ? 'kakao+sms' : channel];
};

export const copyAsk = (content: Copy, _evidence: CopyEvidence, v: Voice): Asked => ({
  question: v.t.cards.copy.ask({ n: v.count(content.variants.length) }),
  scope: v.t.cards.copy.scope({ way: wayWords(content, v), each: eachSegment(content, v) }),
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
      body: glance(variant, measured, v),
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

/** What it is called in bold and how it begins; of a short text or an approved one the beginning of what is read. */
const glance = (variant: Variant, measured: Measured | undefined, v: Voice): string => {
  const preview = measured?.preview;
  const text = variant.channel === 'email' ? variant.paragraphs.join(' ') : (preview?.text ?? wordsOf(variant));
  const title = preview?.subject || (variant.channel === 'email' || variant.channel === 'push' ? variant.subject : '');
  const begins = saidLine(personal(text, v), title ? 100 : 180);
  return title ? `*${saidLine(personal(title, v), 80)}*\n${begins}` : begins;
};

const wordsOf = ({ paragraphs, alimtalk }: Variant): string =>
  alimtalk ? alimtalk.values.map(({ name, value }) => `${name}: ${value}`).join(' · ') : paragraphs.join(' ');

const lengthWords = (measured: Measured, v: Voice): string => {
  const { subjectChars, preheaderChars, htmlBytes, form, length, fallback } = measured;
  const t = v.t.cards.copy;
  if (subjectChars !== undefined && preheaderChars !== undefined && htmlBytes !== undefined)
    return `${t.measured({ subject: v.count(subjectChars), preheader: v.count(preheaderChars) })} · ${t.bytes({ n: v.count(Math.round(htmlBytes / 102.4) / 10) })}`;
  const words = v.t.channels.copy;
  // Nobody writes a notification by its bytes: what counts is what is seen of it.
  if (form === 'push') {
    const { subject, text } = measured.preview;
    const { title, body } = LIMITS.push;
    return words.pushLength({
      title: v.count(subject.length),
      titleMax: v.count(title),
      body: v.count(text.length),
      bodyMax: v.count(body),
    });
  }
  const parts = [
    form && length ? formWords({ form, length }, v) : '',
    fallback ? words.fallbackLength({ text: formWords(fallback, v) }) : '',
  ];
  return `${parts.filter(Boolean).join(' · ')} (${words.longest})`;
};

/** `단문(SMS) 82/90B`. */
const formWords = ({ form, length }: Required<Pick<Measured, 'form' | 'length'>>, v: Voice): string => {
  const { value, limit, unit } = length;
  const t = v.t.channels;
  return t.copy.length({ form: t.forms[form], n: v.count(value), max: v.count(limit), unit: t.units[unit] });
};

/** A variant whole, for its own modal: everything that a person wrote or may change, as its reader will see it. */
export const variantWhole = (variant: Variant, evidence: CopyEvidence, v: Voice): Blocks => {
  const t = v.t.cards.copy;
  const measured = evidence.measured[variant.key];
  const head = section(
    `${t.title({ key: saidLine(variant.key, 20), angle: saidLine(variant.angle, 200) })}\n${saidLine(variant.reason, 600)}`,
  );
  if (variant.channel === 'email')
    return [
      head,
      section(t.subject({ text: saidLine(measured?.preview.subject ?? variant.subject, 300) })),
      { type: 'divider' },
      ...paragraphs(measured?.preview.text ?? variant.paragraphs.join('\n\n')),
    ];
  return [
    head,
    ...(measured ? [context(lengthWords(measured, v))] : []),
    { type: 'divider' },
    ...onPhone(variant, measured, v),
  ];
};

/** What a telephone shows. */
const onPhone = (variant: Variant, measured: Measured | undefined, v: Voice): Blocks => {
  const words = v.t.channels.copy;
  const { channel, buttonLabel, fallback, alimtalk, picture } = variant;
  const title = measured?.preview.subject ?? (channel === 'push' ? variant.subject : '');
  return [
    ...(picture ? [context(words.pictured({ name: saidLine(picture, 40) }))] : []),
    ...(title ? [section(words.titled({ text: saidLine(title, 300) }))] : []),
    ...paragraphs(measured?.preview.text ?? wordsOf(variant)),
    ...(channel === 'kakao' && !alimtalk && buttonLabel
      ? [section(words.button({ text: saidLine(buttonLabel, 60) }))]
      : []),
    ...(fallback
      ? [
          { type: 'divider' } as const,
          section(words.instead),
          ...paragraphs(textOf(measured?.fallback?.preview) ?? fallback),
        ]
      : []),
  ];
};

const textOf = (preview: Measured['preview'] | undefined): string | undefined =>
  preview && [preview.subject, preview.text].filter(Boolean).join('\n\n');

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
  const own = v.t.channels.copy.labels;
  return content.variants.flatMap((variant): [string, string][] => {
    const { key, channel, alimtalk, fallback, picture } = variant;
    const [subject, preheader, body, button]: [string, string][] = [
      [t.subject({ key }), variant.subject],
      [t.preheader({ key }), variant.preheader],
      [t.body({ key }), variant.paragraphs.join(' ')],
      [t.button({ key }), variant.buttonLabel],
    ];
    const written: Record<Variant['channel'], ([string, string] | undefined)[]> = {
      email: [subject, preheader, body, button],
      sms: [subject, body, ...(picture ? [[own.picture({ key }), picture] satisfies [string, string]] : [])],
      push: [subject, body],
      kakao: alimtalk
        ? [
            [own.template({ key }), alimtalk.template],
            [own.values({ key }), wordsOf(variant)],
          ]
        : [body, button],
    };
    return [
      ...written[channel].flatMap((line) => (line ? [line] : [])),
      [t.link({ key }), variant.link],
      ...(fallback ? [[own.fallback({ key }), fallback] satisfies [string, string]] : []),
    ];
  });
};
