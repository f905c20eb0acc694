import { getTableColumns, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as schema from '../../src/db/schema.ts';
import { testDatabase } from '../support/database.ts';

const tables = Object.values<unknown>(schema).filter((value) => is(value, PgTable));

/** The migrations and db/schema.ts must say the same: what is declared is what is there, and nothing else. */
describe('the live schema', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it.each(tables.map((table) => [getTableConfig(table).name, table] as const))(
    'has %s as declared',
    async (name, table) => {
      const { rows } = await database.pool.query<{ name: string; type: string; required: boolean }>(
        `select attname::text as name, format_type(atttypid, atttypmod) as type, attnotnull as required
       from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
        [name],
      );
      const declared = Object.values(getTableColumns(table)).map((column) => ({
        name: column.name,
        type: column.getSQLType(),
        required: column.notNull,
      }));
      const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
      expect(rows.sort(byName)).toEqual(declared.sort(byName));
      const { rows: indexes } = await database.pool.query<{ name: string }>(
        `select indexname::text as name from pg_indexes where schemaname = 'public' and tablename = $1`,
        [name],
      );
      for (const index of getTableConfig(table).indexes)
        expect(indexes.map((row) => row.name)).toContain(index.config.name);
      for (const key of getTableConfig(table).foreignKeys) {
        const { rows: found } = await database.pool.query(
          `select 1 from pg_constraint where contype = 'f' and conname = $1`,
          [key.getName()],
        );
        expect(found).toHaveLength(1);
      }
    },
  );
});
