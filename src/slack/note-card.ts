import { STEPS, type Status, type StepName } from '../campaign/lifecycle.ts';
import type { Voice } from '../i18n/voice.ts';
import { actions, button, type Card, section } from './blocks.ts';
import { fitted } from './budget.ts';
import { type KeptRefusal, refusalWords, statusWords } from './refusal.ts';
import type { NoteState } from './state.ts';
import { person, said, stripped } from './text.ts';
import { at, named } from './words.ts';

/** Words of i18n `notes`, or of a refusal, with their buttons. @throws when nobody wrote the words: our own mistake */
export const noteCard = ({ note, params, buttons }: NoteState, v: Voice): Card => {
  const words = note === 'refusal' ? refusalWords(params.refusal as KeptRefusal, v) : noteWords(note, params, v);
  return {
    text: stripped(words),
    blocks: fitted([
      section(words),
      ...actions(
        buttons.map(({ action, label, value, primary }) =>
          button(action, v.t.cards.buttons[label], value, primary ? { style: 'primary' } : {}),
        ),
      ),
    ]),
  };
};

type Say = (params: Readonly<Record<string, string>>) => string;

const noteWords = (note: string, params: NoteState['params'], v: Voice): string => {
  const say = (v.t.notes as unknown as Readonly<Record<string, Say | string | undefined>>)[note];
  if (say === undefined) throw new Error(`no words for the note ${note}`);
  if (typeof say === 'string') return say;
  return say(Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shown(name, value, v)])));
};

const PERSONS = new Set(['requester', 'by', 'user', 'who']);
const TIMES = new Set(['at', 'until']);
/** Major units of the account's currency. */
const AMOUNTS = new Set(['spent', 'budget']);
/** Already markup made by us: never escaped again. */
const MARKUP = new Set(['line', 'now']);

/** A stored parameter as the reader sees it, by its name: people as mentions, instants in their zone, numbers as written. */
const shown = (name: string, value: unknown, v: Voice): string => {
  if (Array.isArray(value))
    return PERSONS.has(name) ? named(value.map(String), v) : value.map((one) => said(String(one))).join(', ');
  if (typeof value === 'number') return AMOUNTS.has(name) ? v.amount(value) : v.count(value);
  const text = String(value ?? '');
  if (PERSONS.has(name)) return person(text);
  if (TIMES.has(name)) return at(new Date(text), v);
  if (name === 'step' && STEPS.includes(text as StepName)) return v.t.cards.steps[text as StepName];
  if (name === 'status') return statusWords(text as Status, v);
  if (name === 'reason') return (v.t.mail.reasons as Readonly<Record<string, string>>)[text] ?? v.t.mail.reasons.other;
  if (name === 'why') return noteWords(`why_${text}`, {}, v);
  // `C0123` may be linked; a name may not.
  if (name === 'channel') return /^[CG][A-Z0-9_]{2,}$/.test(text) ? `<#${text}>` : `#${said(text, 80)}`;
  return MARKUP.has(name) ? text : said(text, 1_500);
};
