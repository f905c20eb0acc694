import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import type { Waves } from '../steps/plan/waves.ts';
import { type Interval, wilson } from './proportion.ts';
import { type Arm, sampleOfSums } from './samples.ts';
import { sampleRatio } from './srm.ts';
import { type Winner, winnersOf } from './winner.ts';

/** One variant among the members of the test, delivered to or not: as assigned. */
export type TestArm = {
  variant: string;
  n: number;
  /** Contacts who clicked, or ordered where orders count. */
  hits: number;
  /** Of `n`, with Wilson's 95 % interval; null without anybody. */
  rate: number | null;
  ci: Interval | null;
  revenueMinor: number;
};

export type SegmentTest = {
  segment: string;
  arms: TestArm[];
  /** Which is ahead and whether it wins; null where fewer than two could be compared. */
  winner: Winner | null;
  /** The variants did not get the equal shares they were drawn with: nothing is said of who won. */
  broken: boolean;
};

/** What the test showed up to `at`: read once, when it is decided, and kept. */
export type TestReading = { at: string; metric: Waves['metric']; segments: SegmentTest[] };

export type TestQuery = {
  campaignId: number;
  occurrence: number;
  /** When the test began: nothing before counts. */
  from: Date;
  to: Date;
  currency: string;
  metric: Waves['metric'];
  /** Keys of the variants by segment, as approved. */
  variants: Readonly<Record<string, readonly string[]>>;
};

const iso = (at: Date) => sql`${at.toISOString()}::timestamptz`;

type Row = { segment: string; variant: string; n: string; clicked: number; bought: number; y: string; yy: string };

/** Only members of the test have a variant at the freeze. */
const rowsOf = async (tx: Tx, q: TestQuery): Promise<Row[]> => {
  const { rows } = await tx.execute<Row>(sql`
    with c as (
      select m.segment, m.variant, o.k, o.y, exists (
        select 1 from delivery_events e where e.contact_id = m.contact_id and e.campaign_id = m.campaign_id
          and e.occurrence = m.occurrence and e.type = 'clicked' and not e.machine and e.at < ${iso(q.to)}) as clicked
      from audience_members m
      cross join lateral (
        select count(*) filter (where o.amount >= 0) as k, coalesce(sum(o.amount), 0)::numeric as y from orders o
        where o.contact_id = m.contact_id and o.at >= ${iso(q.from)} and o.at < ${iso(q.to)} and o.status = 'paid'
          and o.currency = ${q.currency}) o
      where m.campaign_id = ${q.campaignId} and m.occurrence = ${q.occurrence} and m.outcome = 'send'
        and m.variant is not null)
    select segment, variant, count(*)::text as n, (count(*) filter (where clicked))::int as clicked,
      (count(*) filter (where k > 0))::int as bought, sum(y)::text as y, sum(y * y)::text as yy
    from c group by segment, variant`);
  return rows;
};

export const readTest = async (tx: Tx, q: TestQuery): Promise<TestReading> => {
  const rows = await rowsOf(tx, q);
  const armOf = (segment: string, variant: string): Arm => {
    const row = rows.find((one) => one.segment === segment && one.variant === variant);
    const { n, y, yy } = row ?? { n: '0', y: '0', yy: '0' };
    return {
      ...sampleOfSums({ n, y, yy, x: '0', xx: '0', xy: '0' }),
      conversions: (q.metric === 'clicks' ? row?.clicked : row?.bought) ?? 0,
      // Only a bootstrap needs them, and none decides here.
      amounts: [],
    };
  };
  const arms = Object.entries(q.variants).flatMap(([segment, variants]) =>
    variants.map((variant) => ({ segment, variant, arm: armOf(segment, variant) })),
  );
  const basis = q.metric === 'revenue' ? 'revenue' : 'conversion';
  const winners = winnersOf(arms, basis, `${q.campaignId}:${q.occurrence}:test`);
  return {
    at: q.to.toISOString(),
    metric: q.metric,
    segments: Object.keys(q.variants).map((segment) => {
      const own = arms.filter((one) => one.segment === segment);
      return {
        segment,
        arms: own.map(({ variant, arm }) => figures(variant, arm)),
        winner: winners.find((one) => one.segment === segment) ?? null,
        broken: sampleRatio(own.map(({ arm }) => arm.n))?.ok === false,
      };
    }),
  };
};

const figures = (variant: string, { n, conversions: hits, meanY }: Arm): TestArm => ({
  variant,
  n,
  hits,
  rate: n > 0 ? hits / n : null,
  ci: n > 0 ? wilson({ hits, n }) : null,
  revenueMinor: Math.round(meanY * n),
});

/** Why the rest of a segment gets what it gets. */
export type Why = 'won' | 'even' | 'broken' | 'only' | 'person';

/**
 * What the rule does with what the test showed: the winner to everybody, and equal shares where no difference can be told.
 *
 * @returns `variant` null for equal shares
 */
export const byRule = (test: SegmentTest): { variant: string | null; why: Why } => {
  const [first, second] = test.arms;
  if (first && !second) return { variant: first.variant, why: 'only' };
  if (test.broken) return { variant: null, why: 'broken' };
  return test.winner?.wins ? { variant: test.winner.best, why: 'won' } : { variant: null, why: 'even' };
};
