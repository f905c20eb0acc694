import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { parseCampaignKey } from '../kit/id.ts';
import { instantParam } from './comparison.ts';
import { conditionsOf, PURCHASE } from './fields.ts';
import { RuleError } from './problem.ts';
import type { Cond, Rule, Within } from './rule.ts';
import { resolveSegments, type SavedRules } from './saved.ts';
import { type At, earlier, type Span, startOfDay } from './when.ts';

/** What a rule needs to know before it can be one statement. Made by `prepareRule`. */
export type RuleContext = At & {
  /** The contact's own id: of `contacts c`, or of `contact_stats s` where that is all that is asked. */
  person: SQL;
  /** Where totals of orders are read: the roll-ups while every order is before now, else the orders themselves. */
  source: 'rollups' | 'facts';
  /** Saved segments that the rules name, at their newest version. */
  saved: SavedRules;
  /** Smallest revenue (minor units) whose percent rank satisfies the bound; null when nobody's does. By `boundKey`. */
  percentiles: ReadonlyMap<string, number | null>;
  /** Measuring window of each campaign a rule names; null before it was sent. */
  campaigns: ReadonlyMap<number, { from: Date; to: Date } | null>;
};

/** `gte`: percent rank >= value; `gt`: percent rank > value. */
export type Bound = { side: 'gte' | 'gt'; value: number; within?: Within | undefined };
export const boundKey = (b: Bound): string => JSON.stringify([b.side, b.value, b.within ?? null]);

/** Facts at or after now have not happened, whatever the window says. */
export const spanOf = (within: Within | undefined, at: At): Span => {
  if (!within) return { from: null, to: at.now };
  if ('days' in within) return { from: new Date(at.now.getTime() - within.days * 86_400_000), to: at.now };
  return {
    from: startOfDay(within.from, at.timezone),
    to: earlier(startOfDay(within.to, at.timezone, 1), at.now),
  };
};

export const inSpan = (column: SQL, span: Span): SQL =>
  span.from
    ? sql`${column} >= ${instantParam(span.from)} and ${column} < ${instantParam(span.to)}`
    : sql`${column} < ${instantParam(span.to)}`;

/** The bounds a `revenue_percentile` condition compares with. */
export const boundsOf = (cond: Extract<Cond, { metric: unknown }>): Bound[] => {
  const values = (Array.isArray(cond.value) ? cond.value : [cond.value]).map(Number);
  const bound = (side: Bound['side'], value: number | undefined): Bound => ({
    side,
    value: value ?? 0,
    within: cond.within,
  });
  switch (cond.is) {
    case 'gte':
    case 'lt':
      return [bound('gte', values[0])];
    case 'gt':
    case 'lte':
      return [bound('gt', values[0])];
    case 'between':
      return [bound('gte', values[0]), bound('gt', values[1])];
    case 'exists':
    case 'not_exists':
      return [];
    default:
      return values.flatMap((value) => [bound('gte', value), bound('gt', value)]);
  }
};

/**
 * Reads what the rules need first: saved segments, whether roll-ups may answer, percentile thresholds, campaigns' windows.
 *
 * @throws RuleError when a rule names a campaign or a segment that is not there
 */
export const prepareRule = async (db: Tx, rules: Rule | readonly Rule[], at: At): Promise<RuleContext> => {
  const asked = Array.isArray(rules) ? (rules as readonly Rule[]) : [rules as Rule];
  const saved = await resolveSegments(db, asked);
  const conds = [...asked, ...[...saved.values()].map(({ rule }) => rule)].flatMap(conditionsOf);
  const source = conds.some(({ cond }) => asksOrders(cond)) ? await sourceOf(db, at) : 'rollups';
  const percentiles = new Map<string, number | null>();
  for (const { cond } of conds)
    if ('metric' in cond && cond.metric === 'revenue_percentile')
      for (const bound of boundsOf(cond))
        if (!percentiles.has(boundKey(bound))) percentiles.set(boundKey(bound), await threshold(db, bound, at, source));
  return { ...at, person: sql`c.id`, source, saved, percentiles, campaigns: await windowsOf(db, conds) };
};

const asksOrders = (cond: Cond): boolean =>
  'metric' in cond || ('did' in cond ? cond.did === PURCHASE : 'did_not' in cond && cond.did_not === PURCHASE);

