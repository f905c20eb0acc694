import { sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import type { Tx } from '../deps.ts';

/**
 * Who came back: contacts by the month of their first order, and how many of them ordered in each month after. Refunded
 * orders leave it. A month that is not over is counted as far as it has come, and says so.
 */
export type Cohort = {
  /** `2026-03`, of the account's zone. */
  month: string;
  contacts: number;
  /** From the month of the first order (0, always all of them) to the current one. */
  months: { after: number; contacts: number; share: number; revenueMinor: number }[];
};
export type CohortReport = { currency: string; until: string; openMonth: string; cohorts: Cohort[] };

export const cohortReport = async (
  tx: Tx,
  at: { now: Date; timezone: string; currency: string; months: number },
): Promise<CohortReport> => {
  const now = DateTime.fromJSDate(at.now, { zone: at.timezone });
  const since = now.startOf('month').minus({ months: at.months - 1 });
  const local = (column: string) => sql`date_trunc('month', ${sql.raw(column)} at time zone ${at.timezone}::text)`;
  const { rows } = await tx.execute<{ month: string; after: number; contacts: number; revenueMinor: number }>(sql`
    with monthly as (
      select o.contact_id, ${local('o.at')} as month, sum(o.amount) as revenue, bool_or(o.amount >= 0) as ordered
      from orders o where o.status = 'paid' and o.currency = ${at.currency} and o.at < ${at.now.toISOString()}::timestamptz
      group by 1, 2
    ),
    begun as (
      select contact_id, min(month) filter (where ordered) as month from monthly group by 1
    )
    select to_char(b.month, 'YYYY-MM') as month,
      ((date_part('year', m.month) - date_part('year', b.month)) * 12 + date_part('month', m.month) - date_part('month', b.month))::int as after,
      count(*) filter (where m.ordered) as contacts, sum(m.revenue)::bigint as "revenueMinor"
    from begun b join monthly m on m.contact_id = b.contact_id
    where b.month >= ${since.toFormat('yyyy-MM-dd')}::timestamp and m.month >= b.month
    group by 1, 2 order by 1, 2`);
  const cohorts = [...Map.groupBy(rows, ({ month }) => month)].map(([month, found]): Cohort => {
    const contacts = found.find(({ after }) => after === 0)?.contacts ?? 0;
    const length = Math.round(
      now.startOf('month').diff(DateTime.fromISO(month, { zone: at.timezone }), 'months').months,
    );
    return {
      month,
      contacts,
      months: Array.from({ length: length + 1 }, (_, after) => {
        const one = found.find((row) => row.after === after);
        const n = one?.contacts ?? 0;
        return { after, contacts: n, share: contacts > 0 ? n / contacts : 0, revenueMinor: one?.revenueMinor ?? 0 };
      }),
    };
  });
  return { currency: at.currency, until: at.now.toISOString(), openMonth: now.toFormat('yyyy-MM'), cohorts };
};
