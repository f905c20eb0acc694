import { and, desc, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Status } from '../campaign/lifecycle.ts';
import type { Campaign } from '../campaign/store.ts';
import { campaignHistory, campaigns } from '../db/schema.ts';
import type { Tx } from '../deps.ts';

const RUNNING: readonly Status[] = ['sending', 'paused', 'measuring'];

/** The status a campaign had at an instant, by its history; null before it had one. Without an instant: the one it has. */
export const statusAt = (asOf?: Date): SQL<Status | null> =>
  asOf
    ? sql<Status | null>`(select h.to_status from ${campaignHistory} h where h.campaign_id = ${campaigns}.id
        and h.at <= ${asOf.toISOString()}::timestamptz order by h.id desc limit 1)`
    : sql<Status | null>`${campaigns.status}`;

/** Campaigns that are running, or were asOf, with the status of that time. Newest first. */
export const runningAt = async (tx: Tx, asOf?: Date): Promise<Campaign[]> => {
  const status = statusAt(asOf);
  const rows = await tx
    .select({ campaign: campaigns, status })
    .from(campaigns)
    // A notice that has left has nothing to wait for.
    .where(and(inArray(status, RUNNING), or(eq(campaigns.kind, 'campaign'), ne(status, 'measuring'))))
    .orderBy(desc(campaigns.id));
  return rows.flatMap(({ campaign, status: was }) => (was ? [{ ...campaign, status: was }] : []));
};
