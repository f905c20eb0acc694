import type { Language } from '../../i18n/language.ts';
import { en } from './words.en.ts';
import { ko } from './words.ko.ts';

/**
 * What the practice drafter writes. These are a model's words, not the product's: they come out of an HTTP server that
 * stands where a model would, so they live beside it and not in i18n.
 */
export type Words = typeof ko;

export const wordsIn = (language: Language): Words => (language === 'ko' ? ko : en);
