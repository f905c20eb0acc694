import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Db } from '../deps.ts';
import * as schema from './schema.ts';

// bigint (int8) columns hold ids, counts and minor units, all below 2^53: plain numbers everywhere.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/** Name of a connection of this process, as others see it in pg_stat_activity. */
export const ours = (part: string): string => `${part}:${process.pid}`;

export type Connection = { db: Db; pool: pg.Pool; close(): Promise<void> };

/** A pool that survives the database going away: lost idle connections are reported, not thrown. */
export const connect = (url: string, onLost: (error: Error) => void, max = 20): Connection => {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    application_name: ours('baton'),
  });
  pool.on('error', onLost);
  // The pool hears only the connections it has at rest. One that breaks while it is lent out tells whoever waits for it;
  // between two statements of a transaction nobody does, and unheard it would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return { db: drizzle(pool, { schema }), pool, close: () => pool.end() };
};
