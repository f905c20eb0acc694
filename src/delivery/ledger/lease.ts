import { sql } from 'drizzle-orm';
import { again } from '../../db/retry.ts';
import type { Db } from '../../deps.ts';
import { endsAs, inSlice, locked, locking, type Scope } from './guards.ts';

type Slice = Pick<Scope, 'campaignId' | 'occurrence' | 'lo' | 'hi'>;

/**
 * What a worker that is gone left behind: a claim was never handed over, so it is planned again; a hand-over may have
 * arrived, so it is `unknown` and waits for evidence or for a person. The token stays on it: a late answer still counts.
 *
 * @returns how many ms ago the last of these leases ended; null where nothing was left behind
 */
export const expireLeases = async (db: Db, slice: Slice): Promise<number | null> => {
  const { rows } = await again(() =>
    db.execute<{ ago: number }>(sql`
      ${locking(slice, sql`d.status in ('claimed', 'handed') and d.lease_until <= now()`, sql`d.lease_until`)}
      update deliveries d set
        status = case when d.status = 'claimed' then 'planned' else 'unknown' end,
        reason = case when d.status = 'claimed' then d.reason else 'lease_ended' end,
        claim_token = case when d.status = 'claimed' then null else d.claim_token end,
        lease_until = null
      ${locked(slice)} returning (extract(epoch from now() - mine.lease_until) * 1000)::float8 as ago`),
  );
  return rows.length === 0 ? null : rows.reduce((least, { ago }) => Math.min(least, ago), Number.POSITIVE_INFINITY);
};

export type Outlook = { open: number; ended: number; waitMs: number | null };

/**
 * How many rows of the slice are not settled, how many of these somebody left behind, and in how many ms the next of them
 * can move; null when one can now.
 */
export const outlookOf = async (db: Db, slice: Slice): Promise<Outlook> => {
  const { rows } = await db.execute<{ open: number; free: number; ended: number; wait: number | null }>(sql`
    select count(*)::int as open, (count(*) filter (where d.status <> 'planned' and d.lease_until <= now()))::int as ended,
      (count(*) filter (where d.lease_until is null or d.lease_until <= now()))::int as free,
      (extract(epoch from min(d.lease_until) - now()) * 1000)::float8 as wait
    from deliveries d where ${inSlice(slice)} and d.status in ('planned', 'claimed', 'handed')`);
  const row = rows[0] ?? { open: 0, free: 0, ended: 0, wait: null };
  return { open: row.open, ended: row.ended, waitMs: row.free > 0 ? null : row.wait };
};

/** Rows of the slice that have left or are about to: what a budget has to pay for. */
export const spentOf = async (db: Db, slice: Slice): Promise<number> => {
  const { rows } = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from deliveries d
    where ${inSlice(slice)} and d.status in ('claimed', 'handed', 'accepted', 'delivered', 'unknown')`);
  return rows[0]?.n ?? 0;
};

/** What becomes of a row that will not be handed over any more. */
export const cancelled = sql`
  status = ${endsAs(sql`'cancelled'`)}, lease_until = null,
  reason = case when d.reason = 'resend' then null else d.reason end,
  claim_token = case when d.reason = 'resend' then d.claim_token end`;

/**
 * Nothing more leaves: what waits or is claimed is cancelled; what was handed over keeps its answer or becomes unknown.
 * Rows that a person asked to send again stay; once the campaign was stopped they are unknown again, with the token of
 * the first hand-over, because its late answer still counts.
 */
export const cancelSlice = (db: Db, slice: Slice, stopped: boolean) =>
  again(() =>
    db.execute(sql`
      ${locking(slice, sql`d.status in ('planned', 'claimed') and (${stopped} or d.reason is distinct from 'resend')`)}
      update deliveries d set ${cancelled} ${locked(slice)}`),
  );
