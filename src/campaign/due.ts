import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm';
import { dues } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';

/** Everything that falls due at a business time. What each does: jobs/timetable.ts. */
export type DueKind =
  | 'send'
  | 'request.remind1'
  | 'request.remind2'
  | 'request.expire'
  | 'wave.decide'
  | 'wave.remind'
  | 'wave.release'
  | 'readout.day1'
  | 'readout.daily'
  | 'readout.final'
  | 'draft.retry'
  | 'goal.expire'
  | 'digest'
  | 'notice.collect'
  | 'practice.customers';

export type Due = { id: number; kind: DueKind; campaignId: number | null; ref: string; at: Date };

/** Sets or moves what falls due: the same (kind, ref) twice is one row. Due already? Then it runs at once. */
export const schedule = async (
  tx: Tx,
  deps: Pick<Deps, 'jobs' | 'clock'>,
  due: { kind: DueKind; campaignId?: number; ref: string; at: Date },
): Promise<void> => {
  const [row] = await tx
    .insert(dues)
    .values({ ...due, campaignId: due.campaignId ?? null })
    .onConflictDoUpdate({ target: [dues.kind, dues.ref], set: { at: sql`excluded.at`, doneAt: null } })
    .returning({ id: dues.id });
  if (row && due.at <= (await deps.clock.business()))
    await deps.jobs.enqueue(tx, 'due.run', { dueId: row.id }, { key: String(row.id) });
};

/** Open rows at or before `until`, earliest first. */
export const openDues = async (tx: Tx, until: Date): Promise<Due[]> =>
  (
    await tx
      .select()
      .from(dues)
      .where(and(isNull(dues.doneAt), lte(dues.at, until)))
      .orderBy(asc(dues.at), asc(dues.id))
  ).map(({ id, kind, campaignId, ref, at }) => ({ id, kind: kind as DueKind, campaignId, ref, at }));

/** The next instant at which something falls due, up to `until`; null when there is none. */
export const nextDue = async (tx: Tx, until: Date): Promise<Date | null> => (await openDues(tx, until))[0]?.at ?? null;

export const findDue = async (tx: Tx, id: number): Promise<Due | null> => {
  const [row] = await tx
    .select()
    .from(dues)
    .where(and(eq(dues.id, id), isNull(dues.doneAt)));
  return row ? { id: row.id, kind: row.kind as DueKind, campaignId: row.campaignId, ref: row.ref, at: row.at } : null;
};

/** In the transaction that did it, so that it is done once. @returns false when somebody else was first */
export const finishDue = async (tx: Tx, id: number, at: Date): Promise<boolean> =>
  (
    await tx
      .update(dues)
      .set({ doneAt: at })
      .where(and(eq(dues.id, id), isNull(dues.doneAt)))
      .returning({ id: dues.id })
  ).length > 0;
