import { and, desc, eq, gte, inArray, isNull, lt, not, sql } from 'drizzle-orm';
import { isByRule } from '../campaign/waves.ts';
import { approvalRequests, campaigns, dues, launches, waves } from '../db/schema.ts';
import type { Tx } from '../deps.ts';

/** What is to leave: `n` as it was shown to who approved it. */
export type ToSend = { campaignId: number; at: string; n: number | null };
type Day = { from: Date; to: Date };

/** Launches of the day and, of campaigns with a test share, what is to go to the rest on it. */
export const dueToday = async (tx: Tx, day: Day): Promise<ToSend[]> =>
  [...(await launchesOf(tx, day)), ...(await releasesOf(tx, day))].sort((a, b) => a.at.localeCompare(b.at));

const launchesOf = async (tx: Tx, day: Day): Promise<ToSend[]> => {
  const shown = tx
    .selectDistinctOn([approvalRequests.draftId], { draftId: approvalRequests.draftId, shown: approvalRequests.shown })
    .from(approvalRequests)
    .where(eq(approvalRequests.state, 'approved'))
    .orderBy(approvalRequests.draftId, desc(approvalRequests.createdAt))
    .as('shown');
  const rows = await tx
    .select({ id: campaigns.id, sendAt: campaigns.sendAt, shown: shown.shown })
    .from(campaigns)
    .leftJoin(launches, eq(launches.campaignId, campaigns.id))
    .leftJoin(shown, eq(shown.draftId, launches.draftId))
    .where(and(eq(campaigns.status, 'scheduled'), gte(campaigns.sendAt, day.from), lt(campaigns.sendAt, day.to)));
  return rows.flatMap(({ id, sendAt, shown: of }) =>
    sendAt ? [{ campaignId: id, at: sendAt.toISOString(), n: of?.send ?? null }] : [],
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
