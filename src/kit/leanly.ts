import { enableCompileCache, flushCompileCache, type ResolveFnOutput, registerHooks } from 'node:module';
import { join } from 'node:path';

/** Beside the packages and not in a shared temporary folder, where somebody else could put code for us. */
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/baton');

/** Files of drizzle-orm, whose parts name each other in full: one `package.json` for all, and it says that they are modules. */
const WITHIN = /\/node_modules\/drizzle-orm\/[^?#]*\.js$/;
const BY_NAME = /^drizzle-orm(?:\/|$)/;

/**
 * Loads a part of the program without waste. Node reads a package's own `package.json` anew for every file of it and for
 * every file that asks for it, and drizzle-orm's is 180 KB: 150 MB of garbage and half of the time of a start. So what leads
 * to its files is answered here, also for what is loaded later.
 *
 * What was compiled is kept for the next process, at once and not at the end, since this one may be killed: it halves a
 * start. Where the folder cannot be written nothing is kept, and nothing is said.
 */
export const leanly = async <T>(load: () => Promise<T>): Promise<T> => {
  enableCompileCache(CACHE);
  const found = new Map<string, ResolveFnOutput>();
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL: from, conditions } = context;
      if (from && WITHIN.test(from) && /^\.\.?\/.*\.js$/.test(specifier))
        return { url: new URL(specifier, from).href, format: 'module', shortCircuit: true };
      if (!BY_NAME.test(specifier) || !conditions.includes('import')) return next(specifier, context);
      const resolved = found.get(specifier) ?? next(specifier, context);
      found.set(specifier, resolved);
      return { ...resolved, shortCircuit: true };
    },
  });
  try {
    return await load();
  } finally {
    flushCompileCache();
  }
};
