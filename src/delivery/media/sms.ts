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

type Filled = FilledText & Pick<TextTemplate, 'kind'>;

/** Text messages: label, sender's name and the free way out by code; the title is an LMS's alone. */
export const sms = medium<TextTemplate, Filled>({
  template: async (variant, links, input) => {
    const { subject, paragraphs } = variant;
    const slot = slotOf(variant, links);
    const body = textBody({ subject, paragraphs, slot }, links, input);
    return { variant: variant.key, segment: variant.segment, channel: 'sms', ...body };
  },
  messages: (template, built) => [textMessage(template.variant, template, built)],
  measure: measureText,
  forms: ({ kind }) => [kind],
  headline: ({ subject, text }) => subject || (text.split('\n')[0] ?? ''),
  keyPlace: ({ kind, text }) => (kind === 'lms' ? text : null),
  leadsTo: ({ text }) => (slotsIn(text).length > 0 ? slotsIn(text) : null),
  address: dialable,
  compile: (template) => {
    const fill = compileText(template);
    const { kind } = template;
    return (reader, addresses) => ({ kind, ...fill(reader, addresses) });
  },
  write: ({ kind, subject, text }, { id, reference, to, sender, isAd }) => ({
    channel: 'sms',
    messageId: id,
    reference,
    to,
    kind,
    from: fromNumber(sender),
    subject,
    body: text,
    isAd,
  }),
});
