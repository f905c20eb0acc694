import { type Language, strings } from '../../i18n/language.ts';
import type { Variant } from '../../steps/copy/schema.ts';
import type { MailTemplate } from '../../steps/plan/schema.ts';
import { layOut, type Page, writeText } from '../layout.ts';
import { compileHtml, compilePlain, type Filler, htmlPieces, literal, type Piece, plainPieces } from '../liquid.ts';
import { AD_LABEL, unlabeled } from '../message/dress.ts';
import { lengthOf } from '../message/length.ts';
import type { Message } from '../message/message.ts';
import { mailable, wrapMime } from '../mime.ts';
import { quoted } from '../quoted.ts';
import { type Addresses, NAME_CHARS, oneLine, type Reader, valuesOf } from '../render.ts';
import { type BuildInput, medium, type PlanLink } from './medium.ts';

export type Rendered = { subject: string; html: string; text: string };
/** Bodies as they stand in the mail. */
type Encoded = Rendered;
type Body = Pick<MailTemplate, 'subject' | 'html' | 'text'>;

/**
 * E-mail: HTML from MJML and a text part, ad label in the subject, the brand's fixed message as headline, who sends it,
 * ways out in Korean and English, slots for tracked links and the open pixel.
 */
export const email = medium<MailTemplate, Encoded>({
  template: async (variant, links, input) => {
    const page = pageOf(variant, links, input);
    return {
      variant: variant.key,
      segment: variant.segment,
      channel: 'email',
      subject: `${input.isAd ? `${AD_LABEL} ` : ''}${unlabeled(joined(variant.subject))}`,
      html: await layOut(page),
      text: writeText(page),
      preheader: joined(variant.preheader),
    };
  },

  messages: (template, { links, isAd, kit, coupon, values }): Message[] => {
    const { name, email: address, address: place, phone } = kit.sender;
    const sender = { name, email: address, address: place, phone };
    const common = { key: template.variant, form: 'email' as const, isAd, vars: {}, sender };
    try {
      return [{ ...common, fields: worstCase(template, links.length, { coupon, values }), optOut: EXIT_ADDRESS }];
    } catch {
      // No template: what it says of label and sender can still be read, how long it becomes nobody knows.
      const { subject, preheader, html, text } = template;
      return [{ ...common, fields: { subject, preheader, html, text }, optOut: '{{ unsubscribe }}', broken: true }];
    }
  },

  measure: (template, { links, coupon }, { reader, addresses }) => {
    const worst = worstCase(template, links.length, { coupon });
    const { subject, text } = renderMail(template, reader, addresses);
    return {
      form: 'email',
      length: lengthOf({ form: 'email', fields: worst, vars: {} }),
      // As a mail program counts: UTF-16 units for what is read, bytes for what is cut off at 102 KB.
      subjectChars: worst.subject.length,
      preheaderChars: worst.preheader.length,
      htmlBytes: Buffer.byteLength(worst.html),
      preview: { subject, text },
    };
  },

  forms: () => ['email'],
  headline: ({ subject }) => subject,
  keyPlace: ({ text }) => text,
  leadsTo: ({ html }) => [
    ...[...html.matchAll(/\{\{ link_\d+ \}\}/g)].map(([slot]) => slot),
    ...[...html.matchAll(/href="([^"]*)"/g)].map(([, to]) => to ?? ''),
  ],
  address: mailable,
  compile: (template) => {
    const subject = compilePlain(template.subject);
    const html = encoding(htmlPieces(template.html));
    const text = encoding(plainPieces(template.text));
    return (reader, addresses) => {
      const values = valuesOf(reader, addresses);
      return { subject: oneLine(subject(values)), html: html(values), text: text(values) };
    };
  },

  write: ({ subject, html, text }, envelope) => {
    const { to, reference, date, sender, unsubscribe, headers, returnTo } = envelope;
    const messageId = `<${envelope.id}@${sender.email.split('@').pop()}>`;
    const body = wrapMime({ from: sender, to, subject, date, messageId, html, text, unsubscribe, extra: headers });
    return { channel: 'email', messageId, reference, to, from: returnTo ?? sender.email, body };
  },
});

