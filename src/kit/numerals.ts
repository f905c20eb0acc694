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
  /** Part of a name (v3, A-1, C42): counts nothing. */
  name: boolean;
  /** Without an English multiplier that stands apart: `5 k` may be 5 of something that begins with k. */
  unscaled: number | null;
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
const numeralAt = (text: string, at: number): Omit<Numeral, 'text' | 'at' | 'name' | 'unscaled'> | null => {
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

/** A space inside a number: before a unit that ends it (`500 만 원`), or before its next part (`1천 5백만`, `2억 3천5백만`). */
const continues = (text: string, at: number, so: { open: boolean; section: boolean; big: boolean }): boolean => {
  const rest = text.slice(at, at + 20);
  if ((so.open || so.section) && /^[만억]\s?(?:원|\d|[명건]|$|[\s,.)])/.test(rest)) return true;
  if (so.open) return false;
  if (so.section)
    return /^(?:\d{1,3}\s?|(?:[\d일이삼사오육칠팔구]?[백십]|[일이삼사오육칠팔구](?=[백십만억]))+\d?)[만억]/.test(rest);
  return so.big && (PART_OF_AMOUNT.test(rest) || PART_OF_COUNT.test(rest));
};
const PART_OF_AMOUNT = /^[\d,.일이삼사오육칠팔구십백천]+\s?[만원]/;
/** Of people and things only where a unit shows that it goes on: `1만 5천 명`, but `매출 1억 100명`. */
const PART_OF_COUNT = /^[\d,.일이삼사오육칠팔구]*[천백][\d일이삼사오육칠팔구십백천]*\s?[명건개통]/;
/** What letters may count; without it they are a word. */
const COUNTED = /^\s?(?:원(?!하)|명|건|회|번|개|통|%|％|퍼센트)/;
/** 만회: to make up for. */
const WORD = /^만\s?회/;

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
    let unscaled: number | null = null;
    const times = read.letters ? null : sticky(MULTIPLIER, text, end);
    if (times) {
      if (/^\s/.test(times[0])) unscaled = value;
      value *= ENGLISH[times[1]?.toLowerCase() ?? ''] ?? 1;
      end += times[0].length;
    }
    const before = text.slice(Math.max(0, at - 2), at);
    // `천만원` may follow a space or a bracket, an amount also its noun (매출천만원); inside a word (번역만, 이만큼) it is none.
    const attached = /[가-힣]$/.test(before) && !(end - at > 1 && /^원(?!하)/.test(text.slice(end)));
    const word = read.letters && (attached || !COUNTED.test(text.slice(end)) || WORD.test(text.slice(at)));
    const name = !read.letters && /[A-Za-z_#]-?$/.test(before);
    if (!word)
      found.push({
        value,
        text: original.slice(at, end),
        at,
        end,
        big: read.big,
        letters: read.letters,
        name,
        unscaled,
      });
    at = Math.max(end, at + 1);
  }
  return found;
};
