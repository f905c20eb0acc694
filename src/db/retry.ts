import { setTimeout as sleep } from 'node:timers/promises';

/** Deadlock, serialization failure (Citus reports distributed deadlocks by the first): all of it was undone. */
const UNDONE = ['40P01', '40001'];
/** And the database going away or coming up: the statement may be run again as it is. */
const PASSING = new Set([...UNDONE, '57P01', '57P02', '57P03', '08000', '08001', '08003', '08006', '53300']);
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);
const LOST = /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered/i;

/** Drizzle wraps what the driver threw: looked for down the causes. */
const codeOf = ({ code }: Error & { code?: unknown }): string => (typeof code === 'string' ? code : '');
const isUndone = (thrown: unknown): boolean => {
  for (let error = thrown; error instanceof Error; error = error.cause) if (UNDONE.includes(codeOf(error))) return true;
  return false;
};

/** True when nothing is wrong with the statement itself. */
export const isPassing = (thrown: unknown): boolean => {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const code = codeOf(error);
    if (PASSING.has(code) || NETWORK.has(code)) return true;
    if (LOST.test(error.message)) return true;
  }
  return false;
};

const FIRST_MS = 50;
const MOST_MS = 2_000;

/**
 * Runs again what failed only because of the moment, until `forMs` of waiting are used up. For statements that may be
 * repeated: a commit whose answer was lost is run a second time.
 */
export const retrying = async <T>(run: () => Promise<T>, forMs: number): Promise<T> => {
  for (let waited = 0, pause = FIRST_MS; ; pause = Math.min(MOST_MS, pause * 2)) {
    try {
      return await run();
    } catch (error) {
      if (!isPassing(error) || waited >= forMs) throw error;
      waited += pause;
      await sleep(pause);
    }
  }
};

/** Of those that lock one another out only one is stopped each time: as many turns as a process has connections. */
const TURNS = 20;

/** Runs again what met a deadlock, also what must not be done twice: nothing of it was kept, and the other has ended by then. */
export const again = async <T>(run: () => Promise<T>): Promise<T> => {
  for (let turn = 1; ; turn += 1) {
    try {
      return await run();
    } catch (error) {
      if (turn >= TURNS || !isUndone(error)) throw error;
    }
  }
};
