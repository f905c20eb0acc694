import type { Variant } from '../../steps/copy/schema.ts';
import type { PushTemplate } from '../../steps/plan/schema.ts';
import { compilePlain, literal } from '../liquid.ts';
import { dress } from '../message/dress.ts';
import { lengthOf } from '../message/length.ts';
import type { Fields } from '../message/message.ts';
import { type Addresses, farthest, longestLinks, oneLine, type Reader, valuesOf } from '../render.ts';
import { type BuildInput, type Built, medium } from './medium.ts';
import { slotOf } from './text.ts';

type Filled = { title: string; body: string; link: string };

/** App notifications: the label and the sender's name before the title, where to turn them off behind the body. */
export const push = medium<PushTemplate, Filled>({
  template: async (variant, links, input) => ({
    variant: variant.key,
    segment: variant.segment,
    channel: 'push',
    ...dressed(variant, input),
    link: slotOf(variant, links) ?? '',
  }),
  messages: (template, built) => {
    const { name, appSettings: optOut } = built.kit.sender;
    const common = {
      key: template.variant,
      form: 'push' as const,
      isAd: built.isAd,
      vars: {},
      sender: { name },
      optOut,
    };
    try {
      return [{ ...common, fields: worst(template, built) }];
    } catch {
      const { title, body, link } = template;
      return [{ ...common, fields: { title, body, link }, broken: true }];
    }
  },
  measure: (template, built, { reader, addresses }) => {
    const { title, body } = compilePush(template)(reader, addresses);
    return {
      form: 'push',
      length: lengthOf({ form: 'push', fields: worst(template, built), vars: {} }),
      preview: { subject: title, text: body },
    };
  },
  forms: () => ['push'],
  headline: ({ title }) => title,
  keyPlace: () => null,
  leadsTo: ({ link }) => [link],
  // A device's token is its vendor's own: nobody else can tell a good one.
  address: (raw) => raw.trim() || null,
  compile: (template) => compilePush(template),
  write: ({ title, body, link }, { id, reference, to }) => ({
    channel: 'push',
    messageId: id,
    reference,
    to,
    title,
    body,
    link,
  }),
});

const dressed = (variant: Variant, { isAd, kit: { sender } }: BuildInput): Pick<PushTemplate, 'title' | 'body'> => {
  const { fields } = dress({
    key: variant.key,
    form: 'push',
    isAd,
    fields: { title: oneLine(variant.subject), body: variant.paragraphs.join('\n') },
    vars: {},
    sender: { name: literal(sender.name) },
    optOut: sender.appSettings === null ? null : literal(sender.appSettings),
  });
  return { title: fields.title ?? '', body: fields.body ?? '' };
};

const compilePush = (template: PushTemplate): ((reader: Reader, addresses: Addresses) => Filled) => {
  const title = compilePlain(template.title);
  const body = compilePlain(template.body);
  const link = compilePlain(template.link);
  return (reader, addresses) => {
    const values = valuesOf(reader, addresses);
    return { title: oneLine(title(values)), body: body(values), link: link(values) };
  };
};

/** As the service counts it: bytes of the whole document, our reference in it. */
const worst = (template: PushTemplate, { links, publicUrl, coupon, values }: Built): Fields => {
  const fill = compilePush(template);
  const both = farthest('😀', { coupon, values }).map((reader) => fill(reader, longestLinks(links.length, publicUrl)));
  const most = (of: (each: Filled) => string) =>
    both.map(of).reduce((a, b) => (Buffer.byteLength(a) >= Buffer.byteLength(b) ? a : b));
  return {
    title: most(({ title }) => title),
    body: most(({ body }) => body),
    link: most(({ link }) => link),
    data: { ref: 'r'.repeat(64) },
  };
};
