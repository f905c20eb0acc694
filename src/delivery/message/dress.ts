import { strings } from '../../i18n/language.ts';
import type { PreflightWords } from '../../i18n/preflight.ko.ts';
import { mend, outside } from '../../kit/ks-x-1001.ts';
import { type Fields, type Message, SMS_FAMILY, textOfHtml } from './message.ts';

/** The literal that the law asks for, first in every advertisement. */
export const AD_LABEL = '(광고)';
const ANY_LABEL = /^\s*[([{<（［【〔]\s*광[\s.\-_·*]*고\s*[)\]}>）］】〕]\s*/u;
export const unlabeled = (text: string): string => {
  const without = text.replace(ANY_LABEL, '');
  return without === text ? text.trimStart() : unlabeled(without);
};

/** How far behind the label the sender's name may begin. */
export const NAME_WITHIN = 20;
/** The free way out at the end of a text message. */
export const EXIT_LINE = /무료\s?(?:수신\s?)?거부\s*:?\s*(080-?\d{3,4}-?\d{4})\s*$/u;
const ANY_EXIT_LINE = /\s*(?:무료\s?)?(?:수신\s?)?거부\s*:?\s*(?:080[\d-]*)?\s*$/u;
const FREE_NUMBER = /^080-?\d{3,4}-?\d{4}$/;

export const digits = (number: string): string => number.replace(/\D/g, '');

/** What was put in or written otherwise, in the words and signs of the message itself, and which rule asks for it. */
type RuleId = keyof PreflightWords['rules'];
export type Added = { text: string; rule: RuleId };
export type Dressed = { fields: Fields; added: readonly Added[] };

/**
 * What the law and the carrier want in a message, put in by code and never by a model: ad label, sender's name, way out, and
 * for text messages other characters for those that no carrier takes. Dressing what is dressed changes nothing. Approved
 * Alimtalk texts are never touched, and a brand message is labelled by the app that shows it.
 */
export const dress = (message: Message): Dressed => {
  const { form, fields } = message;
  if (SMS_FAMILY.includes(form)) return dressText(message);
  if (form === 'push') return message.isAd ? dressPush(message) : { fields, added: [] };
  if (form === 'email') return message.isAd ? dressMail(message) : { fields, added: [] };
  return { fields, added: [] };
};

const dressText = (message: Message): Dressed => {
  const { fields, isAd } = message;
  const added: Added[] = [];
  const mended = (text: string): string => {
    const now = mend(text);
    const gone = outside(text).filter((char) => !outside(now).includes(char));
    added.push(...gone.map((char) => ({ text: `${char}→${mend(char) || '∅'}`, rule: 'SMS-CHR-01' as const })));
    return now;
  };
  const text = mended(fields.text ?? '');
  const made = isAd ? withExit(withName(text, message, added), message, added) : text;
  const subject = fields.subject === undefined ? {} : { subject: mended(fields.subject) };
  return { fields: { ...fields, ...subject, text: made }, added };
};

const withName = (text: string, { sender }: Message, added: Added[]): string => {
  const bare = unlabeled(text);
  const name = sender.name === null ? '' : mend(sender.name);
  const at = bare.indexOf(name);
  const front = name === '' || (at >= 0 && at <= NAME_WITHIN) ? AD_LABEL : `${AD_LABEL}[${name}] `;
  const made = front + bare;
  if (made !== text) added.push({ text: front.trim(), rule: 'KR-LABEL-01' });
  return made;
};

const withExit = (text: string, { optOut }: Message, added: Added[]): string => {
  const number = optOut?.trim() ?? '';
  if (!FREE_NUMBER.test(number)) return text;
  if (digits(EXIT_LINE.exec(text)?.[1] ?? '') === digits(number)) return text;
  const line = `무료수신거부 ${number}`;
  added.push({ text: line, rule: 'KR-OPT-01' });
  return `${text.replace(ANY_EXIT_LINE, '').trimEnd()}\n${line}`;
};

/** Where in the app, in words; an address is for the settings, not for a line of a notification. */
export const PUSH_EXIT = /수신\s?거부|알림\s?(?:해제|끄기|설정)|unsubscribe|opt[- ]?out|turn off/iu;

const dressPush = ({ fields, sender, optOut }: Message): Dressed => {
  const added: Added[] = [];
  const bare = unlabeled(fields.title ?? '');
  const named = sender.name !== null && !`${bare} ${fields.body ?? ''}`.includes(sender.name) ? `${sender.name} ` : '';
  const inBody = (fields.body ?? '').startsWith(AD_LABEL);
  const title = inBody && named === '' ? (fields.title ?? '') : `${AD_LABEL} ${named}${bare}`.trimEnd();
  if (title !== (fields.title ?? '')) added.push({ text: `${AD_LABEL} ${named}`.trim(), rule: 'KR-LABEL-03' });
  let body = fields.body ?? '';
  if (optOut !== null && !PUSH_EXIT.test(body)) {
    const line = `수신거부: ${/^https?:/.test(optOut) ? '앱 설정 > 알림' : optOut}`;
    added.push({ text: line, rule: 'KR-OPT-03' });
    body = `${body}\n${line}`;
  }
  return { fields: { ...fields, title, body }, added };
};

const dressMail = ({ fields, sender, optOut }: Message): Dressed => {
  const added: Added[] = [];
  const subject = fields.subject?.startsWith(AD_LABEL)
    ? fields.subject
    : `${AD_LABEL} ${unlabeled(fields.subject ?? '')}`.trimEnd();
  if (subject !== fields.subject) added.push({ text: AD_LABEL, rule: 'KR-LABEL-02' });
  const about = [sender.name, sender.address, sender.phone, sender.email].filter((part) => part);
  const lines = (body: string): Added[] => [
    ...about.flatMap((part): Added[] => (part && !body.includes(part) ? [{ text: part, rule: 'KR-ID-01' }] : [])),
    ...(optOut === null || hasExits(body)
      ? []
      : EXITS.map(({ before, label }): Added => ({ text: `${before} ${label}: ${optOut}`, rule: 'KR-OPT-02' }))),
  ];
  const made: Fields = { ...fields, subject };
  if (fields.text !== undefined) {
    const more = lines(fields.text);
    added.push(...more);
    made.text = [fields.text, ...more.map(({ text }) => text)].join('\n');
  }
  if (fields.html !== undefined) {
    const more = lines(textOfHtml(fields.html));
    added.push(...more);
    made.html = inHtml(
      fields.html,
      more.map(({ text }) => text),
    );
  }
  return { fields: made, added };
};

const EXITS = (['ko', 'en'] as const).map((language) => strings(language).mail.exit);
/** A way out named in Korean and in English, as the law asks whatever the mail is written in. */
export const hasExits = (body: string): boolean => {
  const words = body.replace(/\{\{[\s\S]*?\}\}|\$%[^%]*%\$|\*\|[^|]*\|\*|https?:\S+/g, ' ');
  return /수신\s?거부/u.test(words) && /unsubscribe/i.test(words);
};

const inHtml = (html: string, lines: readonly string[]): string => {
  if (lines.length === 0) return html;
  const safe = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const block = lines
    .map((line) =>
      safe(line).replace(/((?:https?:|\{\{|\$%|\*\|).*)$/, (address) => `<a href="${address}">${address}</a>`),
    )
    .map((line) => `<p>${line}</p>`)
    .join('');
  const end = html.search(/<\/body\s*>/i);
  return end < 0 ? html + block : html.slice(0, end) + block + html.slice(end);
};
