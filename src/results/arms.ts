import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { addMs, DAY } from '../kit/clock.ts';
import { type Arm, type Sums, sampleOfSums } from './samples.ts';

/** The frozen audience of one sending and the span its orders are read over. */
export type ArmsQuery = {
  campaignId: number;
  occurrence: number;
  from: Date;
  to: Date;
  currency: string;
  /** The freeze, where the span begins later than that; what came before it is the covariate. */
  before?: Date;
};

export type Arms = {
  send: Arm;
  holdout: Arm;
  ordersOf: Record<'send' | 'holdout', number>;
  /** Who was meant to get which variant, by segment; only those recorded `send`, in the order of their names. */
  variants: { segment: string; variant: string; arm: Arm }[];
  /** Either arm by segment, in the order of their names: drawn by the same hash, so as sound a comparison as the whole. */
  segments: SegmentArms[];
};

export type SegmentArms = { segment: string; send: Arm; holdout: Arm };

const iso = (at: Date) => sql`${at.toISOString()}::timestamptz`;

/** What either arm spent over these days before is the covariate of CUPED. */
const BEFORE_DAYS = 90;

/**
 * Every contact of both arms with what it bought in the span (`k` orders, `y` revenue), delivered to or not: as assigned.
 * `x` is what it ordered before, whatever became of that since: a refund after the freeze may be the campaign's doing.
 */
const perContact = (q: ArmsQuery, before: Date = q.before ?? q.from) => sql`
  select m.segment, m.outcome, m.variant, m.contact_id, o.x, o.k, o.y
  from audience_members m
  cross join lateral (
    select coalesce(sum(o.amount) filter (where o.at < ${iso(before)}), 0)::numeric as x,
      count(*) filter (where o.at >= ${iso(q.from)} and o.amount >= 0 and o.status = 'paid') as k,
      coalesce(sum(o.amount) filter (where o.at >= ${iso(q.from)} and o.status = 'paid'), 0)::numeric as y
    from orders o
    where o.contact_id = m.contact_id and o.at >= ${iso(addMs(before, -BEFORE_DAYS * DAY))} and o.at < ${iso(q.to)}
      and o.currency = ${q.currency}
  ) o
  where m.campaign_id = ${q.campaignId} and m.occurrence = ${q.occurrence} and m.outcome in ('send', 'holdout')`;

type Cell = { segment: string; outcome: 'send' | 'holdout'; variant: string | null };
type SumsRow = Cell & Sums & { conversions: number; orders: number };

/** Both arms, and the variants within, as sufficient statistics plus their buyers' amounts, in minor units. */
export const readArms = async (tx: Tx, q: ArmsQuery): Promise<Arms> => {
  const totals = await tx.execute<SumsRow>(sql`
    with c as (${perContact(q)})
    select segment, outcome, variant, count(*)::text as n, count(*) filter (where k > 0) as conversions,
      sum(k)::bigint as orders, sum(y)::text as y, sum(y * y)::text as yy, sum(x)::text as x, sum(x * x)::text as xx,
      sum(x * y)::text as xy
    from c group by segment, outcome, variant order by segment, variant`);
  const buyers = await tx.execute<Cell & { y: string }>(sql`
    with c as (${perContact(q)}) select segment, outcome, variant, y::text as y from c where y <> 0 order by contact_id`);
  const armOf = (belongs: (cell: Cell) => boolean): Arm => {
    const rows = totals.rows.filter(belongs);
    return {
      ...sampleOfSums(rows.reduce(addSums, NO_SUMS)),
      conversions: sum(rows, (row) => row.conversions),
      amounts: buyers.rows.filter(belongs).map((row) => Number(row.y)),
    };
  };
  const of = (name: 'send' | 'holdout') => totals.rows.filter(({ outcome }) => outcome === name);
  return {
    send: armOf(({ outcome }) => outcome === 'send'),
    holdout: armOf(({ outcome }) => outcome === 'holdout'),
    ordersOf: { send: sum(of('send'), ({ orders }) => orders), holdout: sum(of('holdout'), ({ orders }) => orders) },
    variants: of('send').flatMap(({ segment, variant }) =>
      variant === null
        ? []
        : [
            {
              segment,
              variant,
              arm: armOf((one) => one.outcome === 'send' && one.segment === segment && one.variant === variant),
            },
          ],
    ),
    segments: [...new Set(totals.rows.map(({ segment }) => segment))].map((segment) => ({
      segment,
      send: armOf((one) => one.outcome === 'send' && one.segment === segment),
      holdout: armOf((one) => one.outcome === 'holdout' && one.segment === segment),
    })),
  };
};

const sum = <T>(rows: readonly T[], of: (row: T) => number): number => rows.reduce((total, row) => total + of(row), 0);

const NO_SUMS: Sums = { n: '0', y: '0', yy: '0', x: '0', xx: '0', xy: '0' };

/** In integers, as text: doubles would lose the last digits. */
const addSums = (a: Sums, b: Sums): Sums =>
  Object.fromEntries(
    Object.entries(a).map(([name, total]) => [name, String(BigInt(total) + BigInt(b[name as keyof Sums]))]),
  ) as Sums;

/** Spans of equal length that cover the window, at most 14: what a card has room for. `at` is where each begins. */
export type DayPoint = { at: string; days: number; sendMinor: number; holdoutMinor: number };

const MOST_POINTS = 14;

/** Revenue (minor) of each arm by day since the window's start; days counted from it, so both arms share them. */
export const revenueByDay = async (tx: Tx, q: ArmsQuery): Promise<DayPoint[]> => {
  const days = Math.max(1, Math.ceil((q.to.getTime() - q.from.getTime()) / DAY));
  const width = Math.ceil(days / MOST_POINTS);
  const { rows } = await tx.execute<{ outcome: 'send' | 'holdout'; span: number; revenue: number }>(sql`
    select m.outcome, floor(extract(epoch from o.at - ${iso(q.from)}) / ${width * 86_400})::int as span,
      sum(o.amount)::bigint as revenue
    from audience_members m
    join orders o on o.contact_id = m.contact_id and o.at >= ${iso(q.from)} and o.at < ${iso(q.to)}
      and o.status = 'paid' and o.currency = ${q.currency}
    where m.campaign_id = ${q.campaignId} and m.occurrence = ${q.occurrence} and m.outcome in ('send', 'holdout')
    group by m.outcome, span`);
  const revenue = (outcome: string, span: number) =>
    rows.find((r) => r.outcome === outcome && r.span === span)?.revenue ?? 0;
  return Array.from({ length: Math.ceil(days / width) }, (_, span) => ({
    at: new Date(q.from.getTime() + span * width * DAY).toISOString(),
    days: width,
    sendMinor: revenue('send', span),
    holdoutMinor: revenue('holdout', span),
  }));
};
