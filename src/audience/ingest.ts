import { setImmediate } from 'node:timers/promises';
import { again } from '../db/retry.ts';
import type { Db, Transaction } from '../deps.ts';
import type { Region } from '../kit/phone.ts';
import { type AttributeOwner, type AttributeTypes, loadTypes } from './attribute-types.ts';
import { type RawRow, Refused, type Rejection } from './cells.ts';
import { keptOut, nobodyErasedMeanwhile, type Said } from './erased.ts';
import { byRounds, type Placed, ROUNDS } from './ingest-rounds.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { Account } from './when.ts';

export type IngestOptions = Account & {
  /** Business time: when a row without one was made, and when it came in. */
  now: Date;
  /** Files hold text only (`12` is a number); JSON says what it means. */
  from: 'file' | 'json';
  /** Number of the first row, for rejections. */
  firstRow?: number;
  /** Country of phone numbers written without one. */
  region?: Region;
  /** What a contacts row's `consent.<channel>` columns rest on; without it they are refused. */
  consentSource?: string;
  /** Which wording was agreed to, where a file's columns do not say. */
  consentText?: string;
  /** Rows a transaction. */
  batch?: number;
  /** Of the columns that are not ours; asked from the database where not given. */
  types?: AttributeTypes;
  /** What tombstones of erased people are read by; without it nothing is stored while there are any. */
  secretKeys?: readonly string[];
  /** Everything is done, and taken back at the end of each transaction. */
  dryRun?: boolean;
  /** Of a dry run in several batches: what those before said. */
  rehearsal?: Rehearsal;
};
export type RowStatus = 'inserted' | 'updated' | 'unchanged' | 'rejected';
export type Ingested = {
  read: number;
  inserted: number;
  updated: number;
  unchanged: number;
  rejected: Rejection[];
  /** One a row, in order. */
  statuses: RowStatus[];
};

/** `types` is there by now. */
export type ParseOptions = IngestOptions & { types: AttributeTypes };

/** What one kind of row is: how it is read, what makes it the same row, how a batch without doubles is stored. */
export type Kind<Row> = {
  /** Whose attributes its other columns are; null where those are left out. */
  attributes: AttributeOwner | null;
  /** @throws Refused */
  parse(raw: RawRow, opts: ParseOptions): Row;
  key(row: Row): string;
  /** Column of that key where it belongs to one contact and does not name it. */
  owned: string | null;
  /** What tombstones ask of it (erased.ts). */
  said(row: Row): Said;
  /** Same order as given; `Refused` for a row that the data already there rules out. */
  store(tx: Transaction, rows: readonly Row[], opts: IngestOptions): Promise<(RowStatus | Refused)[]>;
};

/**
 * Rows a transaction: the more there are, the more of them are about one contact, whose roll-up is then written once. Above
 * this little is won, more is held in memory, and locks are kept longer.
 */
export const BATCH = 20_000;
const SLICE = 500;

/**
 * Stores rows in batches, each one transaction with its roll-ups. The same rows again change nothing. A refused row does
 * not stop the others. Rows of one key are applied in their order.
 */
export const ingest = async <Row>(
  db: Db,
  kind: Kind<Row>,
  raws: readonly RawRow[],
  opts: IngestOptions,
): Promise<Ingested> => {
  const types = opts.types ?? (kind.attributes ? await loadTypes(db, kind.attributes) : new Map());
  return (await prepare(db, kind, raws, { ...opts, types }))();
};

/**
 * The same in two parts: rows are read first, and stored when the answer is called, so that a file's next rows are
 * read while these are being stored.
 */
