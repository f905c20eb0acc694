import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, unrealParts } from '../config.ts';
import { type Log, messageOf } from '../kit/log.ts';
import { openEmbedded } from './embedded.ts';
import { migrateDatabase } from './migrate.ts';

export type OpenDatabase = { url: string; close(): Promise<void> };

/** What practice makes up never stands beside real people: not even in the same folder. */
const databaseFor = (config: Pick<Config, 'practice'>): string =>
  unrealParts(config).length > 0 ? 'baton_practice' : 'baton';

/**
 * The configured database, up and migrated: the given one, or the embedded one (joined when it runs already), which has one
 * database for practice and one for what is real. Whether a given one holds the one or the other: kind.ts.
 *
 * @param log given by a server, which stays: an embedded one that dies under it is started again
 */
export const openDatabase = async (
  config: Pick<Config, 'databaseUrl' | 'dataDir' | 'practice'>,
  log?: Log,
): Promise<OpenDatabase> => {
  const embedded = config.databaseUrl ? null : await openEmbedded(config.dataDir, { database: databaseFor(config) });
  const url = config.databaseUrl ?? embedded?.url ?? '';
  try {
    await migrateDatabase(url);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  if (log)
    embedded?.keepUp((what, why) => {
      if (what === 'gone') log.error({}, 'the embedded database is gone: starting it again, nothing is sent meanwhile');
      else if (what === 'back') log.warn({}, 'the embedded database is back');
      else log.error({ error: messageOf(why) }, 'the embedded database does not start: trying again');
    });
  return { url, close: async () => embedded?.stop() };
};

/** Keys that sign links, newest first: the configured ones, or one made once beside the embedded database. */
export const secretKeys = (config: Pick<Config, 'secretKeys' | 'dataDir'>): readonly string[] => {
  if (config.secretKeys) return config.secretKeys;
  const file = join(config.dataDir, 'secret.key');
  if (!existsSync(file)) {
    mkdirSync(config.dataDir, { recursive: true });
    try {
      writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      // Another process starting at the same time made it: theirs is the one.
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
    }
  }
  return [readFileSync(file, 'utf8').trim()];
};
