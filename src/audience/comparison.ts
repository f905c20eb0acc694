import { type SQL, sql } from 'drizzle-orm';
import type { FieldKind } from './fields.ts';
import type { Operator } from './rule.ts';
import { type At, parseWhen, startOfDay } from './when.ts';

/** One thing that can be compared, as SQL. Absent values match only `not_exists`, `ne` and `not_in`. */
export type Operand =
  | { kind: 'text'; text: SQL }
  /** `scale`: how many of the stored unit make one of the rule's (minor units of a currency: 100 for USD). */
  | { kind: 'number'; number: SQL; scale: number }
  | { kind: 'instant'; instant: SQL }
  /** A typed attribute: what it is stands in the row. */
  | { kind: 'json'; json: SQL; text: SQL };

export type Value = string | number | boolean | (string | number | boolean)[] | undefined;

const ORDER = ['gt', 'gte', 'lt', 'lte', 'between'] as const;
const ALWAYS = ['eq', 'ne', 'in', 'not_in', 'exists', 'not_exists'] as const;
const DATES = ['before', 'after', 'within_days', 'not_within_days'] as const;
export const ALLOWED: Record<FieldKind, readonly Operator[]> = {
  text: [...ALWAYS, 'contains', ...ORDER],
  number: [...ALWAYS, ...ORDER],
  instant: [...ALWAYS, ...ORDER, ...DATES],
  json: [...ALWAYS, 'contains', ...ORDER, ...DATES],
};

/** @returns what the operator wants for this kind, in symbols, or null when operator and value fit */
export const misfit = (kind: FieldKind, is: Operator, value: Value): string | null => {
  if (!ALLOWED[kind].includes(is)) return ALLOWED[kind].join(' | ');
  if (is === 'exists' || is === 'not_exists') return null;
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (is === 'within_days' || is === 'not_within_days')
    return typeof value === 'number' && value >= 0 && value <= 36_500 ? null : '0 … 36500';
  if (is === 'between') {
    if (!Array.isArray(value) || value.length !== 2) return '[from, to]';
  } else if (is !== 'in' && is !== 'not_in' && (Array.isArray(value) || value === undefined)) return 'value';
  if (list.length === 0) return '[value, …]';
  if (is === 'before' || is === 'after' || kind === 'instant')
    return list.every((v) => typeof v === 'string' && parseWhen(v, 'UTC')) ? null : 'YYYY-MM-DD | ISO 8601';
  if (kind === 'number') return list.every((v) => numberOf(v) !== null) ? null : '123.45';
  return null;
};

/** Never call with a misfit: checked before. The result may be NULL; negate it with `is not true`. */
export const compare = (operand: Operand, is: Operator, value: Value, at: At): SQL => {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const present = presence(operand);
  const one = (op: Operator, v: string | number | boolean): SQL => single(operand, op, v, at);
  const first = list[0] ?? '';
  switch (is) {
    case 'exists':
      return sql`${present} is not null`;
    case 'not_exists':
      return sql`${present} is null`;
    case 'ne':
      return not(one('eq', first));
    case 'in':
      return anyOf(operand, list, at);
    case 'not_in':
      return not(anyOf(operand, list, at));
    case 'between':
      return sql`(${one('gte', first)} and ${one('lte', list[1] ?? '')})`;
    case 'within_days':
      return withinDays(operand, Number(first), at);
    case 'not_within_days':
      return sql`(${moment(operand, at)} is not null and ${not(withinDays(operand, Number(first), at))})`;
    default:
      return one(is, first);
  }
};

export const not = (condition: SQL): SQL => sql`((${condition}) is not true)`;

const presence = (operand: Operand): SQL =>
  operand.kind === 'number' ? operand.number : operand.kind === 'instant' ? operand.instant : operand.text;

const single = (operand: Operand, is: Operator, v: string | number | boolean, at: At): SQL => {
  if (operand.kind === 'instant') return compareInstant(operand.instant, is, String(v), at);
  if (operand.kind === 'number')
    return sql`${operand.number} ${symbol(is)} ${numberParam(scaled(numberOf(v) ?? 0, operand.scale))}`;
  if (is === 'before' || is === 'after') return compareInstant(moment(operand, at), is, String(v), at);
  if (is === 'contains') return sql`strpos(${operand.text}, ${String(v)}::text) > 0`;
  if (operand.kind === 'text') return compareText(operand.text, is, String(v));
  if (is === 'eq')
    return typeof v === 'string'
      ? sql`${operand.text} = ${v}::text`
      : sql`${operand.json} = ${JSON.stringify(v)}::jsonb`;
  const number = typeof v === 'boolean' ? null : numberOf(v);
  if (number !== null) return sql`${numberIn(operand)} ${symbol(is)} ${number}::numeric`;
  if (parseWhen(String(v), at.timezone)) return compareInstant(moment(operand, at), is, String(v), at);
  return compareText(operand.text, is, String(v));
};

/** Byte order, so that an answer does not depend on the database's locale. */
const compareText = (text: SQL, is: Operator, v: string): SQL =>
  is === 'eq' ? sql`${text} = ${v}::text` : sql`${text} collate "C" ${symbol(is)} ${v}::text`;

