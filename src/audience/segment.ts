import { sql } from 'drizzle-orm';
import type { ChannelName } from '../channels/channel.ts';
import type { Tx } from '../deps.ts';
import { FROM } from './candidates.ts';
import { compileClause, compileRule } from './compile.ts';
import { prepareRule } from './context.ts';
import { countSegments } from './count.ts';
import { describeClause, describeRule } from './describe.ts';
import { type Cap, CHANNELS } from './eligibility.ts';
import { type Clause, isEveryone, type Rule, ruleSchema } from './rule.ts';
import { ruleIssues, unknownKinds, unreadable } from './rule-issues.ts';
import type { At } from './when.ts';

type Sentence = { ko: string; en: string };

/** What `baton segment count --json` prints. `excluded` are the reasons of `channel`: matched = its reachable + their sum. */
export type SegmentCounted = {
  matched: number;
  reachable: Record<string, number>;
  excluded: Record<string, number>;
  /** How long counting took. */
  ms: number;
  sentence: Sentence;
};

export type Explained = {
  contact_id: string;
  /** False also when there is no such contact. */
  matched: boolean;
  found: boolean;
  /** `failed`: this is why the contact does not match. */
  conditions: { part: 'all' | 'none'; holds: boolean; failed: boolean; sentence: Sentence }[];
};

/** @returns the rule, or what is wrong with it, one line an issue */
export const readRule = (json: unknown): { rule: Rule } | { issues: string[] } => {
  const kinds = unknownKinds(json);
  if (kinds.length > 0) return { issues: kinds };
  const parsed = ruleSchema.safeParse(json);
  if (!parsed.success) return { issues: ruleIssues(parsed.error.issues) };
  const issues = unreadable(parsed.data);
  return issues.length > 0 ? { issues } : { rule: parsed.data };
};

/** @throws RuleError on a rule that cannot be asked */
export const segmentCount = async (
  db: Tx,
  rule: Rule,
  at: At & { elapsed: () => number; channel?: ChannelName; cap?: Cap | null },
): Promise<SegmentCounted> => {
  const started = at.elapsed();
  const { counts } = await countSegments(db, {
    segments: [{ key: 'A', rule }],
    channel: at.channel ?? 'email',
    isAd: true,
    now: at.now,
    timezone: at.timezone,
    currency: at.currency,
    cap: at.cap ?? null,
    reach: CHANNELS,
  });
  const count = counts[0];
  return {
    matched: count?.matched ?? 0,
    reachable: Object.fromEntries(CHANNELS.map((channel) => [channel, count?.reachable[channel] ?? 0])),
    excluded: { ...count?.excluded },
    ms: Math.round(at.elapsed() - started),
    sentence: count?.sentence ?? describeRule(rule, at),
  };
};

const PAGE = 10_000;

/** Outside names of everyone matched, in the order of contacts, page by page. @throws RuleError */
export async function* segmentList(db: Tx, rule: Rule, at: At): AsyncGenerator<string[]> {
  const where = compileRule(rule, await prepareRule(db, rule, at));
  for (let after = 0; ; ) {
    const { rows } = await db.execute<{ id: number; external_id: string }>(
      sql`select c.id, c.external_id from ${FROM} where c.id > ${after} and ${where} order by c.id limit ${PAGE}`,
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => row.external_id);
    after = last.id;
  }
}

/** Which condition holds for one contact and which does not. @throws RuleError */
export const segmentExplain = async (db: Tx, rule: Rule, contact: string, at: At): Promise<Explained> => {
  const ctx = await prepareRule(db, rule, at);
  const parts: { part: 'all' | 'none'; clause: Clause }[] = isEveryone(rule)
    ? []
    : [
        ...rule.all.map((clause) => ({ part: 'all' as const, clause })),
        ...(rule.none ?? []).map((clause) => ({ part: 'none' as const, clause })),
      ];
  const columns = [rule, ...parts.map(({ clause }) => clause)].map((item, i) => {
    const condition = i === 0 ? compileRule(rule, ctx) : compileClause(item as Clause, ctx);
    return sql`(${condition}) is true as ${sql.raw(`c${i}`)}`;
  });
  const { rows } = await db.execute<Record<string, boolean>>(
    sql`select ${sql.join(columns, sql`, `)} from ${FROM} where c.external_id = ${contact}`,
  );
  const row = rows[0];
  return {
    contact_id: contact,
    found: row !== undefined,
    matched: row?.c0 ?? false,
    conditions: parts.map(({ part, clause }, i) => {
      const holds = row?.[`c${i + 1}`] ?? false;
      return { part, holds, failed: holds === (part === 'none'), sentence: describeClause(clause, ctx) };
    }),
  };
};
