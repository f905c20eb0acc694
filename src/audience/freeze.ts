import { type SQL, sql } from 'drizzle-orm';
import type { AudienceOutcome } from '../db/schema.ts';
import type { Tx } from '../deps.ts';
import { type AudienceQuery, type Candidate, FROM, type Prepared, prepareCandidates } from './candidates.ts';
import { eligibility, heldOut } from './eligibility.ts';
import { drawn, place } from './hash-sql.ts';
import { recordAnswers } from './notice.ts';

/** `matched` = send + holdout + all excluded: each person once. */
export type AudienceCounts = {
  matched: number;
  send: number;
  holdout: number;
  excluded: Partial<Record<AudienceOutcome, number>>;
};

export type Arms = { salt: string; holdoutPercent: number };
export type FreezeQuery = AudienceQuery &
  Arms & {
    campaignId: number;
    occurrence: number;
    launch: { id: string; hash: string };
    /** Keys of the variants of each segment, shared out equally. */
    variants: Readonly<Record<string, readonly string[]>>;
    /** Percent of those to be sent to who get their variant now; the rest get theirs by `planRest`. All when left out. */
    testPercent?: number;
  };

/** What a freeze would record now. @throws RuleError on a rule that cannot be asked */
export const previewAudience = async (db: Tx, q: AudienceQuery & Arms): Promise<AudienceCounts> => {
  const prepared = await prepareCandidates(db, q);
  const groups: Group[] = [];
  for (const one of prepared.candidates) {
    const { joins, outcome } = decide(prepared, q);
    const { rows } = await db.execute<Group>(
      sql`select outcome, count(*)::int as n from (select ${outcome} as outcome from ${FROM}${joins} where ${own(one)}) m group by outcome`,
    );
    groups.push(...rows);
  }
  return sum(groups);
};

/**
 * Records one outcome for every candidate and plans a delivery for each `send` that has a variant, in the caller's transaction. The caller
 * holds the campaign: two freezes of one occurrence must not run at once.
 *
 * Done once: a repeat records nobody new (a newcomer is not added), plans what is not planned yet and answers the same.
 *
 * @throws RuleError on a rule that cannot be asked; Error when a segment has no variant
 */
export const freezeAudience = async (tx: Tx, q: FreezeQuery): Promise<AudienceCounts> => {
  // Two notices to one person, by two channels, must see each other: what one plans the other leaves.
  if (q.notice) await tx.execute(sql`select pg_advisory_xact_lock(${NOTICES})`);
  const without = q.segments.find(({ key }) => (q.variants[key] ?? []).length === 0);
  if (without) throw new Error(`segment ${without.key} has no variant`);
  await tx.execute(sql`select set_config('work_mem', ${WORK_MEM}, true)`);
  const frozen = await tx.execute(
    sql`select 1 from audience_members where campaign_id = ${q.campaignId} and occurrence = ${q.occurrence} limit 1`,
  );
  const again = frozen.rows.length > 0;
  if (!again) {
    const prepared = await prepareCandidates(tx, q);
    for (const [i, one] of prepared.candidates.entries()) await record(tx, prepared, one, i === 0 ? NEW : OR_NOT, q);
    if (q.notice) await tx.execute(recordAnswers(q.campaignId, q.occurrence, { ...q.notice, now: q.now }));
  }
  await tx.execute(
    sql`insert into deliveries (campaign_id, occurrence, contact_id, channel, launch_id, hash, segment, variant, status) select m.campaign_id, m.occurrence, m.contact_id, m.channel, ${q.launch.id}::text, ${q.launch.hash}::text, m.segment, m.variant, 'planned' from audience_members m where m.campaign_id = ${q.campaignId} and m.occurrence = ${q.occurrence} and m.outcome = 'send' and m.variant is not null${again ? OR_NOT : NEW}`,
  );
  const { rows } = await tx.execute<Group>(
    sql`select outcome, count(*)::int as n from audience_members where campaign_id = ${q.campaignId} and occurrence = ${q.occurrence} group by outcome`,
  );
  return sum(rows);
};

/** Any number that is only ours. */
const NOTICES = 7_218_411;

/** For the joins and sums of a whole audience; the default spills them to disk. */
const WORK_MEM = '64MB';

/**
 * Rows of which none can be there yet are written without asking: asking costs a third. A later segment has to ask, since
 * a contact may have changed between its statement and the one before.
 */
