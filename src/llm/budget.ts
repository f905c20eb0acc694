import { sql } from 'drizzle-orm';
import type { Config } from '../config.ts';
import { llmCalls } from '../db/schema.ts';
import type { Tx } from '../deps.ts';

export type Spent = { campaign: number; day: number };

/**
 * What the model has cost so far, millionths of a USD: this campaign, and today in the account's zone. Calls of unknown
 * price count as nothing here: no limit in money can be held against them.
 */
export const spentMicros = async (
  tx: Tx,
  at: { campaignId: number | null; now: Date; timezone: string },
): Promise<Spent> => {
  const now = at.now.toISOString();
  const [row] = await tx
    .select({
      campaign: sql<number>`coalesce((select sum(cost_micros) from ${llmCalls} where campaign_id = ${at.campaignId}), 0)::bigint`,
      day: sql<number>`coalesce((select sum(cost_micros) from ${llmCalls} where at >= date_trunc('day', ${now}::timestamptz at time zone ${at.timezone}) at time zone ${at.timezone}), 0)::bigint`,
    })
    .from(sql`(select 1) one`);
  return { campaign: Number(row?.campaign ?? 0), day: Number(row?.day ?? 0) };
};

/** @returns which budget is used up, or null when there is something left of both */
export const overBudget = (spent: Spent, limit: Config['llmBudgetMicros']): 'campaign' | 'day' | null =>
  spent.campaign >= limit.campaign ? 'campaign' : spent.day >= limit.day ? 'day' : null;
