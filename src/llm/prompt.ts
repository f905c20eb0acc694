import { readdirSync, readFileSync } from 'node:fs';
import type { StepName } from '../campaign/lifecycle.ts';
import { sha256 } from '../kit/hash.ts';
import type { Turn } from './llm.ts';

export type PromptName = StepName | 'intent';

const EVERY = ['language', 'constraints', 'previous'] as const;

/** What each prompt is given. The placeholders of prompts/<name>.md must equal these keys. */
export const PROMPT_INPUTS = {
  brief: [
    ...EVERY,
    'goal',
    'today',
    'currency',
    'timezone',
    'channels',
    'brand',
    'learnings',
    'history',
    'catalogue',
    'coupons',
  ],
  segments: [...EVERY, 'goal', 'brief', 'catalogue', 'ready', 'saved', 'sent', 'today'],
  personas: [...EVERY, 'brief', 'segments'],
  copy: [...EVERY, 'brief', 'personas', 'segments', 'brand', 'limits', 'worked'],
  plan: [...EVERY, 'goal', 'brief', 'segments', 'audience', 'prices', 'history', 'now', 'timezone'],
  intent: [...EVERY, 'message', 'status', 'steps'],
} as const satisfies Record<PromptName, readonly string[]>;

/** Text stays as it is, anything else becomes JSON, null and undefined become an empty fence. */
export type PromptInputs<N extends PromptName> = Record<(typeof PROMPT_INPUTS)[N][number], unknown>;

export type Prompt = {
  system: string;
  data: string;
  /** sha256 of the file: names the version of the prompt, whatever was asked with it. */
  hash: string;
};
export type Prompts = Readonly<Record<PromptName, Prompt>>;

const NAMES = Object.keys(PROMPT_INPUTS) as PromptName[];
const SHIPPED = new URL('../../prompts/', import.meta.url);
const PLACEHOLDER = /\{\{(\w+)\}\}/g;
const DATA = '\n# Data\n';

const problemsOf = (name: PromptName, text: string): string[] => {
  const parts = text.split(DATA);
  if (parts.length !== 2 || !text.startsWith('# System\n')) return ['needs "# System" and then "# Data", once each'];
  const [system = '', data = ''] = parts;
  const found = [...data.matchAll(PLACEHOLDER)].map(([, key]) => key ?? '');
  const wanted: readonly string[] = PROMPT_INPUTS[name];
  const list = (keys: readonly string[]) => keys.map((key) => `{{${key}}}`).join(', ');
  const missing = wanted.filter((key) => !found.includes(key));
  const unknown = found.filter((key) => !wanted.includes(key));
  const twice = found.filter((key, i) => found.indexOf(key) !== i);
  // Data in the stable part would be read as instructions, and would spoil the provider's cache.
  const above = [...system.matchAll(PLACEHOLDER)].map(([, key]) => key ?? '');
  return [
    missing.length > 0 ? `missing ${list(missing)}` : '',
    unknown.length > 0 ? `unknown ${list(unknown)}` : '',
    twice.length > 0 ? `twice ${list(twice)}` : '',
    above.length > 0 ? `above "# Data" ${list(above)}` : '',
  ].filter(Boolean);
};

/**
 * Reads and checks every prompt file; called at start.
 *
 * @throws one error naming each file with its missing, unknown or misplaced placeholders
 */
export const loadPrompts = (dir: URL = SHIPPED): Prompts => {
  const files = new Set(readdirSync(dir).filter((file) => file.endsWith('.md')));
  const problems: string[] = [];
  const prompts: Partial<Record<PromptName, Prompt>> = {};
  for (const name of NAMES) {
    const file = `${name}.md`;
    if (!files.delete(file)) {
      problems.push(`${file}: not there`);
      continue;
    }
    const text = readFileSync(new URL(file, dir), 'utf8').replaceAll('\r\n', '\n');
    problems.push(...problemsOf(name, text).map((problem) => `${file}: ${problem}`));
    const [system = '', data = ''] = text.split(DATA);
    prompts[name] = { system: system.replace('# System\n', '').trim(), data: data.trim(), hash: sha256(text) };
  }
  problems.push(...[...files].map((file) => `${file}: no prompt of this name`));
  if (problems.length > 0) throw new Error(`prompts: ${problems.join(' · ')}`);
  return prompts as Prompts;
};

let shipped: Prompts | undefined;
const shippedPrompts = (): Prompts => {
  shipped ??= loadPrompts();
  return shipped;
};

export const inputText = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);

/** Untrusted text between tags nobody could have written before: the nonce is new in every call. */
const fence = (key: string, text: string, nonce: string): string =>
  `<${key}-${nonce}>\n${text.replaceAll(nonce, '')}\n</${key}-${nonce}>`;

/**
 * System turn (stable, so that providers cache it) and one user turn with all data in labelled fences.
 *
 * @param nonce random letters and digits, fresh for each call; no part of the hash
 */
export const renderPrompt = <N extends PromptName>(
  name: N,
  inputs: PromptInputs<N>,
  nonce: string,
  prompts: Prompts = shippedPrompts(),
): { turns: Turn[]; hash: string } => {
  const prompt = prompts[name];
  const given: Readonly<Record<string, unknown>> = inputs;
  // One pass: what an input says is never looked at for placeholders.
  const data = prompt.data.replace(PLACEHOLDER, (_, key: string) => fence(key, inputText(given[key]), nonce));
  return {
    turns: [
      { role: 'system', content: prompt.system },
      { role: 'user', content: data },
    ],
    hash: prompt.hash,
  };
};
