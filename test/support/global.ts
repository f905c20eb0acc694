import { rmSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openEmbedded } from '../../src/db/embedded.ts';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { scratch } from './scratch.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string;
    /** Node's own cache of compiled files, for the processes that tests start: a quarter of what a start costs. */
    compiled: string;
  }
}

/** One real PostgreSQL for the run; every test file copies its own database from a migrated template. And one browser. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  // Unpacked by whoever asks first: several at once would find a half of it.
  await chromium.executablePath();
  const dir = scratch('test');
  // Nothing here has to survive a power cut, or to be sent to a standby.
  const settings = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'wal_level=minimal',
    'max_wal_senders=0',
  ];
  const server = await openEmbedded(dir, { flags: settings.flatMap((each) => ['-c', each]) });
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query('create database template_baton');
  await migrateDatabase(server.url.replace(/\/baton$/, '/template_baton'));
  await admin.end();
  project.provide('databaseUrl', server.url);
  const compiled = scratch('compiled');
  project.provide('compiled', compiled);
  return async () => {
    await server.stop();
    for (const each of [dir, compiled]) rmSync(each, { recursive: true, force: true });
  };
};
