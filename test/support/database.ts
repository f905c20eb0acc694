import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Connection, connect } from '../../src/db/client.ts';

/** A fresh, migrated database of one's own, gone when closed. */
export const testDatabase = async (): Promise<Connection & { url: string }> => {
  const base = inject('databaseUrl');
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = async (statement: string) => {
    const client = new pg.Client({ connectionString: base });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await admin(`create database ${name} template template_baton`);
  const url = base.replace(/\/baton$/, `/${name}`);
  const connection = connect(url, () => undefined, 10);
  return {
    ...connection,
    url,
    close: async () => {
      await connection.close();
      await admin(`drop database ${name} with (force)`);
    },
  };
};
