import { type SQL, sql } from 'drizzle-orm';
import type { ChannelName } from '../channels/channel.ts';
import { instantParam } from './comparison.ts';
import { share } from './hash-sql.ts';

/** Contact pressure of advertisements over all campaigns and channels; absent = no cap. */
export type Cap = { messages: number; days: number };

export type Door = {
  channel: ChannelName;
  /** Only an advertisement needs consent. */
  isAd: boolean;
  /** True when the message would leave in night hours by a channel bound by them (never e-mail). */
  night?: boolean;
  cap?: Cap | undefined;
  now: Date;
};

/** What a rule alone cannot know: who lost a shared address to another contact, who is in an earlier segment. */
export type Crowd = { duplicates: readonly number[]; earlier?: SQL };

export const CHANNELS: readonly ChannelName[] = ['email', 'kakao', 'sms', 'push'];

const PHONE = '^[+][1-9][0-9]{7,14}$';
/** ASCII, a real domain, no two dots in a row: what a relay takes. Imports are more patient. */
const EMAIL =
  '^[a-z0-9!#$%&*+/=?^_{|}~-]+([.][a-z0-9!#$%&*+/=?^_{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,63}$';

/** What a message of the channel is addressed to. Push vendors know people by the account's own id. */
export const ADDRESS: Record<ChannelName, { column: SQL; shape: string | null }> = {
  email: { column: sql.raw('c.email'), shape: EMAIL },
  kakao: { column: sql.raw('c.phone'), shape: PHONE },
  sms: { column: sql.raw('c.phone'), shape: PHONE },
  push: { column: sql.raw('c.external_id'), shape: null },
};

/**
 * The only door to delivery. `joins` follow `contacts c left join contact_stats s`; `blocked` is one CASE: the first
 * reason that fits, NULL for whoever may be written to or held out. Joins, not EXISTS: each is on a whole primary key, so
 * it adds no row, and the planner may hash it when nearly everyone is asked about.
 */
export const eligibility = (door: Door, crowd: Crowd): { joins: SQL; blocked: SQL } => {
  const k = (what: string) => sql.raw(`${what}_${door.channel}`);
  const suppressed = k('suppressed');
  const consent = k('consent');
  const night = k('night');
  const consents = (alias: SQL, purpose: 'marketing' | 'night') =>
    sql` left join consents ${alias} on ${alias}.contact_id = c.id and ${alias}.channel = ${door.channel} and ${alias}.purpose = ${purpose} and ${alias}.state = 'granted'`;
  const asksNight = door.isAd && door.night === true;
  return {
    joins: sql.join([
      sql` left join suppressions ${suppressed} on ${suppressed}.contact_id = c.id and ${suppressed}.channel = ${door.channel}`,
      ...(door.isAd ? [consents(consent, 'marketing')] : []),
      ...(asksNight ? [consents(night, 'night')] : []),
    ]),
    blocked: sql`case${sql.join([
      ...unreachable(door.channel),
      sql` when ${suppressed}.contact_id is not null then 'suppressed'`,
      ...(door.isAd ? [sql` when ${consent}.contact_id is null then 'no_consent'`] : []),
      ...(asksNight ? [sql` when ${night}.contact_id is null then 'night'`] : []),
      ...(crowd.duplicates.length > 0
        ? [sql` when c.id = any(${sql.param(crowd.duplicates)}::bigint[]) then 'duplicate_address'`]
        : []),
      ...(crowd.earlier ? [sql` when (${crowd.earlier}) then 'other_segment'`] : []),
      ...(door.isAd && door.cap ? [sql` when ${pressed(door.cap, door.now)} then 'capped'`] : []),
    ])} end`,
  };
};

const unreachable = (channel: ChannelName): SQL[] => {
  const { column, shape } = ADDRESS[channel];
  const invalid =
    shape === null ? [] : [sql` when (length(${column}) > 254 or ${column} !~ ${shape}::text) then 'invalid_address'`];
  return [...invalid, sql` when ${column} is null then 'no_address'`];
};

/** Messages that reached, may have reached, or are about to reach the person within the cap's days. */
const pressed = (cap: Cap, now: Date): SQL =>
  sql`(select count(*) from deliveries d where d.contact_id = c.id and (d.status = 'claimed' or (d.status in ('handed', 'accepted', 'delivered', 'unknown') and d.handed_at > ${instantParam(new Date(now.getTime() - cap.days * 86_400_000))}))) >= ${cap.messages}::bigint`;

/** Whether the person got anything of another campaign within `days`. */
export const contactedWithin = (days: number, now: Date, campaignId: number | undefined): SQL =>
  sql`exists (select 1 from deliveries d where d.contact_id = c.id and d.campaign_id <> ${campaignId ?? -1}::bigint and d.status in ('handed', 'accepted', 'delivered', 'unknown') and d.handed_at > ${instantParam(new Date(now.getTime() - days * 86_400_000))})`;

/** Held out by hash of salt and contact alone: the same people however often it is asked. */
export const heldOut = (salt: string, percent: number): SQL =>
  sql`${share(sql`c.id`, salt, 'holdout')} < ${Math.round(percent * 10_000)}`;
