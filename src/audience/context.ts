import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { parseCampaignKey } from '../kit/id.ts';
import { instantParam } from './comparison.ts';
import { conditionsOf } from './fields.ts';
import { RuleError } from './problem.ts';
import type { Cond, Rule, Within } from './rule.ts';
import { type At, earlier, type Span, startOfDay } from './when.ts';

/** What a rule needs to know before it can be one statement. Made by `prepareRule`. */
export type RuleContext = At & {
  /** Where totals are read: the roll-ups while every fact is before now, else the facts themselves. */
  source: 'rollups' | 'facts';
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
 * Reads what the rules need first: whether roll-ups may answer, percentile thresholds, campaigns' windows.
 *
 * @throws RuleError when a rule names a campaign that is not there
 */
export const prepareRule = async (db: Tx, rules: Rule | readonly Rule[], at: At): Promise<RuleContext> => {
  const conds = (Array.isArray(rules) ? (rules as readonly Rule[]) : [rules as Rule]).flatMap((rule) =>
    conditionsOf(rule),
  );
  const metrics = conds.flatMap(({ cond }) => ('metric' in cond ? [cond] : []));
  const source = metrics.length > 0 ? await sourceOf(db, metrics, at) : 'rollups';
  const percentiles = new Map<string, number | null>();
  for (const cond of metrics.filter((m) => m.metric === 'revenue_percentile'))
    for (const bound of boundsOf(cond))
      if (!percentiles.has(boundKey(bound))) percentiles.set(boundKey(bound), await threshold(db, bound, at, source));
  return { ...at, source, percentiles, campaigns: await windowsOf(db, conds) };
};

const sourceOf = async (db: Tx, metrics: readonly { metric: string }[], at: At): Promise<RuleContext['source']> => {
  const newest = async (query: SQL): Promise<boolean> => {
    const { rows } = await db.execute<{ past: boolean | null }>(query);
    return rows[0]?.past ?? true;
  };
  const now = instantParam(at.now);
  if (!(await newest(sql`select max(at) < ${now} as past from orders`))) return 'facts';
  if (!metrics.some((m) => m.metric === 'days_since_last_visit')) return 'rollups';
  return (await newest(sql`select max(last_visit_at) < ${now} as past from contact_stats`)) ? 'rollups' : 'facts';
};

/** Never percentile_cont: it interpolates, and ties would fall on the wrong side. */
const threshold = async (db: Tx, bound: Bound, at: At, source: RuleContext['source']): Promise<number | null> => {
  const totals =
    source === 'rollups' && !bound.within
      ? sql`select revenue from contact_stats where orders > 0`
      : sql`select sum(o.amount) as revenue from orders o where o.status = 'paid' and ${inSpan(sql`o.at`, spanOf(bound.within, at))} group by o.contact_id having count(*) filter (where o.amount >= 0) > 0`;
  const { rows } = await db.execute<{ revenue: number | null }>(
    sql`select min(revenue)::bigint as revenue from (select revenue, percent_rank() over (order by revenue) * 100 as rank from (${totals}) totals) ranked where rank ${sql.raw(bound.side === 'gte' ? '>=' : '>')} ${bound.value}::float8`,
  );
  return rows[0]?.revenue ?? null;
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
