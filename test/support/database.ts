import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Connection, connect } from '../../src/db/client.ts';
import { inMemory } from './scratch.ts';

/** A copy of the migrated template. */
export const copyDatabase = async (): Promise<{ url: string; drop(): Promise<void> }> => {
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
  // In memory, copying files costs a tenth of copying pages through the log; on a disk it is the other way round.
  await admin(`create database ${name} template template_baton strategy ${inMemory ? 'file_copy' : 'wal_log'}`);
  return {
    url: base.replace(/\/baton$/, `/${name}`),
    drop: () => admin(`drop database ${name} with (force)`),
  };
};

/** A fresh, migrated database of one's own, gone when closed. */
export const testDatabase = async (): Promise<Connection & { url: string }> => {
  const { url, drop } = await copyDatabase();
  const connection = connect(url, () => undefined, 10);
  return {
    ...connection,
    url,
    close: async () => {
      await connection.close();
      await drop();
    },
  };
};
