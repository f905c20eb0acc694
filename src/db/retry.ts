import { setTimeout as sleep } from 'node:timers/promises';

/** Deadlock, serialisation, and the database going away or coming up: the statement may be run again as it is. */
const AGAIN = new Set(['40P01', '40001', '57P01', '57P02', '57P03', '08000', '08001', '08003', '08006', '53300']);
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);
const LOST = /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered/i;

/** True when nothing is wrong with the statement itself. Drizzle wraps what the driver threw: looked for down the causes. */
export const isPassing = (thrown: unknown): boolean => {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string' && (AGAIN.has(code) || NETWORK.has(code))) return true;
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