const sourceOf = async (db: Tx, at: At): Promise<RuleContext['source']> => {
  const { rows } = await db.execute<{ past: boolean | null }>(
    sql`select max(at) < ${instantParam(at.now)} as past from orders`,
  );
  return (rows[0]?.past ?? true) ? 'rollups' : 'facts';
};

/** Never percentile_cont: it interpolates, and ties would fall on the wrong side. */
const threshold = (db: Tx, bound: Bound, at: At, source: RuleContext['source']): Promise<number | null> =>
  source === 'rollups' && !bound.within ? thresholdOfAll(db, bound) : thresholdOfFacts(db, bound, at);

const thresholdOfFacts = async (db: Tx, bound: Bound, at: At): Promise<number | null> => {
  // Orders outlive who was erased; a rank is among contacts.
  const totals = sql`select sum(o.amount) as revenue from orders o join contacts c on c.id = o.contact_id where o.status = 'paid' and ${inSpan(sql`o.at`, spanOf(bound.within, at))} group by o.contact_id having count(*) filter (where o.amount >= 0) > 0`;
  const { rows } = await db.execute<{ revenue: number | null }>(
    sql`select min(revenue)::bigint as revenue from (select revenue, percent_rank() over (order by revenue) * 100 as rank from (${totals}) totals) ranked where rank ${sql.raw(bound.side === 'gte' ? '>=' : '>')} ${bound.value}::float8`,
  );
  return rows[0]?.revenue ?? null;
};

/**
 * The same from the roll-ups without ranking everybody: the smallest rank that satisfies the bound is arithmetic, and who
 * stands there is found by a bounded sort. Where several share that revenue their rank is the lowest of theirs, which is too low, and
 * the next revenue above holds.
 */
const thresholdOfAll = async (db: Tx, bound: Bound): Promise<number | null> => {
  const buyers = sql`from contact_stats where orders > 0`;
  const { rows: counted } = await db.execute<{ n: number }>(sql`select count(*)::int as n ${buyers}`);
  const n = counted[0]?.n ?? 0;
  const rank = rankAt(bound, n);
  if (rank === null) return null;
  // Counted from the nearer end; one more than asked for, to see whether the one below has less.
  const below = rank === 0 ? 0 : 1;
  const fromTop = rank > n / 2;
  const { rows } = await db.execute<{ revenue: number }>(
    fromTop
      ? sql`select revenue ${buyers} order by revenue desc offset ${n - 1 - rank} limit ${1 + below}`
      : sql`select revenue ${buyers} order by revenue offset ${rank - below} limit ${1 + below}`,
  );
  const [lower, here] = rows.map(({ revenue }) => revenue).sort((a, b) => a - b);
  if (here === undefined || lower === undefined || lower < here) return here ?? lower ?? null;
  const { rows: next } = await db.execute<{ revenue: number | null }>(
    sql`select min(revenue) as revenue ${buyers} and revenue > ${here}::bigint`,
  );
  return next[0]?.revenue ?? null;
};

/** Smallest place (0 first) of `n` whose percent rank satisfies the bound; in the floating point of percent_rank(). */
const rankAt = ({ side, value }: Bound, n: number): number | null => {
  const fits = (place: number) => {
    const rank = n > 1 ? (place / (n - 1)) * 100 : 0;
    return side === 'gte' ? rank >= value : rank > value;
  };
  let place = Math.max(0, Math.floor((value / 100) * (n - 1)) - 1);
  while (place < n && !fits(place)) place += 1;
  return place < n ? place : null;
};

const windowsOf = async (db: Tx, conds: readonly { cond: Cond; path: string }[]): Promise<RuleContext['campaigns']> => {
  const windows = new Map<number, { from: Date; to: Date } | null>();
  for (const { cond, path } of conds) {
    if (!('campaign' in cond)) continue;
    const id = parseCampaignKey(String(cond.campaign));
    const { rows } = await db.execute<{ from: string | null; to: string | null }>(
      sql`select window_starts_at as "from", window_ends_at as "to" from campaigns where id = ${id ?? -1}`,
    );
    const row = rows[0];
    if (id === null || !row)
      throw new RuleError([{ code: 'unknown_campaign', path, name: String(cond.campaign), known: [] }]);
    windows.set(id, row.from && row.to ? { from: new Date(row.from), to: new Date(row.to) } : null);
  }
  return windows;
};
