import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Any number that is only ours. */
const LOCK = 7_218_401;
/** Plain PostgreSQL accepts the unknown setting; Citus needs it for type commands after other DDL. */
const OPTIONS = '-c citus.multi_shard_modify_mode=sequential';

/** Brings the database up to date. Two processes starting together on an empty database wait for one another. */
export const migrateDatabase = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, options: OPTIONS, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await migrate(drizzle(client), { migrationsFolder: FOLDER });
  } finally {
    await client.end();
  }
};
