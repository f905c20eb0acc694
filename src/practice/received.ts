import { sql } from 'drizzle-orm';
import { isPassing, retrying } from '../db/retry.ts';
import { practiceMail } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';
import { messageOf } from '../kit/log.ts';

/** What the practice mailbox and phone received, kept once. */
export type Received = typeof practiceMail.$inferInsert;

/** Any number that is only ours: ids become visible in order, so that `after=N` never passes one by. */
const LOCK = 7_218_431;

/** Tells one reception from another, also of the same message. */
export const RECEIPT = 'x-practice-receipt';
/** How long a message is held on to while the database is away; the sender gives up before or after, as it likes. */
const KEEP_FOR_MS = 60_000;

/** The database went away while a message was written and stayed away: it may be there, or not. */
export class NotKnown extends Error {}

/** Writes what came in meanwhile in one statement, so that hundreds a second need few commits. */
export const receiving = (db: Deps['db']) => {
  let waiting: { rows: Received[]; done: () => void; fail: (error: unknown) => void }[] = [];
  let busy = false;
  const drain = async () => {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 100);
      try {
        await keep(
          db,
          batch.flatMap((each) => each.rows),
        );
        for (const { done } of batch) done();
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    busy = false;
  };
  return (rows: Received[]): Promise<void> =>
    new Promise((done, fail) => {
      waiting = [...waiting, { rows, done, fail }];
      if (!busy) void drain();
    });
};

/** A commit whose answer was lost may have happened: what it wrote is looked for before anything is written again. */
const keep = async (db: Deps['db'], rows: Received[]): Promise<void> => {
  let tries = 0;
  try {
    await retrying(() => {
      tries += 1;
      return db.transaction(async (tx) => {
        await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
        const left = tries > 1 ? await missing(tx, rows) : rows;
        if (left.length > 0) await tx.insert(practiceMail).values(left);
      });
    }, KEEP_FOR_MS);
  } catch (error) {
    throw isPassing(error) ? new NotKnown(messageOf(error)) : error;
  }
};

const receiptOf = ({ headers }: Received): string => headers[RECEIPT] ?? '';

const missing = async (tx: Tx, rows: Received[]): Promise<Received[]> => {
  const receipt = sql`${practiceMail.headers} ->> ${RECEIPT}`;
  const found = await tx
    .select({ receipt: sql<string>`${receipt}` })
    .from(practiceMail)
    .where(sql`${receipt} = any(${sql.param(rows.map(receiptOf))}::text[])`);
  const kept = new Set(found.map((row) => row.receipt));
  return rows.filter((row) => !kept.has(receiptOf(row)));
};
