import type { Config } from '../config.ts';
import { type Voice, voice } from '../i18n/voice.ts';

/** One sentence in both languages: kept with a draft, so that every reader has it in their own. */
export type Said = { ko: string; en: string };

type Account = Pick<Config, 'timezone' | 'currency'>;

/** Makes the sentence in both languages, each with its own way of writing numbers and money. */
export const said = (account: Account, make: (v: Voice) => string): Said => ({
  ko: make(voice('ko', account)),
  en: make(voice('en', account)),
});

/** Several sentences as one, in order. */
export const joined = (parts: readonly Said[]): Said => ({
  ko: parts.map(({ ko }) => ko).join(' '),
  en: parts.map(({ en }) => en).join(' '),
});
