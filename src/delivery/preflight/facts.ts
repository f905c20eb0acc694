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
  suppressed: number;
  /** Of the last seven days. */
  week: { answered: number; bounced: number; complained: number };
};

const NOTICE_DAYS = 60;

export const preflightFacts = async (db: Tx, at: { now: Date }): Promise<Facts> => {
  const since = consentSince(at.now).toISOString();
  const soon = consentSince(new Date(at.now.getTime() + NOTICE_DAYS * 86_400_000)).toISOString();
  const week = new Date(at.now.getTime() - 7 * 86_400_000).toISOString();
  const consent = await db.execute<{ consented: number; overdue: number; soon: number }>(sql`
    select count(*)::int as consented, (count(*) filter (where at <= ${since}::timestamptz))::int as overdue,
      (count(*) filter (where at > ${since}::timestamptz and at <= ${soon}::timestamptz))::int as soon
    from consents where channel = 'email' and purpose = 'marketing' and state = 'granted'`);
  const out = await db.execute<{ n: number }>(sql`select count(*)::int as n from suppressions where channel = 'email'`);
  const sent = await db.execute<{ answered: number; bounced: number }>(sql`
    select (count(*) filter (where status in ('accepted', 'delivered', 'failed')))::int as answered,
      (count(*) filter (where status = 'failed' and reason in ('no_mailbox', 'mailbox_full', 'refused', 'bad_address', 'bounced')))::int as bounced
    from deliveries where channel = 'email' and handed_at > ${week}::timestamptz`);
  const complaints = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from delivery_events where channel = 'email' and type = 'complained' and at > ${week}::timestamptz`);
  return {
    ...(consent.rows[0] ?? { consented: 0, overdue: 0, soon: 0 }),
    suppressed: out.rows[0]?.n ?? 0,
    week: { ...(sent.rows[0] ?? { answered: 0, bounced: 0 }), complained: complaints.rows[0]?.n ?? 0 },
  };
};
