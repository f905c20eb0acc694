import type { PictureMeta } from '../../brand/pictures.ts';
import type { TextTemplate } from '../../steps/plan/schema.ts';
import { medium } from './medium.ts';
import {
  compileText,
  dialable,
  type FilledText,
  fromNumber,
  measureText,
  slotOf,
  slotsIn,
  textBody,
  textMessage,
} from './text.ts';

type Filled = FilledText & Pick<TextTemplate, 'kind' | 'picture'>;

/** Text messages: label, sender's name and the free way out by code; the title is an LMS's alone. */
export const sms = medium<TextTemplate, Filled>({
  template: async (variant, links, input) => {
    const { subject, paragraphs, picture } = variant;
    const slot = slotOf(variant, links);
    const body = textBody({ subject, paragraphs, slot, picture }, links, input);
    return { variant: variant.key, segment: variant.segment, channel: 'sms', ...body };
  },
  messages: (template, built) => [textMessage(template.variant, template, built)],
  measure: measureText,
  forms: ({ kind }) => [kind],
  headline: ({ subject, text }) => subject || (text.split('\n')[0] ?? ''),
  keyPlace: ({ kind, text }) => (kind === 'sms' ? null : text),
  leadsTo: ({ text }) => (slotsIn(text).length > 0 ? slotsIn(text) : null),
  address: dialable,
  compile: (template) => {
    const fill = compileText(template);
    const { kind, picture } = template;
    return (reader, addresses) => ({ kind, ...(picture && { picture }), ...fill(reader, addresses) });
  },
  write: ({ kind, subject, text, picture }, { id, reference, to, sender, isAd, pictures }) => ({
    channel: 'sms',
    messageId: id,
    reference,
    to,
    kind,
    from: fromNumber(sender),
    subject,
    body: text,
    isAd,
    ...(picture && { picture: { sha256: picture.sha256, jpeg: held(picture, pictures) } }),
  }),
});

/** @throws when its bytes are not there: words that speak of a picture do not go without it */
const held = ({ name, sha256 }: PictureMeta, pictures: ReadonlyMap<string, Uint8Array>): Uint8Array => {
  const jpeg = pictures.get(sha256);
  if (!jpeg) throw new Error(`picture ${name} is not kept`);
  return jpeg;
};
