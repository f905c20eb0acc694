import { describeClause, describeRule } from '../src/audience/describe.ts';
import { READY_MADE_NAMES, readyMade } from '../src/audience/ready-made.ts';
import type { Cond } from '../src/audience/rule.ts';
import {
  CONDITIONS,
  type Example,
  FORMS,
  METRIC_EXAMPLES,
  OPERATOR_EXAMPLES,
  OUTCOME_EXAMPLES,
} from '../src/audience/rule-examples.ts';
import { strings } from '../src/i18n/language.ts';

/** The parts of segments.md that are made from the examples beside the rules and from the ready-made ones. */

/** What the examples of dates stand at. */
const AT = { timezone: 'Asia/Seoul', currency: 'KRW', now: new Date('2026-11-24T03:00:00Z') };

type Said = { ko: string; en: string };

const table = <T>(examples: Readonly<Record<string, Example<T>>>, say: (example: T) => Said): string =>
  Object.entries(examples)
    .map(([name, { example, means }]) => entry(name, means, example, say(example)))
    .join('\n\n');

const entry = (name: string, means: string, example: unknown, { ko, en }: Said): string =>
  [`#### ${name}`, means, '```json', JSON.stringify(example), '```', `- ${ko}`, `- ${en}`].join('\n');

const conds = (examples: Readonly<Record<string, Example<Cond>>>) => table(examples, (cond) => describeClause(cond));

const ready = (): string =>
  READY_MADE_NAMES.map((name) => {
    const [ko, en] = [strings('ko').ready[name], strings('en').ready[name]];
    const rule = readyMade(name, AT);
    return entry(`${name}`, `${ko.name} (${ko.why}) · ${en.name} (${en.why})`, rule, describeRule(rule));
  }).join('\n\n');

export const SEGMENT_PARTS: readonly { file: string; name: string; text: () => string }[] = [
  { file: 'docs/segments.md', name: 'forms', text: () => table(FORMS, (rule) => describeRule(rule)) },
  { file: 'docs/segments.md', name: 'conditions', text: () => conds(CONDITIONS) },
  { file: 'docs/segments.md', name: 'operators', text: () => conds(OPERATOR_EXAMPLES) },
  { file: 'docs/segments.md', name: 'metrics', text: () => conds(METRIC_EXAMPLES) },
  { file: 'docs/segments.md', name: 'outcomes', text: () => conds(OUTCOME_EXAMPLES) },
  { file: 'docs/segments.md', name: 'ready', text: ready },
];
