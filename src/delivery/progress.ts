import { type SQL, sql } from 'drizzle-orm';
import { isBounce } from '../channels/reason.ts';
import { DELIVERY_STATES, type DeliveryState } from '../db/schema.ts';
import type { Tx } from '../deps.ts';
import { locked, locking } from './ledger/guards.ts';
import { cancelled } from './ledger/lease.ts';
import { type Counted, countLedger, keepCounted, LEFT, type Sending } from './ledger-counts.ts';
import { EVERY, type Range } from './slices.ts';

export type Progress = {
  /** Rows in the ledger: what was planned, whatever became of it. */
  planned: number;
  byStatus: Record<DeliveryState, number>;
  /** Of failed, suppressed and expired rows. */
  failedByReason: Record<string, number>;
  /** Those a person has still to decide about. */
  unknown: number;
  bounced: number;
  complained: number;
  /** Nothing planned, claimed or handed is left: a sum over the ledger, never a counter. Meaningless before the freeze. */
  done: boolean;
};

export const progress = async (db: Tx, campaignId: number, occurrence: number): Promise<Progress> =>
  progressOf(db, { campaignId, occurrence }, await countLedger(db, { campaignId, occurrence }));

/** The same, and the ledger's sums are kept as they were counted, for whoever adds up many sendings. */
export const keepProgress = async (tx: Tx, campaignId: number, occurrence: number): Promise<Progress> => {
  const of = { campaignId, occurrence };
  const rows = await countLedger(tx, of);
  await keepCounted(tx, of, rows);
  return progressOf(tx, of, rows);
};

const progressOf = async (db: Tx, { campaignId, occurrence }: Sending, rows: readonly Counted[]): Promise<Progress> => {
  const complaints = await db.execute<{ n: number }>(sql`
    select count(distinct e.contact_id)::int as n from delivery_events e
    where e.campaign_id = ${campaignId} and e.occurrence = ${occurrence} and e.type = 'complained'`);
  const byStatus = Object.fromEntries(DELIVERY_STATES.map((state) => [state, 0])) as Record<DeliveryState, number>;
  const failedByReason: Record<string, number> = {};
  let bounced = 0;
  let unknown = 0;
  for (const { status, reason, n } of rows) {
    byStatus[status] += n;
    if (status === 'failed' || status === 'suppressed' || status === 'expired')
      failedByReason[reason ?? status] = (failedByReason[reason ?? status] ?? 0) + n;
    if (status === 'failed' && isBounce(reason)) bounced += n;
    if (status === 'unknown' && reason !== LEFT) unknown += n;
  }
  return {
    planned: rows.reduce((sum, row) => sum + row.n, 0),
    byStatus,
    failedByReason,
    unknown,
    bounced,
    complained: complaints.rows[0]?.n ?? 0,
    done: byStatus.planned + byStatus.claimed + byStatus.handed === 0,
  };
};

/** Stop: what has not been handed over never will be; what may have arrived stays unknown. @returns how many were cancelled */
export const cancelRest = async (tx: Tx, campaignId: number, occurrence: number): Promise<number> => {
  const all = { campaignId, occurrence, ...EVERY };
  const { rows } = await tx.execute<{ n: number }>(sql`
    ${locking(all, sql`d.status in ('planned', 'claimed')`)},
    ended as (update deliveries d set ${cancelled} ${locked(all)} returning d.status)
    select count(*)::int as n from ended where status = 'cancelled'`);
  return rows[0]?.n ?? 0;
};

/** A person lives with not knowing: nobody is asked again. @returns how many */
export const leaveUnknown = (tx: Tx, campaignId: number, occurrence: number): Promise<number> =>
  decide(tx, { campaignId, occurrence, ...EVERY }, sql`reason = ${LEFT}`);

/**
 * A person sends again what may have arrived, but for what somebody chose to leave: the one way back in the ledger, and only by a person. The old token stays
 * until the row is claimed anew, so that a late answer to the first hand-over still spares the second. @returns how many
 */
export const resendUnknown = (tx: Tx, campaignId: number, occurrence: number): Promise<number> =>
  decide(tx, { campaignId, occurrence, ...EVERY }, sql`status = 'planned', reason = 'resend', lease_until = null`);

/** Only what is still to be decided: the rows that are counted as unknown. */
const decide = async (tx: Tx, all: Range & { campaignId: number; occurrence: number }, what: SQL): Promise<number> => {
  const open = sql`d.status = 'unknown' and d.reason is distinct from ${LEFT}`;
  const { rowCount } = await tx.execute(sql`${locking(all, open)} update deliveries d set ${what} ${locked(all)}`);
  return rowCount ?? 0;
};
