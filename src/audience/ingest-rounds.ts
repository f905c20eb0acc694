import { isDeepStrictEqual } from 'node:util';

/** A row and where it stands in its batch. */
export type Placed<Row> = { index: number; row: Row };

/** One id so often in one batch is no history of a thing: the wrong column was taken for the id. */
export const ROUNDS = 50;

export type Rounds<Row> = {
  /** No part holds one key twice: an upsert may touch a row only once. */
  rounds: Placed<Row>[][];
  /** Says the same as the row of its key before it, at `of`. */
  doubles: { index: number; of: number }[];
  many: { index: number; key: string }[];
};

/** Splits a batch so that rows of one key are applied one after the other, in few statements whatever the file is like. */
export const byRounds = <Row>(batch: readonly Placed<Row>[], keyOf: (row: Row) => string): Rounds<Row> => {
  const seen = new Map<string, { last: Placed<Row>; times: number }>();
  const found: Rounds<Row> = { rounds: [], doubles: [], many: [] };
  for (const placed of batch) {
    const key = keyOf(placed.row);
    const before = seen.get(key);
    if (before && isDeepStrictEqual(before.last.row, placed.row)) {
      found.doubles.push({ index: placed.index, of: before.last.index });
      continue;
    }
    const times = before?.times ?? 0;
    if (times >= ROUNDS) {
      found.many.push({ index: placed.index, key });
      continue;
    }
    seen.set(key, { last: placed, times: times + 1 });
    const round = found.rounds[times];
    if (round) round.push(placed);
    else found.rounds.push([placed]);
  }
  return found;
};
