import { type SQL, sql } from 'drizzle-orm';
import { addMs, DAY } from '../kit/clock.ts';
import { instantParam } from './comparison.ts';

/**
 * What people said about being written to, and whether they were told what became of it. A consent, a refusal and a
 * withdrawal are each an answer: who gave it is told the result within 14 days, and asked every two years whether a consent
 * still stands. Which answer a message tells of is in `notice_answers`, what became of the message in the ledger; nothing
 * else is kept, so that nothing else can be wrong.
 */
export const NOTICE_KINDS = ['result', 'confirmation'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Which answers one notice is about: those given up to an instant, so that later ones wait for the next. */
export type NoticeQuery = { kind: NoticeKind; until: Date; now: Date };

/** The law's days for telling the result, and ours: from the tenth on it is said on every launch. */
export const TELL_WITHIN = 14 * DAY;
export const TELL_SOON = 10 * DAY;
/** A consent is asked about from so long before its second year is over. */
export const CONFIRM_AHEAD = 60 * DAY;

/** A consent given or confirmed before this is older than two years. */
export const twoYearsBefore = (at: Date): Date => {
  const before = new Date(at);
  before.setUTCFullYear(before.getUTCFullYear() - 2);
  return before;
};

/** What was answered before this account began was somebody else's to tell; NULL while there is no brand to tell it in. */
const SINCE = sql.raw('(select min(b.at) from brand_versions b)');

/**
 * An answer that is ours to tell of: given with its time, and since this account began. Who opts out on our own page reads
 * there what became of it.
 */
export const tellable = (k: SQL): SQL => sql`${k}.dated and ${k}.source <> 'link' and ${k}.at > ${SINCE}`;

/** The notices of a kind that carry this very answer, with their rows of the ledger. */
const carrying = (k: SQL, kind: NoticeKind): SQL => sql`
  from notice_answers n join deliveries t on t.contact_id = n.contact_id and t.campaign_id = n.campaign_id and t.occurrence = n.occurrence
  where n.contact_id = ${k}.contact_id and n.kind = ${kind} and n.channel = ${k}.channel and n.purpose = ${k}.purpose
    and n.answered_at = ${k}.at and n.state = ${k}.state`;
const told = (k: SQL, kind: NoticeKind, that: SQL): SQL => sql`exists (select 1 ${carrying(k, kind)} and ${that})`;

const REACHED = sql.raw(`t.status in ('accepted', 'delivered')`);
/** Told, about to be, or perhaps told: none of them a second time. */
const COVERED = sql.raw(`t.status in ('planned', 'claimed', 'handed', 'accepted', 'delivered', 'unknown')`);

/** An answer older than `age` that nobody told its giver the result of. `k` names a row of `consents`. */
export const untold = (k: SQL, now: Date, age = TELL_WITHIN): SQL =>
  sql`(${k}.at <= ${instantParam(addMs(now, -age))} and ${tellable(k)} and not ${told(k, 'result', REACHED)})`;

/** The consent was given, or its giver reminded of it, after `since`. */
export const standsSince = (k: SQL, since: Date): SQL =>
  sql`(${k}.at > ${instantParam(since)} or ${told(k, 'confirmation', sql`${REACHED} and t.handed_at > ${instantParam(since)}`)})`;

/** When the consent was given, or its giver last reminded of it. */
export const confirmedAt = (k: SQL): SQL => sql`greatest(${k}.at, (
  select max(t.handed_at) ${carrying(k, 'confirmation')} and ${REACHED}))`;

/** The answer is owed a notice of this kind, and none is on its way. */
export const owed = (k: SQL, { kind, until, now }: NoticeQuery): SQL => {
  if (kind === 'result')
    return sql`(${k}.at <= ${instantParam(until)} and ${tellable(k)} and not ${told(k, kind, COVERED)})`;
  const over = twoYearsBefore(now);
  const soon = twoYearsBefore(addMs(until, CONFIRM_AHEAD));
  return sql`(${k}.state = 'granted' and ${k}.at <= ${instantParam(soon)} and ${standsSince(k, over)}
    and not ${told(k, kind, sql`${COVERED} and coalesce(t.handed_at, ${instantParam(now)}) > ${instantParam(soon)}`)})`;
};

/** What keeps a notice back too: bounced, complained about, or somebody's word. An opt-out does not: it is what is told of. */
export const isFinal = (suppression: SQL): SQL => sql`${suppression}.reason <> 'unsubscribed'`;

/** Of the answers a message was planned to tell of, one at least still stands. `d` names its row of the ledger. */
export const stillStands = sql`exists (
  select 1 from notice_answers n join consents k on k.contact_id = n.contact_id and k.channel = n.channel and k.purpose = n.purpose
    and k.at = n.answered_at and k.state = n.state
  where n.contact_id = d.contact_id and n.campaign_id = d.campaign_id and n.occurrence = d.occurrence)`;
