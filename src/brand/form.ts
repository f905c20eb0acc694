import type { BrandKit } from './kit.ts';
import {
  fieldsOf,
  inPieces,
  type KitField,
  type KitFieldId,
  type KitSection,
  readRows,
  rowsAt,
  valueAt,
  withValue,
  writeRow,
} from './sections.ts';
import type { KitProblem } from './store.ts';

/** One input of a section's form. A long list takes several: `facts`, `facts_2`, ... */
export type KitInput = {
  id: string;
  field: KitField & { id: KitFieldId };
  text: string;
  /** From 1, of `parts`. */
  part: number;
  parts: number;
};

/** What was written into a form, by input id. */
export type Written = Readonly<Record<string, string>>;

const inputsOf = (section: KitSection, textsOf: (field: KitField) => readonly string[]): KitInput[] =>
  fieldsOf(section).flatMap((field) =>
    textsOf(field).map((text, i, { length }) => ({ id: inputId(field, i), field, text, part: i + 1, parts: length })),
  );

const inputId = ({ id }: KitField, i: number): string => (i === 0 ? id : `${id}_${i + 1}`);

/** A section's form as it begins. */
export const kitInputs = (section: KitSection, kit: BrandKit, number: (n: number) => string): KitInput[] =>
  inputsOf(section, (field) => {
    if (field.kind === 'rows') return inPieces(rowsAt(kit, field).map((row) => writeRow(row, field.columns)));
    const value = valueAt(kit, field);
    return [typeof value === 'number' ? number(value) : String(value ?? '')];
  });

/** The same form with what was written in it: nothing a person typed is lost when it is shown again. */
export const writtenInputs = (section: KitSection, written: Written): KitInput[] =>
  inputsOf(section, (field) => pieces(field, written));

const pieces = (field: KitField, written: Written): string[] => {
  const texts = [written[field.id] ?? ''];
  for (let i = 1; Object.hasOwn(written, inputId(field, i)); i += 1) texts.push(written[inputId(field, i)] ?? '');
  return texts;
};

/** The kit with a section as it was written, not judged yet. @param number null for words that are no number */
export const writtenKit = (
  section: KitSection,
  kit: BrandKit,
  written: Written,
  number: (text: string) => number | null,
): unknown => {
  const read = (field: KitField): unknown => {
    const text = pieces(field, written).join('\n');
    if (field.kind === 'rows') return readRows(text, field.columns);
    if (field.optional && text.trim() === '') return null;
    return field.kind === 'number' ? (number(text) ?? Number.NaN) : text;
  };
  return fieldsOf(section).reduce<unknown>((whole, field) => withValue(whole as BrandKit, field, read(field)), kit);
};

export type Place = {
  /** Of the input. */
  id: string;
  field: KitField;
  /** The line of that input, from 1, and the part of the line; null where the input is one value or the list itself is meant. */
  line: number | null;
  column: string | null;
};

/** Where in the form a problem lies; null when it lies in another section. */
export const placeOf = (
  section: KitSection,
  { field: path }: Pick<KitProblem, 'field'>,
  written: Written,
): Place | null => {
  const field = fieldsOf(section).find((one) => path === one.path || path.startsWith(`${one.path}.`));
  if (!field) return null;
  const [row, column = null] = path === field.path ? [] : path.slice(field.path.length + 1).split('.');
  if (row === undefined || field.kind !== 'rows') return { id: field.id, field, line: null, column: null };
  let before = 0;
  for (const [i, text] of pieces(field, written).entries()) {
    const rows = readRows(text, field.columns).length;
    if (Number(row) < before + rows) {
      const full = text.split('\n').flatMap((line, n) => (line.trim() === '' ? [] : [n + 1]));
      return { id: inputId(field, i), field, line: full[Number(row) - before] ?? null, column };
    }
    before += rows;
  }
  return { id: field.id, field, line: null, column: null };
};
