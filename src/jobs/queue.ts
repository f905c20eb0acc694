import { sql } from 'drizzle-orm';
import { fromDrizzle, type Job, PgBoss, type Queue } from 'pg-boss';
import { ours } from '../db/client.ts';
import type { Tx } from '../deps.ts';
import { type Log, messageOf } from '../kit/log.ts';
import type { First, JobData, JobName, JobOptions, Jobs } from './job.ts';

/**
 * Durable jobs in our own PostgreSQL by pg-boss: transactional enqueue through drizzle, and a job whose worker was killed
 * runs again on another within seconds (ADR 0003). It only runs; what is due is decided by the `dues` table.
 *
 * Policies, and why:
 * - `singleton`: any number may wait, one a key runs. Nothing asked for inside a transaction is ever swallowed by an older
 *   job that read the state before that transaction committed.
 * - `stately`: one waits and one runs a key. For drawing, whose debt is kept in `messages` and swept anyway.
 * - `exclusive`: one waits or runs a key. For what the ticker asks for again every second.
 */
type Kind = { policy: 'singleton' | 'stately' | 'exclusive'; workers: number; expireInSeconds: number };

const QUEUES: Readonly<Record<JobName, Kind>> = {
  'draft.write': { policy: 'singleton', workers: 4, expireInSeconds: 900 },
  'slack.draw': { policy: 'stately', workers: 4, expireInSeconds: 120 },
  'due.run': { policy: 'exclusive', workers: 2, expireInSeconds: 900 },
  'send.freeze': { policy: 'singleton', workers: 1, expireInSeconds: 900 },
  'send.slice': { policy: 'singleton', workers: 4, expireInSeconds: 3600 },
  'send.interrupted': { policy: 'stately', workers: 1, expireInSeconds: 300 },
  'send.lookup': { policy: 'stately', workers: 1, expireInSeconds: 300 },
  'send.progress': { policy: 'exclusive', workers: 1, expireInSeconds: 60 },
  'intent.read': { policy: 'singleton', workers: 2, expireInSeconds: 300 },
  'import.read': { policy: 'singleton', workers: 2, expireInSeconds: 300 },
  // Ten million rows take a while; one at a time, since batches of two files would only wait for each other.
  'import.run': { policy: 'singleton', workers: 1, expireInSeconds: 12 * 3600 },
  'request.ping': { policy: 'singleton', workers: 1, expireInSeconds: 60 },
  'test.send': { policy: 'singleton', workers: 1, expireInSeconds: 120 },
  'results.keep': { policy: 'exclusive', workers: 1, expireInSeconds: 3600 },
  'data.keep': { policy: 'exclusive', workers: 1, expireInSeconds: 4 * 3600 },
};
export const JOB_NAMES = Object.keys(QUEUES) as JobName[];

const NAME = 'baton-jobs';
/** Shortest pg-boss allows: a killed worker's job is taken up again after this. */
const HEARTBEAT_SECONDS = 10;
/** Practically for ever, with growing pauses: no job is dropped because something was down for an hour. */
const RETRIES = 1_000;

export type Runner = <N extends JobName>(name: N, data: JobData[N]) => Promise<void>;

/** A job that a process which is gone had begun. */
export type Orphan = { [N in JobName]: { name: N; data: JobData[N] } }[JobName];

export type JobQueue = Jobs & {
  /** @returns what was being done by processes that are gone, where nobody else works on this database */
  start(): Promise<readonly Orphan[]>;
  work(run: Runner, names: readonly JobName[]): Promise<void>;
  /**
   * True when nothing is ready to run and nothing runs, but for what was asked for at a later system time. What failed, or
   * was left by a killed worker, and waits to be tried again is not done: it counts.
   */
  isIdle(tx: Tx, options?: { except: JobName }): Promise<boolean>;
  stop(): Promise<void>;
};

export const jobQueue = (databaseUrl: string, log: Log): JobQueue => {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: ours(NAME),
    max: 10,
    useListenNotify: true,
    schedule: false,
    // A crash must be noticed in seconds, not minutes.
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    monitorVacuum: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  boss.on('error', (error) => log.warn({ error: messageOf(error) }, 'job queue'));

  /**
   * Jobs that a killed process left running are tried again when its heartbeat is missed. Where nobody else works on this
   * database there is nothing to wait for: what may wait in any number is ready at once, so that sending goes on as soon as
   * this process is up; of the others one may be waiting already, which the queue's own supervision knows how to settle.
   */
  const orphansFirst = async (): Promise<readonly Orphan[]> => {
    const { rows } = (await boss.getDb().executeSql(
      `update pgboss.job set
         state = case when policy = 'singleton' then 'retry' else state end,
         retry_count = case when policy = 'singleton' then retry_count + 1 else retry_count end,
         start_after = case when policy = 'singleton' then now() else start_after end,
         heartbeat_on = case when policy <> 'singleton' then to_timestamp(0) end
       where state = 'active' and not exists (
         select 1 from pg_stat_activity where datname = current_database() and application_name like $1 and application_name <> $2)
       returning name, data`,
      [`${NAME}:%`, ours(NAME)],
    )) as { rows: Orphan[] };
    return rows;
  };

  return {
    async start() {
      await boss.start();
      for (const name of JOB_NAMES) {
        const queue: Omit<Queue, 'name'> = {
          policy: QUEUES[name].policy,
          expireInSeconds: QUEUES[name].expireInSeconds,
          heartbeatSeconds: HEARTBEAT_SECONDS,
          retryLimit: RETRIES,
          retryDelay: 1,
          retryBackoff: true,
          retryDelayMax: 60,
          deleteAfterSeconds: 24 * 3600,
          notify: true,
        };
        await boss.createQueue(name, queue);
      }
      return orphansFirst();
    },
    async enqueue<N extends JobName>(tx: Tx, name: N, data: JobData[N], options: JobOptions = {}) {
      await boss.send(name, data, {
        db: fromDrizzle(tx, sql),
        ...(options.key !== undefined && { singletonKey: options.key }),
        ...(options.startAfter && { startAfter: options.startAfter }),
        ...(options.place !== undefined && { priority: options.place }),
      });
    },
    async first<N extends JobName>(tx: Tx, name: N) {
      const line = (ready: boolean) => sql`(
        select priority as place, data, ${ready}::boolean as ready from pgboss.job
        where name = ${name} and state < 'active' and not blocked ${ready ? sql`and start_after <= now()` : sql``}
        order by priority desc, created_on limit 1)`;
      const { rows } = await tx.execute<First<N>>(
        sql`select * from (${line(true)} union all ${line(false)}) l order by ready desc limit 1`,
      );
      return rows[0] ?? null;
    },
    async work(run, names) {
      for (const name of names)
        await boss.work<JobData[typeof name]>(
          name,
          {
            localConcurrency: QUEUES[name].workers,
            batchSize: 1,
            pollingIntervalSeconds: 1,
            notifyPollingIntervalSeconds: 2,
          },
          async (batch: Job<JobData[typeof name]>[]) => {
            for (const job of batch) await run(name, job.data);
          },
        );
    },
    async isIdle(tx, options) {
      const { rows } = await tx.execute<{ busy: number }>(
        sql`select count(*)::int as busy from pgboss.job where state < 'completed' and (state in ('active', 'retry') or start_after <= now() + interval '1 second') and name is distinct from ${options?.except ?? null}`,
      );
      return (rows[0]?.busy ?? 0) === 0;
    },
    stop: () => boss.stop({ graceful: true, timeout: 20_000 }),
  };
};
