import { sql } from 'drizzle-orm';
import { arrayOf } from '../audience/arrays.ts';
import type { Db, Tx } from '../deps.ts';
import { DAY } from '../kit/clock.ts';
import { dayBounds, localDay } from '../kit/zone.ts';
import { attributedBetween } from './attribution.ts';

/**
 * Attributed revenue by campaign and day of the account, read once a day is over and kept. What comes in about it later
 * (an order, a refund, a click, a bounce) leaves a mark in the same transaction, and a marked day is read anew before it
 * is shown: always equal to reading the facts, which test/results/revenue-days.test.ts holds.
 */
export type Account = { timezone: string; currency: string };
export type DayCredit = { orders: number; revenueMinor: number };

/** A report of `since` came in: days that were read and end after it may be credited otherwise. */
export const revenueMoved = async (tx: Tx, since: Date | null): Promise<void> => {
  if (since === null) return;
  await tx.execute(
    sql`insert into revenue_late (day) select day from revenue_days where until > ${since.toISOString()}::timestamptz`,
  );
};

/** Days from `from` to `to`, both included. */
export const daysBetween = (from: string, to: string, timezone: string): string[] => {
  const days: string[] = [];
  for (let day = from; day <= to; day = localDay(dayBounds(day, timezone).to, timezone)) days.push(day);
  return days;
};

/**
 * Of these days those that have to be read: never read, read under other settings, or marked since. Two statements would
 * let a mark slip between; this is one.
 */
const unread = async (tx: Tx, days: readonly string[], { timezone, currency }: Account): Promise<Set<string>> => {
  const { rows } = await tx.execute<{ day: string }>(sql`
    select x.day from unnest(${arrayOf(days)}::text[]) as x (day)
    where not exists (select 1 from revenue_days d where d.day = x.day and d.timezone = ${timezone} and d.currency = ${currency})
      or exists (select 1 from revenue_late l where l.day = x.day)`);
  return new Set(rows.map(({ day }) => day));
};

/** What was in flight while a day was read, and a message that was settled by asking its provider: two days put it right. */
const SETTLING_MS = 2 * DAY;

/** Reads and keeps what is not kept, of the days that are over. @returns the days that were read */
export const keepRevenue = async (db: Db, days: readonly string[], account: Account, now: Date): Promise<string[]> => {
  const over = days.filter((day) => dayBounds(day, account.timezone).to <= now);
  const asked = await unread(db, over, account);
  const recent = (day: string) => now.getTime() - dayBounds(day, account.timezone).to.getTime() < SETTLING_MS;
  const read = over.filter((day) => asked.has(day) || recent(day));
  for (const day of read) await db.transaction((tx) => readDay(tx, day, account));
  return read;
};

/** One statement after the other on purpose: marks are taken out before the facts are looked at, never after. */
const readDay = async (tx: Tx, day: string, account: Account): Promise<void> => {
  const span = dayBounds(day, account.timezone);
  await tx.execute(
    sql`insert into revenue_days (day, timezone, currency, until) values (${day}, ${account.timezone}, ${account.currency}, ${span.to.toISOString()}::timestamptz) on conflict (day) do update set timezone = excluded.timezone, currency = excluded.currency, until = excluded.until`,
  );
  await tx.execute(sql`delete from revenue_late where day = ${day}`);
  await tx.execute(sql`delete from campaign_revenue where day = ${day}`);
  const credits = [...(await attributedBetween(tx, { ...span, currency: account.currency }))];
  if (credits.length === 0) return;
  const column = (of: (credit: (typeof credits)[number]) => number) => arrayOf(credits.map(of));
  await tx.execute(
    sql`insert into campaign_revenue (day, campaign_id, orders, revenue_minor) select ${day}::text, x.* from unnest(${column(([id]) => id)}::bigint[], ${column(([, c]) => c.orders)}::bigint[], ${column(([, c]) => c.revenueMinor)}::bigint[]) as x`,
  );
};

/** Attributed revenue of these days by campaign: what is kept, and the rest from the facts; nothing is written. */
export const revenueOfDays = async (
  tx: Tx,
  days: readonly string[],
  account: Account,
): Promise<Map<number, DayCredit>> => {
  const missing = await unread(tx, days, account);
  const kept = days.filter((day) => !missing.has(day));
  const { rows } = await tx.execute<{ campaignId: number } & DayCredit>(sql`
    select campaign_id as "campaignId", sum(orders)::bigint as orders, sum(revenue_minor)::bigint as "revenueMinor"
    from campaign_revenue where day = any(${arrayOf(kept)}::text[]) group by 1`);
  const total = new Map(rows.map(({ campaignId, ...credit }) => [campaignId, credit]));
  for (const span of runs(days, missing, account.timezone))
    for (const [id, more] of await attributedBetween(tx, { ...span, currency: account.currency })) {
      const sofar = total.get(id) ?? { orders: 0, revenueMinor: 0 };
      total.set(id, { orders: sofar.orders + more.orders, revenueMinor: sofar.revenueMinor + more.revenueMinor });
    }
  return total;
};

/** Neighbouring days that are missing are read together. */
const runs = (days: readonly string[], missing: ReadonlySet<string>, timezone: string): { from: Date; to: Date }[] => {
  const spans: { from: Date; to: Date }[] = [];
  for (const day of days) {
    if (!missing.has(day)) continue;
    const { from, to } = dayBounds(day, timezone);
    const last = spans.at(-1);
    if (last && last.to.getTime() === from.getTime()) last.to = to;
    else spans.push({ from, to });
  }
  return spans;
};

/** Days about which something came in and that nobody has read since. */
export const lateDays = async (tx: Tx): Promise<string[]> => {
  const { rows } = await tx.execute<{ day: string }>(sql`select distinct day from revenue_late order by day`);
  return rows.map(({ day }) => day);
};

/** Every kept day is forgotten, to be read from the facts when it is asked for. */
export const forgetRevenue = async (db: Db): Promise<void> => {
  await db.execute(sql`delete from revenue_days`);
};
