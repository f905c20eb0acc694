import { z } from 'zod';

/** What a message is to the law and to a carrier: one channel may carry several (a text message is SMS, LMS or MMS). */
export const FORMS = ['sms', 'lms', 'mms', 'alimtalk', 'brand', 'push', 'email'] as const;
export type Form = (typeof FORMS)[number];
export const SMS_FAMILY: readonly Form[] = ['sms', 'lms', 'mms'];

const text = z.string();
const image = z.looseObject({
  /** `image/jpeg` or `jpg`. */
  type: text.optional(),
  bytes: z.number().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  /** Made by a model: its reader is told. */
  madeByAi: z.boolean().optional(),
});
const button = z.looseObject({ name: text, type: text.optional() });

export const BUBBLES = [
  'TEXT',
  'IMAGE',
  'WIDE',
  'WIDE_ITEM_LIST',
  'COMMERCE',
  'PREMIUM_VIDEO',
  'CAROUSEL_FEED',
  'CAROUSEL_COMMERCE',
] as const;

/** The parts of a message; which of them a form has, its rules say. Parts nobody knows are carried along and not judged. */
export const fieldsSchema = z.looseObject({
  /** What is read, rendered. For Alimtalk the template with its variables in place. */
  text: text.optional(),
  subject: text.optional(),
  preheader: text.optional(),
  html: text.optional(),
  title: text.optional(),
  body: text.optional(),
  image: text.optional(),
  images: z.array(image).optional(),
  link: text.optional(),
  data: z.record(text, text).optional(),
  buttons: z.array(button).optional(),
  /** Alimtalk: the approved text, byte for byte, its state at Kakao, and what fills it. */
  template: text.optional(),
  status: text.optional(),
  variables: z.record(text, z.unknown()).optional(),
  subtitle: text.optional(),
  header: text.optional(),
  items: z
    .array(z.looseObject({ title: text.optional(), content: text.optional(), additionalContent: text.optional() }))
    .optional(),
  /** Brand message: form of the bubble, whom it is aimed at, and whether a text message is meant to step in. */
  bubble: z.enum(BUBBLES).optional(),
  targeting: z.enum(['I', 'M', 'N']).optional(),
  fallback: text.nullish(),
  coupon: z.looseObject({ title: text.optional(), description: text.optional() }).optional(),
  additionalContent: text.optional(),
});
export type Fields = z.infer<typeof fieldsSchema>;

/** Who sends it. Absent: not known here, so that a rule looks for something of the kind instead of for the thing itself. */
export type Sender = { name: string | null; email?: string; address?: string; phone?: string };

/** One message as it leaves: everything code adds is in it. */
export type Message = {
  /** Of the variant. */
  key: string;
  form: Form;
  isAd: boolean;
  fields: Fields;
  /** Placeholders still in it and how many characters each can become; empty once it is rendered at its longest. */
  vars: Readonly<Record<string, number>>;
  sender: Sender;
  /** The 080 number, the address of the way out, or where in the app it is. */
  optOut: string | null;
  /** Its text is no template, so that nothing could be rendered: the fields are as they were written. */
  broken?: true;
};

/** `#{name}` of Kakao and `{{ name | … }}` of Liquid. */
const PLACEHOLDER = /#\{([^{}]*)\}|\{\{-?\s*([^\s|{}]+)[^{}]*\}\}/gu;
export const placeholders = (of: string): string[] =>
  [...of.matchAll(PLACEHOLDER)].map(([, kakao, liquid]) => (kakao ?? liquid ?? '').trim());
/** A text with its placeholders replaced. */
export const filled = (of: string, by: (name: string, whole: string) => string): string =>
  of.replaceAll(PLACEHOLDER, (whole: string, kakao?: string, liquid?: string) =>
    by((kakao ?? liquid ?? '').trim(), whole),
  );

type Part = 'subject' | 'preheader' | 'title' | 'subtitle' | 'header' | 'text' | 'body' | 'additionalContent' | 'html';
/** What a form shows of itself; whatever else a file says of it goes nowhere. */
const SHOWN: Readonly<Record<Form, readonly Part[]>> = {
  sms: ['text'],
  lms: ['subject', 'text'],
  mms: ['subject', 'text'],
  alimtalk: ['title', 'subtitle', 'header', 'text'],
  brand: ['title', 'header', 'text', 'additionalContent'],
  push: ['title', 'body'],
  email: ['subject', 'preheader', 'text', 'html'],
};
const KAKAO: readonly Form[] = ['alimtalk', 'brand'];

/** Everything of a message that its reader reads, by the field it stands in. */
export const readable = ({ form, fields }: Pick<Message, 'form' | 'fields'>): { field: string; text: string }[] => {
  const plain = SHOWN[form].map((field): { field: string; text: string } => ({
    field,
    text: field === 'html' ? textOfHtml(fields.html ?? '') : (fields[field] ?? ''),
  }));
  return [...plain, ...(KAKAO.includes(form) ? inBubble(fields) : [])].filter((part) => part.text.trim() !== '');
};

const inBubble = ({ items = [], buttons = [], coupon }: Fields): { field: string; text: string }[] => [
  ...items.flatMap(({ title, content, additionalContent }, i) =>
    [title, content, additionalContent].map((each) => ({ field: `items.${i}`, text: each ?? '' })),
  ),
  ...buttons.map(({ name }, i) => ({ field: `buttons.${i}`, text: name })),
  ...[coupon?.title, coupon?.description].map((each) => ({ field: 'coupon', text: each ?? '' })),
];

/** Words of an HTML message; what stands in tags, styles and comments is read by nobody. */
export const textOfHtml = (html: string): string =>
  html
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/<(style|script|title)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;|&#160;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
