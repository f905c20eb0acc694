import { type SQL, sql } from 'drizzle-orm';
import type { ChannelName } from '../channels/channel.ts';
import type { AudienceOutcome } from '../db/schema.ts';
import type { Tx } from '../deps.ts';
import type { SegmentCount, SegmentsEvidence } from '../steps/segments/schema.ts';
import {
  type AudienceQuery,
  type Candidate,
  FROM,
  type Prepared,
  prepareCandidates,
  sharedAddressLosers,
} from './candidates.ts';
import { compileClause, compileRule, matching } from './compile.ts';
import { prepareRule, type RuleContext } from './context.ts';
import { describeClause, describeRule } from './describe.ts';
import { CHANNELS, contactedWithin, eligibility } from './eligibility.ts';
import { isEveryone, type Rule } from './rule.ts';
import type { At } from './when.ts';

export type { AudienceQuery } from './candidates.ts';

const RECENT_DAYS = 7;

/** `reach`: further channels to count the reach of; each costs as much as the first, and cards show only that. */
export type SegmentsQuery = AudienceQuery & { reach?: readonly ChannelName[] };

/**
 * How many each segment matches, can reach by channel, and loses to each reason. Per segment, a contact of an earlier one
 * counts as `other_segment`; `total` has each person once. `reachable[q.channel]` is the sum that is sent or held out.
 *
 * @throws RuleError on a rule that cannot be asked
 */
export const countSegments = async (db: Tx, q: SegmentsQuery): Promise<Pick<SegmentsEvidence, 'counts' | 'total'>> => {
  const prepared = await prepareCandidates(db, q);
  const others = await otherDoors(db, q, prepared);
  const counts: SegmentCount[] = [];
  const total: SegmentsEvidence['total'] = { matched: 0, eligible: 0, excluded: {} };
  for (const [i, candidate] of prepared.candidates.entries()) {
    const rule = q.segments[i]?.rule ?? { everyone: true };
    const groups = await countGroups(db, q, prepared, candidate, others);
    const count: SegmentCount = {
      key: candidate.key,
      matched: 0,
      reachable: Object.fromEntries(CHANNELS.map((channel) => [channel, 0])),
      excluded: {},
      cutMost: null,
      sentence: describeRule(rule, prepared.ctx),
      recentlyContacted: 0,
    };
    for (const group of groups) {
      count.matched += group.n;
      count.recentlyContacted += group.recent;
      for (const channel of CHANNELS)
        count.reachable[channel] = (count.reachable[channel] ?? 0) + (group[channel] ?? 0);
      if (group.outcome) count.excluded[group.outcome] = group.n;
      total.matched += group.own;
      if (!group.outcome) total.eligible += group.own;
      else if (group.own > 0) total.excluded[group.outcome] = (total.excluded[group.outcome] ?? 0) + group.own;
    }
    if (count.matched === 0) count.cutMost = await conditionThatCutMost(db, rule, prepared.ctx);
    counts.push(count);
  }
  return { counts, total };
};

type Group = {
  outcome: AudienceOutcome | null;
  n: number;
  /** Those of no earlier segment. */
  own: number;
  recent: number;
} & Partial<Record<ChannelName, number>>;

/** Further channels, each with who shares an address there. Night binds only the channel that was asked about. */
const otherDoors = (db: Tx, q: SegmentsQuery, { candidates, door }: Prepared) =>
  Promise.all(
    CHANNELS.filter((channel) => channel !== q.channel && q.reach?.includes(channel)).map(async (channel) => {
      const other = { ...door, channel, night: false };
      const rules = candidates.map(({ rule }) => rule);
      return { door: other, duplicates: await sharedAddressLosers(db, rules, other) };
    }),
  );

