import { desc, eq } from 'drizzle-orm';
import type { Campaign } from '../campaign/store.ts';
import { readouts } from '../db/schema.ts';
import type { Tx } from '../deps.ts';
import { type Reactions, reactionsOf } from '../results/event-counts.ts';
import { type LedgerCounts, ledgersNow } from '../results/ledgers.ts';
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

type Course = { ledger: LedgerCounts; reactions: Pick<Reactions, 'unsubscribed' | 'bounced' | 'complained'> };

/** Sums of roll-ups: as quick for ten million reports as for ten. */
export const findAnomalies = async (tx: Tx, running: readonly Campaign[]): Promise<Anomaly[]> => {
  const sent = running
    .filter(({ windowStartsAt }) => windowStartsAt !== null)
    .map((campaign) => ({ campaign, of: { campaignId: campaign.id, occurrence: campaign.occurrence } }));
  if (sent.length === 0) return [];
  const sendings = sent.map(({ of }) => of);
  const usual = await usualUnsubscribe(tx);
  const ledgers = await ledgersNow(tx, sendings);
  const reactions = await reactionsOf(tx, sendings, ['unsubscribed', 'bounced', 'complained']);
  return sent.flatMap(({ campaign, of }) =>
    anomaliesOf(campaign, { ledger: ledgers(of), reactions: reactions(of) }, usual),
  );
};

export const anomaliesOf = (
  campaign: Pick<Campaign, 'id' | 'status'>,
  { ledger, reactions }: Course,
  usual: number,
): Anomaly[] => {
  const campaignId = campaign.id;
  const unsubscribe = ledger.delivered >= ENOUGH ? reactions.unsubscribed / ledger.delivered : 0;
  const bounce = ledger.accepted >= ENOUGH ? reactions.bounced / ledger.accepted : 0;
  return [
    ...(unsubscribe > UNSUBSCRIBE && unsubscribe > 2 * usual
      ? [{ campaignId, kind: 'unsubscribe' as const, rate: unsubscribe, usual }]
      : []),
    ...(bounce > BOUNCE ? [{ campaignId, kind: 'bounce' as const, rate: bounce }] : []),
    ...(reactions.complained > 0 ? [{ campaignId, kind: 'complaint' as const, n: reactions.complained }] : []),
    ...(ledger.unknown > 0 ? [{ campaignId, kind: 'unknown' as const, n: ledger.unknown }] : []),
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