const pageOf = (
  variant: Variant,
  links: readonly PlanLink[],
  { kit, keyMessage, isAd, isNotice = false, language }: BuildInput,
): Page => {
  const t = strings(language).mail;
  const message = kit.messages.find((each) => each.id === keyMessage);
  const { sender } = kit;
  const exit = (in_: Language) => {
    const words = strings(in_).mail.exit;
    return { ...words, href: '{{ unsubscribe }}' };
  };
  return {
    language,
    brand: literal(kit.name),
    headline: isNotice ? joined(variant.subject) : literal(message?.[language] ?? ''),
    preheader: joined(variant.preheader),
    paragraphs: variant.paragraphs.map((text) => text.trim()).filter(Boolean),
    button: isNotice
      ? null
      : {
          label: joined(variant.buttonLabel),
          href: `{{ link_${links.findIndex((link) => link.id === variant.link) + 1} }}`,
        },
    sender: [
      literal(t.sender({ name: sender.name, address: sender.address })),
      literal(t.contact({ phone: sender.phone, email: sender.email })),
    ],
    // The law asks for both languages whatever the mail is written in.
    exits: isAd || isNotice ? [exit('ko'), exit('en')] : [],
    pixel: isNotice ? null : '{{ pixel }}',
  };
};

const joined = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** What every reader gets alike is encoded once a variant. */
const encoding = (parts: readonly Piece[]): Filler => {
  const encoded = parts.map((part) => (typeof part === 'string' ? quoted(part) : part));
  return (values) =>
    encoded.reduce<string>((text, part) => text + (typeof part === 'string' ? part : quoted(part(values))), '');
};

const compileMail = (template: Body): ((reader: Reader, addresses: Addresses) => Rendered) => {
  const subject = compilePlain(template.subject);
  const html = compileHtml(template.html);
  const text = compilePlain(template.text);
  return (reader, addresses) => {
    const values = valuesOf(reader, addresses);
    return { subject: oneLine(subject(values)), html: html(values), text: text(values) };
  };
};

export const renderMail = (template: Body, reader: Reader, addresses: Addresses): Rendered =>
  compileMail(template)(reader, addresses);

/** Longest address a link of ours can have: a long host and the longest token. */
const LONG = `https://${'m'.repeat(80)}.example/c/${'t'.repeat(64)}`;
/** The way out at its longest: told apart from the links, so that a rule can look for it. */
const EXIT_ADDRESS = LONG.replace('/c/', '/u/');
const longest = (links: number): Addresses => ({
  links: Array(links).fill(LONG),
  unsubscribe: EXIT_ADDRESS,
  pixel: LONG,
});
/** The widest reader: every name at its full length, each character three bytes. */
const WIDE: Reader = { firstName: '뷁'.repeat(NAME_CHARS), lastName: '뷁'.repeat(NAME_CHARS) };
const NOBODY: Reader = { firstName: null, lastName: null };

/** Rendered at its longest: the larger of somebody with the longest name and somebody without one. */
export const worstCase = (
  template: Body & Pick<MailTemplate, 'preheader'>,
  links: number,
  own: Pick<Reader, 'coupon' | 'values'> = {},
): Rendered & { preheader: string } => {
  const readers = [WIDE, NOBODY].map((reader) => ({ ...reader, ...own }));
  const most = <T>(both: readonly T[], of: (each: T) => string) =>
    both.map(of).reduce((a, b) => (a.length >= b.length ? a : b));
  const both = readers.map((reader) => renderMail(template, reader, longest(links)));
  const preheader = compilePlain(template.preheader);
  return {
    subject: most(both, (r) => r.subject),
    html: most(both, (r) => r.html),
    text: most(both, (r) => r.text),
    preheader: most(readers, (reader) => preheader(valuesOf(reader, longest(0)))),
  };
};
