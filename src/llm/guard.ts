/**
 * The last look at what would be sent to a model: what reads like personal data is never sent. Errs on the side of
 * refusing; a refusal names kind and place, never the value.
 */
export type PersonalKind = 'email' | 'phone' | 'rrn' | 'card';

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/u;
// Mobile with or without separators; landlines and 080 only with them, or every long number would be one.
const PHONE =
  /(?<![\d.])(?:\+?82[-. )]*\(?0?\)?|\(?0)1[016-9]\)?[-. ]?\d{3,4}[-. ]?\d{4}(?!\d)|(?<![\d.])\(?0\d{1,2}\)?[-. ]\d{3,4}[-. ]\d{4}(?!\d)/;
const RRN = /(?<![\d.])\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-. ]?[1-8]\d{6}(?!\d)/;
const CARD = /(?<![\d.])[3-6]\d{3}(?:[- ]?\d{4}){2}[- ]?\d{3,4}(?!\d)|(?<![\d.])3[47]\d{2}[- ]?\d{6}[- ]?\d{5}(?!\d)/g;

/** Check digit of payment cards: keeps order numbers and ids from being taken for one. */
const luhn = (digits: string): boolean => {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
};

/** Digits in full-width form read the same to a person, so they read the same here. */
const plain = (text: string): string => text.normalize('NFKC').replace(/[\u200b-\u200f\u2060\ufeff]/g, '');

/** @returns the first kind of personal data the text seems to hold, or null */
export const personalData = (text: string): PersonalKind | null => {
  const read = plain(text);
  if (EMAIL.test(read)) return 'email';
  if (RRN.test(read)) return 'rrn';
  if ([...read.matchAll(CARD)].some(([found]) => luhn(found.replace(/\D/g, '')))) return 'card';
  return PHONE.test(read) ? 'phone' : null;
};

/** @returns where personal data was found among named texts, or null when all of them may be sent */
export const findPersonalData = (
  texts: Readonly<Record<string, string>>,
): { kind: PersonalKind; where: string } | null => {
  for (const [where, text] of Object.entries(texts)) {
    const kind = personalData(text);
    if (kind) return { kind, where };
  }
  return null;
};
