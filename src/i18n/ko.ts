import { audienceKo } from './audience.ko.ts';
import { cardsKo } from './cards.ko.ts';
import { channelsKo } from './channels.ko.ts';
import { cliKo } from './cli.ko.ts';
import { couponsKo } from './coupons.ko.ts';
import { customersKo } from './customers.ko.ts';
import { digestKo } from './digest.ko.ts';
import { filesKo } from './files.ko.ts';
import { importsKo } from './imports.ko.ts';
import { llmKo } from './llm.ko.ts';
import { mailKo } from './mail.ko.ts';
import { notesKo } from './notes.ko.ts';
import { noticesKo } from './notices.ko.ts';
import { practiceSlackKo } from './practice-slack.ko.ts';
import { preflightKo } from './preflight.ko.ts';
import { problemsKo } from './problems.ko.ts';
import { readyKo } from './ready.ko.ts';
import { refusalsKo } from './refusals.ko.ts';
import { resultsKo } from './results.ko.ts';
import { rulesKo } from './rules.ko.ts';
import { commandsKo, homeKo, modalsKo } from './slack.ko.ts';
import { stepsKo } from './steps.ko.ts';

export const ko = {
  common: { practice: '연습' },
  cards: cardsKo,
  refusals: refusalsKo,
  notes: notesKo,
  notices: noticesKo,
  problems: problemsKo,
  modals: modalsKo,
  commands: commandsKo,
  home: homeKo,
  audience: audienceKo,
  cli: cliKo,
  channels: channelsKo,
  files: filesKo,
  imports: importsKo,
  llm: llmKo,
  mail: mailKo,
  preflight: preflightKo,
  practiceSlack: practiceSlackKo,
  ready: readyKo,
  rules: rulesKo,
  results: resultsKo,
  digest: digestKo,
  coupons: couponsKo,
  customers: customersKo,
  steps: stepsKo,
};
export type Strings = typeof ko;
