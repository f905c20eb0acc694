import { sql } from 'drizzle-orm';
import { arrayOf } from '../audience/arrays.ts';
import type { Db, Tx } from '../deps.ts';
import { type Reactions, reactionsOf } from './event-counts.ts';

/**
 * The ledger's sums of a sending, kept once nothing of it is open any more. From then on only reports move it, and those
 * are counted: as long as no more of them came in, the sums stand. What is open is counted each time.
 */
export type LedgerCounts = {
  planned: number;
  accepted: number;
  /** Delivered, or accepted without a later bounce. */
  delivered: number;
  failed: number;
  /** Nobody knows, and nobody has said to leave it at that. */
  unknown: number;
  /** Still to be sent, on its way, or unknown. */
  open: number;
};
export type Sending = { campaignId: number; occurrence: number };

const NOTHING: LedgerCounts = { planned: 0, accepted: 0, delivered: 0, failed: 0, unknown: 0, open: 0 };
const nameOf = ({ campaignId, occurrence }: Sending) => `${campaignId}:${occurrence}`;

const ids = (sendings: readonly Sending[]) => sql`${arrayOf(sendings.map(({ campaignId }) => campaignId))}::bigint[]`;

const counted = async (tx: Tx, sendings: readonly Sending[]): Promise<Map<string, LedgerCounts>> => {
  if (sendings.length === 0) return new Map();
  const { rows } = await tx.execute<LedgerCounts & Sending>(sql`
    select campaign_id as "campaignId", occurrence, count(*) as planned,
      count(*) filter (where accepted_at is not null) as accepted,
      count(*) filter (where status in ('accepted', 'delivered')) as delivered,
      count(*) filter (where status = 'failed') as failed,
      count(*) filter (where status = 'unknown' and reason is distinct from 'left') as unknown,
      count(*) filter (where status in ('planned', 'claimed', 'handed', 'unknown')) as open
    from deliveries where campaign_id = any(${ids(sendings)}) group by 1, 2`);
  return new Map(rows.map(({ campaignId, occurrence, ...counts }) => [nameOf({ campaignId, occurrence }), counts]));
};

const kept = async (tx: Tx, sendings: readonly Sending[]) => {
  const { rows } = await tx.execute<Sending & { reports: number; counts: LedgerCounts }>(sql`
    select campaign_id as "campaignId", occurrence, reports, counts from ledger_counts
    where campaign_id = any(${ids(sendings)})`);
  return new Map(rows.map((row) => [nameOf(row), row]));
};

export type Course = { ledger: LedgerCounts; reactions: Reactions };

/** Ledger and reactions of many sendings, from what is kept where it stands. */
export const coursesOf = async (tx: Tx, sendings: readonly Sending[]): Promise<(of: Sending) => Course> => {
  if (sendings.length === 0) throw new Error('no sending was asked about');
  const reactions = await reactionsOf(tx, sendings);
  const known = await kept(tx, sendings);
  const stands = (one: Sending) => known.get(nameOf(one))?.reports === reactions(one).reports;
  const anew = await counted(
    tx,
    sendings.filter((one) => !stands(one)),
  );
  return (of) => ({
    ledger: (stands(of) ? known.get(nameOf(of))?.counts : anew.get(nameOf(of))) ?? NOTHING,
    reactions: reactions(of),
  });
};

/**
 * Counts anew what does not stand any more, and keeps it where nothing is open.
 *
 * @param sendings of which everything has been planned: later waves would go unnoticed
 */
export const keepLedgers = async (db: Db, sendings: readonly Sending[]): Promise<void> => {
  if (sendings.length === 0) return;
  // Reports are counted first: one that comes between the two is missing here, and the next time tells.
  const reactions = await reactionsOf(db, sendings);
  const known = await kept(db, sendings);
  const stale = sendings.filter((one) => known.get(nameOf(one))?.reports !== reactions(one).reports);
  const anew = await counted(db, stale);
  const settled = stale.filter((one) => anew.get(nameOf(one))?.open === 0);
  for (const one of settled)
    await db.execute(
      sql`insert into ledger_counts (campaign_id, occurrence, reports, counts) values (${one.campaignId}, ${one.occurrence}, ${reactions(one).reports}, ${JSON.stringify(anew.get(nameOf(one)))}::jsonb) on conflict (campaign_id, occurrence) do update set reports = excluded.reports, counts = excluded.counts`,
    );
};
