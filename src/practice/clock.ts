import { eq, sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { Duration } from 'luxon';
import { nextDue } from '../campaign/due.ts';
import { practiceClock } from '../db/schema.ts';
import type { Db, Deps } from '../deps.ts';
import { type Clock, realClock } from '../kit/clock.ts';
import { messageOf } from '../kit/log.ts';

/**
 * The practice clock: the business time is the machine's plus an offset kept in the database, so that every process reads
 * the same. Moving it never jumps: it stops at each due instant, runs what is due, and goes on when all is quiet.
 */
const ROW = 1;
/** A year at once would mean thousands of stops. */
const MOST_MS = 62 * 24 * 3600_000;
const QUIET_TIMEOUT_MS = 180_000;
const LOCK = 7_218_403;

export const practiceTime = (db: Db): Clock => ({
  system: realClock.system,
  business: async () => new Date(realClock.system().getTime() + (await offset(db))),
});

const offset = async (db: Db): Promise<number> =>
  (await db.select().from(practiceClock).where(eq(practiceClock.id, ROW)))[0]?.offsetMs ?? 0;

const setBusiness = async (db: Db, to: Date): Promise<void> => {
  const row = { id: ROW, offsetMs: Math.round(to.getTime() - realClock.system().getTime()) };
  // Never backwards: what happened stays in the past.
  await db
    .insert(practiceClock)
    .values(row)
    .onConflictDoUpdate({
      target: practiceClock.id,
      set: { offsetMs: sql`greatest(excluded.offset_ms, ${practiceClock.offsetMs})` },
    });
};

export type Mover = {
  /** Asks for what is due now. */
  tick(): Promise<void>;
  /** Asks for what an hour brings that no row stands for: sums and corrections. */
  arrive(): Promise<void>;
  /**
   * True when no job runs or waits, no message is owed to Slack and no event is on its way to the bot. On the way an edit of
   * what stands may still be owed, since Slack takes few a minute; a first post may not, because it bears its time.
   */
  isQuiet(where: 'on the way' | 'arrived'): Promise<boolean>;
};

/** @returns the business time reached and how many due instants were stopped at on the way */
const moveClock = async (
  deps: Pick<Deps, 'db' | 'pool' | 'clock'>,
  mover: Mover,
  ms: number,
): Promise<{ now: Date; ran: number }> => {
  const lock = await deps.pool.connect();
  try {
    await lock.query('select pg_advisory_lock($1)', [LOCK]);
    const target = new Date((await deps.clock.business()).getTime() + ms);
    let ran = 0;
    let stuck: string | null = null;
    for (let due = await nextDue(deps.db, target); due; due = await nextDue(deps.db, target)) {
      if (due > (await deps.clock.business())) await setBusiness(deps.db, due);
      await mover.tick();
      await untilQuiet(mover, 'on the way');
      ran += 1;
      // The same instant again means that something due there cannot be done: say so instead of turning for ever.
      if (stuck === due.toISOString()) throw new Error(`what is due at ${stuck} does not get done`);
      stuck = due.toISOString();
    }
    await setBusiness(deps.db, target);
    await mover.tick();
    await mover.arrive();
    await untilQuiet(mover, 'arrived');
    return { now: await deps.clock.business(), ran };
  } finally {
    await lock.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    lock.release();
  }
};

/** Quiet twice in a row: a job that has just ended may have asked for another. */
const untilQuiet = async (mover: Mover, where: 'on the way' | 'arrived'): Promise<void> => {
  let quiet = 0;
  for (const until = Date.now() + QUIET_TIMEOUT_MS; quiet < 2; ) {
    quiet = (await mover.isQuiet(where)) ? quiet + 1 : 0;
    if (Date.now() > until) throw new Error('still busy after three minutes: the clock stands where it is');
    await new Promise((done) => setTimeout(done, 40));
  }
};

/** `GET /clock` and `POST /clock {"advance":"P1D"}` (an ISO 8601 duration). */
export const clockRoutes = (deps: Pick<Deps, 'db' | 'pool' | 'clock'>, mover: Mover): Hono => {
  const app = new Hono();
  app.get('/clock', async (c) =>
    c.json({ now: (await deps.clock.business()).toISOString(), offsetMs: await offset(deps.db) }),
  );
  app.post('/clock', async (c) => {
    const body = (await c.req.json().catch(() => ({}))) as { advance?: unknown };
    const duration = typeof body.advance === 'string' ? Duration.fromISO(body.advance) : Duration.invalid('missing');
    const ms = duration.toMillis();
    if (!duration.isValid || !(ms > 0) || ms > MOST_MS)
      return c.json({ error: 'advance: an ISO 8601 duration above zero and up to P62D, such as PT1H or P1D' }, 400);
    try {
      const { now, ran } = await moveClock(deps, mover, ms);
      return c.json({ now: now.toISOString(), ran });
    } catch (error) {
      return c.json(
        {
          error: messageOf(error),
          now: (await deps.clock.business()).toISOString(),
        },
        503,
      );
    }
  });
  return app;
};
