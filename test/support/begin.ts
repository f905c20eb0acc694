import pg from 'pg';
import { type Clock, realClock } from '../../src/kit/clock.ts';

/**
 * When every journey begins, whatever the machine's clock says: at ten in the morning of a Tuesday in Seoul, far from the
 * ends of the month and the year, where nothing that a journey counts on changes by the hour. Ahead of the machine, as
 * practice moves its clock.
 */
export const BEGINS = new Date('2035-11-06T10:00:00+09:00');

const ahead = (): number => BEGINS.getTime() - realClock.system().getTime();

/** Moves the practice clock of a migrated database there, before anything has happened in it. */
export const beginPractice = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('insert into practice_clock (id, offset_ms) values (1, $1)', [ahead()]);
  } finally {
    await client.end();
  }
};

/** For a product that runs without a practice clock. */
export const begunClock = (): Clock => {
  const by = ahead();
  return {
    system: realClock.system,
    business: async () => new Date(realClock.system().getTime() + by),
  };
};
