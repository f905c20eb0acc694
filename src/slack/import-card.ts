import { IMPORT_KINDS } from '../audience/columns.ts';
import type { Voice } from '../i18n/voice.ts';
import { actions, button, type Card, context, section } from './blocks.ts';
import { fitted } from './budget.ts';
import type { ImportRow } from './import-state.ts';
import { said, saidLine, stripped } from './text.ts';

/** A file on its way in: read, asked about, running, done or not. One message, updated in place. Pure. */
export const importCard = (row: ImportRow, v: Voice): Card => {
  const t = v.t.imports.slack;
  const file = saidLine(row.fileName, 120);
  const words = {
    reading: () => t.reading({ file }),
    offered: () => t.offered({ file, columns: v.count(row.columns.length) }),
    running: () => `${t.running({ file, kind: kindOf(row, v) })}\n${t.counts(countsOf(row, v))}`,
    done: () => `${t.done({ file, kind: kindOf(row, v) })}\n${t.counts(countsOf(row, v))}`,
    failed: () => t.failed({ file, why: said(row.failure ?? '') }),
  }[row.status]();
  return {
    text: stripped(words),
    blocks: fitted([
      section(words),
      ...(row.status === 'offered' ? choices(row, v) : []),
      ...(row.status === 'done' && row.rejected > 0 ? [section(refused(row, v)), context(t.more)] : []),
    ]),
  };
};

const choices = (row: ImportRow, v: Voice) => [
  ...actions(
    IMPORT_KINDS.map((kind) =>
      button(`import.${kind}`, v.t.imports.kinds[kind], row.id, kind === row.kind ? { style: 'primary' } : {}),
    ),
    `import.${row.id}`,
  ),
  context(v.t.imports.slack.choose),
];

const refused = ({ report, rejected, map }: ImportRow, v: Voice): string => {
  const t = v.t.imports.slack;
  // As the file calls it: that is where it is mended.
  const theirs = new Map(Object.entries(map).map(([name, ours]) => [ours, name]));
  return [
    t.refused({ n: v.count(rejected), shown: v.count(report.length) }),
    ...report.map(({ row, column, value, allowed, message }) =>
      t.row({
        row: v.count(row),
        column: saidLine(column === '*' ? t.wholeRow : (theirs.get(column) ?? column), 60),
        value: saidLine(value || t.empty, 60),
        why: message ? saidLine(message, 200) : t.allowed({ allowed: saidLine(allowed, 100) }),
      }),
    ),
  ].join('\n');
};

const kindOf = ({ kind }: ImportRow, v: Voice): string => (kind ? v.t.imports.kinds[kind] : '');

const countsOf = (row: ImportRow, v: Voice) => ({
  read: v.count(row.read),
  inserted: v.count(row.inserted),
  updated: v.count(row.updated),
  unchanged: v.count(row.unchanged),
  rejected: v.count(row.rejected),
});
