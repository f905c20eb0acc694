import { type SQL, sql } from 'drizzle-orm';
import type { ChannelName } from '../channels/channel.ts';
import { isFinal, untold } from './answers.ts';
import { instantParam } from './comparison.ts';
import { drawn, share } from './hash-sql.ts';

/** The one segment of a legal notice, in a form no other can have: such messages press nobody. */
export const NOTICE = '=notice';

/** Contact pressure of advertisements over all campaigns and channels; absent = no cap. */
export type Cap = { messages: number; days: number };

export type Door = {
  channel: ChannelName;
  /** Only an advertisement needs consent. */
  isAd: boolean;
  /** A legal notice tells also those who opted out that they did. */
  notice?: boolean;
  /** True when the message would leave in night hours by a channel bound by them (never e-mail). */
  night?: boolean;
  cap?: Cap | undefined;
  /** Percent of all contacts that get no advertisement, whichever it is; the same people for ever. */
  held?: number;
  now: Date;
};

/**
 * What a rule alone cannot know: who lost a shared address to another contact, who is in an earlier segment, and of each
 * campaign that is to be sent before this one, whether it will write to the contact (a message towards the cap; never NULL).
 */
export type Crowd = { duplicates: readonly number[]; earlier?: SQL; ahead?: readonly SQL[] };

export const CHANNELS: readonly ChannelName[] = ['email', 'kakao', 'sms', 'push'];

/** What a message of a channel is addressed to, and whether it is one: NULL when there is none. */
type Address = { column: SQL; valid: SQL | null };
const phone = (): Address => ({
  column: sql.raw('c.phone'),
  valid: sql`(c.phone ~ '^[+][1-9][0-9]+$' and length(c.phone) between 9 and 16)`,
});
export const ADDRESS: Record<ChannelName, Address> = {
  email: { column: sql.raw('c.email'), valid: sql.raw('c.email_valid') },
  kakao: phone(),
  sms: phone(),
  // One device, the newest known; its vendor tells when it is gone.
  push: { column: sql.raw('c.push_token'), valid: null },
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
      sql` left join suppressions ${suppressed} on ${suppressed}.contact_id = c.id and ${suppressed}.channel = ${door.channel}${door.notice ? sql` and ${isFinal(suppressed)}` : sql``}`,
      ...(door.isAd ? [consents(consent, 'marketing')] : []),
      ...(asksNight ? [consents(night, 'night')] : []),
    ]),
    blocked: sql`case${sql.join([
      ...unreachable(door.channel),
      sql` when ${suppressed}.contact_id is not null then 'suppressed'`,
      ...(door.isAd
        ? [
            sql` when ${consent}.contact_id is null then 'no_consent'`,
            // Who was not told what became of the consent gets nothing on it.
            sql` when ${untold(consent, door.now)} then 'untold'`,
          ]
        : []),
      ...(asksNight ? [sql` when ${night}.contact_id is null then 'night'`] : []),
      ...(crowd.duplicates.length > 0
        ? [sql` when c.id = any(${sql.param(crowd.duplicates)}::bigint[]) then 'duplicate_address'`]
        : []),
      // Before the pressure of messages, which only those who get some can have.
      ...(door.isAd && door.held ? [sql` when ${heldOut(OF_EVERYTHING, door.held)} then 'global_holdout'`] : []),
      ...(crowd.earlier ? [sql` when (${crowd.earlier}) then 'other_segment'`] : []),
      ...(door.isAd && door.cap ? [sql` when ${pressed(door.cap, door.now, crowd.ahead ?? [])} then 'capped'`] : []),
    ])} end`,
  };
};

const unreachable = (channel: ChannelName): SQL[] => {
  const { column, valid } = ADDRESS[channel];
  return [
    ...(valid ? [sql` when not ${valid} then 'invalid_address'`] : []),
    sql` when ${column} is null then 'no_address'`,
  ];
};

/**
 * Messages that reached, may have reached, or are about to reach the person within the cap's days: also those that another
 * campaign has planned and not sent yet, so that the later of two counts with the earlier.
 */
const pressed = (cap: Cap, now: Date, ahead: readonly SQL[]): SQL => {
  const since = instantParam(new Date(now.getTime() - cap.days * 86_400_000));
  const sent = sql`(select count(*) from deliveries d where d.contact_id = c.id and d.segment <> ${NOTICE} and (d.status in ('planned', 'claimed') or (d.status in ('handed', 'accepted', 'delivered', 'unknown') and d.handed_at > ${since})))`;
  const coming = ahead.map((one) => sql` + (case when ${one} then 1 else 0 end)`);
  return sql`${sent}${sql.join(coming)} >= ${cap.messages}::bigint`;
};

/** Whether the person got anything of another campaign within `days`. */
export const contactedWithin = (days: number, now: Date, campaignId: number | undefined): SQL =>
  sql`exists (select 1 from deliveries d where d.contact_id = c.id and d.campaign_id <> ${campaignId ?? -1}::bigint and d.status in ('handed', 'accepted', 'delivered', 'unknown') and d.handed_at > ${instantParam(new Date(now.getTime() - days * 86_400_000))})`;

/** The salt of those who are held out of every campaign. */
const OF_EVERYTHING = '=everything';

/** Who is below percent × 10,000 is held out of everything at that share: a larger share holds all of a smaller one. */
export const placeAmongHeld = (contactId: SQL): SQL => share(contactId, OF_EVERYTHING, 'holdout');

/** Held out by hash of salt and contact alone: the same people however often it is asked. */
export const heldOut = (salt: string, percent: number): SQL => drawn(sql`c.id`, salt, 'holdout', percent);
