import { and, desc, eq, gte, inArray, isNull, lt, not, type SQL, sql } from 'drizzle-orm';
import { isByRule } from '../campaign/waves.ts';
import { approvalRequests, campaigns, dues, launches, waves } from '../db/schema.ts';
import type { Tx } from '../deps.ts';

/** What is to leave: `n` as it was shown to who approved it. */
export type ToSend = { campaignId: number; at: string; n: number | null };
type Day = { from: Date; to: Date };

/** Launches of the day and, of campaigns with a test share, what is to go to the rest on it. */
export const dueToday = async (tx: Tx, day: Day): Promise<ToSend[]> =>
  [...(await launchesOf(tx, day)), ...(await releasesOf(tx, day))].sort((a, b) => a.at.localeCompare(b.at));

/** Of a day that is over: what began to leave on it, and what went to the rest of a test. */
export const sentOn = async (tx: Tx, day: Day): Promise<ToSend[]> => {
  const began = and(gte(campaigns.startedAt, day.from), lt(campaigns.startedAt, day.to));
  const released = await tx
    .select({ id: campaigns.id, at: waves.plannedAt, n: sql<number>`sum(${waves.rest})::int` })
    .from(waves)
    .innerJoin(campaigns, and(eq(waves.campaignId, campaigns.id), eq(waves.occurrence, campaigns.occurrence)))
    .where(and(gte(waves.plannedAt, day.from), lt(waves.plannedAt, day.to)))
    .groupBy(campaigns.id, waves.plannedAt);
  return [
    ...(await launchesWhere(tx, began, campaigns.startedAt)),
    ...released.flatMap(({ id, at, n }) => (at ? [{ campaignId: id, at: at.toISOString(), n }] : [])),
  ].sort((a, b) => a.at.localeCompare(b.at));
};

const launchesOf = (tx: Tx, day: Day): Promise<ToSend[]> =>
  launchesWhere(
    tx,
    and(eq(campaigns.status, 'scheduled'), gte(campaigns.sendAt, day.from), lt(campaigns.sendAt, day.to)),
    campaigns.sendAt,
  );

const launchesWhere = async (
  tx: Tx,
  where: SQL | undefined,
  at: typeof campaigns.sendAt | typeof campaigns.startedAt,
): Promise<ToSend[]> => {
  const shown = tx
    .selectDistinctOn([approvalRequests.draftId], { draftId: approvalRequests.draftId, shown: approvalRequests.shown })
    .from(approvalRequests)
    .where(eq(approvalRequests.state, 'approved'))
    .orderBy(approvalRequests.draftId, desc(approvalRequests.createdAt))
    .as('shown');
  const rows = await tx
    .select({ id: campaigns.id, at, shown: shown.shown })
    .from(campaigns)
    .leftJoin(launches, eq(launches.campaignId, campaigns.id))
    .leftJoin(shown, eq(shown.draftId, launches.draftId))
    .where(where);
  return rows.flatMap(({ id, at: when, shown: of }) =>
    when ? [{ campaignId: id, at: when.toISOString(), n: of?.send ?? null }] : [],
  );
};

/** What was decided leaves when night is over; what a rule decides leaves then. What a person decides is waited for. */
const releasesOf = async (tx: Tx, day: Day): Promise<ToSend[]> => {
  const rows = await tx
    .select({ id: campaigns.id, kind: dues.kind, at: dues.at, n: sql<number>`sum(${waves.rest})::int` })
    .from(dues)
    .innerJoin(campaigns, eq(campaigns.id, dues.campaignId))
    .innerJoin(waves, and(eq(waves.campaignId, campaigns.id), eq(waves.occurrence, campaigns.occurrence)))
    .where(
      and(
        inArray(dues.kind, ['wave.decide', 'wave.release']),
        isNull(dues.doneAt),
        gte(dues.at, day.from),
        lt(dues.at, day.to),
        eq(campaigns.status, 'sending'),
        not(campaigns.halted),
        isNull(waves.plannedAt),
        sql`(${waves.decidedAt} is not null) = (${dues.kind} = 'wave.release')`,
      ),
    )
    .groupBy(campaigns.id, dues.kind, dues.at);
  const sent: ToSend[] = [];
  for (const { id, kind, at, n } of rows) {
    if (kind === 'wave.release' || (await isByRule(tx, id))) sent.push({ campaignId: id, at: at.toISOString(), n });
  }
  return sent;
};
