import { audienceEn } from './audience.en.ts';
import { cardsEn } from './cards.en.ts';
import { channelsEn } from './channels.en.ts';
import { cliEn } from './cli.en.ts';
import { couponsEn } from './coupons.en.ts';
import { customersEn } from './customers.en.ts';
import { digestEn } from './digest.en.ts';
import { filesEn } from './files.en.ts';
import { importsEn } from './imports.en.ts';
import type { Strings } from './ko.ts';
import { llmEn } from './llm.en.ts';
import { mailEn } from './mail.en.ts';
import { notesEn } from './notes.en.ts';
import { noticesEn } from './notices.en.ts';
import { practiceSlackEn } from './practice-slack.en.ts';
import { preflightEn } from './preflight.en.ts';
import { problemsEn } from './problems.en.ts';
import { readyEn } from './ready.en.ts';
import { refusalsEn } from './refusals.en.ts';
import { resultsEn } from './results.en.ts';
import { rulesEn } from './rules.en.ts';
import { commandsEn, homeEn, modalsEn } from './slack.en.ts';
import { stepsEn } from './steps.en.ts';

export const en: Strings = {
  common: { practice: 'practice' },
  cards: cardsEn,
  refusals: refusalsEn,
  notes: notesEn,
  notices: noticesEn,
  problems: problemsEn,
  modals: modalsEn,
  commands: commandsEn,
  home: homeEn,
  audience: audienceEn,
  cli: cliEn,
  channels: channelsEn,
  files: filesEn,
  imports: importsEn,
  llm: llmEn,
  mail: mailEn,
  preflight: preflightEn,
  practiceSlack: practiceSlackEn,
  ready: readyEn,
  rules: rulesEn,
  results: resultsEn,
  digest: digestEn,
  coupons: couponsEn,
  customers: customersEn,
  steps: stepsEn,
};
