import { and, eq, gt, inArray, isNull, lte, not, or, type SQL, sql } from 'drizzle-orm';
import type { StepName } from '../campaign/lifecycle.ts';
import { isOverdue, type People, standingFrom } from '../campaign/people.ts';
import { whoMay } from '../campaign/policy.ts';
import { approvalRequests, campaigns, drafts, waves } from '../db/schema.ts';
import type { Tx } from '../deps.ts';
import { DAY, HOUR } from '../kit/clock.ts';
import { statusAt } from './running.ts';

/** What waits for a person; `wave`: the test of a campaign has been read, and somebody has to choose what the rest gets. */
export type Waiting = {
  campaignId: number;
  step: StepName | 'wave';
  version: number | null;
  hours: number;
  overdue: boolean;
  who: string[];
};

/** Who wrote a draft that stands: none of them may approve the launch. */
const editors: SQL<string[]> = sql<string[]>`array(select d.author from ${drafts} d
  where d.campaign_id = ${campaigns.id} and d.superseded_at is null and d.author_kind = 'person')`;

/** Open questions, longest waiting first. `asOf`: those that were open at that instant; who may decide is as now. */
export const waitingAt = async (tx: Tx, people: People, now: Date, asOf?: Date): Promise<Waiting[]> =>
  [...(await approvalsOpen(tx, people, now, asOf)), ...(await wavesOpen(tx, people, now, asOf))].sort(
    (a, b) => b.hours - a.hours,
  );

/** Overdue = past half of its life, when it is reminded of too. */
const approvalsOpen = async (tx: Tx, people: People, now: Date, asOf?: Date): Promise<Waiting[]> => {
  const open = await tx
    .select({ request: approvalRequests, requester: campaigns.requester, editors })
    .from(approvalRequests)
    .innerJoin(campaigns, eq(campaigns.id, approvalRequests.campaignId))
    .where(
      asOf
        ? and(
            lte(approvalRequests.createdAt, asOf),
            or(eq(approvalRequests.state, 'pending'), gt(approvalRequests.settledAt, asOf)),
          )
        : eq(approvalRequests.state, 'pending'),
    );
  return open.map(({ request, ...of }) => {
    const { campaignId, step, version, action, createdAt, expiresAt } = request;
    const waited = now.getTime() - createdAt.getTime();
    const overdue = waited * 2 >= expiresAt.getTime() - createdAt.getTime();
    const who = whoMay(action, standingFrom(people, { ...of, overdue: isOverdue(request, now) }));
    return { campaignId, step, version, hours: Math.floor(waited / HOUR), overdue, who };
  });
};

/** Not decided though the time is over: by rule it would be. Overdue after a day, when it is reminded of. */
const wavesOpen = async (tx: Tx, people: People, now: Date, asOf?: Date): Promise<Waiting[]> => {
  const open = await tx
    .select({
      campaignId: campaigns.id,
      requester: campaigns.requester,
      editors,
      since: sql<Date>`min(${waves.decideAt})`,
    })
    .from(waves)
    .innerJoin(campaigns, and(eq(campaigns.id, waves.campaignId), eq(campaigns.occurrence, waves.occurrence)))
    .where(
      and(
        asOf ? or(isNull(waves.decidedAt), gt(waves.decidedAt, asOf)) : isNull(waves.decidedAt),
        lte(waves.decideAt, now),
        inArray(statusAt(asOf), ['sending', 'paused']),
        // A Stop is no instant of the row; what was stopped had another status soon after.
        asOf ? undefined : not(campaigns.halted),
      ),
    )
    .groupBy(campaigns.id);
  return open.map(({ campaignId, since, ...of }) => {
    const waited = now.getTime() - new Date(since).getTime();
    const who = whoMay('launch', standingFrom(people, { ...of, overdue: false }));
    return { campaignId, step: 'wave', version: null, hours: Math.floor(waited / HOUR), overdue: waited >= DAY, who };
  });
};