const countGroups = async (
  db: Tx,
  q: SegmentsQuery,
  prepared: Prepared,
  one: Candidate,
  further: Awaited<ReturnType<typeof otherDoors>>,
): Promise<Group[]> => {
  const crowd = { ...prepared.crowd, ...(one.earlier && { earlier: one.earlier }) };
  const asked = eligibility(prepared.door, crowd);
  const others = further.map(({ door, duplicates }) => ({
    channel: sql.raw(door.channel),
    ...eligibility(door, { ...crowd, duplicates }),
  }));
  const flags = others.map(({ channel, blocked }) => sql`, (${blocked}) is null as ${channel}`);
  const sums = others.map(({ channel }) => sql`, count(*) filter (where ${channel})::int as ${channel}`);
  const { rows } = await db.execute<Group>(
    sql`select outcome, count(*)::int as n, count(*) filter (where own)::int as own, count(*) filter (where recent)::int as recent${sql.join(sums)} from (select ${asked.blocked} as outcome, ${one.earlier ? sql`not ${one.earlier}` : sql`true`} as own, ${contactedWithin(RECENT_DAYS, q.now, q.campaignId)} as recent${sql.join(flags)} from ${FROM}${asked.joins}${sql.join(others.map((door) => door.joins))} where ${one.rule}) m group by outcome`,
  );
  return rows.map((row) => (row.outcome === null ? { ...row, [q.channel]: row.n } : row));
};

/** Ids of everyone a rule matches, as one statement that reads no more than the rule needs. */
export const matchingIds = (rule: Rule, ctx: RuleContext): SQL => {
  const { id, from, where } = matching(rule, ctx);
  return sql`select ${id} as contact_id from ${from} where ${where}`;
};

/** How many a rule matches, reachable or not. @throws RuleError on a rule that cannot be asked */
export const countMatching = async (db: Tx, rule: Rule, at: At): Promise<number> => {
  const { rows } = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from (${matchingIds(rule, await prepareRule(db, rule, at))}) m`,
  );
  return rows[0]?.n ?? 0;
};

/** How many a rule matches and, where it is nobody, why. @throws RuleError on a rule that cannot be asked */
export const countWithCause = async (
  db: Tx,
  rule: Rule,
  at: At,
): Promise<Pick<SegmentCount, 'matched' | 'cutMost'>> => {
  const matched = await countMatching(db, rule, at);
  return {
    matched,
    cutMost: matched > 0 ? null : await conditionThatCutMost(db, rule, await prepareRule(db, rule, at)),
  };
};

const matchingWhere = async (db: Tx, condition: SQL): Promise<number> => {
  const { rows } = await db.execute<{ n: number }>(sql`select count(*)::int as n from ${FROM} where ${condition}`);
  return rows[0]?.n ?? 0;
};

/**
 * For a segment that came out empty: the clause without which most people would be left. Where no single one is to
 * blame, the clause that by itself leaves fewest.
 */
const conditionThatCutMost = async (db: Tx, rule: Rule, ctx: RuleContext): Promise<SegmentCount['cutMost']> => {
  if (isEveryone(rule)) return null;
  type Cut = NonNullable<SegmentCount['cutMost']>;
  const cuts: Cut[] = [];
  for (const [i, clause] of rule.all.entries()) {
    const rest = rule.all.filter((_, j) => j !== i);
    const from = await matchingWhere(
      db,
      rest.length > 0 ? compileRule({ ...rule, all: rest }, ctx) : withoutAll(rule.none, ctx),
    );
    cuts.push({ sentence: describeClause(clause, ctx), from, to: 0 });
  }
  const worst = cuts.reduce<Cut | null>((a, b) => (a && a.from >= b.from ? a : b), null);
  if (worst && worst.from > 0) return worst;
  const everyone = await matchingWhere(db, sql`true`);
  let least: Cut | null = null;
  for (const clause of rule.all) {
    const to = await matchingWhere(db, compileClause(clause, ctx));
    if (!least || to < least.to) least = { sentence: describeClause(clause, ctx), from: everyone, to };
  }
  return least;
};

const withoutAll = (none: Extract<Rule, { all: unknown }>['none'], ctx: RuleContext): SQL =>
  none && none.length > 0
    ? sql`(${sql.join(
        none.map((cond) => sql`(${compileClause(cond, ctx)}) is not true`),
        sql` and `,
      )})`
    : sql`true`;
