import { sql } from 'drizzle-orm';
import { findKit } from '../brand/store.ts';
import type { Status } from '../campaign/lifecycle.ts';
import { namedPeople, type People } from '../campaign/people.ts';
import type { Deps, Tx } from '../deps.ts';
import { addMs, HOUR } from '../kit/clock.ts';
import { fromMajor } from '../kit/money.ts';
import { dayBounds, localDay } from '../kit/zone.ts';
import type { Readout } from '../results/readout.ts';
import { type DayCredit, daysBetween, revenueOfDays } from '../results/revenue-days.ts';
import { type Anomaly, findAnomalies } from './anomalies.ts';
import { type NoticeFacts, noticesNow, noticesThen } from './notices.ts';
import { runningAt } from './running.ts';
import { type AiSpend, aiSpend } from './spend.ts';
import { dueToday, sentOn, type ToSend } from './today.ts';
import { type Waiting, waitingAt } from './waiting.ts';
import type { WeekReview } from './week.ts';

/** What one digest says, as facts; the words come when it is drawn. Money: integer minor units of `currency`. */
export type DigestBody = {
  /** The account's own date it is of, `2026-11-24`; "yesterday" is the day before. */
  date: string;
  /** Instant of writing, ISO; of a day that is over and was never written, its end: lists are as they were then. */
  at: string;
  late: boolean;
  /** Read after its day: nobody kept what was out of the ordinary then, or whom the law wanted told. */
  readAfter?: true;
  currency: string;
  /** Yesterday, as the instants it was read over. */
  yesterday: { from: string; to: string };
  attributed: {
    minor: number;
    orders: number;
    /** Of the month that yesterday belongs to, from its first day to yesterday. */
    monthMinor: number;
    month: string;
    targetMinor: number | null;
    byCampaign: { campaignId: number; minor: number; orders: number }[];
  };
  /** Final readings of this month and the last, newest first: what could be told, with its interval. */
  settled: { campaignId: number; minor: number; loMinor: number; hiMinor: number; n: number }[];
  /** Settled in the last week without a verdict. */
  untold: number[];
  /** Of those with a verdict on their own goal, whose added revenue cannot be told from 0. Absent in older digests. */
  byGoal?: { campaignId: number; kind: 'proved' | 'harm' }[];
  waiting: Waiting[];
  running: { campaignId: number; title: string; status: Status; windowEndsAt: string | null }[];
  today: ToSend[];
  anomalies: Anomaly[];
  /** Absent in digests of before there were notices. */
  notices?: NoticeFacts;
  ai: AiSpend;
  simulated: boolean;
  /** In the first digest of a week: the week before. */
  week?: WeekReview;
};

/** Older results have been seen in earlier digests. */
const RECENT_MS = 31 * 24 * HOUR;
const WEEK_MS = 7 * 24 * HOUR;

/**
 * Everything a digest of that date says, read now, or as it was `asOf`.
 *
 * @param at `people`: who asked before, because Slack may have to be asked
 */
