import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../deps.ts';
import { ms } from './ledger/guards.ts';

/** `waitMs` until the reserved slots begin; or how long to stay away because the account is held or booked out. */
export type Slot = { ok: true; waitMs: number; failures: number } | { ok: false; awayMs: number };

/**
 * How long `n` messages take the account for: as many whole batches fit into a second as do not go over the rate, so that no
 * second holds one message more, wherever it begins.
 */
const widthMs = (n: number, perSecond: number): number =>
  perSecond >= n ? 1000 / Math.floor(perSecond / n) : (n * 1000) / perSecond;

/**
 * Reserves the next `n` slots of a provider account at `perSecond`, in one statement on the database's own clock, so that
 * all workers on all machines share one rate. Nothing is reserved when the turn would come later than `patienceMs`.
 *
 * After a failure one batch at a time tries whether the account takes anything again; the next waits `patienceMs` behind it.
 */
export const reserveSlots = async (
  db: Db,
  account: string,
  n: number,
  perSecond: number,
  patienceMs: number,
): Promise<Slot> => {
  const width = ms(widthMs(n, perSecond));
  const probing = sql`case when p.failures > 0 then ${ms(patienceMs)} else interval '0' end`;
  const free = sql`greatest(p.next_at, p.held_until, clock_timestamp())`;
  const { rows } = await db.execute<{ wait: number; failures: number }>(sql`
    insert into provider_rates as p (account, next_at)
    select ${account}, clock_timestamp() + ${width} from ${UNFLUSHED}
    on conflict (account) do update set next_at = ${free} + ${width} + ${probing}
    where greatest(p.next_at, p.held_until) <= clock_timestamp() + ${ms(patienceMs)}
    returning (extract(epoch from p.next_at - ${width} - ${probing} - clock_timestamp()) * 1000)::float8 as wait, p.failures`);
  const row = rows[0];
  if (row) return { ok: true, waitMs: Math.max(0, row.wait), failures: row.failures };
  return { ok: false, awayMs: (await awayFor(db, account)) ?? patienceMs };
};

/**
 * Everybody takes turns at this one row, so that nobody waits there for the disk: slots lost with the database's own crash
 * are slots of a moment when nothing was sent.
 */
const UNFLUSHED = sql.raw("set_config('synchronous_commit', 'off', true) as quick where quick = 'off'");

/** Ms until the account takes messages again; null when it does now. */
export const awayFor = async (db: Db, account: string): Promise<number | null> => {
  const { rows } = await db.execute<{ away: number }>(sql`
    select (extract(epoch from greatest(p.next_at, p.held_until) - clock_timestamp()) * 1000)::float8 as away
    from provider_rates p where p.account = ${account}`);
  const away = rows[0]?.away ?? 0;
  return away > 0 ? away : null;
};

/** Whether the account is being held back, for whoever shows it: failures in a row and the system time of the next try. */
export const heldAccount = async (db: Db, account: string): Promise<{ until: Date; failures: number } | null> => {
  const { rows } = await db.execute<{ until: string; failures: number }>(sql`
    select p.held_until as until, p.failures from provider_rates p where p.account = ${account} and p.held_until > clock_timestamp()`);
  return rows[0] ? { until: new Date(rows[0].until), failures: rows[0].failures } : null;
};

export type Hold = { baseMs: number; capMs: number; askedMs: number; jitter: number };

/**
 * The provider is down or asked for a wait: nobody hands anything over for a while, doubling up to a cap. Several workers
 * failing at the same moment count as one failure. @returns ms to stay away
 */
export const holdAccount = async (db: Db, account: string, hold: Hold): Promise<number> => {
  const pause = (failures: number | typeof FAILURES) => sql`greatest(${ms(hold.askedMs)}, ${ms(hold.jitter)}
    * least(${hold.capMs}::float8, ${hold.baseMs}::float8 * power(2, least(${failures}, 20))))`;
  await db.execute(sql`
    insert into provider_rates as p (account, next_at, held_until, failures)
    values (${account}, clock_timestamp(), clock_timestamp() + ${pause(0)}, 1)
    on conflict (account) do update set failures = p.failures + 1, held_until = clock_timestamp() + ${pause(FAILURES)}
    where p.held_until is null or p.held_until <= clock_timestamp()`);
  return (await awayFor(db, account)) ?? hold.baseMs;
};
const FAILURES = sql.raw('p.failures');

/** The account took something: the next failure starts from the shortest pause again. */
export const clearHold = (db: Tx, account: string) =>
  db.execute(
    sql`update provider_rates set failures = 0, held_until = null, next_at = least(next_at, clock_timestamp())
      where account = ${account} and failures > 0`,
  );
