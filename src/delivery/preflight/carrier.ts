import { outside } from '../../kit/ks-x-1001.ts';
import { isLoopback } from '../../kit/net.ts';
import { countIn, lengthOf, SUBJECT_BYTES, unitOf } from '../message/length.ts';
import { FORMS, type Message, placeholders, readable, SMS_FAMILY } from '../message/message.ts';
import type { MessageRule, Words } from './rule.ts';

const MMS = { bytes: 200 * 1024, width: 1_500, height: 1_440, images: 3 };
const TITLE_CHARS = 30;
const BODY_CHARS = 90;
const SUBJECT_CHARS = 50;
const PREHEADER_CHARS = 90;

const over = (value: number, limit: number): Words[] => (value > limit ? [`${value} > ${limit}`] : []);
export const tooLong = (message: Message): Words[] => {
  const { value, limit } = lengthOf(rendered(message));
  return over(value, limit);
};
/** A text that could not be rendered has no length. */
export const rendered = (message: Message): Message => {
  if (message.broken) throw new Error('not rendered');
  return message;
};
const chars = (message: Message, text: string | undefined): number =>
  countIn('chars', text ?? '', rendered(message).vars);

const SHORTENERS =
  /(?:https?:\/\/)?\b(?:bit\.ly|goo\.gl|tinyurl\.com|t\.co|me2\.do|han\.gl|vo\.la|is\.gd|url\.kr|buly\.kr|c11\.kr|ow\.ly|cutt\.ly|rb\.gy|shorturl\.at|t\.ly|zrr\.kr|naver\.me)\/\S*/giu;
const OPEN_ADDRESS = /http:\/\/\S+/giu;
const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([found]) => found);
const all = (message: Message, pattern: RegExp): string[] =>
  readable(message).flatMap(({ text }) => matches(text, pattern));

/** Where a tap leads: each address of a button, by whatever name its vendor has for it, and that of the whole message. */
const ledTo = ({ fields: { buttons = [], link } }: Message): string[] =>
  [...buttons.flatMap((button) => Object.values(button)), link].filter((value) => typeof value === 'string');
const isHere = (address: string): boolean => URL.canParse(address) && isLoopback(new URL(address).hostname);

const NEEDS: Readonly<Record<Message['form'], readonly (readonly (keyof Message['fields'] & string)[])[]>> = {
  sms: [['text']],
  lms: [['text']],
  mms: [['text']],
  alimtalk: [['text']],
  brand: [['text', 'items']],
  push: [['body']],
  email: [['subject'], ['html', 'text']],
};

const imageProblems = ({ fields: { images = [] } }: Message): Words[] => {
  if (images.length === 0) return [{ ko: '이미지 없음', en: 'no image' }];
  return [
    ...over(images.length, MMS.images),
    ...images.flatMap(({ type, bytes, width, height }, i): Words[] => [
      ...(/^(?:image\/)?jpe?g$/i.test(type ?? '') ? [] : [`images.${i}: JPG`]),
      ...sized(`images.${i}: bytes`, bytes, MMS.bytes),
      ...sized(`images.${i}: width`, width, MMS.width),
      ...sized(`images.${i}: height`, height, MMS.height),
    ]),
  ];
};
/** A size nobody told is not a size that fits. */
const sized = (name: string, value: number | undefined, limit: number): Words[] =>
  value !== undefined && value > 0 && value <= limit ? [] : [`${name} ${value ?? '?'} > ${limit}`];

