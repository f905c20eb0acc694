import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LIFE, STATUSES } from '../src/campaign/lifecycle.ts';
import { SETTINGS } from '../src/settings.ts';
import { IMPORT_PARTS } from './imports.ts';
import { PREFLIGHT_PARTS } from './preflight.ts';
import { SEGMENT_PARTS } from './segments.ts';

/**
 * The parts of the documents that are made from code, between `<!-- NAME -->` and `<!-- /NAME -->`. `npm run docs` writes
 * them; `npm run check` fails when one is out of date.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

const settingsTable = (language: 'en' | 'ko'): string =>
  [
    language === 'ko' ? '| 이름 | 기본값 | 뜻 |' : '| name | default | meaning |',
    '|---|---|---|',
    ...SETTINGS.map(
      ({ name, default: fallback, [language]: meaning }) => `| \`${name}\` | ${fallback || '—'} | ${meaning} |`,
    ),
  ].join('\n');

const lifeDiagram = (): string => {
  const arrows = new Map<string, string[]>();
  for (const from of STATUSES)
    for (const [event, [to]] of Object.entries(LIFE[from])) {
      // Going back and cancelling would hide the way forward: they are said in one sentence instead.
      if (event === 'cancel' || event.startsWith('back_to_')) continue;
      const arrow = `  ${id(from)} --> ${id(to)}`;
      arrows.set(arrow, [...(arrows.get(arrow) ?? []), event]);
    }
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...STATUSES.map((status) => `  state "${status}" as ${id(status)}`),
    '  [*] --> goal_asking: no number yet',
    '  [*] --> brief_drafting: goal',
    ...[...arrows].map(([arrow, events]) => `${arrow}: ${events.join(' / ')}`),
    '  learned --> [*]',
    '  cancelled --> [*]',
    '```',
    '',
    'Not drawn: `cancel` leads from every status before `sending` to `cancelled`; `back_to_STEP` leads from every later step to',
    '`STEP.drafting`, supersedes the drafts after it and voids their approvals.',
  ].join('\n');
};

const id = (status: string): string => status.replace('.', '_');

export const GENERATED: readonly { file: string; name: string; text: () => string }[] = [
  { file: 'README.md', name: 'settings', text: () => settingsTable('en') },
  { file: 'README.ko.md', name: 'settings', text: () => settingsTable('ko') },
  { file: 'ARCHITECTURE.md', name: 'life', text: lifeDiagram },
  ...IMPORT_PARTS,
  ...SEGMENT_PARTS,
  ...PREFLIGHT_PARTS,
];

const withPart = (document: string, name: string, text: string): string => {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [document.indexOf(start), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`no ${start} … ${end}`);
  return `${document.slice(0, from + start.length)}\n${text}\n${document.slice(to)}`;
};

/** @returns the documents that differ from what the code says; writes them when told to */
export const outdated = (write: boolean): string[] =>
  GENERATED.flatMap(({ file, name, text }) => {
    const path = `${ROOT}${file}`;
    const before = readFileSync(path, 'utf8');
    const after = withPart(before, name, text());
    if (before === after) return [];
    if (write) writeFileSync(path, after);
    return [`${file} (${name})`];
  });

if (import.meta.main) {
  const changed = outdated(true);
  process.stdout.write(changed.length ? `written: ${changed.join(', ')}\n` : 'all documents are up to date\n');
}
