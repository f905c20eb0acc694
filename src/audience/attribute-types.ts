import { asc, eq, sql } from 'drizzle-orm';
import { attributeTypes } from '../db/schema.ts';
import type { Db, Tx } from '../deps.ts';
import type { RawRow } from './cells.ts';
import { parseWhen } from './when.ts';

/**
 * What the columns that are not ours hold. A column's type is settled once, by the first file that brings it (or by who
 * imports it), and holds from then on: `06236` and `16236` of one column are never a text and a number.
 */
export const ATTRIBUTE_TYPES = ['text', 'number', 'boolean', 'date'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];
export type AttributeTypes = ReadonlyMap<string, AttributeType>;
/** Attributes of contacts, properties of events. */
export type AttributeOwner = 'contact' | 'event';

export const isAttributeType = (text: string): text is AttributeType =>
  (ATTRIBUTE_TYPES as readonly string[]).includes(text);

/** `007` and 16 digits are names of things, not amounts. */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/;
const BOOLEAN = /^(?:true|false)$/i;

const FITS: Readonly<Record<AttributeType, (cell: string) => boolean>> = {
  number: (cell) => NUMBER.test(cell),
  boolean: (cell) => BOOLEAN.test(cell),
  date: (cell) => parseWhen(cell, 'UTC') !== null,
  text: () => true,
};
export const fits = (cell: string, type: AttributeType): boolean => FITS[type](cell);

const NARROW_FIRST = ['number', 'boolean', 'date', 'text'] as const;

/** The narrowest type that every cell fits. @param cells trimmed and not empty */
export const inferType = (cells: readonly string[]): AttributeType =>
  NARROW_FIRST.find((type) => cells.every(FITS[type])) ?? 'text';

export const loadTypes = async (db: Tx, owner: AttributeOwner): Promise<Map<string, AttributeType>> => {
  const rows = await db
    .select({ name: attributeTypes.name, type: attributeTypes.type })
    .from(attributeTypes)
    .where(eq(attributeTypes.owner, owner))
    .orderBy(asc(attributeTypes.name));
  return new Map(rows.map(({ name, type }) => [name, type]));
};

/**
 * Types of the columns in these rows that have none yet, by what the rows hold; a column without a value in them stays
 * open.
 */
export const inferTypes = (
  rows: readonly RawRow[],
  ours: (column: string) => boolean,
  known: AttributeTypes,
): Map<string, AttributeType> => {
  const cells = new Map<string, string[]>();
  for (const row of rows)
    for (const column of Object.keys(row)) {
      if (ours(column) || known.has(column)) continue;
      const cell = typeof row[column] === 'string' ? row[column].trim() : '';
      if (cell === '') continue;
      const list = cells.get(column);
      if (list) list.push(cell);
      else cells.set(column, [cell]);
    }
  return new Map([...cells].map(([column, found]) => [column, inferType(found)]));
};

/** Keeps new types; of two imports that meet a new column at once, the first one's word holds for both. */
export const settleTypes = async (
  db: Db,
  owner: AttributeOwner,
  found: ReadonlyMap<string, AttributeType>,
): Promise<Map<string, AttributeType>> => {
  if (found.size > 0)
    await db
      .insert(attributeTypes)
      .values([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, type]) => ({ owner, name, type })))
      .onConflictDoNothing();
  return loadTypes(db, owner);
};

const PAGE = 50_000;
const STORED = {
  contact: { table: 'contacts', id: 'id', column: 'attributes' },
  event: { table: 'events', id: 'contact_id', column: 'properties' },
} as const;

/**
 * Any type becomes text when somebody says so: what is stored is rewritten with it, page by page. The other way round
 * values could be lost, so it is refused before (import-header.ts).
 */
export const widenToText = async (db: Db, owner: AttributeOwner, name: string): Promise<void> => {
  await db
    .insert(attributeTypes)
    .values({ owner, name, type: 'text' })
    .onConflictDoUpdate({ target: [attributeTypes.owner, attributeTypes.name], set: { type: 'text' } });
  const { table, id, column } = STORED[owner];
  const [t, key, json] = [sql.raw(table), sql.raw(id), sql.raw(column)];
  const { rows } = await db.execute<{ last: number | null }>(sql`select max(id) as last from contacts`);
  for (let from = 0; from <= (rows[0]?.last ?? -1); from += PAGE)
    await db.execute(
      sql`update ${t} set ${json} = ${json} || jsonb_build_object(${name}::text, ${json} ->> ${name}::text) where ${key} >= ${from} and ${key} < ${from + PAGE} and jsonb_typeof(${json} -> ${name}::text) in ('number', 'boolean')`,
    );
};
