import { fillTemplate } from '../../channels/alimtalk.ts';
import type { Variant } from '../../steps/copy/schema.ts';
import type { KakaoTemplate, TextBody } from '../../steps/plan/schema.ts';
import { compilePlain } from '../liquid.ts';
import { lengthOf } from '../message/length.ts';
import type { Message } from '../message/message.ts';
import { type Addresses, farthest, longestLinks, oneLine, type Reader, valuesOf } from '../render.ts';
import { type BuildInput, type Built, medium, type PlanLink } from './medium.ts';
import {
  compileText,
  dialable,
  type FilledText,
  fromNumber,
  keyOf,
  measureText,
  slotOf,
  slotsIn,
  textBody,
  textMessage,
} from './text.ts';

type Filled = {
  text: string;
  buttons: { name: string; url: string }[];
  alimtalk: { template: string; variables: Record<string, string> } | null;
  fallback: (FilledText & Pick<TextBody, 'kind'>) | null;
};

/**
 * Kakao: an approved template, filled, or a brand message, which the app itself labels as an advertisement. A text message
 * with words of its own may step in for whoever Kakao cannot reach; both are one message.
 */
export const kakao = medium<KakaoTemplate, Filled>({
  template: async (variant, links, input) => {
    const { key, segment, subject, alimtalk, fallback } = variant;
    const slot = slotOf(variant, links);
    return {
      variant: key,
      segment,
      channel: 'kakao',
      ...(alimtalk ? approvedBody(alimtalk, input) : brandBody(variant, links, input)),
      fallback: fallback ? textBody({ subject, paragraphs: [fallback], slot }, links, input) : null,
    };
  },

  messages: (template, built) => [
    kakaoMessage(template, built),
    ...(template.fallback ? [textMessage(template.variant, template.fallback, built)] : []),
  ],

  measure: (template, built, sample) => {
    const { text } = compileKakao(template)(sample.reader, sample.addresses);
    const form = template.alimtalk ? 'alimtalk' : 'brand';
    return {
      form,
      length: lengthOf({ form, fields: { text: longestKakao(template, built).text }, vars: {} }),
      preview: { subject: '', text },
      ...(template.fallback && { fallback: measureText(template.fallback, built, sample) }),
    };
  },

  forms: ({ alimtalk, fallback }) => [alimtalk ? 'alimtalk' : 'brand', ...(fallback ? [fallback.kind] : [])],
  headline: ({ text }) => text.split('\n')[0] ?? '',
  keyPlace: ({ alimtalk, text }) => (alimtalk ? null : text),
  leadsTo: ({ alimtalk, buttons, fallback }) => {
    const slots = [...(alimtalk ? [] : buttons.map(({ url }) => url)), ...slotsIn(fallback?.text ?? '')];
    return alimtalk && slots.length === 0 ? null : slots;
  },
  address: dialable,
  compile: (template) => compileKakao(template),

  write: ({ text, buttons, alimtalk, fallback }, { id, reference, to, sender, noFallback }) => ({
    channel: 'kakao',
    messageId: id,
    reference,
    to,
    body: text,
    form: alimtalk ? { kind: 'alimtalk', ...alimtalk } : { kind: 'brand', buttons },
    fallback:
      fallback && !noFallback
        ? { kind: fallback.kind, from: fromNumber(sender), subject: fallback.subject, body: fallback.text }
        : null,
  }),
});

type Body = Pick<KakaoTemplate, 'text' | 'buttons' | 'alimtalk'>;

const brandBody = (variant: Variant, links: readonly PlanLink[], input: BuildInput): Body => {
  const url = slotOf(variant, links);
  return {
    text: [keyOf(input), ...variant.paragraphs].filter(Boolean).join('\n\n'),
    buttons: url === null ? [] : [{ name: oneLine(variant.buttonLabel), url }],
    alimtalk: null,
  };
};

/** Kakao's own text and buttons. A template that the account does not have has none, which preflight refuses. */
const approvedBody = (asked: NonNullable<Variant['alimtalk']>, { alimtalk }: BuildInput): Body => {
  const known = alimtalk.find(({ id }) => id === asked.template);
  return {
    text: known?.text ?? '',
    buttons: (known?.buttons ?? []).map(({ name, url }) => ({ name, url })),
    alimtalk: {
      template: asked.template,
      status: known?.status ?? `${asked.template} ?`,
      variables: Object.fromEntries(asked.values.map(({ name, value }) => [name, value.trim()])),
    },
  };
};

const compileKakao = (template: KakaoTemplate): ((reader: Reader, addresses: Addresses) => Filled) => {
  const { alimtalk, fallback } = template;
  const instead = fallback && { kind: fallback.kind, fill: compileText(fallback) };
  const words = alimtalk ? approvedWords(template, alimtalk) : brandWords(template);
  return (reader, addresses) => ({
    ...words(valuesOf(reader, addresses)),
    fallback: instead && { kind: instead.kind, ...instead.fill(reader, addresses) },
  });
};

type Words = (values: Readonly<Record<string, string>>) => Omit<Filled, 'fallback'>;

const brandWords = ({ text, buttons }: KakaoTemplate): Words => {
  const said = compilePlain(text);
  const leads = buttons.map(({ name, url }) => ({ name: compilePlain(name), url: compilePlain(url) }));
  return (values) => ({
    text: said(values),
    buttons: leads.map(({ name, url }) => ({ name: oneLine(name(values)), url: url(values) })),
    alimtalk: null,
  });
};

/** Only the variables are ours to fill. @throws where one would be empty: a message with a hole is not sent */
const approvedWords = (
  { text, buttons }: KakaoTemplate,
  { template, variables }: NonNullable<KakaoTemplate['alimtalk']>,
): Words => {
  const fills = Object.entries(variables).map(([name, value]) => [name, compilePlain(value)] as const);
  return (values) => {
    const filled = Object.fromEntries(fills.map(([name, fill]) => [name, oneLine(fill(values))]));
    const said = fillTemplate(text, filled);
    if (said === null || Object.values(filled).includes('')) throw new Error(`${template}: a variable is empty`);
    return { text: said, buttons, alimtalk: { template, variables: filled } };
  };
};

/** At its longest: for somebody with the longest name, or without one. */
const longestKakao = (template: KakaoTemplate, { links, publicUrl, coupon, values }: Built): Filled => {
  const fill = compileKakao({ ...template, fallback: null });
  return farthest('😀', { coupon, values })
    .map((reader) => fill(reader, longestLinks(links.length, publicUrl)))
    .reduce((a, b) => (a.text.length >= b.text.length ? a : b));
};

const kakaoMessage = (template: KakaoTemplate, built: Built): Message => {
  const { alimtalk, buttons, text, fallback } = template;
  const { name, phone, optOutNumber } = built.kit.sender;
  const common = {
    key: template.variant,
    form: alimtalk ? ('alimtalk' as const) : ('brand' as const),
    isAd: built.isAd,
    vars: {},
    sender: { name, phone },
    optOut: optOutNumber,
  };
  const known = alimtalk
    ? { template: text, status: alimtalk.status, buttons, variables: alimtalk.variables }
    : { buttons, fallback: fallback?.text ?? null };
  try {
    const longest = longestKakao(template, built);
    const filled = longest.alimtalk ? { variables: longest.alimtalk.variables } : { buttons: longest.buttons };
    return { ...common, fields: { ...known, ...filled, text: longest.text } };
  } catch {
    return { ...common, fields: { ...known, text }, broken: true };
  }
};
