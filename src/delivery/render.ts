import { BRACE } from './liquid.ts';

/** What a message may say about its reader. */
export type Reader = {
  firstName: string | null;
  lastName: string | null;
  /** Their code, where the campaign promises one. */
  coupon?: string | null | undefined;
  /** What else is only theirs, by the name it has in the text. */
  values?: Readonly<Record<string, string>> | undefined;
};

/** Addresses that only this one message carries. */
export type Addresses = { links: readonly string[]; unsubscribe: string; pixel: string };

/** Longest name that goes into a message: what a worst case is measured with. */
export const NAME_CHARS = 20;

/** What a template is filled with. A name that is missing stays undefined, so that `default` and `if` in the copy see it. */
export const valuesOf = (reader: Reader, addresses: Addresses): Record<string, string> => {
  const values: Record<string, string> = { ...BRACE, unsubscribe: addresses.unsubscribe, pixel: addresses.pixel };
  addresses.links.forEach((url, i) => {
    values[`link_${i + 1}`] = url;
  });
  const first = tidyName(reader.firstName);
  const last = tidyName(reader.lastName);
  if (first) values.first_name = first;
  if (last) values.last_name = last;
  if (reader.coupon) values.coupon = reader.coupon;
  if (reader.values) Object.assign(values, reader.values);
  return values;
};

/** The readers a length is judged by: one with the longest names, each character as dear as one can be, and one without. */
export const farthest = (dearest: string, own: Pick<Reader, 'coupon' | 'values'>): Reader[] => {
  const name = dearest.repeat(NAME_CHARS);
  return [
    { firstName: name, lastName: name, ...own },
    { firstName: null, lastName: null, ...own },
  ];
};

/** Characters of a link's token that no campaign or contact will be beyond: 35 bits of contacts. */
export const TOKEN_CHARS = 30;
/** What a message that counts every byte can be lengthened to by its links. */
export const longestLinks = (links: number, publicUrl: string): Addresses => ({
  links: Array(links).fill(`${publicUrl}/c/${'t'.repeat(TOKEN_CHARS)}`),
  unsubscribe: '',
  pixel: '',
});

/** Control characters and marks that turn the writing direction have no place in a name. */
const UNSEEN = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Nothing to tidy: letters alone, as nearly every name. */
const TIDY = /^[\p{L}\p{N}]{1,20}$/u;

const tidyName = (name: string | null): string => (name !== null && TIDY.test(name) ? name : tidied(name));
const tidied = (name: string | null): string =>
  [...(name ?? '').replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim()].slice(0, NAME_CHARS).join('').trim();

export const oneLine = (text: string): string =>
  UNEVEN.test(text) ? text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim() : text;
/** More than single spaces between words. */
const UNEVEN = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[^\S ]| {2}|^ | $/u;
