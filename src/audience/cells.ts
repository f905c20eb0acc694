import type { Attributes } from '../db/schema.ts';
import { minorDigits } from '../kit/money.ts';
import { isScientific, type Region, toE164 } from '../kit/phone.ts';
import { type AttributeTypes, fits, inferType } from './attribute-types.ts';
import { parseWhen, WHEN_FORMS } from './when.ts';

/** One row as it came: a CSV line (all text) or a JSON object. */
export type RawRow = Readonly<Record<string, unknown>>;

/** What symbols alone would not explain: keys of i18n `imports.why`. */
export type Why =
  | 'scientific'
  | 'phone'
  | 'ragged'
  | 'repeated'
  | 'taken'
  | 'settled'
  | 'money'
  | 'thousands'
  | 'future'
  | 'purchase'
  | 'consent_source'
  | 'erased';

/** Where and why a row was refused; `allowed` in symbols that need no language. */
export type Rejection = { row: number; column: string; value: string; allowed: string; why?: Why };

/** Thrown by the readers below for one cell, caught once a row: never leaves ingestion. */
export class Refused extends Error {
  readonly column: string;
  readonly value: string;
  readonly allowed: string;
  readonly why: Why | undefined;
  constructor(column: string, value: unknown, allowed: string, why?: Why) {
    super(`${column}: ${allowed}`);
    this.column = column;
    this.value = (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 200);
    this.allowed = allowed;
    this.why = why;
  }
}

const ID_MAX = 200;
const TEXT_MAX = 2_000;

/** @returns null for absent and empty */
export const text = (row: RawRow, column: string, max = TEXT_MAX): string | null => {
  const value = row[column];
  if (value === undefined || value === null) return null;
  if (typeof value === 'object') throw new Refused(column, value, 'text');
  const trimmed = String(value).trim();
  if (trimmed === '') return null;
  // PostgreSQL text cannot hold NUL.
  if (trimmed.length > max || trimmed.includes('\0')) throw new Refused(column, value, `text, 1 … ${max}`);
  return trimmed;
};

export const required = (row: RawRow, column: string): string => {
  const value = text(row, column, ID_MAX);
  if (value === null) throw new Refused(column, '', `text, 1 … ${ID_MAX}`);
  return value;
};

/**
 * One of our words, or another name for it as exports write it.
 *
 * @param words ours -> the other names, lower case
 */
export const oneOf = <T extends string>(
  row: RawRow,
  column: string,
  words: Readonly<Record<T, readonly string[]>>,
  fallback?: T,
): T => {
  const value = text(row, column)?.toLowerCase();
  if (value === undefined && fallback !== undefined) return fallback;
  const ours = Object.keys(words) as T[];
  const found = ours.find((word) => word === value || words[word].includes(value ?? ''));
  if (found === undefined) throw new Refused(column, value ?? '', ours.join(' | '));
  return found;
};

export const instant = (row: RawRow, column: string, timezone: string): Date | null => {
  const value = text(row, column);
  if (value === null) return null;
  const found = parseWhen(value, timezone);
  if (!found) throw new Refused(column, value, WHEN_FORMS);
  return found.at;
};

export const requiredInstant = (row: RawRow, column: string, timezone: string): Date => {
  const at = instant(row, column, timezone);
  if (!at) throw new Refused(column, '', WHEN_FORMS);
  return at;
};

const AMOUNT = /^([+-]?)(\d{1,15})(?:\.(\d+))?$/;
const THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
/** `1.000` is one here and a thousand in Berlin: a guess would be wrong a thousandfold. */
const EITHER = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;

