import { z } from 'zod';
import type { Strings } from '../i18n/language.ts';
import type { Voice } from '../i18n/voice.ts';
import { numbersIn } from './numbers.ts';
import type { Said } from './said.ts';

/** A value as a form gives it; null for an input left empty. */
export type Value = string | number | boolean | readonly string[] | null;
/** Field id -> value. What is not there keeps its value. */
/** Of a choice, where something may be left out. */
export const NONE = '-';

export type Values = Readonly<Record<string, Value | undefined>>;

export type FieldLabel = keyof Strings['steps']['fields'];

type Common = {
  /** Unique in the form: the modal's block id. */
  id: string;
  label: FieldLabel;
  /** What of several it belongs to (the segment's name, the condition in words), shown after the label. */
  of?: Said;
  hint?: Said;
  /** May be left empty. */
  optional?: true;
};

/** One input of an edit form, as data: the Slack modal is drawn from it, and the answer is judged by it. */
export type Field = Common &
  (
    | { kind: 'text' | 'longtext'; value: string; max: number }
    | { kind: 'number'; value: number | null; min: number; max: number; whole: boolean }
    | { kind: 'choice'; value: string; options: readonly Option[] }
    | { kind: 'checkbox'; value: readonly string[]; options: readonly Option[] }
    /** A day, `2026-12-31`. */
    | { kind: 'date'; value: string }
    /** Local date and time in the account's zone, `2026-11-24T14:00`. */
    | { kind: 'datetime'; value: string | null }
  );
export type Option = { value: string; label: Said };

/** `2026-12-31`, a day that exists. */
export const isDay = (text: string): boolean => z.iso.date().safeParse(text).success;

/** A number as people type it into a form: `1천만`, `10,000,000`, `15%` (15). */
export const typedNumber = (value: Value | undefined): number | null => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  const text = value.normalize('NFKC').trim();
  if (/^[-+]?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  const found = numbersIn(text);
  return found.length === 1 && !text.startsWith('-') ? (found[0]?.value ?? null) : null;
};

/** Reads a submitted form against its fields; what is wrong is collected by field id, so that all of it shows at once. */
export type Reader = {
  errors: Record<string, Said>;
  has(id: string): boolean;
  text(id: string, now: string): string;
  /** Null when it may be empty and is. */
  optionalText(id: string, now: string | null): string | null;
  number(id: string, now: number): number;
  optionalNumber(id: string, now: number | null): number | null;
  list(id: string, now: readonly string[]): readonly string[];
};

export const readValues = (fields: readonly Field[], values: Values, say: SayEdit): Reader => {
  const errors: Record<string, Said> = {};
  const fieldOf = (id: string) => fields.find((field) => field.id === id);
  const has = (id: string) => values[id] !== undefined && fieldOf(id) !== undefined;
  const read = <T>(id: string, now: T, parse: (value: Value, field: Field) => T | Said): T => {
    const field = fieldOf(id);
    const value = values[id];
    if (!field || value === undefined) return now;
    const parsed = parse(value, field);
    if (!isSaid(parsed)) return parsed;
    errors[id] = parsed;
    return now;
  };
  const empty = (value: Value) => value === null || (typeof value === 'string' && value.trim() === '');
  const words = (value: Value, field: Field): string | Said => {
    const text = String(value).trim();
    if ('max' in field && typeof field.value === 'string' && text.length > field.max)
      return say((t, v) => t.tooLong({ max: v.count(field.max) }));
    if (field.kind === 'choice' && !field.options.some((option) => option.value === text))
      return say((t) => t.notOffered());
    return text;
  };
  const amount = (value: Value, field: Field): number | Said => {
    const number = typedNumber(value);
    if (number === null) return say((t) => t.notNumber());
    if (field.kind !== 'number') return number;
    if (field.whole && !Number.isInteger(number)) return say((t) => t.notWhole());
    return number < field.min || number > field.max
      ? say((t, v) => t.outOfRange({ min: v.count(field.min), max: v.count(field.max) }))
      : number;
  };
  const needed = () => say((t) => t.needed());
  return {
    errors,
    has,
    text: (id, now) =>
      read<string>(id, now, (value, field) => (empty(value) ? needed() : words(value, field)) as string),
    optionalText: (id, now) =>
      read<string | null>(id, now, (value, field) => (empty(value) ? null : words(value, field)) as string | null),
    number: (id, now) =>
      read<number>(id, now, (value, field) => (empty(value) ? needed() : amount(value, field)) as number),
    optionalNumber: (id, now) =>
      read<number | null>(id, now, (value, field) => (empty(value) ? null : amount(value, field)) as number | null),
    list: (id, now) =>
      read<readonly string[]>(id, now, (value) =>
        Array.isArray(value) ? value.map(String) : value === true ? ['true'] : [],
      ),
  };
};

export type SayEdit = (make: (t: Strings['steps']['edit'], v: Voice) => string) => Said;

const isSaid = (value: unknown): value is Said =>
  typeof value === 'object' && value !== null && 'ko' in value && 'en' in value;
