import { sql } from 'drizzle-orm';
import {
  CONFIRM_AHEAD,
  standsSince,
  TELL_SOON,
  TELL_WITHIN,
  tellable,
  twoYearsBefore,
  untold,
} from '../../audience/answers.ts';
import type { ChannelName } from '../../channels/channel.ts';
import type { Tx } from '../../deps.ts';
import { addMs } from '../../kit/clock.ts';

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

const K = sql.raw('k');
const BULK = 5_000;

export const preflightFacts = async (
  db: Tx,
  { channel = 'email', asked = 0, ...at }: { now: Date; channel?: ChannelName; asked?: number },
): Promise<Facts> => {
  const ago = (days: number) => new Date(at.now.getTime() - days * 86_400_000).toISOString();
  const since = twoYearsBefore(at.now);
  const soon = twoYearsBefore(addMs(at.now, CONFIRM_AHEAD));
  const week = ago(7);
  const consent = await db.execute<Pick<Facts, 'consented' | 'overdue' | 'soon' | 'refused'>>(sql`
    select count(*)::int as consented, (count(*) filter (where not ${standsSince(K, since)}))::int as overdue,
      (count(*) filter (where ${standsSince(K, since)} and not ${standsSince(K, soon)}))::int as soon,
      count(s.contact_id)::int as refused
    from consents k left join suppressions s on s.contact_id = k.contact_id and s.channel = k.channel
    where k.channel = ${channel} and k.purpose = 'marketing' and k.state = 'granted'`);
  const sent = await db.execute<{ answered: number; bounced: number }>(sql`
    select (count(*) filter (where status in ('accepted', 'delivered', 'failed')))::int as answered,
      (count(*) filter (where status = 'failed' and reason in ('no_mailbox', 'mailbox_full', 'refused', 'bad_address', 'bounced')))::int as bounced
    from deliveries where channel = ${channel} and handed_at > ${week}::timestamptz`);
  const complaints = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from delivery_events where channel = ${channel} and type = 'complained' and at > ${week}::timestamptz`);
  const answers = await db.execute<Facts['answers']>(sql`
    select count(*)::int as known,
      (count(*) filter (where ${untold(K, at.now, TELL_SOON)}))::int as due,
      (count(*) filter (where ${untold(K, at.now, TELL_WITHIN)}))::int as overdue
    from consents k where k.channel = ${channel} and ${tellable(K)}`);
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
