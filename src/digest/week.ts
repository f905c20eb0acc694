import { and, desc, eq, gte, lt, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { approvals, campaigns, digests, learnings, readouts } from '../db/schema.ts';
import type { Deps, Tx } from '../deps.ts';
import { voice } from '../i18n/voice.ts';
import { dayBounds, mondayOf } from '../kit/zone.ts';
import { inShort } from '../results/breakdown.ts';
import { pooledUpTo } from '../results/pooled-kept.ts';
import { type PooledSummary, pooledWords } from '../results/pooled-words.ts';
import type { Readout } from '../results/readout.ts';
import { daysBetween, revenueOfDays } from '../results/revenue-days.ts';
import type { Suggestion } from '../results/suggest.ts';
import { loadSuggestions } from '../results/suggest-load.ts';

/**
 * The week before, Monday to Sunday of the account: it comes with the first digest of a week (Monday's, or a later one where
 * the digest does not run on Mondays), in its post and by its row, so it is written once as the digest is.
 */
export type WeekReview = {
  /** The account's own days, both included. */
  from: string;
  to: string;
  currency: string;
  /** Final readings whose window ended in the week, proved ones first; money in minor units. */
  /** All campaigns together up to the end of the week; null while nobody is held out of everything, absent from older ones. */
  pooled?: (PooledSummary & { said: { ko: string; en: string } }) | null;
  settled: {
    campaignId: number;
    title: string;
    kind: Readout['verdict']['kind'];
    incremental: { minor: number; loMinor: number; hiMinor: number } | null;
    n: number;
    attributedMinor: number;
    said: { ko: string; en: string };
  }[];
  attributed: { minor: number; orders: number; beforeMinor: number };
  started: number;
  verdicts: { approved: number; rejected: number; regenerated: number };
  learned: { remembered: number; waiting: number };
  next: {
    campaignId: number;
    kind: Suggestion['kind'];
    channel: Suggestion['channel'];
    why: { ko: string; en: string };
  }[];
};

/** Suggestions of a week: more would not be done. */
const MOST_NEXT = 3;
const ORDER = ['proved', 'harm', 'cannot_tell', 'withheld', 'too_early'] as const;

const plusDays = (day: string, days: number): string =>
  DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate() ?? day;

/** Whether the digest of this date is the first of its week; a new account has no week before. */
export const opensWeek = async (tx: Tx, date: string): Promise<boolean> => {
  const [last] = await tx
    .select({ date: digests.date })
    .from(digests)
    .where(lt(digests.date, date))
    .orderBy(desc(digests.date))
    .limit(1);
  return last !== undefined && mondayOf(last.date) < mondayOf(date);
};

/** Read now; nothing is written. @param date any day of the week after the one that is reviewed */
export const weekBefore = async (
  deps: Pick<Deps, 'config'> & Partial<Pick<Deps, 'channels'>>,
  tx: Tx,
  date: string,
  now: Date,
): Promise<WeekReview> => {
  const { timezone, currency } = deps.config;
  const from = plusDays(mondayOf(date), -7);
  const to = plusDays(from, 6);
  const span = { from: dayBounds(from, timezone).from, to: dayBounds(to, timezone).to };
  const within = (column: unknown) =>
    sql`${column} >= ${span.from.toISOString()}::timestamptz and ${column} < ${span.to.toISOString()}::timestamptz`;
  const rows = await tx
    .select({ result: readouts.result })
    .from(readouts)
    .where(
      and(
        eq(readouts.kind, 'final'),
        // No final reading is of before its window's end: the others need not be looked into.
        gte(readouts.at, span.from),
        within(sql`(${readouts.result} -> 'window' ->> 'endsAt')::timestamptz`),
      ),
    )
    .orderBy(desc(readouts.campaignId));
  const finals = rows
    .map(({ result }) => result as Readout)
    .filter((reading) => reading.currency === currency)
    .sort((a, b) => ORDER.indexOf(a.verdict.kind) - ORDER.indexOf(b.verdict.kind));
  const before = daysBetween(plusDays(from, -7), plusDays(from, -1), timezone);
  const revenue = sumOf(await revenueOfDays(tx, daysBetween(from, to, timezone), deps.config));
  const count = sql<number>`count(*)::int`;
  const [started] = await tx
    .select({ n: count })
    .from(campaigns)
    .where(and(eq(campaigns.kind, 'campaign'), within(campaigns.startedAt)));
  const verdicts = await tx
    .select({ verdict: approvals.verdict, n: count })
    .from(approvals)
    .where(within(approvals.at))
    .groupBy(approvals.verdict);
  const learned = await tx
    .select({ state: learnings.state, n: count })
    .from(learnings)
    .where(within(learnings.at))
    .groupBy(learnings.state);
  const given = (name: string) => verdicts.find(({ verdict }) => verdict === name)?.n ?? 0;
  const kept = (name: string) => learned.find(({ state }) => state === name)?.n ?? 0;
  const pooled = await pooledUpTo(tx, { now: span.to, currency });
  return {
    from,
    to,
    currency,
    pooled: pooled.verdict && {
      ...pooled,
      said: inBoth(currency, timezone, (v) => pooledWords(pooled, v)),
    },
    settled: finals.map((reading) => ({
      campaignId: reading.campaignId,
      title: reading.title,
      kind: reading.verdict.kind,
      incremental: reading.incremental,
      n: reading.arms.send.n + reading.arms.holdout.n,
      attributedMinor: reading.attributed.revenueMinor,
      said: inBoth(currency, timezone, (v) => inShort(reading, v)),
    })),
    attributed: { ...revenue, beforeMinor: sumOf(await revenueOfDays(tx, before, deps.config)).minor },
    started: started?.n ?? 0,
    verdicts: { approved: given('approve'), rejected: given('reject'), regenerated: given('regenerate') },
    learned: { remembered: kept('remembered'), waiting: kept('proposed') },
    next: await nextOf(deps, tx, finals, now),
  };
};

const sumOf = (credits: ReadonlyMap<number, { orders: number; revenueMinor: number }>) => ({
  minor: [...credits.values()].reduce((total, { revenueMinor }) => total + revenueMinor, 0),
  orders: [...credits.values()].reduce((total, { orders }) => total + orders, 0),
});

const inBoth = (currency: string, timezone: string, say: (v: ReturnType<typeof voice>) => string) => ({
  ko: say(voice('ko', { currency, timezone })),
  en: say(voice('en', { currency, timezone })),
});

/** The first suggestion of each campaign, then the second ones; no more campaigns are asked than are needed. */
const nextOf = async (
  deps: Pick<Deps, 'config'> & Partial<Pick<Deps, 'channels'>>,
  tx: Tx,
  finals: readonly Readout[],
  now: Date,
): Promise<WeekReview['next']> => {
  const { currency, timezone } = deps.config;
  const all: (WeekReview['next'][number] & { rank: number })[] = [];
  for (const reading of finals) {
    if (all.filter(({ rank }) => rank === 0).length === MOST_NEXT) break;
    (await loadSuggestions(tx, deps.channels ?? new Map(), reading, now)).forEach(({ kind, channel, why }, rank) => {
      all.push({ campaignId: reading.campaignId, kind, channel, why: inBoth(currency, timezone, why), rank });
    });
  }
  return all
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST_NEXT)
    .map(({ rank: _, ...one }) => one);
};
