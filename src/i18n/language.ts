import { en } from './en.ts';
import { ko, type Strings } from './ko.ts';

export type Language = 'ko' | 'en';
export type { Strings };

const all: Record<Language, Strings> = { ko, en };

/** Every sentence the product says in one language; a missing one is a type error, not a hole. */
export const strings = (language: Language): Strings => all[language];

/** Slack's `ko-KR`, `en-US`, ... to one of ours; anything unknown follows `fallback`. */
export const languageOf = (locale: string | null | undefined, fallback: Language): Language =>
  locale?.toLowerCase().startsWith('ko') ? 'ko' : locale?.toLowerCase().startsWith('en') ? 'en' : fallback;
