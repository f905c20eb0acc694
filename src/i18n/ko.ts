import { cardsKo } from './cards.ko.ts';
import { audienceKo } from './audience.ko.ts';
import { llmKo } from './llm.ko.ts';
import { mailKo } from './mail.ko.ts';
import { practiceSlackKo } from './practice-slack.ko.ts';
import { resultsKo } from './results.ko.ts';
import { stepsKo } from './steps.ko.ts';

export const ko = {
  common: { practice: '연습' },
  cards: cardsKo,
  audience: audienceKo,
  llm: llmKo,
  mail: mailKo,
  practiceSlack: practiceSlackKo,
  results: resultsKo,
  steps: stepsKo,
};
export type Strings = typeof ko;
