import { hear } from './heard/hear.ts';
import type { Bound, SeenBrand } from './inputs.ts';

/** How the words of reviewers change the letter. */
export type Style = {
  short: boolean;
  warm: boolean;
  nameless: boolean;
  banned: string[];
  offer: string | null;
  facts: boolean;
};

const SHORT = /짧게|짧았|간결|줄여|길어|short(?:er|en)?\b|brief(?:er)?\b|too long|concise/i;
const WARM = /따뜻|따듯|다정|친근|부드럽|warm|friendl|gentle|soft/i;
const NAMELESS = /이름[은을도]?\s?(?:빼|쓰지|넣지|없이)|without (?:the )?name|no names?\b|drop the name/i;
export const MORE = /세\s?(?:안|개)|3\s?(?:안|개)|three variants|3 variants/i;
/** `"음악"이라는 말은 빼 주세요`: what stands in quotes before a word for leaving out. */
const LEAVE_OUT =
  /['"“”‘’「]([^'"“”‘’」]{1,40})['"“”‘’」](?:[^.\n'"“”‘’「」]{0,16}?)(?:빼|쓰지|금지|말고|없이|지워|remove|drop|avoid)|(?:remove|drop|avoid|without|don'?t use) (?:the word )?['"“‘]([^'"”’]{1,40})['"”’]/gi;
/** `A-1 제목은 "..."로`: a line a person wrote. */
export const WRITTEN =
  /(?:([A-D]-[1-9])[^.\n'"“‘]{0,12})?(제목|버튼|subject|button)[^.\n'"“‘]{0,12}['"“‘]([^'"”’\n]{2,80})['"”’](?!\s?(?:이라는|라는|은|는)?\s?(?:말|단어|빼|쓰지))/gi;

/** True when a rule knows what the words ask for. */
export const isPlaced = (words: string): boolean =>
  [SHORT, WARM, NAMELESS, MORE].some((known) => known.test(words)) ||
  [LEAVE_OUT, WRITTEN].some((known) => [...words.matchAll(known)].length > 0) ||
  hear(words, { today: '2000-01-01', currency: 'KRW' }).offer !== null;

export const styleOf = (bound: readonly Bound[], offer: string | null, brand: SeenBrand): Style => {
  const said = bound.map(({ words }) => words).join('\n');
  const left = [...said.matchAll(LEAVE_OUT)].map(([, a, b]) => a ?? b ?? '');
  const now = { today: '2000-01-01', currency: 'KRW' };
  const refused = bound.some(({ words, reason }) => hear(words, now).offer?.kind === 'none' || reason === 'offer');
  return {
    short: SHORT.test(said),
    warm: WARM.test(said) || bound.some(({ reason }) => reason === 'tone'),
    nameless: NAMELESS.test(said),
    banned: [...brand.bannedWords, ...left].filter((word) => word.trim() !== ''),
    offer: refused ? null : offer,
    facts: true,
  };
};

/** A check that failed makes the next letter plainer: shorter, without the name, without an offer nobody decided on. */
export const stricter = (faults: string): Partial<Style> => ({
  ...(/copy\.(?:subject|preheader|length|size)/.test(faults) && { short: true, nameless: true }),
  ...(/copy\.offer/.test(faults) && { offer: null }),
  ...(/copy\.(?:claims|numbers|banned|links|language|personal)/.test(faults) && { facts: false }),
});
