/**
 * What a Korean text message can carry: ASCII and KS X 1001, one byte and two. Strict on purpose: CP949, which most
 * libraries call EUC-KR, also has 8,822 syllables, the euro and the registered sign, and a carrier refuses those. The
 * runtime's own `euc-kr` is strict enough to read the table from; its private-use rows are left out.
 */
let table: ReadonlySet<string> | null = null;

/** Every character of two bytes. */
export const pairs = (): ReadonlySet<string> => {
  if (table) return table;
  const made = new Set<string>();
  const decoder = new TextDecoder('euc-kr');
  for (let lead = 0xa1; lead <= 0xfe; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      // CP949 decoders of other runtimes know these two; the standard that carriers keep does not.
      if ([...text].length === 1 && !/[\ufffd\ue000-\uf8ff\u20ac\u00ae]/.test(text)) made.add(text);
    }
  table = made;
  return made;
};

const isSingle = (char: string): boolean => char === '\n' || (char >= ' ' && char <= '~');

/** The characters of a text that no text message can carry, each once. */
export const outside = (text: string): string[] =>
  [...new Set(text)].filter((char) => !isSingle(char) && !pairs().has(char));

/** Bytes as a carrier counts them. What it cannot carry is counted as two, the most it can become when it is mended. */
export const smsBytes = (text: string): number => {
  let bytes = 0;
  for (const char of text) bytes += isSingle(char) ? 1 : 2;
  return bytes;
};

let listed: RegExp | null = null;
/** Composed, but for what the table has and composing would take out of it: the angstrom sign, Hanja that it lists twice. */
const composed = (text: string): string => {
  // Made once: it takes the whole table, and a name is mended for every message.
  listed ??= new RegExp(`([${[...pairs()].filter((char) => char.normalize('NFC') !== char).join('')}])`, 'u');
  const parts = text.split(listed);
  return parts.map((part, i) => (i % 2 === 0 ? part.normalize('NFC') : part)).join('');
};

const DASHES = /[\u2010-\u2014\u2212\ufe58\ufe63\uff0d]/gu;
const SPACES = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]/gu;
/** Seen by nobody: joiners, direction marks, variation selectors, the tags of flags, skin tones. */
const UNSEEN =
  /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Variation_Selector}|[\u{e0000}-\u{e007f}]|\p{Emoji_Modifier}/gu;
/** Signs of rights are pictures to Unicode, and words to a reader: nobody leaves them out by themselves. */
const PICTURES = /(?![©®])\p{Extended_Pictographic}|[\u{1f1e6}-\u{1f1ff}]|\u20e3/gu;

/**
 * The same text with what can be written otherwise written otherwise: dashes, bullets, the won sign, spaces, decomposed
 * Hangul; what is only decoration is left out. What remains outside the table needs other words, which is a person's to do.
 */
export const mend = (text: string): string => {
  const known = (found: string, instead: string): string => (pairs().has(found) ? found : instead);
  return composed(text)
    .replace(/\r\n?/g, '\n')
    .replace(/₩\s?(\d[\d,]*)/gu, '$1원')
    .replace(/₩/gu, '원')
    .replace(DASHES, (found) => known(found, '-'))
    .replace(/[•∙‧]/gu, (found) => known(found, '·'))
    .replace(SPACES, ' ')
    .replace(UNSEEN, (found) => known(found, ''))
    .replace(PICTURES, (found) => known(found, ''))
    .replace(/[^\P{Cc}\n]/gu, '');
};
