import { audienceEn } from './audience.en.ts';
import type { Strings } from './ko.ts';
import { llmEn } from './llm.en.ts';
import { mailEn } from './mail.en.ts';
import { practiceSlackEn } from './practice-slack.en.ts';
export const en: Strings = {
  common: { practice: 'practice' },
  audience: audienceEn,
  llm: llmEn,
  mail: mailEn,
  practiceSlack: practiceSlackEn,
};
