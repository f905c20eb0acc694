import { sql } from 'drizzle-orm';
import type { ChannelName } from '../../channels/channel.ts';
import type { Tx } from '../../deps.ts';
import { consentSince } from '../ledger/guards.ts';

/** Counts over the whole account that rules need, of the channel it leaves by. */
export type Facts = {
  /** Contacts with a standing consent to marketing. */
  consented: number;
  /** Of them, those whose consent is older than two years: nothing is sent on it. */
  overdue: number;
  /** Of them, those for whom that will be so within 60 days. */
  soon: number;
  /** Of the consented, those who opted out or bounced since. */
  refused: number;
  /**
   * Answers of people (consent, refusal, withdrawal) that came in since the account began and were not told what became of
   * them: for ten days, and of those for more than the law's fourteen. Who opted out by our own page was told there.
   */
  answers: { known: number; due: number; overdue: number };
  /** Messages handed over within a day. */
  lastDay: number;
  /** Addresses at the largest mailbox providers, as far as it matters: counted to just over five thousand, and only for a large audience. */
  bigMailboxes: number;
  /** Of the last seven days. */
  week: { answered: number; bounced: number; complained: number };
};

const NOTICE_DAYS = 60;

/** Days; what is older than the last is a breach nobody mends by a notice. */
const RESULT_DAYS = { due: 10, overdue: 14, looked: 45 };
const BULK = 5_000;

export const preflightFacts = async (
  db: Tx,
  { channel = 'email', asked = 0, ...at }: { now: Date; channel?: ChannelName; asked?: number },
): Promise<Facts> => {
  const ago = (days: number) => new Date(at.now.getTime() - days * 86_400_000).toISOString();
  const since = consentSince(at.now).toISOString();
  const soon = consentSince(new Date(at.now.getTime() + NOTICE_DAYS * 86_400_000)).toISOString();
  const week = ago(7);
  const consent = await db.execute<Pick<Facts, 'consented' | 'overdue' | 'soon' | 'refused'>>(sql`
    select count(*)::int as consented, (count(*) filter (where k.at <= ${since}::timestamptz))::int as overdue,
      (count(*) filter (where k.at > ${since}::timestamptz and k.at <= ${soon}::timestamptz))::int as soon,
      count(s.contact_id)::int as refused
    from consents k left join suppressions s on s.contact_id = k.contact_id and s.channel = k.channel
    where k.channel = ${channel} and k.purpose = 'marketing' and k.state = 'granted'`);
  const sent = await db.execute<{ answered: number; bounced: number }>(sql`
    select (count(*) filter (where status in ('accepted', 'delivered', 'failed')))::int as answered,
      (count(*) filter (where status = 'failed' and reason in ('no_mailbox', 'mailbox_full', 'refused', 'bad_address', 'bounced')))::int as bounced
    from deliveries where channel = ${channel} and handed_at > ${week}::timestamptz`);
  const complaints = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from delivery_events where channel = ${channel} and type = 'complained' and at > ${week}::timestamptz`);
  const untold = sql`not exists (
      select 1 from deliveries d join campaigns n on n.id = d.campaign_id and n.kind = 'notice'
      where d.contact_id = k.contact_id and d.status in ('accepted', 'delivered') and d.handed_at > k.at)`;
  const answers = await db.execute<Facts['answers']>(sql`
    select count(*)::int as known,
      (count(*) filter (where k.at <= ${ago(RESULT_DAYS.due)}::timestamptz and ${untold}))::int as due,
      (count(*) filter (where k.at <= ${ago(RESULT_DAYS.overdue)}::timestamptz and ${untold}))::int as overdue
    from consents k
    where k.channel = ${channel} and k.source <> 'link' and k.at > ${ago(RESULT_DAYS.looked)}::timestamptz
      and k.at > (select min(b.at) from brand_versions b)`);
  const day = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from deliveries where channel = ${channel} and handed_at > ${ago(1)}::timestamptz`);
  const big =
    channel === 'email' && asked > BULK
      ? await db.execute<{ n: number }>(sql`
        select count(*)::int as n from (select 1 from contacts c where c.email like '%@gmail.com' or c.email like '%@outlook.%'
          or c.email like '%@hotmail.%' or c.email like '%@live.%' limit ${BULK + 1}) found`)
      : { rows: [] };
  return {
    answers: answers.rows[0] ?? { known: 0, due: 0, overdue: 0 },
    lastDay: day.rows[0]?.n ?? 0,
    bigMailboxes: big.rows[0]?.n ?? 0,
    ...(consent.rows[0] ?? { consented: 0, overdue: 0, soon: 0, refused: 0 }),
    week: { ...(sent.rows[0] ?? { answered: 0, bounced: 0 }), complained: complaints.rows[0]?.n ?? 0 },
  };
};
