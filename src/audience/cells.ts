import type { Attributes } from '../db/schema.ts';
import { minorDigits } from '../kit/money.ts';
import { parseWhen, WHEN_FORMS } from './when.ts';

/** One row as it came: a CSV line (all text) or a JSON object. */
export type RawRow = Readonly<Record<string, unknown>>;

/** Where and why a row was refused; `allowed` in symbols that need no language. */
export type Rejection = { row: number; column: string; value: string; allowed: string };

/** Thrown by the readers below for one cell, caught once a row: never leaves ingestion. */
export class Refused extends Error {
  readonly column: string;
  readonly value: string;
  readonly allowed: string;
  constructor(column: string, value: unknown, allowed: string) {
    super(`${column}: ${allowed}`);
    this.column = column;
    this.value = (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 200);
    this.allowed = allowed;
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

export const oneOf = <T extends string>(row: RawRow, column: string, allowed: readonly T[], fallback?: T): T => {
  const value = text(row, column)?.toLowerCase() ?? fallback;
  if (value === undefined || !(allowed as readonly string[]).includes(value))
    throw new Refused(column, value ?? '', allowed.join(' | '));
  return value as T;
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

/** Major units to minor, by digits and not by floating point. More digits than the currency has are refused. */
export const amount = (row: RawRow, column: string, currency: string): number => {
  const value = text(row, column);
  const digits = minorDigits(currency);
  const allowed = digits === 0 ? `12345 (${currency})` : `123.${'4'.repeat(digits)} (${currency})`;
  const found = AMOUNT.exec(value ?? '');
  if (!found) throw new Refused(column, value ?? '', allowed);
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

/** To E.164. A leading 0 is the account's own country. */
export const phone = (row: RawRow, column: string, countryCode: string): string | null => {
  const value = text(row, column, 40);
  if (value === null) return null;
  const digits = value.replace(/^(?:\+|00)/, '+').replace(/[\s().-]/g, '');
  const e164 = digits.startsWith('+') ? digits : digits.startsWith('0') ? `+${countryCode}${digits.slice(1)}` : '';
  if (!/^\+[1-9]\d{6,14}$/.test(e164)) throw new Refused(column, value, `+${countryCode}… | 0…`);
  return e164;
};

/**
 * A cell of a column that is not ours, typed. From a file: `12`, `true` and dates are read as such, `007` stays text.
 * Instants are kept as ISO in UTC and dates as `YYYY-MM-DD`, so that rules can compare them (comparison.ts).
 */
export const attribute = (row: RawRow, column: string, from: 'file' | 'json', timezone: string): Attributes[string] => {
  const value = row[column];
  if (typeof value === 'number' || typeof value === 'boolean') {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Refused(column, value, '123.45');
    return value;
  }
  const found = text(row, column);
  if (found === null) return null;
  if (from === 'file') {
    if (/^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/.test(found)) return Number(found);
    if (/^(?:true|false)$/i.test(found)) return found.toLowerCase() === 'true';
  }
  const when = parseWhen(found, timezone);
  if (!when) return found;
  return when.dateOnly ? found.replaceAll(/[/.]/g, '-') : when.at.toISOString();
};

const NAME_MAX = 100;

/** Every column that is not one of ours, and the entries of a nested object under `nested`. Cleared cells are null. */
export const attributes = (
  row: RawRow,
  ours: ReadonlySet<string>,
  nested: string,
  from: 'file' | 'json',
  timezone: string,
): Attributes => {
  const inner = row[nested];
  const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  const all: RawRow = isObject ? { ...row, ...(inner as RawRow), [nested]: undefined } : row;
  const found: Attributes = {};
  for (const column of Object.keys(all)) {
    if (all[column] === undefined || (ours.has(column) && !(isObject && Object.hasOwn(inner, column)))) continue;
    if (column.trim() === '' || column.length > NAME_MAX) throw new Refused(column, column, `1 … ${NAME_MAX}`);
    found[column] = attribute(all, column, from, timezone);
  }
  return found;
};