export const prepare = async <Row>(
  db: Db,
  kind: Kind<Row>,
  raws: readonly RawRow[],
  opts: ParseOptions,
): Promise<() => Promise<Ingested>> => {
  const statuses: RowStatus[] = new Array<RowStatus>(raws.length).fill('rejected');
  const rejected: Rejection[] = [];
  const refuse = (index: number, { column, value, allowed, why }: Refused) => {
    statuses[index] = 'rejected';
    rejected.push({ row: (opts.firstRow ?? 0) + index, column, value, allowed, ...(why && { why }) });
  };
  const parsed: Placed<Row>[] = [];
  for (const [index, raw] of raws.entries()) {
    // Reading a whole batch in one go would keep the answers of the database waiting.
    if (index % SLICE === SLICE - 1) await setImmediate();
    try {
      parsed.push({ index, row: kind.parse(raw, opts) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refuse(index, error);
    }
  }
  return async () => {
    const size = opts.batch ?? BATCH;
    for (let start = 0; start < parsed.length; start += size)
      for (const { index, outcome } of await storeBatch(db, kind, parsed.slice(start, start + size), opts))
        if (outcome instanceof Refused) refuse(index, outcome);
        else statuses[index] = outcome;
    const count = (status: RowStatus) => statuses.filter((s) => s === status).length;
    return {
      read: raws.length,
      inserted: count('inserted'),
      updated: count('updated'),
      unchanged: count('unchanged'),
      rejected: rejected.sort((a, b) => a.row - b.row),
      statuses,
    };
  };
};

type Outcome = { index: number; outcome: RowStatus | Refused };

/** Carries what a dry run found out of the transaction that is taken back. */
class TakenBack extends Error {
  readonly outcomes: readonly Outcome[];
  constructor(outcomes: readonly Outcome[]) {
    super('taken back');
    this.outcomes = outcomes;
  }
}

const storeBatch = <Row>(
  db: Db,
  kind: Kind<Row>,
  batch: readonly Placed<Row>[],
  opts: IngestOptions,
): Promise<readonly Outcome[]> =>
  again(async () => {
    try {
      return await db.transaction(async (tx) => {
        const { allowed, outcomes } = await withoutErased(tx, kind, batch, opts);
        const { rounds, doubles, many } = byRounds(allowed, kind.key);
        for (const round of rounds) {
          const results = await kind.store(
            tx,
            round.map(({ row }) => row),
            opts,
          );
          for (const [i, { index }] of round.entries()) outcomes.push({ index, outcome: results[i] ?? 'unchanged' });
        }
        const before = new Map(outcomes.map(({ index, outcome }) => [index, outcome]));
        for (const { index, of } of doubles) {
          const first = before.get(of);
          outcomes.push({ index, outcome: first instanceof Refused ? first : 'unchanged' });
        }
        for (const { index, key } of many)
          outcomes.push({ index, outcome: new Refused('*', key, `<= ${ROUNDS}`, 'repeated') });
        if (opts.dryRun) throw new TakenBack(outcomes);
        return outcomes;
      });
    } catch (error) {
      if (error instanceof TakenBack) return rehearsed(kind, batch, error.outcomes, opts);
      throw error;
    }
  });

const rehearsed = async <Row>(
  kind: Kind<Row>,
  batch: readonly Placed<Row>[],
  outcomes: readonly Outcome[],
  { rehearsal }: IngestOptions,
): Promise<readonly Outcome[]> => {
  if (!rehearsal) return outcomes;
  const of = new Map(outcomes.map(({ index, outcome }) => [index, outcome]));
  const said = batch.map(({ index, row }) => ({
    key: kind.key(row),
    contact: kind.said(row).name,
    row,
    outcome: of.get(index) ?? 'unchanged',
  }));
  const judged = await rehearsal.outcomes(said, kind.owned);
  return batch.map(({ index }, i) => ({ index, outcome: judged[i] ?? 'unchanged' }));
};

/** Rows about people who were erased and stay so are refused before anything of them is stored. */
const withoutErased = async <Row>(
  tx: Transaction,
  kind: Kind<Row>,
  batch: readonly Placed<Row>[],
  opts: IngestOptions,
): Promise<{ allowed: Placed<Row>[]; outcomes: Outcome[] }> => {
  await nobodyErasedMeanwhile(tx);
  const said = batch.map(({ row }) => kind.said(row));
  const graves = await keptOut(tx, said, opts);
  const outcomes: Outcome[] = [];
  const allowed = batch.filter(({ index }, i) => {
    const [grave, of] = [graves[i], said[i]];
    if (!grave || !of) return true;
    outcomes.push({ index, outcome: new Refused(of.column, of.name, `> ${grave.toISOString()}`, 'erased') });
    return false;
  });
  return { allowed, outcomes };
};

export { again };
