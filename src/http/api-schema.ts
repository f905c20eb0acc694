import { z } from 'zod';
import { CONSENT_CHANNELS } from '../audience/ingest-consents.ts';
import { SOURCE_WORDS } from '../audience/ingest-orders.ts';
import { WHEN_FORMS } from '../audience/when.ts';
import type { Scope } from './keys.ts';

/**
 * What the API takes and answers, once: rows are checked by these before ingestion reads them, and the OpenAPI document is
 * made of them. `description` is also what a refused row is told is allowed, so it is in symbols.
 */
export const MAX_ROWS = 1_000;

const ID_MAX = 200;
/** Shops number their customers and orders as often as they name them. What JSON rounds would be somebody else's id. */
const id = z
  .union([z.string().min(1).max(ID_MAX), z.int()])
  .meta({ id: 'Id', description: `text, 1 … ${ID_MAX} | whole number to ${Number.MAX_SAFE_INTEGER}` });
const text = (max: number) =>
  z
    .union([z.string().max(max), z.number(), z.null()])
    .optional()
    .meta({ description: `text, 0 … ${max}` });
const when = z.string().min(1).max(60).meta({ id: 'When', description: WHEN_FORMS });
const attribute = z
  .union([z.string().max(2_000), z.number(), z.boolean(), z.null()])
  .meta({ id: 'Attribute', description: 'text | number | true | false | null' });
const attributes = z.record(z.string().max(100), attribute).optional().meta({ description: '{name: value}' });

const contact = z
  .object({
    external_id: id,
    email: text(320),
    phone: text(40),
    push_token: text(1_000),
    first_name: text(200),
    last_name: text(200),
    locale: text(35),
    timezone: text(60),
    lifecycle: text(100),
    created_at: when.nullish(),
    attributes,
  })
  .catchall(attribute)
  .meta({
    id: 'Contact',
    description: 'A person. A field left out keeps what is known, null clears it; others are attributes.',
  });

const consent = z
  .object({
    contact_id: id,
    channel: z.string().meta({ description: Object.keys(CONSENT_CHANNELS).join(' | ') }),
    purpose: z.string().nullish().meta({ description: 'marketing | night' }),
    state: z.string().meta({ description: 'granted | withdrawn' }),
    at: when,
    source: z
      .string()
      .min(1)
      .max(ID_MAX)
      .meta({ description: `text, 1 … ${ID_MAX}` }),
    text_version: text(200),
  })
  .meta({
    id: 'Consent',
    description: 'A word given or taken back. The latest counts, whatever order they arrive in.',
  });

const order = z
  .object({
    order_id: id,
    contact_id: id,
    at: when,
    amount: z.union([z.number(), z.string()]).meta({ description: 'major units, negative = money given back' }),
    currency: z.string().max(10).nullish().meta({ description: "the account's own" }),
    quantity: z
      .union([z.int().min(0), z.string(), z.null()])
      .optional()
      .meta({ description: '0 … 999999999' }),
    category: text(200),
    product: text(200),
    coupon: text(100),
    status: z.string().nullish().meta({ description: 'paid | refunded' }),
    order_source: z
      .string()
      .nullish()
      .meta({ description: Object.keys(SOURCE_WORDS).join(' | ') }),
  })
  .meta({ id: 'Order', description: 'A purchase, or what became of it.' });

const event = z
  .object({
    event_id: id,
    contact_id: id,
    name: z.string().min(1).max(100).meta({ description: 'text, 1 … 100 (a purchase is an order)' }),
    at: when,
    properties: attributes,
  })
  .catchall(attribute)
  .meta({
    id: 'Event',
    description: 'Anything somebody did but buy: visit, cart, signup, click … Other fields are properties.',
  });

export const ROWS = { contacts: contact, consents: consent, orders: order, events: event } as const satisfies Record<
  Scope,
  z.ZodObject
>;

const count = z.int().min(0);
const result = z
  .strictObject({
    row: count.meta({ description: 'as the array counts, from 0' }),
    status: z.enum(['inserted', 'updated', 'unchanged', 'rejected']),
    field: z.string().optional(),
    value: z.string().optional().meta({ description: 'as it was found' }),
    allowed: z.string().optional(),
    why: z.string().optional(),
  })
  .meta({ id: 'Result' });

const totals = {
  read: count,
  inserted: count,
  updated: count,
  unchanged: count,
  rejected: count,
  results: z.array(result),
};
/** 200: some or all rows were taken. */
export const answer = z.strictObject(totals).meta({ id: 'Answer' });
/** 422: no row could be taken. */
export const refusal = z
  .strictObject({ error: z.literal('invalid_rows'), message: z.string(), ...totals })
  .meta({ id: 'Refusal' });
export const PROBLEMS = {
  400: 'bad_json',
  401: 'unauthorized',
  403: 'forbidden',
  413: 'too_large',
  415: 'not_json',
  429: 'rate_limited',
  500: 'internal',
} as const;
export const problem = z
  .strictObject({
    error: z.enum(['not_found', 'not_post', ...Object.values(PROBLEMS)]),
    message: z.string().meta({ description: 'what happened and what to do, in the language of LOCALE' }),
  })
  .meta({ id: 'Problem' });

/** Nothing we take is nested deeper; a body of nothing but brackets would end the stack. */
const DEEPEST = 8;

/** What PostgreSQL cannot hold in a text: NUL, and halves of a character. Names of fields too. */
export const isStorable = (value: unknown, depth = 0): boolean => {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  return (
    depth < DEEPEST && Object.entries(value).every(([name, inner]) => isStorable(name) && isStorable(inner, depth + 1))
  );
};

/** Why a row does not have the shape of its kind: the field, what was found, what is allowed. */
export const misfit = (
  kind: Scope,
  row: Readonly<Record<string, unknown>>,
): { field: string; value: string; allowed: string } | null => {
  const broken = Object.entries(row).find(([name, value]) => !isStorable(name) || !isStorable(value));
  if (broken)
    return { field: broken[0].toWellFormed(), value: '', allowed: `Unicode, no U+0000, nested <= ${DEEPEST}` };
  const read = ROWS[kind].safeParse(row);
  if (read.success) return null;
  const path = read.error.issues[0]?.path ?? [];
  const field = String(path[0] ?? '*');
  const shape: Readonly<Record<string, z.ZodType>> = ROWS[kind].shape;
  const found = row[field];
  return {
    field: path.join('.') || field,
    value: (typeof found === 'string' ? found : (JSON.stringify(found) ?? '')).slice(0, 200),
    allowed: (shape[field] ?? attribute).meta()?.description ?? '',
  };
};
