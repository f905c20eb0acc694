import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';
import { contentHash } from '../kit/hash.ts';
import { parseSegmentKey, segmentKey } from '../kit/id.ts';
import { arrayOf } from './arrays.ts';
import { conditionsOf } from './fields.ts';
import { type Fault, RuleError, type RuleProblem } from './problem.ts';
import type { Rule } from './rule.ts';

/** A segment's newest rule. `key` is S-3. */
export type Saved = { key: string; name: string; owner: string; version: number; rule: Rule; at: Date };
export type SavedVersion = { version: number; rule: Rule; by: string; at: Date };
/** By the number in the key. */
export type SavedRules = ReadonlyMap<number, Saved>;

const NEWEST = sql`select g.id, g.name, g.owner, v.version, v.rule, v.at from segments g join segment_versions v on v.segment_id = g.id and v.version = (select max(w.version) from segment_versions w where w.segment_id = g.id)`;

type Row = { id: number; name: string; owner: string; version: number; rule: Rule; at: string };

const read = async (db: Tx, query: SQL): Promise<Map<number, Saved>> => {
  const { rows } = await db.execute<Row>(query);
  return new Map(rows.map(({ id, at, ...row }) => [id, { ...row, key: segmentKey(id), at: new Date(at) }]));
};

export const listSegments = async (db: Tx): Promise<Saved[]> => [
  ...(await read(db, sql`${NEWEST} order by g.id`)).values(),
];

export const findSegment = async (db: Tx, key: string): Promise<Saved | null> => {
  const id = parseSegmentKey(key);
  return id === null ? null : ((await read(db, sql`${NEWEST} where g.id = ${id}`)).get(id) ?? null);
};

