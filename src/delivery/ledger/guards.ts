import { type SQL, sql } from 'drizzle-orm';
import { isFinal, standsSince, stillStands, twoYearsBefore, untold } from '../../audience/answers.ts';
import { NOTICE } from '../../audience/eligibility.ts';
import type { ChannelName } from '../../channels/channel.ts';
import type { PressureCap } from '../pressure.ts';
import type { Range } from '../slices.ts';

/** One slice of one campaign's ledger, with the launch its rows must hang on. */
export type Scope = Range & {
  campaignId: number;
  occurrence: number;
  channel: ChannelName;
  launch: { id: string; hash: string };
  /** Consent is asked for only then. */
  isAd: boolean;
  /** A legal notice: goes also to who opted out, as long as the answer it tells of stands. */
  isNotice?: boolean;
};

export const ids = (list: readonly number[]): SQL => sql`${sql.param([...list])}::bigint[]`;
export const texts = (list: readonly (string | null)[]): SQL => sql`${sql.param([...list])}::text[]`;
export const ms = (span: number): SQL => sql`${span}::float8 * interval '1 millisecond'`;

/** The rows of the slice. The range is repeated in every statement: it keeps each on one shard. */
export const inSlice = (s: Pick<Scope, 'campaignId' | 'occurrence' | 'lo' | 'hi'>): SQL =>
  sql`d.campaign_id = ${s.campaignId} and d.occurrence = ${s.occurrence} and d.bucket >= ${s.lo} and d.bucket < ${s.hi}`;

/**
 * The rows a statement is about to write, locked contact by contact. Everybody who writes several rows of the ledger takes
 * them in this one order, so that two who want the same rows wait for one another and never both for ever; which plan the
 * database makes for the update itself then does not matter. `and` names what else is wanted of each row, once.
 */
export const locking = (s: Pick<Scope, 'campaignId' | 'occurrence' | 'lo' | 'hi'>, which: SQL, and?: SQL): SQL => sql`
  with mine as materialized (
    select d.contact_id, d.channel${and ? sql`, ${and}` : sql``} from deliveries d
    where ${inSlice(s)} and ${which} order by d.contact_id for no key update)`;

/** The locked rows as what an update of `deliveries d` runs over. */
export const locked = (s: Pick<Scope, 'campaignId' | 'occurrence' | 'lo' | 'hi'>): SQL =>
  sql`from mine where ${inSlice(s)} and d.contact_id = mine.contact_id and d.channel = mine.channel`;

/**
 * Sending is allowed at this moment: the launch with the same hash is there, and the campaign is neither paused nor
 * stopped. A row that a person asked to send again may also leave after the rest is done. The two subqueries do not look
 * at the row, so that they run once and on any shard.
 */
export const mayLeave = (s: Scope): SQL => sql`
  d.launch_id = ${s.launch.id} and d.hash = ${s.launch.hash}
  and exists (select 1 from launches l where l.id = ${s.launch.id} and l.campaign_id = ${s.campaignId} and l.hash = ${s.launch.hash})
  and (exists (select 1 from campaigns c where c.id = ${s.campaignId} and c.status = 'sending' and not c.halted)
    or (d.reason = 'resend' and exists (select 1 from campaigns c where c.id = ${s.campaignId} and c.status = 'measuring' and not c.halted)))`;

/**
 * Where a row ends that does not leave. One that a person asked to send again may have arrived the first time: whatever
 * keeps the second message back, that is still not known.
 */
export const endsAs = (status: SQL): SQL => sql`case when d.reason = 'resend' then 'unknown' else ${status} end`;

const suppressed = (notice = false): SQL =>
  sql`exists (select 1 from suppressions s where s.contact_id = d.contact_id and s.channel = d.channel${notice ? sql` and ${isFinal(sql.raw('s'))}` : sql``})`;
const K = sql.raw('k');

/** Why the consent there is does not do: none; older than two years and not confirmed; its giver was never told of it. */
const consentRefusal = (now: Date): SQL => sql`coalesce((
  select case when not ${standsSince(K, twoYearsBefore(now))} then 'consent_expired' when ${untold(K, now)} then 'untold' else '' end
  from consents k where k.contact_id = d.contact_id and k.channel = d.channel and k.purpose = 'marketing' and k.state = 'granted'), 'no_consent')`;
/**
 * Messages of other campaigns that this contact has had, may have had, or is about to have. Counting `claimed` is what
 * keeps two campaigns from both passing a cap of one; contact_stats rows locked first make them look one after the other.
 */
const overCap = (cap: PressureCap, now: Date): SQL => sql`(
  select count(*) from deliveries o where o.contact_id = d.contact_id and o.segment <> ${NOTICE}
    and (o.campaign_id <> d.campaign_id or o.occurrence <> d.occurrence)
    and (o.status = 'claimed' or (o.status in ('handed', 'accepted', 'delivered', 'unknown')
      and o.handed_at > ${new Date(now.getTime() - cap.days * 86_400_000).toISOString()}::timestamptz))
  ) >= ${cap.messages}`;

/** Why this contact must not be written to at this moment, as SQL over the row `d`; null when it may. Costs: asked once a row. */
export const refusal = (s: Scope, now: Date, cap: PressureCap | null): SQL => sql`coalesce(
  case when ${suppressed(s.isNotice)} then 'suppressed' end
  ${s.isNotice ? sql`, case when not ${stillStands} then 'answered_anew' end` : sql``}
  ${s.isAd ? sql`, nullif(${consentRefusal(now)}, '')` : sql``}
  ${s.isAd && cap ? sql`, case when ${overCap(cap, now)} then 'capped' end` : sql``})`;
