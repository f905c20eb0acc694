import type { ModalView } from '@slack/types';
import { COLUMNS, type ImportKind, OTHERS, propose } from '../audience/columns.ts';
import { LEFT_OUT } from '../audience/import-header.ts';
import type { Voice } from '../i18n/voice.ts';
import { context, plain } from './blocks.ts';
import { input, option, textInput, VALUE } from './form.ts';
import type { Input, Meta } from './handlers/door.ts';
import type { ImportRow } from './import-state.ts';
import { modal } from './modals.ts';
import { clip, saidLine } from './text.ts';

/** An own field of the same name, where none of ours is meant. */
const KEPT = '=';
/** Slack's limit of blocks in a modal, less what is not a column. */
const MOST = 90;

const columnId = (i: number): string => `column_${i}`;

/** Every column of the file with what stands in its first rows, and what it is taken for. Pure. */
export const importModal = (meta: Meta, row: ImportRow, kind: ImportKind, v: Voice): ModalView => {
  const t = v.t.imports;
  const proposed = propose(kind, row.columns);
  const others = OTHERS[kind];
  const choices = [
    ...COLUMNS[kind].map(({ name, needed }) =>
      option(name, `${t.columns[name as keyof typeof t.columns]}${needed ? ` · ${t.slack.needed}` : ''}`),
    ),
    ...(others ? [option(KEPT, t.slack.kept[others])] : []),
    option(LEFT_OUT, t.slack.leftOut),
  ];
  const fields = row.columns.slice(0, MOST).flatMap((name, i) => {
    if (!name) return [];
    const chosen = proposed.get(name) ?? (others ? KEPT : LEFT_OUT);
    const seen = row.sample.map((cells) => cells[i] ?? '').filter(Boolean);
    return [
      input(
        columnId(i),
        clip(name, 150),
        {
          type: 'static_select',
          action_id: VALUE,
          options: choices,
          initial_option: choices.find(({ value }) => value === chosen) ?? (choices.at(-1) as (typeof choices)[number]),
        },
        { hint: seen.length > 0 ? seen.join(' · ') : t.slack.noValues },
      ),
    ];
  });
  return modal(
    `import.${kind}`,
    meta,
    { title: t.slack.title[kind], submit: t.slack.submit, close: v.t.modals.cancel },
    [
      context(t.slack.intro({ file: saidLine(row.fileName, 120) })),
      ...fields,
      ...(kind === 'contacts'
        ? [
            input('consent_source', t.slack.consentSource, textInput(row.consentSource ?? '', 200), {
              hint: t.slack.consentHint,
              optional: true,
            }),
          ]
        : []),
      ...(row.columns.length > MOST ? [context(t.slack.tooMany({ n: v.count(row.columns.length - MOST) }))] : []),
    ],
  );
};

export type Chosen =
  | { ok: true; map: Record<string, string>; consentSource: string | null }
  | { ok: false; errors: Record<string, string> };

/** What the submitted form connects; each mistake at its own field. Pure. */
export const readChoices = (
  row: ImportRow,
  kind: ImportKind,
  inputs: Readonly<Record<string, Input>>,
  v: Voice,
): Chosen => {
  const t = v.t.imports;
  const map: Record<string, string> = {};
  const errors: Record<string, string> = {};
  const first = new Map<string, number>();
  row.columns.slice(0, MOST).forEach((name, i) => {
    const value = inputs[columnId(i)];
    if (!name || typeof value !== 'string') return;
    map[name] = value === KEPT ? name : value;
    if (value === KEPT || value === LEFT_OUT) return;
    if (first.has(value)) errors[columnId(i)] = t.slack.twice({ name: row.columns[first.get(value) ?? 0] ?? '' });
    else first.set(value, i);
  });
  const missing = COLUMNS[kind].filter(({ name, needed }) => needed && !first.has(name));
  if (missing.length > 0)
    errors[columnId(row.columns.findIndex(Boolean))] = t.slack.missing({
      names: missing.map(({ name }) => t.columns[name as keyof typeof t.columns]).join(', '),
    });
  const source = typeof inputs.consent_source === 'string' ? inputs.consent_source.trim() : '';
  const consents = [...first.keys()].some((name) => name.startsWith('consent.'));
  if (consents && !source) errors.consent_source = t.slack.consentNeeded;
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, map, consentSource: source || null };
};

/** Somebody was quicker, or it has run already: said in the modal, and nothing is done. */
export const importGone = (meta: Meta, v: Voice): ModalView =>
  modal('refused', meta, { title: v.t.modals.refused.title, close: v.t.modals.close }, [
    { type: 'section', text: plain(v.t.imports.slack.begun) },
  ]);