/** What a carrier, a push service or a mail program takes, and what it cuts off. */
export const carrierRules: readonly MessageRule[] = [
  {
    id: 'TEXT-01',
    family: 'copy',
    severity: 'block',
    forms: FORMS,
    judge: ({ form, fields }) => ({
      found: NEEDS[form]
        .filter((either) => !either.some((field) => String(fields[field] ?? '').trim() !== ''))
        .map((either) => `fields.${either[0]}`),
    }),
  },
  {
    id: 'VAR-01',
    family: 'copy',
    severity: 'block',
    forms: FORMS,
    concerns: ({ broken }) => broken !== true,
    judge: (message) => ({
      found: readable(message)
        .flatMap(({ text }) => placeholders(text))
        .filter((name) => !Object.hasOwn(message.vars, name) && !Object.hasOwn(message.fields.variables ?? {}, name))
        .filter((name) => !(message.form === 'email' && name === 'unsubscribe')),
    }),
  },
  {
    id: 'SMS-LEN-01',
    family: 'copy',
    severity: 'block',
    forms: ['sms'],
    judge: (message) => ({ found: tooLong(message) }),
  },
  {
    id: 'SMS-LEN-02',
    family: 'copy',
    severity: 'block',
    forms: ['lms', 'mms'],
    judge: (message) => ({
      found: [
        ...tooLong(message),
        ...over(countIn(unitOf(message.form), message.fields.subject ?? '', message.vars), SUBJECT_BYTES),
      ],
    }),
  },
  {
    id: 'SMS-CHR-01',
    family: 'copy',
    severity: 'block',
    forms: SMS_FAMILY,
    judge: ({ fields: { subject = '', text = '' } }) => ({ found: outside(subject + text).map(visible) }),
  },
  {
    id: 'MMS-IMG-01',
    family: 'copy',
    severity: 'block',
    confirm: true,
    forms: ['mms'],
    judge: (message) => ({ found: imageProblems(message) }),
  },
  {
    id: 'PUSH-LEN-01',
    family: 'copy',
    severity: 'block',
    confirm: true,
    forms: ['push'],
    judge: (message) => ({ found: tooLong(message) }),
  },
  {
    id: 'PUSH-LEN-02',
    family: 'copy',
    severity: 'warn',
    confirm: true,
    forms: ['push'],
    judge: (message) => ({
      found: [
        ...over(chars(message, message.fields.title), TITLE_CHARS),
        ...over(chars(message, message.fields.body), BODY_CHARS),
      ],
    }),
  },
  {
    id: 'MAIL-SIZE-01',
    family: 'copy',
    severity: 'block',
    confirm: true,
    forms: ['email'],
    judge: (message) => ({ found: tooLong(message) }),
  },
  {
    id: 'LEN-01',
    family: 'copy',
    severity: 'warn',
    forms: ['email'],
    judge: (message) => ({
      found: over(countIn('utf16', rendered(message).fields.subject ?? '', message.vars), SUBJECT_CHARS),
    }),
  },
  {
    id: 'LEN-02',
    family: 'copy',
    severity: 'warn',
    forms: ['email'],
    judge: (message) => ({
      found: over(countIn('utf16', rendered(message).fields.preheader ?? '', message.vars), PREHEADER_CHARS),
    }),
  },
  {
    id: 'LINK-06',
    family: 'link',
    severity: 'warn',
    forms: SMS_FAMILY,
    judge: (message) => ({ found: all(message, SHORTENERS) }),
  },
  {
    id: 'LINK-07',
    family: 'link',
    severity: 'block',
    forms: FORMS,
    // What stands in for a channel leads to this machine, without a certificate; a customer has no such place.
    judge: (message, { practice }) => ({
      found: [
        ...all(message, OPEN_ADDRESS),
        ...ledTo(message).flatMap((address) => matches(address, OPEN_ADDRESS)),
      ].filter((address) => !(practice && isHere(address))),
    }),
  },
  {
    id: 'AI-LBL-01',
    family: 'copy',
    severity: 'warn',
    confirm: true,
    forms: ['mms', 'brand', 'push', 'email', 'alimtalk'],
    concerns: ({ fields }) => (fields.images ?? []).some(({ madeByAi }) => madeByAi === true),
    judge: (message) => ({
      found: readable(message).some(({ text }) => /\bAI\b|AI(?:로|가|를)|인공지능/u.test(text)) ? [] : ['AI'],
    }),
  },
];

/** A sign that cannot be seen is named by its number. */
const visible = (char: string): string =>
  /[\p{Cc}\p{Cf}\p{Zs}\p{Mn}]/u.test(char)
    ? `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    : char;
