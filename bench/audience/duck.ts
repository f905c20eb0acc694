import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Pool } from 'pg';

/**
 * DuckDB, because it is the fastest thing a single machine can ask analytical questions of without a server: what it
 * needs for the facts alone is the yardstick. It gets the rows that are in PostgreSQL, by way of files, with the same ids.
 */
export type Duck = {
  /** @returns rows of a select, as numbers */
  count(ids: string): Promise<number>;
  materialise(ids: string): Promise<void>;
  loadSeconds: number;
  close(): void;
};

const TABLES = {
  contacts: 'id, created_at, lifecycle',
  orders: 'contact_id, order_id, at, amount, category, status',
  events: 'contact_id, event_id, name, at',
} as const;

/** @param dir a folder of our own; its files are written by the database server, which may run as somebody else */
export const openDuck = async (dir: string, pool: Pool): Promise<Duck> => {
  chmodSync(dir, 0o777);
  rmSync(join(dir, 'duck.db'), { force: true });
  const instance = await DuckDBInstance.create(join(dir, 'duck.db'));
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  const began = performance.now();
  let exported = 0;
  for (const [table, columns] of Object.entries(TABLES)) {
    const file = join(dir, `${table}.duck.csv`);
    const since = performance.now();
    await pool.query(`copy (select ${columns} from ${table}) to '${file}' with (format csv, header)`);
    exported += performance.now() - since;
    await connection.run(`create table ${table} as select * from read_csv('${file}', header = true)`);
  }
  return {
    loadSeconds: (performance.now() - began - exported) / 1_000,
    async count(ids) {
      const read = await connection.runAndReadAll(`select count(*) from (${ids})`);
      return Number(read.getRows()[0]?.[0] ?? Number.NaN);
    },
    async materialise(ids) {
      await connection.run(`create or replace table picked as ${ids}`);
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
};
