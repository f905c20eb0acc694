import { sql } from 'drizzle-orm';
import type { Tx } from '../../deps.ts';
import { consentSince } from '../ledger/guards.ts';

/** Counts over the whole account that rules need; e-mail only. */
export type Facts = {
  /** Contacts with a standing consent to marketing. */
  consented: number;
  /** Of them, those whose consent is older than two years: nothing is sent on it. */
  overdue: number;
  /** Of them, those for whom that will be so within 60 days. */
  soon: number;
  /** Of the consented, those who opted out or bounced since. */
  refused: number;
  /** Of the last seven days. */
  week: { answered: number; bounced: number; complained: number };
};

const NOTICE_DAYS = 60;

export const preflightFacts = async (db: Tx, at: { now: Date }): Promise<Facts> => {
  const since = consentSince(at.now).toISOString();
  const soon = consentSince(new Date(at.now.getTime() + NOTICE_DAYS * 86_400_000)).toISOString();
  const week = new Date(at.now.getTime() - 7 * 86_400_000).toISOString();
  const consent = await db.execute<Pick<Facts, 'consented' | 'overdue' | 'soon' | 'refused'>>(sql`
    select count(*)::int as consented, (count(*) filter (where k.at <= ${since}::timestamptz))::int as overdue,
      (count(*) filter (where k.at > ${since}::timestamptz and k.at <= ${soon}::timestamptz))::int as soon,
      count(s.contact_id)::int as refused
    from consents k left join suppressions s on s.contact_id = k.contact_id and s.channel = k.channel
    where k.channel = 'email' and k.purpose = 'marketing' and k.state = 'granted'`);
  const sent = await db.execute<{ answered: number; bounced: number }>(sql`
    select (count(*) filter (where status in ('accepted', 'delivered', 'failed')))::int as answered,
      (count(*) filter (where status = 'failed' and reason in ('no_mailbox', 'mailbox_full', 'refused', 'bad_address', 'bounced')))::int as bounced
    from deliveries where channel = 'email' and handed_at > ${week}::timestamptz`);
  const complaints = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from delivery_events where channel = 'email' and type = 'complained' and at > ${week}::timestamptz`);
  return {
    ...(consent.rows[0] ?? { consented: 0, overdue: 0, soon: 0, refused: 0 }),
    week: { ...(sent.rows[0] ?? { answered: 0, bounced: 0 }), complained: complaints.rows[0]?.n ?? 0 },
  };
};
