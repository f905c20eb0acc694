import type { Template } from '../steps/plan/schema.ts';
import { BRACE, compileHtml, compilePlain } from './liquid.ts';

/** What a message may say about its reader. */
export type Reader = { firstName: string | null; lastName: string | null };

/** Addresses that only this one message carries. */
export type Addresses = { links: readonly string[]; unsubscribe: string; pixel: string };

export type Rendered = { subject: string; html: string; text: string };
export type Renderer = (reader: Reader, addresses: Addresses) => Rendered;

/** Longest name that goes into a message: what a worst case is measured with. */
export const NAME_CHARS = 20;

/** Parses a template once, to be filled for each reader. @throws when it is none, which preflight has ruled out */
export const compileTemplate = (template: Pick<Template, 'subject' | 'html' | 'text'>): Renderer => {
  const subject = compilePlain(template.subject);
  const html = compileHtml(template.html);
  const text = compilePlain(template.text);
  return (reader, addresses) => {
    const values = valuesOf(reader, addresses);
    return { subject: oneLine(subject(values)), html: html(values), text: text(values) };
  };
};

export const renderFor = (
  template: Pick<Template, 'subject' | 'html' | 'text'>,
  reader: Reader,
  addresses: Addresses,
): Rendered => compileTemplate(template)(reader, addresses);

const valuesOf = (reader: Reader, addresses: Addresses): Record<string, string> => {
  const values: Record<string, string> = { ...BRACE, unsubscribe: addresses.unsubscribe, pixel: addresses.pixel };
  addresses.links.forEach((url, i) => {
    values[`link_${i + 1}`] = url;
  });
  // A name that is missing stays undefined, so that `default` and `if` in the copy see it.
  const first = tidyName(reader.firstName);
  const last = tidyName(reader.lastName);
  if (first) values.first_name = first;
  if (last) values.last_name = last;
  return values;
};

/** Control characters and marks that turn the writing direction have no place in a name. */
const UNSEEN = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

const tidyName = (name: string | null): string =>
  [...(name ?? '').replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim()].slice(0, NAME_CHARS).join('').trim();

const oneLine = (text: string): string => text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
