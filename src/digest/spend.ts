import { sql } from 'drizzle-orm';
import { llmCalls } from '../db/schema.ts';
import type { Tx } from '../deps.ts';
import { aiCost } from '../results/roi.ts';

/** Cost of the model. Millionths of a USD as billed; minor units where there is a rate into the account's currency. */
export type AiSpend = {
  yesterdayMicros: number;
  monthMicros: number;
  yesterdayMinor: number | null;
  monthMinor: number | null;
  /** Calls of the month whose price is not known: not in the sums. */
  unknownCalls: number;
};

export const aiSpend = async (
  tx: Tx,
  span: { yesterday: { from: Date; to: Date }; monthFrom: Date; currency: string },
): Promise<AiSpend> => {
  const from = sql`${span.yesterday.from.toISOString()}::timestamptz`;
  const to = sql`${span.yesterday.to.toISOString()}::timestamptz`;
  const [row] = await tx
    .select({
      yesterday: sql<number>`coalesce(sum(${llmCalls.costMicros}) filter (where ${llmCalls.at} >= ${from}), 0)::bigint`,
      month: sql<number>`coalesce(sum(${llmCalls.costMicros}), 0)::bigint`,
      unknown: sql<number>`count(*) filter (where ${llmCalls.costMicros} is null)`,
    })
    .from(llmCalls)
    .where(sql`${llmCalls.at} >= ${span.monthFrom.toISOString()}::timestamptz and ${llmCalls.at} < ${to}`);
  const [yesterdayMicros, monthMicros] = [Number(row?.yesterday ?? 0), Number(row?.month ?? 0)];
  return {
    yesterdayMicros,
    monthMicros,
    yesterdayMinor: aiCost(yesterdayMicros, span.currency),
    monthMinor: aiCost(monthMicros, span.currency),
    unknownCalls: Number(row?.unknown ?? 0),
  };
};
