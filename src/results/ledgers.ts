import { and, inArray, isNotNull } from 'drizzle-orm';
import { campaigns } from '../db/schema.ts';
import {
  countLedger,
  type LedgerCounts,
  ledgersOf,
  recountLedger,
  type Sending,
  sumsOf,
  unsettledOf,
} from '../delivery/ledger-counts.ts';
import type { Db, Tx } from '../deps.ts';

export type { LedgerCounts } from '../delivery/ledger-counts.ts';

/** Sums of these sendings: from what is kept, and by counting where nothing is; nothing is written. */
export const ledgersNow = async (tx: Tx, sendings: readonly Sending[]): Promise<(of: Sending) => LedgerCounts> => {
  const kept = await ledgersOf(tx, sendings);
  const counted = new Map<string, LedgerCounts>();
  const nameOf = ({ campaignId, occurrence }: Sending) => `${campaignId}:${occurrence}`;
  for (const one of sendings) if (!kept(one)) counted.set(nameOf(one), sumsOf(await countLedger(tx, one)));
  return (of) => kept(of) ?? counted.get(nameOf(of)) ?? sumsOf([]);
};

const sent = async (db: Db): Promise<Sending[]> =>
  db
    .select({ campaignId: campaigns.id, occurrence: campaigns.occurrence })
    .from(campaigns)
    .where(and(isNotNull(campaigns.windowStartsAt), inArray(campaigns.status, ['sending', 'paused', 'measuring'])));

/** Counts anew what is being sent, what nobody knows yet, and what was never counted. @returns how many */
export const keepLedgers = async (db: Db): Promise<number> => {
  const asked = await unsettledOf(db, await sent(db));
  for (const one of asked) await recountLedger(db, one);
  return asked.length;
};

/** All of them anew. */
export const rebuildLedgers = async (db: Db): Promise<void> => {
  for (const one of await sent(db)) await recountLedger(db, one);
};
