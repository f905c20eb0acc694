import { enableCompileCache, flushCompileCache, registerHooks } from 'node:module';
import { join } from 'node:path';

/** Beside the packages and not in a shared temporary folder, where somebody else could put code for us. */
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/baton');

/** Files of drizzle-orm, whose parts name each other in full: one `package.json` for all, and it says that they are modules. */
const DRIZZLE = /\/node_modules\/drizzle-orm\/[^?#]*\.js$/;

/**
 * Loads a part of the program without waste. Node reads a package's own `package.json` anew for every file of it, and
 * drizzle-orm's is 180 KB: 150 MB of garbage and half of the time of a start. So how its files lead to each other is
 * answered here, also for what is loaded later.
 *
 * What was compiled is kept for the next process, at once and not at the end, since this one may be killed: it halves a
 * start. Where the folder cannot be written nothing is kept, and nothing is said.
 */
export const leanly = async <T>(load: () => Promise<T>): Promise<T> => {
  enableCompileCache(CACHE);
  registerHooks({
    resolve(specifier, context, next) {
      const from = context.parentURL;
      if (!from || !DRIZZLE.test(from) || !/^\.\.?\/.*\.js$/.test(specifier)) return next(specifier, context);
      return { url: new URL(specifier, from).href, format: 'module', shortCircuit: true };
    },
  });
  try {
    return await load();
  } finally {
    flushCompileCache();
  }
};