const numberIn = (operand: { json: SQL }): SQL =>
  sql`case when jsonb_typeof(${operand.json}) = 'number' then (${operand.json})::numeric end`;

const anyOf = (operand: Operand, list: readonly (string | number | boolean)[], at: At): SQL => {
  if (operand.kind === 'text' || operand.kind === 'json') {
    const texts = operand.kind === 'text' ? list.map(String) : list.filter((v) => typeof v === 'string');
    const rest = operand.kind === 'text' ? [] : list.filter((v) => typeof v !== 'string');
    const parts = [
      ...(texts.length > 0 ? [sql`${operand.text} = any(${sql.param(texts)}::text[])`] : []),
      ...(rest.length > 0 && operand.kind === 'json'
        ? [sql`${operand.json} = any(${sql.param(rest.map((v) => JSON.stringify(v)))}::jsonb[])`]
        : []),
    ];
    return sql`(${sql.join(parts, sql` or `)})`;
  }
  if (operand.kind === 'number')
    return sql`${operand.number} = any(${sql.param(list.map((v) => scaled(numberOf(v) ?? 0, operand.scale)))}::numeric[])`;
  return sql`(${sql.join(
    list.map((v) => single(operand, 'eq', v, at)),
    sql` or `,
  )})`;
};

/** A date alone stands for its whole day in the account's zone: `gt` is after it, `gte` from its start. */
const compareInstant = (instant: SQL, is: Operator, v: string, at: At): SQL => {
  const { from, to, day } = dayOf(v, at);
  if (is === 'eq') return day ? sql`(${instant} >= ${from} and ${instant} < ${to})` : sql`${instant} = ${from}`;
  if (is === 'gt' || is === 'after') return day ? sql`${instant} >= ${to}` : sql`${instant} > ${from}`;
  if (is === 'gte') return sql`${instant} >= ${from}`;
  if (is === 'lt' || is === 'before') return sql`${instant} < ${from}`;
  return day ? sql`${instant} < ${to}` : sql`${instant} <= ${from}`;
};

const dayOf = (v: string, at: At): { from: SQL; to: SQL; day: boolean } => {
  const found = parseWhen(v, at.timezone);
  if (!found) throw new Error(`not a date: ${v}`);
  const to = found.dateOnly ? startOfDay(found.date, at.timezone, 1) : found.at;
  return { from: instantParam(found.at), to: instantParam(to), day: found.dateOnly };
};

const withinDays = (operand: Operand, days: number, at: At): SQL => {
  const value = moment(operand, at);
  const from = new Date(at.now.getTime() - days * 86_400_000);
  return sql`(${value} >= ${instantParam(from)} and ${value} < ${instantParam(at.now)})`;
};

export const instantParam = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`;

/**
 * The instant an attribute's text means: imports keep dates as `YYYY-MM-DD` and instants as ISO in UTC. Built by
 * addition, because a cast of `2026-02-31` would end the whole statement and PostgreSQL 15 has no safe one.
 */
const moment = (operand: Operand, at: At): SQL => {
  if (operand.kind === 'instant') return operand.instant;
  if (operand.kind === 'number') return sql`null::timestamptz`;
  const t = operand.text;
  const date = sql`timestamp '0001-01-01' + make_interval(years => substr(${t}, 1, 4)::int - 1, months => substr(${t}, 6, 2)::int - 1, days => substr(${t}, 9, 2)::int - 1)`;
  const time = sql`make_interval(hours => substr(${t}, 12, 2)::int, mins => substr(${t}, 15, 2)::int, secs => substr(${t}, 18, 6)::float8)`;
  return sql`(case when ${t} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then (${date}) at time zone ${at.timezone}::text when ${t} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$' then (${date} + ${time}) at time zone 'UTC' end)`;
};

const SYMBOLS: Partial<Record<Operator, SQL>> = {
  eq: sql.raw('='),
  gt: sql.raw('>'),
  gte: sql.raw('>='),
  lt: sql.raw('<'),
  lte: sql.raw('<='),
};
const symbol = (is: Operator): SQL => {
  const found = SYMBOLS[is];
  if (!found) throw new Error(`no symbol for ${is}`);
  return found;
};

/** A whole number as such: counts and amounts are whole in the tables, and cast to numeric no index would know them. */
const numberParam = (value: number): SQL =>
  Number.isSafeInteger(value) ? sql`${value}::bigint` : sql`${value}::numeric`;

/** A finite number, also one written as text; models write "3" for 3. */
export const numberOf = (v: string | number | boolean | undefined): number | null => {
  if (typeof v === 'number') return Number.isFinite(v) ? v : null;
  if (typeof v !== 'string' || v.trim() === '') return null;
  const n = Number(v);
  return Number.isFinite(n) ? n : null;
};

/** 19.99 x 100 is 1998.9999999999998 in binary: rounded where no currency has digits. */
const scaled = (value: number, scale: number): number => (scale === 1 ? value : Math.round(value * scale * 1e6) / 1e6);