/** Major units to minor, by digits and not by floating point. More digits than the currency has are refused. */
export const amount = (row: RawRow, column: string, currency: string): number => {
  const value = text(row, column);
  const digits = minorDigits(currency);
  const allowed = digits === 0 ? `12345 (${currency})` : `123.${'4'.repeat(digits)} (${currency})`;
  const found = AMOUNT.exec(value && THOUSANDS.test(value) ? value.replaceAll(',', '') : (value ?? ''));
  if (!found) throw new Refused(column, value ?? '', allowed);
  if (digits < 3 && EITHER.test(found[0])) throw new Refused(column, value, allowed, 'thousands');
  const fraction = (found[3] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) throw new Refused(column, value, allowed);
  const minor = Number(`${found[2]}${fraction.padEnd(digits, '0')}`);
  if (!Number.isSafeInteger(minor)) throw new Refused(column, value, allowed);
  return found[1] === '-' ? 0 - minor : minor;
};

export const wholeNumber = (row: RawRow, column: string): number | null => {
  const value = text(row, column);
  if (value === null) return null;
  if (!/^\d{1,9}$/.test(value)) throw new Refused(column, value, '0 … 999999999');
  return Number(value);
};

/** Patient on purpose: what a relay would refuse is kept and becomes `invalid_address` when an audience is frozen. */
export const email = (row: RawRow, column: string): string | null => {
  const value = text(row, column, 320)?.toLowerCase() ?? null;
  if (value !== null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) throw new Refused(column, value, 'name@domain.tld');
  return value;
};

/** To E.164. A number without a country is one of the region's. */
export const phone = (row: RawRow, column: string, region: Region): string | null => {
  const value = text(row, column, 40);
  if (value === null) return null;
  if (isScientific(value)) throw new Refused(column, value, '010-1234-5678 | +821012345678', 'scientific');
  const e164 = toE164(value, region);
  if (e164 === null) throw new Refused(column, value, `+821012345678 | ${region}`, 'phone');
  return e164;
};

/**
 * A cell of a column that is not ours, as what the column holds. A column of a file whose type nobody settled is read
 * cell by cell; JSON says itself what a value is. Instants are kept as ISO in UTC and dates as `YYYY-MM-DD`, so that
 * rules can compare them (comparison.ts).
 */
const attribute = (row: RawRow, column: string, kind: AttributeReading): Attributes[string] => {
  const value = row[column];
  const settled = kind.types.get(column);
  const found = text(row, column);
  if (found === null) return null;
  const says = typeof value === 'number' || typeof value === 'boolean';
  if (says && (settled === undefined || settled === typeof value)) {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Refused(column, value, '123.45');
    return value;
  }
  const type = settled ?? (kind.from === 'file' ? inferType([found]) : 'date');
  if (settled !== undefined && !fits(found, settled)) throw new Refused(column, found, FORMS[settled], 'settled');
  if (type === 'number') return Number(found);
  if (type === 'boolean') return found.toLowerCase() === 'true';
  const when = type === 'date' ? parseWhen(found, kind.timezone) : null;
  if (!when) return found;
  return when.dateOnly ? when.date : when.at.toISOString();
};

const FORMS = { text: 'text', number: '123.45', boolean: 'true | false', date: WHEN_FORMS } as const;

export type AttributeReading = { from: 'file' | 'json'; timezone: string; types: AttributeTypes };

const NAME_MAX = 100;

/** Every column that is not one of ours, and the entries of a nested object under `nested`. Cleared cells are null. */
export const attributes = (
  row: RawRow,
  ours: (column: string) => boolean,
  nested: string,
  kind: AttributeReading,
): Attributes => {
  const inner = row[nested];
  const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  const all: RawRow = isObject ? { ...row, ...(inner as RawRow), [nested]: undefined } : row;
  const found: Attributes = {};
  for (const column of Object.keys(all)) {
    if (all[column] === undefined || (ours(column) && !(isObject && Object.hasOwn(inner, column)))) continue;
    if (column.trim() === '' || column.length > NAME_MAX) throw new Refused(column, column, `1 … ${NAME_MAX}`);
    found[column] = attribute(all, column, kind);
  }
  return found;
};
