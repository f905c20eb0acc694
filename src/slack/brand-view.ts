import type { ModalView } from '@slack/types';
import { type KitInput, kitInputs, type Place } from '../brand/form.ts';
import type { BrandKit } from '../brand/kit.ts';
import {
  fieldsOf,
  type KitField,
  type KitSection,
  rowsAt,
  SECTION_NAMES,
  valueAt,
  writeRow,
} from '../brand/sections.ts';
import type { KitVersion } from '../brand/store.ts';
import type { Voice } from '../i18n/voice.ts';
import { actions, type Blocks, button, context, section } from './blocks.ts';
import { input, TEXT_MAX, textInput } from './form.ts';
import type { Meta } from './handlers/door.ts';
import { modal, warning } from './modals.ts';
import { person, said, saidLine } from './text.ts';

/** The whole brand kit: a list of its sections, and each as a form for those who may change it. Pure. */
type Shown = KitVersion & { mayEdit: boolean };

const SUMMARY_ROWS = 3;

export const brandModal = (meta: Meta, about: Shown & { saved?: true }, v: Voice): ModalView => {
  const t = v.t.modals.brand;
  const version = String(about.version);
  const press = about.mayEdit ? t.edit : t.see;
  return modal('brand', { ...meta, id: version }, { title: t.title, close: v.t.modals.close }, [
    ...(about.saved ? [section(t.saved({ version }))] : []),
    context(`${t.intro({ version, who: setter(about.by, v) })}${about.mayEdit ? '' : ` ${t.readOnly}`}`),
    ...SECTION_NAMES.map((name) =>
      section(`*${t.sections[name]}*\n${summary(name, about.kit, v)}`, {
        id: `brand.${name}`,
        accessory: button('brand.section', press, name, { label: `${t.sections[name]}: ${press}` }),
      }),
    ),
  ]);
};

/** One section: a form, or for those who may not change it everything it holds. */
export const sectionModal = (
  meta: Meta,
  about: Shown & { section: KitSection; inputs?: readonly KitInput[]; stale?: true },
  v: Voice,
): ModalView => {
  const t = v.t.modals.brand;
  const { section: name, kit, mayEdit, stale } = about;
  const version = String(about.version);
  const back = actions([button('brand', t.back, 'brand')], 'brand.back');
  const words = { title: t.sections[name], ...(mayEdit && { submit: t.submit }), close: v.t.modals.close };
  if (!mayEdit)
    return modal('brand.section', { ...meta, id: version, part: name }, words, [
      context(`v${version}. ${t.readOnly}`),
      ...whole(name, kit, v),
      ...back,
    ]);
  return modal('brand.section', { ...meta, id: version, part: name }, words, [
    ...(stale ? warning(t.stale({ newer: version, who: setter(about.by, v) })) : [context(t.form({ version }))]),
    ...(about.inputs ?? kitInputs(name, kit, (n) => numberText(n, v))).map((one) => inputFor(one, v)),
    ...(stale ? [section(`*${t.now({ version })}*`), ...whole(name, kit, v)] : []),
    ...back,
  ]);
};

/** Where in the form something is wrong, in words. */
export const placeWords = ({ field, line, column }: Place, why: string, v: Voice): string => {
  const t = v.t.modals.brand;
  if (field.kind === 'number') return t.number;
  if (line === null) return why;
  return t.line({ n: v.count(line), what: column ? columnName(column, v) : '', why });
};

/** A whole number as people write it; a fraction unrounded. */
const numberText = (n: number, v: Voice): string => (Number.isInteger(n) ? v.count(n) : String(n));

const inputFor = ({ id, field, text, part, parts }: KitInput, v: Voice) => {
  const t = v.t.modals.brand;
  const label = [t.fields[field.id], parts > 1 && t.part({ part: v.count(part), parts: v.count(parts) })]
    .filter(Boolean)
    .join(' ');
  switch (field.kind) {
    case 'rows':
      return input(id, label, textInput(text, TEXT_MAX, true), {
        ...(field.columns.length > 0 && {
          hint: t.rows({ row: field.columns.map((column) => columnName(column, v)).join(' | ') }),
        }),
        // Of several inputs any may be emptied; whether anything is left is judged when they are put together.
        optional: field.optional === true || parts > 1,
      });
    case 'number':
      return input(id, label, textInput(text, 40), { optional: field.optional === true });
    default:
      return input(id, label, textInput(text, 300, field.kind === 'words'), { optional: field.optional === true });
  }
};

const columnName = (column: string, v: Voice): string => {
  const names: Readonly<Record<string, string>> = v.t.modals.brand.columns;
  return names[column] ?? column;
};

const setter = (by: string, v: Voice): string => (/^[UW][A-Z0-9]+$/.test(by) ? person(by) : v.t.modals.brand.byCommand);

const valueWords = (field: KitField, kit: BrandKit, v: Voice): string => {
  const t = v.t.modals.brand;
  const value = valueAt(kit, field);
  if (value === null) return t.none;
  if (field.kind !== 'number') return said(String(value), 300);
  if (field.unit === 'percent') return v.percent((value as number) / 100);
  return field.unit === 'money' ? v.amount(value as number) : t.minutes({ n: v.count(value as number) });
};

const linesOf = (name: KitSection, kit: BrandKit, v: Voice): string[] =>
  fieldsOf(name).flatMap((field) => {
    if (field.kind !== 'rows') return [`${v.t.modals.brand.fields[field.id]}: ${valueWords(field, kit, v)}`];
    const rows = rowsAt(kit, field);
    return rows.length === 0
      ? [v.t.modals.brand.none]
      : rows.map((row) => `• ${saidLine(writeRow(row, field.columns), 950)}`);
  });

const summary = (name: KitSection, kit: BrandKit, v: Voice): string => {
  const lines = linesOf(name, kit, v);
  if (!fieldsOf(name).some(({ kind }) => kind === 'rows') || lines.length <= SUMMARY_ROWS) return lines.join('\n');
  const more = v.t.modals.brand.more({ n: v.count(lines.length - SUMMARY_ROWS) });
  return [...lines.slice(0, SUMMARY_ROWS), more].join('\n');
};

/** Everything a section holds, over as many blocks as it takes. */
const whole = (name: KitSection, kit: BrandKit, v: Voice): Blocks => {
  const blocks: string[] = [];
  for (const line of linesOf(name, kit, v)) {
    const last = blocks.at(-1);
    if (last !== undefined && last.length + line.length < 2_900) blocks[blocks.length - 1] = `${last}\n${line}`;
    else blocks.push(line);
  }
  return blocks.map((text) => section(text));
};
