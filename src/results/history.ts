import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { readouts } from '../db/schema.ts';
import type { Tx } from '../deps.ts';
import { addMs, DAY } from '../kit/clock.ts';
import { toMajor } from '../kit/money.ts';
import type { Readout } from './readout.ts';

/** Beta(a, b): what is believed of a share. Its mean is a / (a + b). */
export type Belief = { a: number; b: number };
export const meanOf = ({ a, b }: Belief): number => a / (a + b);

/** Today's values of revenue = audience × reach × CTR × CVR × AOV, and how sure they are. Shares 0..1, major units. */
export type KpiHistory = {
  /** `history`: from the account's own campaigns; `prior`: stated assumptions, because there is none yet. */
  basis: 'history' | 'prior';
  /** Past campaigns that went into it. */
  campaigns: number;
  /** Delivered of those handed over: what a stop cancelled or an opt-out kept back says nothing about reach. */
  reach: number;
  /** People who clicked, of those delivered. */
  ctr: number;
  /** People who bought after a click, of those who clicked. */
  cvr: number;
  /** Average order of the last 90 days; null when fewer than ten people bought in them. */
  aovMajor: number | null;
  /** Share of contacts who buy within 7 days though nobody writes to them: attributed to a message that reached them. */
  baseline: number;
  baselineBasis: 'holdout' | 'orders' | 'prior';
  /** Of those reached who buy anyway the share whose order is credited here: with campaigns that overlap, not all. 0..1. */
  credited: number;
  beliefs: { reach: Belief; ctr: Belief; cvr: Belief; baseline: Belief };
  orderSdMajor: number;
  /** Of the newest final readings, newest first: actual ÷ P50 − 1. Stopped campaigns have none. */
  pastErrors: number[];
};

/**
 * What is assumed before the account has sent anything: wide on purpose, as if 40 deliveries, 20 clicks had been seen.
 * E-mail to one's own customers; shown to people as an assumption.
 */
export const PRIOR: KpiHistory['beliefs'] = {
  reach: { a: 97, b: 3 },
  ctr: { a: 2, b: 38 },
  cvr: { a: 2, b: 18 },
  baseline: { a: 1, b: 49 },
};

/** Campaigns differ more than coins: however many people one held, it counts as no more than so many. */
const MOST_WEIGHT = 400;
/** Newest final readings that are learned from, and days of orders: the launch card names both. */
export const RECENT_READINGS = 20;
export const ORDERS_DAYS = 90;
const BASELINE_DAYS = 7;
/** Nothing is told, or reckoned from, about fewer buyers than these. */
export const FEWEST = 10;

const learn = (prior: Belief, hits: number, n: number): Belief => {
  const weight = n > MOST_WEIGHT ? MOST_WEIGHT / n : 1;
  return { a: prior.a + hits * weight, b: prior.b + (n - hits) * weight };
};

/** What few campaigns say of how much they differ counts beside the assumption, which weighs as one more pair. */
const ASSUMED = 1;

/**
 * What is believed of the *next* campaign's share: where all of them lie together, but never surer than one large campaign,
 * nor than the past ones agree beyond the chance of their sizes (moments of the beta-binomial). Ten campaigns at a steady 5 %
 * give a narrow forecast; five between 2 % and 16 % a wide one, however many people they wrote to.
 */
export const ofNext = (prior: Belief, seen: readonly (readonly [hits: number, n: number])[]): Belief => {
  const all = seen.reduce((belief, [hits, n]) => learn(belief, hits, n), prior);
  const sure = Math.min(all.a + all.b, prior.a + prior.b + MOST_WEIGHT, agreement(seen));
  return { a: meanOf(all) * sure, b: (1 - meanOf(all)) * sure };
};

/** a + b of the Beta that campaigns' shares are draws from, by moments. */
const agreement = (seen: readonly (readonly [hits: number, n: number])[]): number => {
  const shares = seen.flatMap(([hits, n]) => (n > 0 ? [{ share: hits / n, n, weight: Math.min(n, MOST_WEIGHT) }] : []));
  const k = shares.length;
  if (k < 2) return Number.POSITIVE_INFINITY;
  const total = shares.reduce((sum, { weight }) => sum + weight, 0);
  const mean = shares.reduce((sum, { share, weight }) => sum + share * weight, 0) / total;
  const spread = shares.reduce((sum, { share, weight }) => sum + weight * (share - mean) ** 2, 0) / total;
  const byChance = shares.reduce((sum, { n, weight }) => sum + (weight * mean * (1 - mean)) / n, 0) / total;
  const between = spread * (k / (k - 1)) - byChance;
  // The next one lies around a mean that k campaigns only estimate.
  const seenApart = between > 0 ? (between * (1 + 1 / k)) / (mean * (1 - mean)) : 0;
  return (k - 1 + ASSUMED) / ((k - 1) * seenApart + ASSUMED / MOST_WEIGHT);
};

/**
 * Purchases without a click that were credited, of as many as the holdouts bought: the rest went to other campaigns that
 * reached the same people. 1 where there was nothing to share, and where sending itself made more people buy unclicked.
 */