/** Newest first. */
export const segmentVersionsOf = async (db: Tx, key: string): Promise<SavedVersion[]> => {
  const { rows } = await db.execute<{ version: number; rule: Rule; by: string; at: string }>(
    sql`select version, rule, by, at from segment_versions where segment_id = ${parseSegmentKey(key) ?? -1} order by version desc`,
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
};

/** The saved segments the rules name, for words about them: one that is gone is not there, and whatever it names is not asked. */
export const namedIn = async (db: Tx, rules: readonly Rule[]): Promise<SavedRules> => {
  const ids = [...new Set(rules.flatMap(namedBy).map(({ id }) => id))];
  return ids.length === 0 ? new Map() : read(db, sql`${NEWEST} where g.id = any(${arrayOf(ids)}::bigint[])`);
};

/**
 * Every saved segment the rules name, at its newest version, and those named by these in turn.
 *
 * @throws RuleError on a segment that is not there, and on one that would contain itself
 */
export const resolveSegments = async (db: Tx, rules: readonly Rule[]): Promise<SavedRules> => {
  const found = new Map<number, Saved>();
  for (let open: readonly Rule[] = rules; open.length > 0; ) {
    const named = open.flatMap(namedBy);
    const ids = [...new Set(named.map(({ id }) => id))].filter((id) => !found.has(id));
    if (ids.length === 0) break;
    const newest = await read(db, sql`${NEWEST} where g.id = any(${arrayOf(ids)}::bigint[])`);
    const missing = named.filter(({ id }) => !found.has(id) && !newest.has(id));
    if (missing.length > 0) {
      const known = (await listSegments(db)).map(({ key, name }) => `${key} ${name}`);
      throw new RuleError(missing.map(({ path, name }): Fault => ({ code: 'unknown_segment', path, name, known })));
    }
    for (const [id, saved] of newest) found.set(id, saved);
    open = [...newest.values()].map(({ rule }) => rule);
  }
  for (const id of found.keys()) refuseCycle(id, found, []);
  return found;
};

/**
 * Hash of a rule with everything that the segments it names say now: who approved it approved that. The same as of the rule
 * alone where it names none.
 *
 * @throws RuleError when it names one that is not there
 */
export const ruleHash = async (db: Tx, rule: Rule): Promise<string> => {
  const saved = await resolveSegments(db, [rule]);
  const named = [...saved.values()].map(({ key, rule: own }) => ({ key, rule: own }));
  return contentHash(named.length === 0 ? rule : { rule, named: named.sort((a, b) => (a.key < b.key ? -1 : 1)) });
};

/** What is wrong with the saved segments a rule names; empty when nothing is. */
export const savedProblems = async (db: Tx, rule: Rule): Promise<readonly RuleProblem[]> => {
  try {
    await resolveSegments(db, [rule]);
    return [];
  } catch (error) {
    if (error instanceof RuleError) return error.problems;
    throw error;
  }
};

const namedBy = (rule: Rule): { id: number; path: string; name: string }[] =>
  conditionsOf(rule).flatMap(({ cond, path }) =>
    'in_segment' in cond ? [{ id: parseSegmentKey(cond.in_segment) ?? -1, path, name: cond.in_segment }] : [],
  );

const refuseCycle = (id: number, all: SavedRules, way: readonly number[]): void => {
  const rule = all.get(id)?.rule;
  if (!rule) return;
  for (const { id: next, path, name } of namedBy(rule)) {
    if (next === id || way.includes(next)) throw cycle(path, name, [...way, id]);
    refuseCycle(next, all, [...way, id]);
  }
};

const cycle = (path: string, name: string, way: readonly number[]): RuleError =>
  new RuleError([{ code: 'segment_cycle', path, name, known: way.map(segmentKey) }]);

/** Longest name of a saved segment. */
export const NAME_MAX = 80;

/**
 * Saves a rule under a name: a new segment, or a new version of the one that has the name. The same rule again adds none.
 *
 * @throws RuleError when the rule names a segment that is not there, or itself
 */
export const saveSegment = async (
  tx: Tx,
  { name, rule, by, at }: { name: string; rule: Rule; by: string; at: Date },
): Promise<Saved & { fresh: boolean }> => {
  await tx.execute(
    sql`insert into segments (name, owner, created_at) select ${name}, ${by}, ${at.toISOString()}::timestamptz where not exists (select 1 from segments where name = ${name}) on conflict do nothing`,
  );
  // Locked, so that two who save at once get two versions; a small table.
  const { rows } = await tx.execute<{ id: number; owner: string }>(
    sql`select id, owner from segments where name = ${name} for update`,
  );
  const segment = rows[0];
  if (!segment) throw new Error(`segment ${name} vanished`);
  const key = segmentKey(segment.id);
  const inside = await resolveSegments(tx, [rule]);
  if (inside.has(segment.id)) throw cycle('in_segment', key, [segment.id]);
  const newest = await findSegment(tx, key);
  if (newest && contentHash(newest.rule) === contentHash(rule)) return { ...newest, fresh: false };
  const version = (newest?.version ?? 0) + 1;
  await tx.execute(
    sql`insert into segment_versions (segment_id, version, rule, by, at) values (${segment.id}, ${version}, ${JSON.stringify(rule)}::jsonb, ${by}, ${at.toISOString()}::timestamptz)`,
  );
  return { key, name, owner: segment.owner, version, rule, at, fresh: true };
};

const NAMED =
  /(?:(?:지난|저장(?:한|된)|the|saved)\s)*(?:(?:세그먼트|segment)\s?['"“‘]([^'"”’\n]+)['"”’]|['"“‘]([^'"”’\n]+)['"”’]\s?(?:세그먼트|segment)|(?:(?:세그먼트|segment)\s)?\b(S-\d+)\b)/giu;

/** Saved segments that words name, by id or in quotes beside the word segment; and the words without them. */
export const savedSaidIn = (words: string, all: readonly Saved[]): { saved: Saved[]; rest: string } => {
  const saved: Saved[] = [];
  const rest = words.replaceAll(NAMED, (said, ...groups: unknown[]) => {
    const name = String(groups.slice(0, 3).find((one) => one !== undefined))
      .trim()
      .toLowerCase();
    const found = all.find((one) => one.key.toLowerCase() === name || one.name.toLowerCase() === name);
    if (found) saved.push(found);
    return found ? ' ' : said;
  });
  return { saved, rest };
};

/** Where a segment is used: campaigns whose live drafts name it, and other segments. */
export type Uses = { campaigns: number[]; segments: string[] };

/** By key, of every segment that is used anywhere. */
export const allUses = async (db: Tx): Promise<ReadonlyMap<string, Uses>> => {
  const { rows } = await db.execute<{ id: number; name: string }>(
    sql`select distinct campaign_id as id, jsonb_path_query(content, '$.**.in_segment') #>> '{}' as name from drafts where step = 'segments' and superseded_at is null order by 1`,
  );
  const uses = new Map<string, { campaigns: Set<number>; segments: Set<string> }>();
  const of = (name: string) => {
    const key = segmentKey(parseSegmentKey(name) ?? -1);
    const found = uses.get(key) ?? { campaigns: new Set(), segments: new Set() };
    uses.set(key, found);
    return found;
  };
  for (const { id, name } of rows) of(name).campaigns.add(Number(id));
  for (const { key, rule } of await listSegments(db)) for (const { name } of namedBy(rule)) of(name).segments.add(key);
  return new Map(
    [...uses].map(([key, { campaigns, segments }]) => [key, { campaigns: [...campaigns], segments: [...segments] }]),
  );
};

export const usesOf = async (db: Tx, key: string): Promise<Uses> =>
  (await allUses(db)).get(key) ?? { campaigns: [], segments: [] };
