import { smsBytes } from '../../kit/ks-x-1001.ts';
import { type Fields, type Form, filled, type Message } from './message.ts';

/**
 * How a form is counted: bytes of KS X 1001 on the telephone network, characters by Kakao's guide, UTF-16 units by the
 * validators of brand messages, UTF-8 bytes where a whole document has a limit.
 */
export type Unit = 'eucKrBytes' | 'chars' | 'utf16' | 'utf8Bytes';
export type Length = { value: number; limit: number; unit: Unit };

const COUNT: Record<Unit, (text: string) => number> = {
  eucKrBytes: smsBytes,
  chars: (text) => [...text].length,
  utf16: (text) => text.length,
  utf8Bytes: (text) => Buffer.byteLength(text),
};
/** A character as dear as one can be in that unit. */
const DEAREST: Record<Unit, string> = { eucKrBytes: '가', chars: '가', utf16: '😀', utf8Bytes: '😀' };

export const HTML_BYTES = 102 * 1024;
export const PUSH_BYTES = 4_096;
export const SUBJECT_BYTES = 40;
export const SMS_BYTES = 90;

export type BubbleLimits = {
  content: number;
  header?: number;
  title?: number;
  /** Fewest and most. */
  buttons: readonly [number, number];
  buttonName: number;
  couponDescription?: number;
  additional?: number;
  /** Of a list or carousel: how many, and the longest title and text of one. */
  items?: { count: readonly [number, number]; title?: number; content?: number };
};
/** Kakao's brand messages by form of the bubble. */
export const BUBBLE_LIMITS: Readonly<Record<NonNullable<Fields['bubble']>, BubbleLimits>> = {
  TEXT: { content: 1_300, buttons: [0, 5], buttonName: 14, couponDescription: 12 },
  IMAGE: { content: 1_300, buttons: [0, 5], buttonName: 14, couponDescription: 12 },
  WIDE: { content: 76, header: 20, buttons: [0, 2], buttonName: 8, couponDescription: 18 },
  WIDE_ITEM_LIST: {
    content: 76,
    header: 20,
    title: 25,
    buttons: [0, 2],
    buttonName: 8,
    items: { count: [1, 5], title: 30 },
  },
  COMMERCE: { content: 76, buttons: [1, 2], buttonName: 8, additional: 34 },
  PREMIUM_VIDEO: { content: 76, header: 20, buttons: [0, 1], buttonName: 8, couponDescription: 12 },
  CAROUSEL_FEED: { content: 1_300, buttons: [0, 2], buttonName: 8, items: { count: [2, 6], content: 180 } },
  CAROUSEL_COMMERCE: {
    content: 1_300,
    buttons: [0, 2],
    buttonName: 8,
    additional: 34,
    items: { count: [2, 6], content: 180 },
  },
};
export const bubbleOf = (fields: Fields): BubbleLimits => BUBBLE_LIMITS[fields.bubble ?? 'TEXT'];

type Counted = { unit: Unit; limit: (fields: Fields) => number; of: (fields: Fields) => string };
const COUNTED: Record<Form, Counted> = {
  sms: { unit: 'eucKrBytes', limit: () => SMS_BYTES, of: ({ text }) => text ?? '' },
  lms: { unit: 'eucKrBytes', limit: () => 2_000, of: ({ text }) => text ?? '' },
  mms: { unit: 'eucKrBytes', limit: () => 2_000, of: ({ text }) => text ?? '' },
  alimtalk: { unit: 'chars', limit: () => 1_000, of: ({ text }) => text ?? '' },
  brand: { unit: 'utf16', limit: (fields) => bubbleOf(fields).content, of: ({ text }) => text ?? '' },
  push: { unit: 'utf8Bytes', limit: () => PUSH_BYTES, of: (fields) => pushPayload(fields) },
  email: { unit: 'utf8Bytes', limit: () => HTML_BYTES, of: ({ html, text }) => html ?? text ?? '' },
};

/** What a push service is handed, as it counts: the notification and its data, as JSON. */
const pushPayload = ({ title, body, image, link, data }: Fields): string =>
  JSON.stringify({
    notification: { title: title ?? '', body: body ?? '', ...(image !== undefined && { image }) },
    data: { ...data, ...(link !== undefined && { link }) },
  });

export const unitOf = (form: Form): Unit => COUNTED[form].unit;

/** One text at its longest: each placeholder as many of the dearest characters as it may become. */
export const longest = (text: string, vars: Message['vars'], unit: Unit): string =>
  filled(text, (name, whole) => {
    const most = vars[name];
    return most === undefined ? whole : DEAREST[unit].repeat(most);
  });

export const countIn = (unit: Unit, text: string, vars: Message['vars'] = {}): number =>
  COUNT[unit](longest(text, vars, unit));

/** The length that a form is refused by, at its longest. */
export const lengthOf = ({ form, fields, vars }: Pick<Message, 'form' | 'fields' | 'vars'>): Length => {
  const { unit, limit, of } = COUNTED[form];
  return { value: countIn(unit, of(fields), vars), limit: limit(fields), unit };
};