const NEW = sql``;
const OR_NOT = sql` on conflict do nothing`;

type Group = { outcome: AudienceOutcome; n: number };

const decide = (prepared: Prepared, arms: Arms): { joins: SQL; outcome: SQL } => {
  // No `earlier` here: who is in an earlier segment is recorded there, once.
  const { joins, blocked } = eligibility(prepared.door, prepared.crowd);
  const arm = sql`case when ${heldOut(arms.salt, arms.holdoutPercent)} then 'holdout' else 'send' end`;
  return { joins, outcome: sql`coalesce(${blocked}, ${arm})` };
};

const own = (one: Candidate): SQL => (one.earlier ? sql`${one.rule} and not ${one.earlier}` : one.rule);

const record = async (tx: Tx, prepared: Prepared, one: Candidate, conflict: SQL, q: FreezeQuery): Promise<void> => {
  const variants = q.variants[one.key] ?? [];
  const { joins, outcome } = decide(prepared, q);
  const tested = q.testPercent === undefined ? sql`` : sql` and ${drawn(sql`m.id`, q.salt, 'test', q.testPercent)}`;
  const variant = sql`case when m.outcome = 'send'${tested} then (${sql.param(variants)}::text[])[${place(sql`m.id`, q.salt, 'variant', variants.length)}] end`;
  // unnest of one keeps the planner from writing the outcome out at each of its uses, to be decided as often.
  await tx.execute(
    sql`insert into audience_members (campaign_id, occurrence, contact_id, segment, channel, outcome, variant) select ${q.campaignId}::bigint, ${q.occurrence}::int, m.id, ${one.key}::text, ${q.channel}::text, m.outcome, ${variant} from (select c.id, unnest(array[${outcome}]) as outcome from ${FROM}${joins} where ${own(one)}) m order by m.id${conflict}`,
  );
};

const sum = (groups: readonly Group[]): AudienceCounts => {
  const counts: AudienceCounts = { matched: 0, send: 0, holdout: 0, excluded: {} };
  for (const { outcome, n } of groups) {
    counts.matched += n;
    if (outcome === 'send' || outcome === 'holdout') counts[outcome] += n;
    else counts.excluded[outcome] = (counts.excluded[outcome] ?? 0) + n;
  }
  return counts;
};

/** Those of a sending whose message waits for what its test share shows, by segment; they have no row in the ledger yet. */
export const restBySegment = async (
  tx: Tx,
  of: { campaignId: number; occurrence: number },
): Promise<Map<string, number>> => {
  const { rows } = await tx.execute<{ segment: string; n: number }>(
    sql`select m.segment, count(*)::int as n from audience_members m where m.campaign_id = ${of.campaignId} and m.occurrence = ${of.occurrence} and m.outcome = 'send' and m.variant is null group by m.segment order by m.segment`,
  );
  return new Map(rows.map(({ segment, n }) => [segment, n]));
};

/**
 * Gives the rest of one segment its place in the ledger, with the variant it gets: one for all, or several in equal
 * shares by the same hash as ever. `variant` of the members stays empty: what they got was not drawn among all of them,
 * so they take no part in comparing the variants. A repeat adds nobody.
 */
export const planRest = async (
  tx: Tx,
  q: Pick<FreezeQuery, 'campaignId' | 'occurrence' | 'launch' | 'salt'> & {
    segment: string;
    variants: readonly string[];
    status: 'planned' | 'cancelled';
  },
): Promise<void> => {
  if (q.variants.length === 0) throw new Error(`segment ${q.segment} has no variant`);
  const variant = sql`(${sql.param(q.variants)}::text[])[${place(sql`m.contact_id`, q.salt, 'variant', q.variants.length)}]`;
  await tx.execute(
    sql`insert into deliveries (campaign_id, occurrence, contact_id, channel, launch_id, hash, segment, variant, status) select m.campaign_id, m.occurrence, m.contact_id, m.channel, ${q.launch.id}::text, ${q.launch.hash}::text, m.segment, ${variant}, ${q.status}::text from audience_members m where m.campaign_id = ${q.campaignId} and m.occurrence = ${q.occurrence} and m.segment = ${q.segment} and m.outcome = 'send' and m.variant is null${OR_NOT}`,
  );
};
