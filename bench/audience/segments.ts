import type { ReadyMade } from '../../src/audience/ready-made.ts';
import { NOW } from './data.ts';

/**
 * The six segments that are measured, each as a person who knows the tables would ask for it by hand: the product's own
 * statement is held against it, and against DuckDB, which has the facts alone. All three must find the same people.
 */
export type Reference = {
  name: ReadyMade;
  /** Ids of contacts, on the product's own tables. */
  hand: string;
  /** The same in DuckDB. */
  duck: string;
  /** Why PostgreSQL asks it that way, for docs/explain.md. */
  why: string;
};

const ago = (days: number): string => `timestamptz '${new Date(NOW.getTime() - days * 86_400_000).toISOString()}'`;
const now = ago(0);
const BOUGHT = `status = 'paid' and amount >= 0 and "at" < ${now}`;
/** The three calendar months in Seoul before the one of NOW. */
const MONTHS = ['2026-07-31T15:00:00Z', '2026-08-31T15:00:00Z', '2026-09-30T15:00:00Z', '2026-10-31T15:00:00Z'].map(
  (at) => `timestamptz '${at}'`,
);
const OCTOBER = 2026 * 12 + 9;

export const REFERENCES: readonly Reference[] = [
  {
    name: 'never_bought',
    hand: 'select contact_id from contact_stats where orders = 0',
    duck: `select id from contacts c where not exists (select 1 from orders o where o.contact_id = c.id and ${BOUGHT})`,
    why: 'Half of everybody is the answer, and they have an index that holds nobody else and is read alone: neither the roll-up, nor the contacts, nor their orders are touched.',
  },
  {
    name: 'one_and_silent',
    hand: `select contact_id from contact_stats where orders = 1 and last_order_at <= ${ago(30)}`,
    duck: `select contact_id as id from orders where ${BOUGHT} group by contact_id having count(*) = 1 and max("at") <= ${ago(30)}`,
    why: 'Who bought once has an index of their own, by when that was: what is asked for is one end of it.',
  },
  {
    name: 'three_months_running',
    hand: `select contact_id from contact_stats where order_month >= ${OCTOBER} and (order_months >> (order_month - ${OCTOBER})) & 7 = 7`,
    duck: `select contact_id as id from orders where status = 'paid' and amount >= 0 and "at" >= ${MONTHS[0]} and "at" < ${MONTHS[3]} group by contact_id having ${[0, 1, 2].map((i) => `bool_or("at" >= ${MONTHS[i]} and "at" < ${MONTHS[i + 1]})`).join(' and ')}`,
    why: 'A whole calendar month is one bit of the roll-up, so that three of them are three bit tests in one pass, and the orders of three months are not read. An index on the bits would have to be written to by most orders that come in.',
  },
  {
    name: 'cart_left',
    hand: `select contact_id from contact_stats where last_cart_at >= ${ago(3)} and (last_order_at < ${ago(3)} or last_order_at is null)`,
    duck: `select distinct contact_id as id from events e where name = 'cart' and "at" >= ${ago(3)} and "at" < ${now} and not exists (select 1 from orders o where o.contact_id = e.contact_id and status = 'paid' and amount >= 0 and o.at >= ${ago(3)} and o.at < ${now})`,
    why: 'The last cart of a contact is in an index of the roll-up, and a window that ends now asks no more than whether it lies in it. The last order stands in the same row.',
  },
  {
    name: 'lapsed_vip',
    hand: `select contact_id from contact_stats where orders > 0 and last_order_at <= ${ago(60)} and revenue >= (select min(revenue) from (select revenue, percent_rank() over (order by revenue) * 100 as rank from contact_stats where orders > 0) r where rank >= 90)`,
    duck: `with totals as (select contact_id, sum(amount) as revenue, max("at") filter (where amount >= 0) as last from orders where status = 'paid' and "at" < ${now} group by contact_id having count(*) filter (where amount >= 0) > 0), ranked as (select *, percent_rank() over (order by revenue) * 100 as rank from totals) select contact_id as id from ranked where rank >= 90 and last <= ${ago(60)}`,
    why: 'Who is in the top tenth was asked first, as one revenue found from the upper end of the index of buyers; what is left is that end of the same index, where the last order stands beside the revenue.',
  },
  {
    name: 'clicked_twice',
    hand: `select contact_id from contact_stats where prev_click_at >= ${ago(14)}`,
    duck: `select contact_id as id from events where name = 'click' and "at" >= ${ago(14)} and "at" < ${now} group by contact_id having count(*) >= 2`,
    why: 'Twice within a window that ends now is whether the last click but one lies in it: that is kept in the roll-up, with an index of the few who have one.',
  },
];
