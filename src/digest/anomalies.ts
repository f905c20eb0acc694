import { desc, eq } from 'drizzle-orm';
import type { Campaign } from '../campaign/store.ts';
import { readouts } from '../db/schema.ts';
import type { Tx } from '../deps.ts';
import { type Funnel, readFunnel, sumFunnels } from '../results/kpi.ts';
import type { Readout } from '../results/readout.ts';

/** Something about a running campaign that a person should look at. Rates 0..1 of those delivered (bounces: of accepted). */
export type Anomaly =
  | { campaignId: number; kind: 'unsubscribe'; rate: number; usual: number }
  | { campaignId: number; kind: 'bounce'; rate: number }
  | { campaignId: number; kind: 'complaint' | 'unknown'; n: number }
  | { campaignId: number; kind: 'paused' };

/** Fewer deliveries than this make no rate. */
const ENOUGH = 200;
const UNSUBSCRIBE = 0.005;
const BOUNCE = 0.02;
/** Assumed until the account has results of its own. */
const USUAL_UNSUBSCRIBE = 0.003;

export const findAnomalies = async (tx: Tx, running: readonly Campaign[], now: Date): Promise<Anomaly[]> => {
  const usual = await usualUnsubscribe(tx);
  const found: Anomaly[] = [];
  for (const campaign of running) {
    if (!campaign.windowStartsAt) continue;
    const parts = await readFunnel(tx, { campaignId: campaign.id, occurrence: campaign.occurrence, to: now });
    found.push(...anomaliesOf(campaign, sumFunnels(parts), usual));
  }
  return found;
};

export const anomaliesOf = (campaign: Pick<Campaign, 'id' | 'status'>, funnel: Funnel, usual: number): Anomaly[] => {
  const campaignId = campaign.id;
  const unsubscribe = funnel.delivered >= ENOUGH ? funnel.unsubscribed / funnel.delivered : 0;
  const bounce = funnel.accepted >= ENOUGH ? funnel.bounced / funnel.accepted : 0;
  return [
    ...(unsubscribe > UNSUBSCRIBE && unsubscribe > 2 * usual
      ? [{ campaignId, kind: 'unsubscribe' as const, rate: unsubscribe, usual }]
      : []),
    ...(bounce > BOUNCE ? [{ campaignId, kind: 'bounce' as const, rate: bounce }] : []),
    ...(funnel.complained > 0 ? [{ campaignId, kind: 'complaint' as const, n: funnel.complained }] : []),
    ...(funnel.unknown > 0 ? [{ campaignId, kind: 'unknown' as const, n: funnel.unknown }] : []),
    ...(campaign.status === 'paused' ? [{ campaignId, kind: 'paused' as const }] : []),
  ];
};

/** Over the account's last results; people, not campaigns, weigh. */
const usualUnsubscribe = async (tx: Tx): Promise<number> => {
  const rows = await tx.select().from(readouts).where(eq(readouts.kind, 'final')).orderBy(desc(readouts.at)).limit(20);
  const funnels = rows.map(({ result }) => (result as Readout).funnel);
  const delivered = funnels.reduce((sum, f) => sum + f.delivered, 0);
  return delivered >= ENOUGH ? funnels.reduce((sum, f) => sum + f.unsubscribed, 0) / delivered : USUAL_UNSUBSCRIBE;
};