export const creditedOf = (
  past: readonly {
    funnel: Pick<Readout['funnel'], 'delivered'>;
    attributed: Pick<Readout['attributed'], 'contacts' | 'clickContacts'>;
    arms: { holdout: Pick<Readout['arms']['holdout'], 'n' | 'conversions'> };
  }[],
): number => {
  const anyway = past.reduce(
    (sum, { funnel, arms }) => sum + (funnel.delivered * arms.holdout.conversions) / arms.holdout.n,
    0,
  );
  const credited = past.reduce((sum, { attributed }) => sum + attributed.contacts - attributed.clickContacts, 0);
  return anyway > 0 ? Math.min(1, credited / anyway) : 1;
};

/** @param at.currency the account's own; readings in another are left out, never converted */
export const kpiHistory = async (tx: Tx, at: { now: Date; currency: string }): Promise<KpiHistory> => {
  const past = (
    await tx
      .select({ result: readouts.result })
      .from(readouts)
      .where(and(eq(readouts.kind, 'final'), lt(readouts.at, at.now)))
      .orderBy(desc(readouts.at))
      .limit(RECENT_READINGS)
  )
    .map(({ result }) => result as Readout)
    .filter(({ currency }) => currency === at.currency);
  const sent = past.filter(({ funnel }) => funnel.delivered > 0);
  const orders = await recentOrders(tx, at);
  const fold = (prior: Belief, of: (r: Readout) => readonly [hits: number, n: number]): Belief =>
    ofNext(prior, sent.map(of));
  const quiet = sent.filter(
    ({ arms, window, verdict }) => arms.holdout.n > 0 && window.days > 0 && verdict.kind !== 'withheld',
  );
  const baseline = quiet.length
    ? ofNext(
        PRIOR.baseline,
        quiet.map(({ arms: { holdout }, window }) => [
          perWeek(holdout.conversions / holdout.n, window.days) * holdout.n,
          holdout.n,
        ]),
      )
    : orders.contacts > 0
      ? learn(PRIOR.baseline, orders.weekBuyers, orders.contacts)
      : PRIOR.baseline;
  const beliefs = {
    reach: fold(PRIOR.reach, ({ funnel }) => [funnel.delivered, Math.max(funnel.handed, funnel.delivered)]),
    ctr: fold(PRIOR.ctr, ({ funnel }) => [funnel.clicked, funnel.delivered]),
    cvr: fold(PRIOR.cvr, ({ funnel, attributed }) => [
      Math.min(attributed.clickContacts, funnel.clicked),
      funnel.clicked,
    ]),
    baseline,
  };
  return {
    basis: sent.length > 0 ? 'history' : 'prior',
    campaigns: sent.length,
    reach: meanOf(beliefs.reach),
    ctr: meanOf(beliefs.ctr),
    cvr: meanOf(beliefs.cvr),
    aovMajor: orders.n > 0 ? toMajor({ minor: orders.mean, currency: at.currency }) : null,
    baseline: meanOf(baseline),
    credited: creditedOf(quiet),
    baselineBasis: quiet.length ? 'holdout' : orders.contacts > 0 ? 'orders' : 'prior',
    beliefs,
    orderSdMajor: toMajor({ minor: orders.sd, currency: at.currency }),
    pastErrors: past
      .flatMap(({ forecast }) => (typeof forecast?.error === 'number' ? [forecast.error] : []))
      .slice(0, 5),
  };
};

/** Share that buys in a window of that many days, from the share that does in 7, and back. */
export const inWindow = (weekly: number, days: number): number => 1 - (1 - weekly) ** (days / BASELINE_DAYS);
/** Share of those reached who buy anyway and are credited here. */
export const unasked = ({ baseline, credited }: KpiHistory, days: number): number =>
  inWindow(baseline, days) * credited;
const perWeek = (share: number, days: number): number => 1 - (1 - Math.min(share, 0.999)) ** (BASELINE_DAYS / days);

/**
 * Attributed revenue to be expected, major units: those who click and buy, and those reached who would have bought anyway;
 * both are attributed to the message. Null without any order to take an amount from.
 */
export const expectedAttributed = (history: KpiHistory, given: { send: number; windowDays: number }): number | null =>
  history.aovMajor === null
    ? null
    : given.send *
      history.reach *
      Math.min(1, history.ctr * history.cvr + unasked(history, given.windowDays)) *
      history.aovMajor;

const recentOrders = async (tx: Tx, { now, currency }: { now: Date; currency: string }) => {
  const since = (days: number) => sql`${addMs(now, -days * DAY).toISOString()}::timestamptz`;
  const { rows } = await tx.execute<{
    n: number;
    buyers: number;
    mean: number | null;
    sd: number | null;
    weekBuyers: number;
  }>(sql`
    select count(*) as n, count(distinct contact_id) as buyers, avg(amount)::float8 as mean, stddev_samp(amount)::float8 as sd,
      count(distinct contact_id) filter (where at >= ${since(BASELINE_DAYS)}) as "weekBuyers"
    from orders
    where at >= ${since(ORDERS_DAYS)} and at < ${since(0)} and status = 'paid' and amount >= 0 and currency = ${currency}`);
  const people = await tx.execute<{ n: number }>(sql`select count(*) as n from contacts`);
  // These numbers go into prompts: nothing about fewer than ten people does.
  const row = rows[0] && rows[0].buyers >= FEWEST ? rows[0] : null;
  return {
    n: row?.n ?? 0,
    mean: row?.mean ?? 0,
    sd: row?.sd ?? 0,
    weekBuyers: row?.weekBuyers ?? 0,
    contacts: row ? (people.rows[0]?.n ?? 0) : 0,
  };
};
