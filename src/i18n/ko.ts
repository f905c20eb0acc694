import { audienceKo } from './audience.ko.ts';
import { llmKo } from './llm.ko.ts';
import { mailKo } from './mail.ko.ts';
import { practiceSlackKo } from './practice-slack.ko.ts';

export const ko = {
  common: { practice: '연습' },
  audience: audienceKo,
  llm: llmKo,
  mail: mailKo,
  practiceSlack: practiceSlackKo,
};
export type Strings = typeof ko;
