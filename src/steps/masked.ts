import { personalData } from '../llm/guard.ts';

/**
 * What a person wrote may hold somebody's address or number ("kim@shop.kr 에게도"). The model does not need it, and the
 * guard would refuse the whole call: it is taken out here, before anything is asked.
 */
const MARKS: readonly (readonly [RegExp, string])[] = [
  // Slack's own marks for people, groups and channels.
  [/<[@#!][^>]*>/g, '@…'],
  [/<?mailto:[^\s>]*>?/gi, '[e-mail]'],
  [/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, '[e-mail]'],
  [/(?<![\d.])\d{6}[-. ]?[1-8]\d{6}(?!\d)/g, '[number]'],
  [/(?<![\d.])\+?\(?\d{2,4}\)?(?:[-. )]+\d{3,4}){1,3}(?!\d)/g, '[number]'],
  [/(?<![\d.,])\+?\d{10,16}(?!\d)/g, '[number]'],
];

const text = (words: string): string => {
  // Only where something is found: an ordinary sentence goes through letter by letter.
  if (!/[@<]/.test(words) && personalData(words) === null) return words;
  const plain = MARKS.slice(0, 3).reduce((so, [mark, put]) => so.replaceAll(mark, put), words);
  if (personalData(plain) === null) return plain;
  const bare = MARKS.reduce((so, [mark, put]) => so.replaceAll(mark, put), plain.normalize('NFKC'));
  // Whatever form it hides in: better no words than those.
  return personalData(bare) === null ? bare : '[…]';
};

/** The same value with every string in it free of what reads like personal data. */
export const masked = <T>(value: T): T => {
  if (typeof value === 'string') return text(value) as T;
  if (Array.isArray(value)) return value.map(masked) as T;
  if (typeof value === 'object' && value !== null && !(value instanceof Date))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked(each)])) as T;
  return value;
};
