/** One number in a text, as Koreans and English speakers type it, with where it stands. */
export type Numeral = {
  value: number;
  /** As written: a slice of the text. */
  text: string;
  at: number;
  end: number;
  /** Written with 만 or 억: an amount, when nothing else says what it counts. */
  big: boolean;
  /** Letters only (`천만`, `삼백만`): a number only when a unit follows. */
  letters: boolean;
};

const DIGIT: Readonly<Record<string, number>> = {
  영: 0,
  일: 1,
  이: 2,
  삼: 3,
  사: 4,
  오: 5,
  육: 6,
  칠: 7,
  팔: 8,
  구: 9,
};
const SMALL: Readonly<Record<string, number>> = { 십: 10, 백: 100, 천: 1_000 };
const BIG: Readonly<Record<string, number>> = { 만: 1e4, 억: 1e8, 조: 1e12 };
const ENGLISH: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  mil: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};

const RUN = /\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?/y;
const MULTIPLIER = /\s?(thousand|million|billion|mil|mn|bn|k|m|b)(?![a-z])/iy;
const UNIT = /[십백천만억조]/;

/** Full-width digits and signs are one character each, so that places stay what they were. */
const narrow = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');

const sticky = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** Reads the number that starts at a place: digits, Korean digits and units in any mixture, `1억 2,000만`. */
const numeralAt = (text: string, at: number): Omit<Numeral, 'text' | 'at'> | null => {
  let total = 0;
  let section = 0;
  let open: number | null = null;
  let end = at;
  let big = false;
  let units = 0;
  let letters = true;
  for (let place = at; place < text.length; ) {
    const char = text[place] ?? '';
    const digits = sticky(RUN, text, place);
    if (digits) {
      if (open !== null) break;
      open = Number(digits[0].replaceAll(',', ''));
      letters = false;
      place += digits[0].length;
    } else if (char in DIGIT) {
      if (open !== null) break;
      // 이, 일, 사, 오 ... begin many words: only a number when a unit follows at once.
      if (!UNIT.test(text[place + 1] ?? '') && !(units > 0 && letters)) break;
      open = DIGIT[char] ?? 0;
      place += 1;
    } else if (char in SMALL) {
      section += (open ?? 1) * (SMALL[char] ?? 1);
      open = null;
      units += 1;
      place += 1;
    } else if (char in BIG) {
      const whole = section + (open ?? 0);
      // 조건, 조금: a bare 조 is never a number.
      if (char === '조' && whole === 0) break;
      total += (whole === 0 ? 1 : whole) * (BIG[char] ?? 1);
      section = 0;
      open = null;
      units += 1;
      big = true;
      place += 1;
    } else if (
      char === ' ' &&
      place > at &&
      continues(text, place + 1, { open: open !== null, section: section > 0, big })
    ) {
      place += 1;
      continue;
    } else break;
    end = place;
  }
  if (end === at) return null;
  return { value: total + section + (open ?? 0), end, big, letters };
};

/** A space inside a number: before a unit that ends it (`500 만 원`), or before the digits of its next part. */
const continues = (text: string, at: number, so: { open: boolean; section: boolean; big: boolean }): boolean => {
  const rest = text.slice(at, at + 20);
  if (so.open) return /^[만억]\s?(?:원|\d|[명건]|$|[\s,.)])/.test(rest);
  if (so.section) return /^\d{1,3}\s?만/.test(rest);
  return so.big && /^\d[\d,.]*\s?[천백십]?\s?[만원]/.test(rest);
};

export const numeralsIn = (original: string): Numeral[] => {
  const text = narrow(original);
  const found: Numeral[] = [];
  for (let at = 0; at < text.length; ) {
    const read = numeralAt(text, at);
    if (!read) {
      at += 1;
      continue;
    }
    let { value, end } = read;
    const times = read.letters ? null : sticky(MULTIPLIER, text, end);
    if (times) {
      value *= ENGLISH[times[1]?.toLowerCase() ?? ''] ?? 1;
      end += times[0].length;
    }
    const before = text.slice(Math.max(0, at - 2), at);
    // `천만원` may follow a space or a bracket; inside a word (번역만, 이만큼) it is no number.
    const word = read.letters && (/[가-힣]$/.test(before) || !/^\s?(?:원|명|건|회|번|개)/.test(text.slice(end)));
    // v3, A-1, C42: names, not numbers.
    const name = !read.letters && /[A-Za-z_#]-?$/.test(before);
    if (!word && !name)
      found.push({ value, text: original.slice(at, end), at, end, big: read.big, letters: read.letters });
    at = Math.max(end, at + 1);
  }
  return found;
};
