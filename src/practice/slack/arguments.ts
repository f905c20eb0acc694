import type { Context } from 'hono';
import { Refusal } from './refusal.ts';

/** The arguments of one Web API call, whichever way they came: JSON, a form, or the query. */
export type Arguments = {
  /** The argument as text; undefined when absent or empty. */
  text(name: string): string | undefined;
  /** @throws Refusal `invalid_arguments` naming the field */
  need(name: string): string;
  flag(name: string): boolean;
  has(name: string): boolean;
  number(name: string, fallback: number): number;
  /** A structured argument: as given, or parsed when it is JSON text. @throws Refusal with `code` when it does not parse */
  json(name: string, code: string): unknown;
  all: Readonly<Record<string, unknown>>;
};

export const makeArguments = (all: Record<string, unknown>): Arguments => {
  const text = (name: string): string | undefined => {
    const value = all[name];
    if (value === undefined || value === null || value === '') return undefined;
    return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  return {
    text,
    all,
    need: (name) => {
      const value = text(name);
      if (value === undefined)
        throw new Refusal('invalid_arguments', [`[ERROR] missing required field: ${name} [json-pointer:/${name}]`]);
      return value;
    },
    has: (name) => all[name] !== undefined && all[name] !== null,
    flag: (name) => ['true', '1'].includes(text(name) ?? ''),
    number: (name, fallback) => {
      const value = Number(text(name) ?? fallback);
      return Number.isFinite(value) ? value : fallback;
    },
    json: (name, code) => {
      const value = all[name];
      if (typeof value !== 'string') return value ?? undefined;
      if (value === '') return undefined;
      try {
        return JSON.parse(value) as unknown;
      } catch {
        throw new Refusal(code);
      }
    },
  };
};

/** PostgreSQL's text and jsonb hold no NUL; Slack drops it as well. */
const withoutNul = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\u0000', '') : value;

export const clean = <T>(value: T): T => JSON.parse(JSON.stringify(value ?? null), withoutNul) as T;

/** Reads a call's body. @throws Refusal `invalid_json`, `invalid_form_data` */
export const readArguments = async (c: Context): Promise<Record<string, unknown>> => {
  const query = Object.fromEntries(new URL(c.req.url).searchParams);
  if (c.req.method === 'GET') return clean(query);
  const type = c.req.header('content-type') ?? '';
  const body = await c.req.text();
  if (type.includes('application/json')) {
    try {
      const parsed: unknown = body === '' ? {} : JSON.parse(body);
      if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Error('not an object');
      return clean({ ...query, ...parsed });
    } catch {
      throw new Refusal('invalid_json');
    }
  }
  if (type.includes('multipart/form-data')) throw new Refusal('invalid_form_data');
  return clean({ ...query, ...Object.fromEntries(new URLSearchParams(body)) });
};
