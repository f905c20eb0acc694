import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { openEmbedded } from './embedded.ts';
import { migrateDatabase } from './migrate.ts';

export type OpenDatabase = { url: string; close(): Promise<void> };

/** The configured database, up and migrated: the given one, or the embedded one (joined when it runs already). */
export const openDatabase = async (config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<OpenDatabase> => {
  const embedded = config.databaseUrl ? null : await openEmbedded(config.dataDir);
  const url = config.databaseUrl ?? embedded?.url ?? '';
  try {
    await migrateDatabase(url);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
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
