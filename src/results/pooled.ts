import { sql } from 'drizzle-orm';
import { arrayOf } from '../audience/arrays.ts';
import { heldOfEverything } from '../audience/candidates.ts';
import type { Tx } from '../deps.ts';
import { DAY } from '../kit/clock.ts';
import { type Deciding, fixed, type Lift, readLift } from './lift.ts';
import { ALPHA, type Interval } from './proportion.ts';
import { type Arm, type Sums, sampleOfSums } from './samples.ts';
import { alwaysValid } from './sequential.ts';

/**
 * What all campaigns together changed, against those who are held out of everything. A contact comes in with the first
 * campaign that it could have had, which no campaign can have moved yet, in the arm it was in then, and is followed from
 * there to now, whatever it got. What one campaign is too small to show, a quarter of them may.
 */
export type PooledReport = {
  /** Share that is held out now, percent. */
  percent: number;
  /** The first campaign of which somebody was held out of everything; null before there was one: nothing is read then. */
  since: string | null;
  until: string;
  campaigns: number;
  currency: string;
  arms: Record<
    'treated' | 'held',
    { n: number; conversions: number; revenueMinor: number; perContactMinor: number | null }
  >;
  lift: Lift | null;
  /** Per contact, right however often it is looked at: nobody agreed on one day to read it. */
  alwaysValid: Deciding | null;
  /** Difference per contact × contacts treated, with the interval that may be read at any time. */
  incremental: { minor: number; loMinor: number; hiMinor: number } | null;
};

/** Where the interval is narrowest: a quarter. */
const PLANNED_MS = 90 * DAY;
const BEFORE_DAYS = 90;
const iso = (at: Date) => sql`${at.toISOString()}::timestamptz`;

export const pooledReport = async (tx: Tx, at: { now: Date; currency: string }): Promise<PooledReport> => {
  const { now, currency } = at;
  const percent = await heldOfEverything(tx);
  const { rows: begun } = await tx.execute<{ id: number; at: Date }>(sql`
    select c.id, c.window_starts_at as at from campaigns c
    where c.kind = 'campaign' and c.window_starts_at < ${iso(now)} order by 2, 1`);
  const { rows: withHeld } = await tx.execute<{ id: number }>(sql`
    select x.id from unnest(${arrayOf(begun.map(({ id }) => id))}::bigint[]) as x (id)
    where exists (select 1 from audience_members m where m.campaign_id = x.id and m.outcome = 'global_holdout')`);
  const first = begun.find(({ id }) => withHeld.some((one) => one.id === id));
  const since = first ? new Date(first.at) : null;
  const pooled = since ? begun.filter((one) => new Date(one.at) >= since) : [];
  const starts = Object.fromEntries(pooled.map((one) => [String(one.id), new Date(one.at).toISOString()]));
  const { treated, held } = await armsOf(tx, starts, at);
  const figures = (arm: Arm) => ({
    n: arm.n,
    conversions: arm.conversions,
    revenueMinor: Math.round(arm.meanY * arm.n),
    perContactMinor: arm.n > 0 ? arm.meanY : null,
  });
  const lift = since
    ? readLift(treated, held, { holdoutShare: percent / 100, basis: 'revenue', seed: 'pooled', draws: 1_000 })
    : null;
  const progress = since ? (now.getTime() - since.getTime()) / PLANNED_MS : 0;
  const looked = lift?.comparison ? looks(lift, progress) : null;
  const revenue = lift?.comparison?.revenue;
  return {
    percent,
    since: since?.toISOString() ?? null,
    until: now.toISOString(),
    campaigns: pooled.length,
    currency,
    arms: { treated: figures(treated), held: figures(held) },
    lift: lift && looked ? { ...lift, verdict: verdictBy(lift, looked) } : lift,
    alwaysValid: looked,
    incremental:
      revenue && looked?.revenue
        ? {
            minor: Math.round(revenue.incremental),
            loMinor: Math.round(looked.revenue[0] * treated.n),
            hiMinor: Math.round(looked.revenue[1] * treated.n),
          }
        : null,
  };
};

const looks = ({ comparison }: Lift, progress: number): Deciding => {
  const interval = (look: { diff: number; se: number } | null | undefined): Interval | null =>
    look ? alwaysValid(look, progress, ALPHA) : null;
  return { revenue: interval(comparison?.revenue), conversion: interval(comparison?.conversion) };
};

/** The fixed verdict stands only where the wider interval says the same. */
const verdictBy = ({ verdict, comparison }: Lift, looked: Deciding): Lift['verdict'] => {
  const sign = (ci: Interval | null): number => (ci && ci[0] > 0 ? 1 : ci && ci[1] < 0 ? -1 : 0);
  const told = verdict.kind === 'proved' || verdict.kind === 'harm';
  return told && comparison && sign(looked.revenue) !== sign(fixed(comparison).revenue)
    ? { kind: 'cannot_tell', why: 'small', needed: null }
    : verdict;
};

type SumsRow = Sums & { held: boolean; conversions: number };

const armsOf = async (
  tx: Tx,
  starts: Readonly<Record<string, string>>,
  { now, currency }: { now: Date; currency: string },
): Promise<{ treated: Arm; held: Arm }> => {
  // Who was only over the cap could have had it: the held are never over it, and would else come in sooner than the others.
  const people = sql`
    select p.held, o.x, o.y, o.k
    from (
      select distinct on (m.contact_id) m.contact_id, m.outcome = 'global_holdout' as held,
        (${JSON.stringify(starts)}::jsonb ->> m.campaign_id::text)::timestamptz as at
      from audience_members m
      where m.campaign_id = any(${arrayOf(Object.keys(starts).map(Number))}::bigint[])
        and m.outcome in ('send', 'holdout', 'capped', 'global_holdout')
      order by m.contact_id, at, m.campaign_id, m.occurrence
    ) p
    cross join lateral (
      select coalesce(sum(o.amount) filter (where o.at < p.at), 0)::numeric as x,
        coalesce(sum(o.amount) filter (where o.at >= p.at and o.status = 'paid'), 0)::numeric as y,
        count(*) filter (where o.at >= p.at and o.status = 'paid' and o.amount >= 0) as k
      from orders o
      where o.contact_id = p.contact_id and o.currency = ${currency} and o.at >= p.at - make_interval(days => ${BEFORE_DAYS})
        and o.at < ${iso(now)}
    ) o`;
  const { rows } = await tx.execute<SumsRow>(sql`
    select held, count(*)::text as n, count(*) filter (where k > 0) as conversions, sum(y)::text as y, sum(y * y)::text as yy,
      sum(x)::text as x, sum(x * x)::text as xx, sum(x * y)::text as xy
    from (${people}) c group by held`);
  const { rows: buyers } = await tx.execute<{ held: boolean; y: string }>(
    sql`select held, y::text as y from (${people}) c where y <> 0`,
  );
  const arm = (held: boolean): Arm => {
    const row = rows.find((one) => one.held === held);
    return {
      ...sampleOfSums(row ?? { n: '0', y: '0', yy: '0', x: '0', xx: '0', xy: '0' }),
      conversions: row?.conversions ?? 0,
      amounts: buyers.filter((one) => one.held === held).map(({ y }) => Number(y)),
    };
  };
  return { treated: arm(false), held: arm(true) };
};
