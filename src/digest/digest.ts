import { desc, eq } from 'drizzle-orm';
import { type Due, finishDue, schedule } from '../campaign/due.ts';
import { namedPeople } from '../campaign/people.ts';
import { tell } from '../campaign/tell.ts';
import { digests } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';
import { MINUTE } from '../kit/clock.ts';
import { dayBounds } from '../kit/zone.ts';
import { keepMarked } from '../results/keep.ts';
import { rereadFinals } from '../results/late.ts';
import { type DigestBody, digestFacts, revenueDaysOf } from './facts.ts';
import { lastDigestAt, missedDigest, nextDigestAt } from './schedule.ts';
import { opensWeek, type WeekReview, weekBefore } from './week.ts';

/** Later than this after its time a digest says that it is late. */
const LATE_MS = 10 * MINUTE;

/**
 * Writes the digest of a date and has it posted; a second call, from whichever process, writes and posts nothing.
 *
 * @returns what it says, or null when there was one already
 */
export const writeDigest = async (deps: Deps, date: string, late: boolean): Promise<DigestBody | null> => {
  // Slack may have to be asked who may approve: not while a transaction is open.
  const people = await namedPeople(deps);
  // Kept by a job as days end (jobs/timetable.ts): here is left what came in since.
  await keepMarked(deps, await deps.clock.business(), revenueDaysOf(date, deps.config.timezone));
  return deps.db.transaction(async (tx) => {
    const now = await deps.clock.business();
    const facts = await digestFacts(deps, tx, date, { now, late, people });
    const week = (await opensWeek(tx, date)) ? await weekBefore(deps, tx, date, now) : undefined;
    const body: DigestBody = { ...facts, ...(week && { week }) };
    const [row] = await tx
      .insert(digests)
      .values({ date, body, late, at: now })
      .onConflictDoNothing({ target: digests.date })
      .returning({ date: digests.date });
    if (!row) return null;
    await tell(tx, deps, {
      key: digestKey(date),
      kind: 'digest',
      channel: deps.config.digestChannel,
      subject: { date },
    });
    return body;
  });
};

const digestKey = (date: string): string => `digest:${date}`;

/** As it was written, or as it would be now; of a day that is over, as of its end. Nothing is written or posted. */
export const readDigest = async (
  deps: Pick<Deps, 'config' | 'db' | 'clock' | 'directory' | 'log'>,
  date: string,
): Promise<DigestBody> => {
  const [row] = await deps.db.select().from(digests).where(eq(digests.date, date));
  if (row) return row.body as DigestBody;
  const now = await deps.clock.business();
  const { to } = dayBounds(date, deps.config.timezone);
  return digestFacts(deps, deps.db, date, { now, late: false, ...(to <= now && { asOf: to }) });
};

/** The review of the week before that date's, read now; nothing is written or posted. */
export const readWeek = async (
  deps: Pick<Deps, 'config' | 'db' | 'clock'> & Partial<Pick<Deps, 'channels'>>,
  date: string,
): Promise<WeekReview> => weekBefore(deps, deps.db, date, await deps.clock.business());

/**
 * A digest falls due. After downtime several may be: only the newest is written, and says that it is late. Results that
 * late orders changed are read again first, so that the digest and the cards agree.
 */
export const runDigest = async (deps: Deps, due: Due): Promise<void> => {
  const now = await deps.clock.business();
  const { digestCron, timezone } = deps.config;
  const newest = lastDigestAt(digestCron, timezone, now);
  if (due.ref >= newest.date) {
    await rereadFinals(deps, now);
    await writeDigest(deps, due.ref, now.getTime() - due.at.getTime() > LATE_MS);
  } else await scheduleDigest(deps, deps.db, newest);
  await ensureDigest(deps);
  await finishDue(deps.db, due.id, await deps.clock.business());
};

/** Asked at start and after each digest: the next one is a row, and so is the newest that downtime left unwritten. */
export const ensureDigest = async (deps: Deps): Promise<void> => {
  const now = await deps.clock.business();
  const { digestCron, timezone } = deps.config;
  const [last] = await deps.db.select({ date: digests.date }).from(digests).orderBy(desc(digests.date)).limit(1);
  const missed = missedDigest(digestCron, timezone, last?.date ?? null, now);
  if (missed) await scheduleDigest(deps, deps.db, missed);
  await scheduleDigest(deps, deps.db, nextDigestAt(digestCron, timezone, now));
};

const scheduleDigest = (deps: Deps, tx: Tx, { date, at }: { date: string; at: Date }): Promise<void> =>
  schedule(tx, deps, { kind: 'digest', ref: date, at });
