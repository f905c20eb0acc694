import { and, eq, gte, lt, sql } from 'drizzle-orm';
import { arrayOf } from '../audience/arrays.ts';
import { campaigns } from '../db/schema.ts';
import type { Db, Tx } from '../deps.ts';
import { addMs, DAY } from '../kit/clock.ts';
import { dayBounds, localDay } from '../kit/zone.ts';
import { attributedBetween } from './attribution.ts';

/**
 * Attributed revenue by campaign and day of the account, read by a job once a day is over and kept, so that a digest only
 * adds up (results/keep.ts). What comes in about it later (an order, a refund, a click, a bounce) leaves a mark in the same
 * transaction, and a marked day is read anew: what is shown always equals reading the facts, which
 * test/audience/rollup.test.ts holds.
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
    where not exists (select 1 from revenue_days d where d.day = x.day and d.timezone = ${timezone} and d.currency = ${currency} and d.told is not null)
      or exists (select 1 from revenue_late l where l.day = x.day)`);
  return new Set(rows.map(({ day }) => day));
};

/** Reads and keeps what is not kept, of the days that are over. @returns the days that were read */
export const keepRevenue = async (db: Db, days: readonly string[], account: Account, now: Date): Promise<string[]> => {
  const over = days.filter((day) => dayBounds(day, account.timezone).to <= now);
  const asked = await unread(db, over, account);
  const read = over.filter((day) => asked.has(day));
  await enterDays(db, read, account);
  for (const day of read) await db.transaction((tx) => readDay(tx, day, account));
  return read;
};

/**
 * Enters days that were never read under these settings; they stay unread until they are. From then on whoever brings
 * something about them leaves a mark. The lock waits for those who looked for the day before it was there: what they
 * bring is committed then, and read with the rest. Asked before a campaign's final reading for the days of its window too,
 * since what moves a day moves that reading.
 */
export const enterDays = async (db: Db, days: readonly string[], { timezone, currency }: Account): Promise<void> => {
  if (days.length === 0) return;
  const list = sql`${arrayOf(days)}::text[]`;
  const ends = sql`${arrayOf(days.map((day) => dayBounds(day, timezone).to.toISOString()))}::timestamptz[]`;
  const missing = sql`unnest(${list}, ${ends}) as x (day, until) where not exists (
    select 1 from revenue_days d where d.day = x.day and d.timezone = ${timezone} and d.currency = ${currency})`;
  const { rows } = await db.execute(sql`select x.day from ${missing} limit 1`);
  if (rows.length === 0) return;
  await db.transaction(async (tx) => {
    await tx.execute(sql`lock table revenue_late in share row exclusive mode`);
    await tx.execute(
      sql`insert into revenue_days (day, timezone, currency, until) select x.day, ${timezone}, ${currency}, x.until from ${missing} order by x.day on conflict (day) do update set timezone = excluded.timezone, currency = excluded.currency, until = excluded.until, told = null`,
    );
  });
};

/** One statement after the other on purpose: marks are taken out before the facts are looked at, never after. */
const readDay = async (tx: Tx, day: string, account: Account): Promise<void> => {
  const span = dayBounds(day, account.timezone);
  await tx.execute(sql`select 1 from revenue_days where day = ${day} for update`);
  const { rowCount: marks } = await tx.execute(sql`delete from revenue_late where day = ${day}`);
  const told = await toldIn(tx, span);
  await tx.execute(
    sql`update revenue_days set told = ${told}, moved_at = case when ${(marks ?? 0) > 0} then clock_timestamp() else moved_at end where day = ${day}`,
  );
  await tx.execute(sql`delete from campaign_revenue where day = ${day}`);
  const credits = [...(await attributedBetween(tx, { ...span, currency: account.currency }))];
  if (credits.length === 0) return;
  const column = (of: (credit: (typeof credits)[number]) => number) => arrayOf(credits.map(of));
  await tx.execute(
    sql`insert into campaign_revenue (day, campaign_id, orders, revenue_minor) select ${day}::text, x.* from unnest(${column(([id]) => id)}::bigint[], ${column(([, c]) => c.orders)}::bigint[], ${column(([, c]) => c.revenueMinor)}::bigint[]) as x`,
  );
};

/** A notice held over a weekend still counts for the day it leaves. */
const LONGEST_HELD = 14 * DAY;

/** Legal notices that reached somebody in the span. */
const toldIn = async (tx: Tx, { from, to }: { from: Date; to: Date }): Promise<number> => {
  const notices = await tx
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(
      and(
        eq(campaigns.kind, 'notice'),
        gte(campaigns.startedAt, addMs(from, -LONGEST_HELD)),
        lt(campaigns.startedAt, to),
      ),
    );
  if (notices.length === 0) return 0;
  const { rows } = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from deliveries d where d.campaign_id = any(${arrayOf(notices.map(({ id }) => id))}::bigint[])
      and d.status in ('accepted', 'delivered') and d.accepted_at >= ${from.toISOString()}::timestamptz
      and d.accepted_at < ${to.toISOString()}::timestamptz`);
  return rows[0]?.n ?? 0;
};

/** Legal notices that reached somebody on that day: what is kept, else from the ledger. */
export const toldOn = async (tx: Tx, day: string, account: Account): Promise<number> => {
  if ((await unread(tx, [day], account)).size > 0) return toldIn(tx, dayBounds(day, account.timezone));
  const { rows } = await tx.execute<{ told: number }>(sql`select told from revenue_days where day = ${day}`);
  return rows[0]?.told ?? 0;
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
export const markedDays = async (tx: Tx): Promise<string[]> => {
  const { rows } = await tx.execute<{ day: string }>(sql`select distinct day from revenue_late order by day`);
  return rows.map(({ day }) => day);
};

/** Days that were read again for what came in, and since when final readings have not been looked at for that. */
export const movedDays = async (tx: Tx): Promise<{ day: string; at: string }[]> => {
  const { rows } = await tx.execute<{ day: string; at: string }>(
    sql`select day, moved_at::text as at from revenue_days where moved_at is not null order by day`,
  );
  return rows;
};

/** Final readings were looked at; a day that was read again meanwhile stays. */
export const lookedAt = async (tx: Tx, days: readonly { day: string; at: string }[]): Promise<void> => {
  await tx.execute(
    sql`update revenue_days d set moved_at = null from unnest(${arrayOf(days.map(({ day }) => day))}::text[], ${arrayOf(days.map(({ at }) => at))}::timestamptz[]) as x (day, at) where d.day = x.day and d.moved_at = x.at`,
  );
};

/** Every kept day is forgotten, to be read from the facts when it is asked for. */
export const forgetRevenue = async (db: Db): Promise<void> => {
  await db.execute(sql`delete from revenue_days`);
};
