import type { PictureMeta } from '../../brand/pictures.ts';
import { mend, outside } from '../../kit/ks-x-1001.ts';
import type { Measured, Variant } from '../../steps/copy/schema.ts';
import type { Plan, TextBody } from '../../steps/plan/schema.ts';
import { compilePlain, literal } from '../liquid.ts';
import { digits, dress, NAME_WITHIN } from '../message/dress.ts';
import { lengthOf } from '../message/length.ts';
import type { Message } from '../message/message.ts';
import { type Addresses, farthest, longestLinks, oneLine, type Reader, valuesOf } from '../render.ts';
import type { BuildInput, Built, PlanLink } from './medium.ts';

/**
 * One text message of the SMS family, by itself or where Kakao cannot reach. The words as an SMS where its longest
 * rendering fits one; else an LMS, which has room for a title, the brand's fixed message and lines between.
 */
export const textBody = (
  words: { subject: string; paragraphs: readonly string[]; slot: string | null; picture?: string | undefined },
  links: readonly PlanLink[],
  input: BuildInput,
): TextBody => {
  const { subject, paragraphs, slot } = words;
  const last = slot === null ? [] : [slot];
  const text = [keyOf(input), ...paragraphs, ...last].filter(Boolean).join('\n\n');
  const long = (kind: 'lms' | 'mms'): TextBody => dressed({ kind, subject: oneLine(subject), text }, input);
  if (words.picture) return { ...long('mms'), picture: pictureOf(words.picture, input) };
  const sms = dressed({ kind: 'sms', subject: '', text: [...paragraphs, ...last].join('\n') }, input);
  if (fits(sms, { ...input, links })) return sms;
  return long('lms');
};

/** One that is gone has no size, which its rule refuses: what was chosen is never left out in silence. */
const pictureOf = (name: string, { pictures = [] }: BuildInput): PictureMeta =>
  pictures.find((each) => each.name === name) ?? {
    name,
    sha256: '',
    bytes: 0,
    width: 0,
    height: 0,
    madeByAi: false,
  };

/** The brand's fixed message as a line of a template; what the law has to say is said alone. */
export const keyOf = ({ kit, keyMessage, language, isNotice }: BuildInput): string =>
  isNotice ? '' : literal(kit.messages.find(({ id }) => id === keyMessage)?.[language] ?? '');

/** Slot of a variant's link; null when it leads nowhere. */
export const slotOf = ({ link }: Pick<Variant, 'link'>, links: readonly PlanLink[]): string | null =>
  link === '' ? null : `{{ link_${links.findIndex(({ id }) => id === link) + 1} }}`;

const dressed = (body: TextBody, { isAd, kit: { sender } }: BuildInput): TextBody => {
  const name = literal(sender.name);
  const { fields } = dress({
    key: '',
    form: body.kind,
    isAd,
    fields: { text: isAd ? named(body.text, name) : body.text, subject: body.subject },
    vars: {},
    sender: { name },
    optOut: sender.optOutNumber,
  });
  return { kind: body.kind, subject: fields.subject ?? '', text: fields.text ?? '' };
};

/** How far behind a reader's own name the sender's comes, nobody knows: then it is put in front as if it were missing. */
const named = (text: string, name: string): string => {
  const before = text.slice(0, Math.max(0, text.indexOf(name)));
  return before.length <= NAME_WITHIN && before.includes('{') ? `[${name}] ${text}` : text;
};

const fits = (body: TextBody, built: Built): boolean => {
  try {
    const { value, limit } = lengthOf({ form: 'sms', fields: longestText(body, built), vars: {} });
    return value <= limit;
  } catch {
    // No template: its own check says so.
    return false;
  }
};

export type FilledText = { subject: string; text: string };

export const compileText = ({ subject, text }: TextBody): ((reader: Reader, addresses: Addresses) => FilledText) => {
  const title = compilePlain(subject);
  const body = compilePlain(text);
  return (reader, addresses) => {
    const names = { firstName: carried(reader.firstName), lastName: carried(reader.lastName) };
    const values = valuesOf({ ...reader, ...names }, addresses);
    return { subject: oneLine(title(values)), text: body(values) };
  };
};

/** A name as a carrier takes it. One that has a sign it does not is left out, and the reader is greeted without. */
const carried = (name: string | null): string | null => {
  if (name === null || outside(name).length === 0) return name;
  const now = mend(name);
  return outside(now).length > 0 ? null : now;
};

/** At its longest: for somebody with the longest name, or without one. */
const longestText = (body: TextBody, { links, publicUrl, coupon, values }: Built): FilledText => {
  const fill = compileText(body);
  const both = farthest('가', { coupon, values }).map((reader) => fill(reader, longestLinks(links.length, publicUrl)));
  const most = (of: (each: FilledText) => string) => both.map(of).reduce((a, b) => (bytes(a) >= bytes(b) ? a : b));
  return { subject: most(({ subject }) => subject), text: most(({ text }) => text) };
};
const bytes = (text: string): number => lengthOf({ form: 'lms', fields: { text }, vars: {} }).value;

/** As the rules judge it. */
export const textMessage = (key: string, body: TextBody, built: Built): Message => {
  const { isAd, kit } = built;
  const { name, phone } = kit.sender;
  const common = { key, form: body.kind, isAd, vars: {}, sender: { name, phone }, optOut: kit.sender.optOutNumber };
  const images = body.picture ? { images: [{ type: 'image/jpeg', ...body.picture }] } : {};
  try {
    return { ...common, fields: { ...longestText(body, built), ...images } };
  } catch {
    return { ...common, fields: { subject: body.subject, text: body.text, ...images }, broken: true };
  }
};

export const measureText = (
  body: TextBody,
  built: Built,
  sample: { reader: Reader; addresses: Addresses },
): NonNullable<Measured['fallback']> => ({
  form: body.kind,
  length: lengthOf({ form: body.kind, fields: longestText(body, built), vars: {} }),
  preview: compileText(body)(sample.reader, sample.addresses),
});

export const slotsIn = (text: string): string[] => [...text.matchAll(/\{\{ link_\d+ \}\}/g)].map(([slot]) => slot);

/** The registered number as carriers want it. */
export const fromNumber = ({ number = '' }: Pick<Plan['sender'], 'number'>): string => digits(number);

const E164 = /^\+[1-9]\d{7,14}$/;
export const dialable = (raw: string): string | null => (E164.test(raw.trim()) ? raw.trim() : null);
