import { type SQL, sql } from 'drizzle-orm';
import type { ChannelName } from '../channels/channel.ts';
import type { Tx } from '../deps.ts';
import { confirmedAt, isFinal, NOTICE_KINDS, type NoticeKind, type NoticeQuery, owed } from './answers.ts';
import { ADDRESS } from './eligibility.ts';

/** By which channel a notice goes to somebody: the first that reaches. What it is about may be another channel's consent. */
export const CARRIERS = ['email', 'sms', 'push'] as const satisfies readonly ChannelName[];
export type Carrier = (typeof CARRIERS)[number];

const K = sql.raw('k');

/** Whoever can be written to by a channel though it may have been opted out of: an opt-out is what they are told about. */
const reachedBy = (channel: ChannelName, kind: NoticeKind): SQL => {
  const { column, valid } = ADDRESS[channel];
  return sql`(${column} is not null${valid ? sql` and ${valid}` : sql``}
    and not exists (select 1 from suppressions x where x.contact_id = c.id and x.channel = ${channel} and ${isFinal(sql.raw('x'))})
    and not exists (
      select 1 from notice_answers n
        join deliveries t on t.contact_id = n.contact_id and t.campaign_id = n.campaign_id and t.occurrence = n.occurrence
        join consents k on k.contact_id = n.contact_id and k.channel = n.channel and k.purpose = n.purpose and k.at = n.answered_at
      where n.contact_id = c.id and n.kind = ${kind} and t.channel = ${channel} and t.status = 'failed'))`;
};

/**
 * Whom a notice of this kind goes to by `channel`, as a condition over contacts `c`: something is owed, and no channel
 * before it reaches them. `offered` are the channels there are.
 */
export const owedBy = (channel: ChannelName, offered: readonly ChannelName[], q: NoticeQuery): SQL => {
  const before = CARRIERS.slice(0, CARRIERS.indexOf(channel as Carrier)).filter((name) => offered.includes(name));
  return sql`(exists (select 1 from consents k where k.contact_id = c.id and ${owed(K, q)})
    and ${reachedBy(channel, q.kind)}${sql.join(before.map((name) => sql` and not ${reachedBy(name, q.kind)}`))})`;
};

/** Writes down, with the freeze, which answers each planned notice tells of. */
export const recordAnswers = (campaignId: number, occurrence: number, q: NoticeQuery): SQL => sql`
  insert into notice_answers (contact_id, campaign_id, occurrence, kind, channel, purpose, state, answered_at)
  select k.contact_id, ${campaignId}::bigint, ${occurrence}::int, ${q.kind}, k.channel, k.purpose, k.state, k.at
  from audience_members m join consents k on k.contact_id = m.contact_id
  where m.campaign_id = ${campaignId} and m.occurrence = ${occurrence} and m.outcome = 'send' and ${owed(K, q)}
  on conflict do nothing`;

/** What is owed by one channel (`null`: nobody can be reached), as people and as answers. Instants ISO. */
export type Owed = {
  kind: NoticeKind;
  channel: Carrier | null;
  people: number;
  granted: number;
  withdrawn: number;
  /** The last instant for telling the first of them. */
  by: string;
  /** When the newest of the answers was given. */
  latest: string;
};

const iso = (at: SQL): SQL => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Everything owed up to an instant. `offered` are the channels there are. */
export const owedNow = async (
  db: Tx,
  offered: readonly ChannelName[],
  at: Omit<NoticeQuery, 'kind'>,
): Promise<Owed[]> => {
  const all: Owed[] = [];
  for (const kind of NOTICE_KINDS) {
    const q = { ...at, kind };
    const by = CARRIERS.filter((name) => offered.includes(name));
    const way = sql`case ${sql.join(
      by.map((name) => sql`when ${reachedBy(name, kind)} then ${name}`),
      sql` `,
    )} end`;
    const last = kind === 'result' ? sql`k.at + interval '14 days'` : sql`${confirmedAt(K)} + interval '2 years'`;
    const { rows } = await db.execute<Omit<Owed, 'kind'>>(sql`
      select channel, count(distinct contact_id)::int as people, (count(*) filter (where state = 'granted'))::int as granted,
        (count(*) filter (where state = 'withdrawn'))::int as withdrawn, ${iso(sql`min(by)`)} as by, ${iso(sql`max(at)`)} as latest
      from (select k.contact_id, k.state, k.at, ${last} as by, ${by.length > 0 ? way : sql`null`} as channel
        from consents k join contacts c on c.id = k.contact_id where ${owed(K, q)}) x group by channel order by channel`);
    all.push(...rows.map((row) => ({ kind, ...row })));
  }
  return all;
};

/** Channels of the consents that this very message told its reader of; none where it was no notice. */
export const consentsToldOf = async (
  tx: Tx,
  { contactId, campaignId, occurrence }: { contactId: number; campaignId: number; occurrence: number },
): Promise<ChannelName[]> => {
  const { rows } = await tx.execute<{ channel: ChannelName }>(sql`
    select distinct n.channel from notice_answers n where n.contact_id = ${contactId} and n.campaign_id = ${campaignId}
      and n.occurrence = ${occurrence} and n.state = 'granted' order by 1`);
  return rows.map(({ channel }) => channel);
};
