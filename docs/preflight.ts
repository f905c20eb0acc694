import { FORMS } from '../src/delivery/message/message.ts';
import { MESSAGE_RULES, RULES, sourceOf, wordsOf } from '../src/delivery/preflight/preflight.ts';
import type { Params, Rule } from '../src/delivery/preflight/rule.ts';
import { type Language, strings } from '../src/i18n/language.ts';

/** The table of preflight.md, from the rules themselves. */

/** Whatever a rule would name stands as `…`. */
const UNNAMED = new Proxy({} as Params, { get: () => '…', ownKeys: () => NAMES, getOwnPropertyDescriptor: () => SEEN });
const NAMES = [
  'what',
  'n',
  'at',
  'from',
  'to',
  'until',
  'percent',
  'points',
  'minutes',
  'soon',
  'asked',
  'known',
  'days',
  'left',
  'spoken',
].concat(['channel', 'shared', 'capped', 'links', 'practice', 'overdue']);
const SEEN = { enumerable: true, configurable: true, value: '…' };

const WORDS = {
  en: { head: '| rule | about | when broken | basis | says |', block: 'blocks', warn: 'warns', launch: 'launch' },
  ko: { head: '| 규칙 | 무엇을 | 어기면 | 근거 | 하는 말 |', block: '막음', warn: '알림', launch: '발송' },
};

const formsOf = ({ id }: Rule): string | null => {
  const rule = MESSAGE_RULES.find((one) => one.id === id);
  if (!rule) return null;
  return rule.forms.length === FORMS.length ? FORMS.join(', ') : rule.forms.join(', ');
};

const table = (language: Language): string => {
  const t = WORDS[language];
  const families = [...new Set(RULES.map(({ family }) => family))];
  const row = (rule: Rule) =>
    `| ${[
      `\`${rule.id}\``,
      formsOf(rule) ?? t.launch,
      t[rule.severity],
      sourceOf(rule.id, language) || '—',
      wordsOf(rule, false, UNNAMED, language).replaceAll('|', '\\|'),
    ].join(' | ')} |`;
  return families
    .flatMap((family) => [
      `#### ${strings(language).cards.checks.families[family]} (\`${family}\`)`,
      '',
      t.head,
      '|---|---|---|---|---|',
      ...RULES.filter((rule) => rule.family === family).map(row),
      '',
    ])
    .join('\n')
    .trimEnd();
};

export const PREFLIGHT_PARTS: readonly { file: string; name: string; text: () => string }[] = [
  { file: 'docs/preflight.md', name: 'rules.en', text: () => table('en') },
  { file: 'docs/preflight.md', name: 'rules.ko', text: () => table('ko') },
];
