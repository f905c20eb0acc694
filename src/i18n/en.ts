import { cardsEn } from './cards.en.ts';
import { audienceEn } from './audience.en.ts';
import type { Strings } from './ko.ts';
import { llmEn } from './llm.en.ts';
import { mailEn } from './mail.en.ts';
import { practiceSlackEn } from './practice-slack.en.ts';
import { resultsEn } from './results.en.ts';
import { stepsEn } from './steps.en.ts';

export const en: Strings = {
  common: { practice: 'practice' },
  cards: cardsEn,
  audience: audienceEn,
  llm: llmEn,
  mail: mailEn,
  practiceSlack: practiceSlackEn,
  results: resultsEn,
  steps: stepsEn,
};
