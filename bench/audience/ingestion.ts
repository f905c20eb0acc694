import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Connection, PoolClient } from 'pg';
import { ACCOUNT } from './data.ts';
import type { World } from './world.ts';

/** Seconds for the same file of orders by less and less: what the roll-ups, and what the keys cost. */
export type Ingestion = { rows: number; bareCopy: number; sentCopy: number; keysAlone: number; withRollups: number };

const BATCH = 10_000;

/**
 * Four ways the same orders come in. `bareCopy`: the server reads the file itself into a table without any key, in one
 * transaction; no program that reads a file comes near it. `sentCopy`: into the same table, read by this process and sent
 * as COPY in transactions of a batch.
 * `keysAlone`: batches into the two keyed tables that make a second import change nothing, by one statement each, and
 * neither checked nor summed up. `withRollups`: `baton import`, the process included.
 */
export const ingestion = async (world: World): Promise<Ingestion> => {
  const client = await world.pool.connect();
  try {
    await client.query('drop table if exists bare, keyed, keyed_ids');
    const bareCopy = await seconds(() => copyBare(client, world.files.orders));
    await client.query('truncate bare');
    const sentCopy = await seconds(() => sendBare(client, world.files.orders));
    const keysAlone = await seconds(() => insertKeyed(client, world.files.orders));
    await client.query('drop table bare, keyed, keyed_ids');
    return { rows: world.files.rows.orders, bareCopy, sentCopy, keysAlone, withRollups: world.imported.orders.seconds };
  } finally {
    client.release();
  }
};

const copyBare = async (client: PoolClient, file: string): Promise<void> => {
  await client.query(
    'create table bare (order_id text, contact_id text, at timestamptz, amount bigint, category text, status text)',
  );
  await client.query(`copy bare from '${file}' with (format csv, header)`);
};

const insertKeyed = async (client: PoolClient, file: string): Promise<void> => {
  await client.query('create table keyed (like orders including defaults including indexes)');
  await client.query('create table keyed_ids (like ingest_keys including defaults including indexes)');
  await inBatches(file, async (lines) => {
    const batch = lines.map((line) => line.split(','));
    const column = (i: number) => batch.map((row) => row[i] ?? '');
    await client.query(
      `with x as (select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::bigint[], $5::text[], $6::text[]) as x (order_id, name, at, amount, category, status)),
        named as (select x.*, i.contact_id from x join contact_identities i on i.source = 'external' and i.external_id = x.name),
        fresh as (insert into keyed_ids (source, external_id, contact_id) select 'order', order_id, contact_id from named on conflict do nothing returning external_id)
      insert into keyed (contact_id, order_id, at, amount, currency, category, status, received_at)
      select n.contact_id, n.order_id, n.at, n.amount, '${ACCOUNT.currency}', n.category, n.status, now() from named n join fresh f on f.external_id = n.order_id on conflict do nothing`,
      [0, 1, 2, 3, 4, 5].map(column),
    );
  });
};

const sendBare = (client: PoolClient, file: string): Promise<void> =>
  inBatches(
    file,
    (lines) =>
      new Promise<void>((done, fail) => {
        client.query(new CopyIn('copy bare from stdin with (format csv)', `${lines.join('\n')}\n`, done, fail));
      }),
  );

/** COPY over the connection, which the driver knows and has no word for. */
class CopyIn {
  readonly #command: string;
  readonly #rows: string;
  readonly #done: () => void;
  readonly #fail: (error: Error) => void;
  constructor(command: string, rows: string, done: () => void, fail: (error: Error) => void) {
    this.#command = command;
    this.#rows = rows;
    this.#done = done;
    this.#fail = fail;
  }
  submit(connection: Connection): void {
    connection.query(this.#command);
  }
  handleCopyInResponse(connection: Connection & { sendCopyFromChunk(rows: Buffer): void; endCopyFrom(): void }): void {
    connection.sendCopyFromChunk(Buffer.from(this.#rows));
    connection.endCopyFrom();
  }
  handleCommandComplete(): void {}
  handleReadyForQuery(): void {
    this.#done();
  }
  handleError(error: Error): void {
    this.#fail(error);
  }
}

const inBatches = async (file: string, take: (lines: readonly string[]) => Promise<unknown>): Promise<void> => {
  let batch: string[] = [];
  let header = true;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (!header) batch.push(line);
    header = false;
    if (batch.length < BATCH) continue;
    await take(batch);
    batch = [];
  }
  if (batch.length > 0) await take(batch);
};

const seconds = async (run: () => Promise<void>): Promise<number> => {
  const began = performance.now();
  await run();
  return (performance.now() - began) / 1_000;
};
