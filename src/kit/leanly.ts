import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

/** Beside the packages and not in a shared temporary folder, where somebody else could put code for us. */
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/baton');

/**
 * Loads a part of the program without its garbage. Node reads a package's own `package.json` anew for every file of it, and
 * drizzle-orm's is 180 KB: 150 MB that nobody holds, in half a second, and a process never gives memory back that it once had.
 * While loading every collection is a whole one, which costs nothing where little is alive.
 *
 * What was compiled is kept for the next process, at once and not at the end, since this one may be killed: it halves a
 * start. Where the folder cannot be written nothing is kept, and nothing is said.
 */
export const leanly = async <T>(load: () => Promise<T>): Promise<T> => {
  setFlagsFromString('--gc-global');
  enableCompileCache(CACHE);
  try {
    return await load();
  } finally {
    setFlagsFromString('--no-gc-global');
    flushCompileCache();
  }
};
