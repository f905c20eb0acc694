import { type SQL, sql } from 'drizzle-orm';

/**
 * A list as one parameter, written as PostgreSQL's own array literal. The driver would do the same at several times the
 * cost, and ingestion spends most of its own time there. Cast it: `${arrayOf(ids)}::bigint[]`.
 */
export const arrayOf = (values: readonly (string | number | null)[]): SQL =>
  sql`${`{${values.map(element).join(',')}}`}`;

const SPECIAL = /["\\]/;

const element = (value: string | number | null): string => {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return String(value);
  return `"${SPECIAL.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`;
};
