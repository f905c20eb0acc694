/** Korean particles after a number read aloud: v1은, v2는; v3으로, v7로. */
const READ = ['영', '일', '이', '삼', '사', '오', '육', '칠', '팔', '구'] as const;

/** Final consonant of the last digit as it is read: 0 none, 8 ㄹ, else another one. */
const final = (n: string): number => {
  const digit = Number(n.at(-1));
  const syllable = Number(n) > 0 && digit === 0 ? '십' : (READ[digit] ?? '이');
  return (syllable.charCodeAt(0) - 0xac00) % 28;
};

export const topic = (n: string): string => `${n}${final(n) === 0 ? '는' : '은'}`;
export const toward = (n: string): string => `${n}${final(n) === 0 || final(n) === 8 ? '로' : '으로'}`;

/** Whether the last sound is a consonant. Hangul says so itself, digits as they are read, Latin words as Koreans say them. */
const closed = (word: string): boolean => {
  const bare = word.replace(/["')\]\s%]+$/, '');
  const last = bare.at(-1) ?? '';
  if (last >= '가' && last <= '힣') return (last.charCodeAt(0) - 0xac00) % 28 !== 0;
  if (/\d/.test(last)) return final(/\d+$/.exec(bare)?.[0] ?? last) !== 0;
  return /(?:^|[A-Z])[LMNR]$|[a-z][lmn]$|ng$|[aeiou](?:ck|k|p|t|b)$/.test(bare);
};
/** 구매가, 방문이, 'gold'가, 'rock'이. */
export const subject = (word: string): string => `${word}${closed(word) ? '이' : '가'}`;

/** 문자로, 이메일로, 브랜드 메시지로, 우편으로. */
export const by = (word: string): string => {
  const last = word.at(-1) ?? '';
  const consonant = last >= '가' && last <= '힣' ? (last.charCodeAt(0) - 0xac00) % 28 : closed(word) ? 1 : 0;
  return `${word}${consonant === 0 || consonant === 8 ? '로' : '으로'}`;
};
