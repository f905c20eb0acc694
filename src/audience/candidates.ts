import { type SQL, sql } from 'drizzle-orm';
import type { ChannelName } from '../channels/channel.ts';
import type { Tx } from '../deps.ts';
import type { NoticeQuery } from './answers.ts';
import { compileRule } from './compile.ts';
import { prepareRule, type RuleContext } from './context.ts';
import { ADDRESS, type Cap, type Crowd, type Door, eligibility, heldOut, NOTICE } from './eligibility.ts';
import { owedBy } from './notice.ts';
import type { Rule } from './rule.ts';

/** Another campaign that is approved and will be sent before the one asked about: whom it is for. */
export type Ahead = { segments: readonly { rule: Rule }[]; salt: string; holdoutPercent: number };

/** Who is asked about, for which channel, as of when. Segments in order: a contact in two belongs to the first. */
export type AudienceQuery = {
  segments: readonly { key: string; rule: Rule }[];
  channel: ChannelName;
  isAd: boolean;
  /** True when the send falls into night hours by a channel bound by them. */
  night?: boolean;
  now: Date;
  timezone: string;
  currency: string;
  /** null and absent: no cap. */
  cap?: Cap | null;
  /** Campaigns not frozen yet whose messages count towards the cap; frozen ones are in the ledger. */
  ahead?: readonly Ahead[];
  campaignId?: number;
  /** A legal notice: whom it is for is asked by code and not by the segment's rule. `offered`: the channels there are. */
  notice?: Omit<NoticeQuery, 'now'> & { offered: readonly ChannelName[] };
};

export type Candidate = {
  key: string;
  /** Boolean over `c` and `s`. */
  rule: SQL;
  /** True for contacts of an earlier segment; absent for the first. Never NULL. */
  earlier?: SQL;
};

export type Prepared = { candidates: Candidate[]; door: Door; crowd: Crowd; ctx: RuleContext };

export const FROM = sql`contacts c left join contact_stats s on s.contact_id = c.id`;

/** Compiles the segments and decides the few shared addresses. @throws RuleError on a rule that cannot be asked */
export const prepareCandidates = async (db: Tx, q: AudienceQuery): Promise<Prepared> => {
  if (q.notice) return prepareNotice(db, q, q.notice);
  const ahead = q.cap ? (q.ahead ?? []) : [];
  const ctx = await prepareRule(
    db,
    [...q.segments, ...ahead.flatMap((one) => one.segments)].map((s) => s.rule),
    q,
  );
  const rules = q.segments.map((s) => compileRule(s.rule, ctx));
  const candidates = q.segments.map(({ key }, i) => {
    const before = rules.slice(0, i).map((rule) => sql`(${rule}) is true`);
    const rule = rules[i] ?? sql`false`;
    return before.length > 0 ? { key, rule, earlier: sql`(${sql.join(before, sql` or `)})` } : { key, rule };
  });
  const door: Door = {
    channel: q.channel,
    isAd: q.isAd,
    night: q.night ?? false,
    now: q.now,
    held: q.isAd ? await heldOfEverything(db) : 0,
    ...(q.cap && { cap: q.cap }),
  };
  const crowd: Crowd = {
    duplicates: await sharedAddressLosers(db, rules, door),
    ahead: ahead.map((one) => writtenBy(one, ctx)),
  };
  return { candidates, door, crowd, ctx };
};

/** Asked where audiences are made, so that every count, preview and freeze says the same. */
export const heldOfEverything = async (db: Tx): Promise<number> => {
  const { rows } = await db.execute<{ percent: number | null }>(
    sql`select (kit ->> 'globalHoldoutPercent')::float8 as percent from brand_versions order by version desc limit 1`,
  );
  return rows[0]?.percent ?? 0;
};

/** Each is told of their own answer, also where several share an address. */
const prepareNotice = async (
  db: Tx,
  q: AudienceQuery,
  { offered, ...notice }: NonNullable<AudienceQuery['notice']>,
): Promise<Prepared> => ({
  candidates: [{ key: NOTICE, rule: owedBy(q.channel, offered, { ...notice, now: q.now }) }],
  door: { channel: q.channel, isAd: false, notice: true, now: q.now },
  crowd: { duplicates: [] },
  ctx: await prepareRule(db, [], q),
});

/**
 * Whom a campaign ahead will write to, as far as it can be known before it is frozen: its segments without its holdout.
 * Address, consent and opt-out come before the cap and mostly keep back from both.
 */
const writtenBy = (one: Ahead, ctx: RuleContext): SQL => {
  const matched = sql.join(
    one.segments.map(({ rule }) => sql`(${compileRule(rule, ctx)}) is true`),
    sql` or `,
  );
  return sql`((${matched}) and not ${heldOut(one.salt, one.holdoutPercent)})`;
};

/**
 * Of the contacts that share an address and could be written to, all but the lowest id. Decided here and not in the
 * door: a join on the address would cross shards. Of e-mail addresses import marked the few that are shared.
 */
export const sharedAddressLosers = async (db: Tx, rules: readonly SQL[], door: Door): Promise<number[]> => {
  if (rules.length === 0) return [];
  // Neither segment nor holdout nor pressure may decide who owns an address: they come after it in the order of reasons.
  const { cap: _, held: __, ...uncapped } = door;
  const { joins, blocked } = eligibility(uncapped, { duplicates: [] });
  const { column } = ADDRESS[door.channel];
  const marked = door.channel === 'email' ? sql`c.shared_email and ` : sql``;
  const { rows } = await db.execute<{ id: number }>(
    sql`select unnest((array_agg(c.id order by c.id))[2:])::float8 as id from ${FROM}${joins} where ${marked}(${sql.join([...rules], sql` or `)}) and ${blocked} is null group by ${column} having count(*) > 1`,
  );
  return rows.map(({ id }) => id);
};
