import { Duration } from 'luxon';
import { parseConfig } from '../../src/config.ts';
import type { Db, Deps, Person } from '../../src/deps.ts';
import type { JobName, Jobs } from '../../src/jobs/job.ts';
import type { Clock } from '../../src/kit/clock.ts';
import { standingNet } from './net.ts';

/** A clock that stands until it is moved. Both hands show the same time unless only the business one is moved. */
export type HandClock = Clock & { forward(iso: string): void; set(at: string): void };

export const handClock = (start = '2026-11-24T01:00:00Z'): HandClock => {
  let now = new Date(start).getTime();
  return {
    system: () => new Date(now),
    business: async () => new Date(now),
    forward: (iso) => {
      now += Duration.fromISO(iso).toMillis();
    },
    set: (at) => {
      now = new Date(at).getTime();
    },
  };
};

/** Records what was asked for; runs nothing. */
export type RecordedJobs = Jobs & { asked: { name: JobName; data: unknown; key?: string | undefined }[] };

export const recordedJobs = (): RecordedJobs => {
  const asked: RecordedJobs['asked'] = [];
  return {
    asked,
    enqueue: async (_tx, name, data, options) => {
      asked.push({ name, data, key: options?.key });
    },
    first: async () => null,
  };
};

export const someone = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: id,
  language: 'ko',
  email: `${id.toLowerCase()}@example.test`,
  phone: null,
  isBot: false,
  isGuest: false,
  isStranger: false,
  isAdmin: false,
  deleted: false,
  ...more,
});

/** Ids that can be foreseen: `dr_1`, `req_2`, ... */
export const countedIds = () => {
  let n = 0;
  return (prefix: string) => `${prefix}_${++n}`;
};

/** Deps around a real database; what a test does not hand in says so when it is used. */
export const testDeps = (
  connection: { db: Db; pool: Deps['pool'] },
  more: Partial<Deps> = {},
  env: Record<string, string> = {},
): Deps & { jobs: RecordedJobs; clock: HandClock } => {
  const missing = (what: string) => () => {
    throw new Error(`this test has no ${what}`);
  };
  return {
    config: parseConfig(
      { PRACTICE: 'none', APPROVERS: 'U2,U3', ADMINS: 'U9', SECRET_KEY: 'a test key of enough length', ...env },
      'database',
    ),
    db: connection.db,
    pool: connection.pool,
    clock: handClock(),
    newId: countedIds(),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    llm: { model: 'none', practice: false, complete: missing('model'), probe: async () => null },
    channels: new Map(),
    net: standingNet,
    jobs: recordedJobs(),
    directory: { person: async (id) => someone(id), group: async () => [] },
    judge: async ({ evidence, checks }) => ({ evidence, checks }),
    secretKeys: ['a test key of enough length'],
    ...more,
  } as Deps & { jobs: RecordedJobs; clock: HandClock };
};
