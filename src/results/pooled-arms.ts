import { sql } from 'drizzle-orm';
import { arrayOf } from '../audience/arrays.ts';
import { placeAmongHeld } from '../audience/eligibility.ts';
import type { Tx } from '../deps.ts';
import { type Arm, type Sums, sampleOfSums } from './samples.ts';
import { type Followed, periodAt } from './share-periods.ts';

/** Those who came in during one period of the share, by arm. */
export type EntryArms = { campaigns: number; moved: number; treated: Arm; held: Arm };

const BEFORE_DAYS = 90;
const iso = (at: Date) => sql`${at.toISOString()}::timestamptz`;

/** @returns in the order of `periods`; `since` is null where no campaign began in any of them */
export const entryArms = async (
  tx: Tx,
  periods: readonly Followed[],
  { now, currency }: { now: Date; currency: string },
): Promise<{ since: Date | null; periods: EntryArms[] }> => {
  const campaigns = (await advertised(tx, now)).flatMap(({ id, at }) => {
    const period = periodAt(periods, at);
    return period === null ? [] : [{ id, at, period }];
  });
  const rows = campaigns.length > 0 ? await entered(tx, campaigns, periods, currency) : [];
  const armOf = (period: number, held: boolean): Arm => {
    const row = rows.find((one) => one.period === period && one.held === held && !one.moved);
    return { ...sampleOfSums(row ?? NOBODY), conversions: row?.conversions ?? 0, amounts: [] };
  };
  return {
    since: campaigns[0]?.at ?? null,
    periods: periods.map((_, period) => ({
      campaigns: campaigns.filter((one) => one.period === period).length,
      moved: rows.filter((one) => one.period === period && one.moved).reduce((sum, { n }) => sum + Number(n), 0),
      treated: armOf(period, false),
      held: armOf(period, true),
    })),
  };
};

const NOBODY: Sums = { n: '0', y: '0', yy: '0', x: '0', xx: '0', xy: '0' };

type Begun = { id: number; at: Date };

/** What is no advertisement goes to everybody, so it can put nobody into an arm. */
const advertised = async (tx: Tx, now: Date): Promise<Begun[]> => {
  const { rows } = await tx.execute<Begun>(sql`
    select c.id, c.window_starts_at as at from campaigns c
    where c.kind = 'campaign' and c.window_starts_at < ${iso(now)} and not exists (
      select 1 from launches l join drafts d on d.id = l.draft_id
      where l.campaign_id = c.id and d.content ->> 'isAd' = 'false')
    order by 2, 1`);
  return rows.map(({ id, at }) => ({ id, at: new Date(at) }));
};

type Row = Sums & { period: number; held: boolean; moved: boolean; conversions: number };

const entered = async (
  tx: Tx,
  campaigns: readonly (Begun & { period: number })[],
  periods: readonly Followed[],
  currency: string,
): Promise<Row[]> => {
  const starts = Object.fromEntries(campaigns.map(({ id, at, period }) => [id, { at: at.toISOString(), period }]));
  const limits = periods.map(({ until, least, most }) => ({
    until: until.toISOString(),
    least: Math.round(least * 10_000),
    most: Math.round(most * 10_000),
  }));
  // Who was only over the cap could have had it: the held are never over it, and would else come in sooner than the others.
  const { rows } = await tx.execute<Row>(sql`
    with starts as materialized (
      select s.key::bigint as id, (s.value ->> 'at')::timestamptz as at, (s.value ->> 'period')::int as period
      from jsonb_each(${JSON.stringify(starts)}::jsonb) s
    ), limits as materialized (
      select (l.n - 1)::int as period, (l.value ->> 'until')::timestamptz as until,
        (l.value ->> 'least')::int as least, (l.value ->> 'most')::int as most
      from jsonb_array_elements(${JSON.stringify(limits)}::jsonb) with ordinality l (value, n)
    ), people as (
      select distinct on (m.contact_id) m.contact_id, m.outcome = 'global_holdout' as held, s.at, s.period
      from audience_members m join starts s on s.id = m.campaign_id
      where m.campaign_id = any(${arrayOf(campaigns.map(({ id }) => id))}::bigint[])
        and m.outcome in ('send', 'holdout', 'capped', 'global_holdout')
      order by m.contact_id, s.at, m.campaign_id, m.occurrence
    ), bought as (
      select p.period, p.held, o.x, o.y, o.k,
        ${placeAmongHeld(sql`p.contact_id`)} >= l.least and ${placeAmongHeld(sql`p.contact_id`)} < l.most as moved
      from people p join limits l on l.period = p.period
      cross join lateral (
        select coalesce(sum(o.amount) filter (where o.at < p.at), 0)::numeric as x,
          coalesce(sum(o.amount) filter (where o.at >= p.at and o.status = 'paid'), 0)::numeric as y,
          count(*) filter (where o.at >= p.at and o.status = 'paid' and o.amount >= 0) as k
        from orders o
        where o.contact_id = p.contact_id and o.currency = ${currency}
          and o.at >= p.at - make_interval(days => ${BEFORE_DAYS}) and o.at < l.until
      ) o
    )
    select period, held, moved, count(*)::text as n, count(*) filter (where k > 0) as conversions, sum(y)::text as y,
      sum(y * y)::text as yy, sum(x)::text as x, sum(x * x)::text as xx, sum(x * y)::text as xy
    from bought group by period, held, moved`);
  return rows;
};