export const digestFacts = async (
  deps: Pick<Deps, 'config' | 'directory' | 'log' | 'db'>,
  tx: Tx,
  date: string,
  at: { now: Date; late: boolean; asOf?: Date; people?: People },
): Promise<DigestBody> => {
  const { timezone, currency } = deps.config;
  const today = dayBounds(date, timezone);
  const { asOf } = at;
  const now = asOf ?? at.now;
  const yesterday = dayBounds(localDay(new Date(today.from.getTime() - 1), timezone), timezone);
  const days = revenueDaysOf(date, timezone);
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const month = last.slice(0, 7);
  const monthFrom = dayBounds(first, timezone).from;
  const credits = await revenueOfDays(tx, [last], deps.config);
  const sofar = await revenueOfDays(tx, days, deps.config);
  const kit = await findKit(tx, asOf);
  const target = kit ? fromMajor(kit.kit.monthTarget, currency).minor : 0;
  const running = await runningAt(tx, asOf);
  const people = at.people ?? (await namedPeople(deps));
  return {
    date,
    at: now.toISOString(),
    late: at.late,
    ...(asOf && { readAfter: true }),
    currency,
    yesterday: { from: yesterday.from.toISOString(), to: yesterday.to.toISOString() },
    attributed: {
      minor: total(credits, 'revenueMinor'),
      orders: total(credits, 'orders'),
      monthMinor: total(sofar, 'revenueMinor'),
      month,
      targetMinor: target > 0 ? target : null,
      byCampaign: [...credits]
        .map(([campaignId, { revenueMinor, orders }]) => ({ campaignId, minor: revenueMinor, orders }))
        .sort((a, b) => b.minor - a.minor),
    },
    ...(await settledSince(tx, now < today.to ? now : today.to, currency)),
    waiting: await waitingAt(tx, people, now, asOf),
    running: running.map(({ id, title, goal, status, windowEndsAt }) => ({
      campaignId: id,
      title: title || goal.slice(0, 40),
      status,
      windowEndsAt: windowEndsAt?.toISOString() ?? null,
    })),
    today: await (asOf ? sentOn : dueToday)(tx, today),
    anomalies: asOf ? [] : await findAnomalies(tx, running),
    notices: await (asOf ? noticesThen : noticesNow)(tx, now, last, deps.config),
    ai: await aiSpend(tx, { yesterday, monthFrom, currency }),
    simulated: deps.config.practice.has('customers'),
  };
};

const total = (credits: Map<number, DayCredit>, what: keyof DayCredit): number =>
  [...credits.values()].reduce((sum, one) => sum + one[what], 0);

/** Days a digest of that date speaks of: its month, up to yesterday. */
export const revenueDaysOf = (date: string, timezone: string): string[] => {
  const yesterday = localDay(new Date(dayBounds(date, timezone).from.getTime() - 1), timezone);
  return daysBetween(`${yesterday.slice(0, 7)}-01`, yesterday, timezone);
};

type Told = Pick<Readout, 'verdict' | 'incremental' | 'campaignId' | 'arms'>;

/** Results that a verdict stands behind, as they were told up to `now`; and those of the last week that none does. */
const settledSince = async (
  tx: Tx,
  now: Date,
  currency: string,
): Promise<Pick<DigestBody, 'settled' | 'untold' | 'byGoal'>> => {
  // Of a reading what is said here, taken out by the database and at once: the whole of a thousand readings is megabytes.
  const { rows: finals } = await tx.execute<Told & { at: Date }>(sql`
    select x.verdict, x.incremental, x."campaignId", x.arms, r.at from readouts r
    cross join lateral jsonb_to_record(r.result) as x (verdict jsonb, incremental jsonb, "campaignId" bigint, arms jsonb, currency text)
    where r.kind = 'final' and r.at >= ${addMs(now, -RECENT_MS).toISOString()}::timestamptz
      and r.at <= ${now.toISOString()}::timestamptz and x.currency = ${currency}
    order by r.at desc, r.campaign_id desc`);
  const told = finals.filter(({ verdict: { kind } }) => kind === 'proved' || kind === 'harm');
  // The verdict is on the campaign's own goal; money is named only where its interval leaves 0 out.
  const isMoney = (of: Told['incremental']) => of !== null && (of.loMinor > 0 || of.hiMinor < 0);
  return {
    settled: told.flatMap(({ incremental: of, campaignId, arms }) =>
      of && isMoney(of) ? [{ campaignId, ...of, n: arms.send.n + arms.holdout.n }] : [],
    ),
    byGoal: told
      .filter(({ incremental: of }) => !isMoney(of))
      .map(({ campaignId, verdict }) => ({ campaignId, kind: verdict.kind as 'proved' | 'harm' })),
    untold: finals
      .filter(({ verdict, at }) => UNTOLD.has(verdict.kind) && now.getTime() - new Date(at).getTime() < WEEK_MS)
      .map(({ campaignId }) => campaignId),
  };
};

/** No verdict, or one held back because the split is broken. */
const UNTOLD: ReadonlySet<string> = new Set(['cannot_tell', 'withheld']);
