import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Db } from '../deps.ts';
import * as schema from './schema.ts';

// bigint (int8) columns hold ids, counts and minor units, all below 2^53: plain numbers everywhere.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

export type Connection = { db: Db; pool: pg.Pool; close(): Promise<void> };

/** A pool that survives the database going away: lost idle connections are reported, not thrown. */
export const connect = (url: string, onLost: (error: Error) => void, max = 20): Connection => {
  const pool = new pg.Pool({ connectionString: url, max, connectionTimeoutMillis: 10_000, application_name: 'baton' });
  pool.on('error', onLost);
  return { db: drizzle(pool, { schema }), pool, close: () => pool.end() };
};
