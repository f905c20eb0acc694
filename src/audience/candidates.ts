import { type SQL, sql } from 'drizzle-orm';
import type { ChannelName } from '../channels/channel.ts';
import type { Tx } from '../deps.ts';
import { compileRule } from './compile.ts';
import { prepareRule, type RuleContext } from './context.ts';
import { type Cap, type Door, eligibility } from './eligibility.ts';
import type { Rule } from './rule.ts';

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
  campaignId?: number;
};

export type Candidate = {
  key: string;
  /** Boolean over `c` and `s`. */
  rule: SQL;
  /** True for contacts of an earlier segment; absent for the first. Never NULL. */
  earlier?: SQL;
};

export type Prepared = { candidates: Candidate[]; door: Door; duplicates: number[]; ctx: RuleContext };

export const FROM = sql`contacts c left join contact_stats s on s.contact_id = c.id`;

/** Compiles the segments and decides the few shared addresses. @throws RuleError on a rule that cannot be asked */
export const prepareCandidates = async (db: Tx, q: AudienceQuery): Promise<Prepared> => {
  const ctx = await prepareRule(
    db,
    q.segments.map((s) => s.rule),
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
    ...(q.cap && { cap: q.cap }),
  };
  return { candidates, door, duplicates: await sharedAddressLosers(db, rules, door), ctx };
};

/**
 * Of the contacts that share an address and could be written to, all but the lowest id. Decided here and not in SQL: a
 * join on the address would cross shards, and import marked these few (`shared_email`).
 */
const sharedAddressLosers = async (db: Tx, rules: readonly SQL[], door: Door): Promise<number[]> => {
  if (door.channel !== 'email' || rules.length === 0) return [];
  // Neither segment nor pressure may decide who owns an address: they come after it in the order of reasons.
  const { cap: _, ...uncapped } = door;
  const { joins, blocked } = eligibility(uncapped, { duplicates: [] });
  const { rows } = await db.execute<{ id: number; email: string }>(
    sql`select c.id, c.email from ${FROM}${joins} where c.shared_email and (${sql.join([...rules], sql` or `)}) and ${blocked} is null order by c.id`,
  );
  const owners = new Set<string>();
  return rows.flatMap(({ id, email }) => {
    if (owners.has(email)) return [id];
    owners.add(email);
    return [];
  });
};
