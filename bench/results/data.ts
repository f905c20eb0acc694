import type { Pool } from 'pg';
import { exampleKit } from '../../src/brand/example.ts';
import { someBrief } from '../../test/results/sent-campaign.ts';
import { someReadout } from '../../test/results/some-readout.ts';
import { ACCOUNT } from '../audience/data.ts';

/** When the digest is written: the windows of the last week's campaigns are open. */
export const NOW = '2026-11-25T00:05:00Z';
export const DATE = '2026-11-25';
/** A digest of the past, and one of the week before, so that the next has its review. */
export const OLD = '2026-11-05';
export const LAST_WEEK = '2026-11-21';
const DAYS = 36;

/** Orders of the account, spread evenly over the days before; the same however many campaigns there are. */
export const makeShop = async (pool: Pool, contacts: number): Promise<void> => {
  await pool.query(
    `insert into contacts (external_id, email, created_at) select 'c' || n, 'c' || n || '@example.test', timestamptz '${NOW}' - interval '400 days' from generate_series(1, $1::int) n`,
    [contacts],
  );
  await pool.query('insert into contact_stats (contact_id) select id from contacts');
  await pool.query(
    `insert into brand_versions (version, kit, by, at) values (1, $1, 'U1', timestamptz '${NOW}' - interval '100 days')`,
    [JSON.stringify(exampleKit)],
  );
  // One in a hundred has answered since the account began, and was not told yet what became of it.
  await pool.query(
    `insert into consents (contact_id, channel, purpose, state, at, source, text_version) select id, 'email', 'marketing', 'granted', case when id % 100 = 0 then timestamptz '${NOW}' - interval '5 days' else created_at end, 'file', '1' from contacts`,
  );
  await pool.query(
    `insert into orders (contact_id, order_id, at, amount, currency, received_at) select id, id || '-' || k, x.at, 10000 + (id * 37 + k * 101) % 90000, $1, x.at from contacts, generate_series(1, 2) k, lateral (select timestamptz '${NOW}' - make_interval(secs => (id * 7919 + k * 104729) % (86400 * ${DAYS})) as at) x`,
    [ACCOUNT.currency],
  );
};

/** Campaigns number `from` to `to` of a week's window each, begun evenly over the days; the older ones are settled. */
export const makeCampaigns = async (pool: Pool, from: number, to: number): Promise<void> => {
  await pool.query(
    `with made as (
      insert into campaigns (status, title, goal, locale, requester, channel, request_key, started_at, window_starts_at, window_ends_at, created_at, updated_at)
      select case when x.at + interval '7 days' > timestamptz '${NOW}' then 'measuring' else 'learned' end, 'C' || n, 'g', 'ko', 'U1', 'C1', 'k' || n, x.at, x.at, x.at + interval '7 days', x.at, x.at
      from generate_series($1::int, $2::int) n, lateral (select timestamptz '${NOW}' - make_interval(secs => (n * 7919) % (86400 * ${DAYS})) as at) x order by n
      returning id, started_at),
    launched as (insert into launches (id, campaign_id, hash, draft_id, at) select 'l' || id, id, 'h', 'd', started_at from made)
    select 1`,
    [from, to],
  );
  await pool.query(
    `insert into drafts (id, campaign_id, step, version, content, evidence, checks, hash, parents, author_kind, author, created_at) select 'd' || id, id, 'brief', 1, $1::jsonb, '{}', '[]', 'h', '{}', 'ai', 'baton', created_at from campaigns where id >= $2`,
    [JSON.stringify(someBrief()), from],
  );
  await pool.query(
    `insert into readouts (campaign_id, kind, result, at) select id, 'final', $1::jsonb || jsonb_build_object('campaignId', id, 'window', jsonb_build_object('startsAt', window_starts_at, 'endsAt', window_ends_at, 'readTo', window_ends_at, 'days', 7)), window_ends_at from campaigns where id >= $2 and status = 'learned'`,
    [JSON.stringify(someReadout({ more: { simulated: false } })), from],
  );
};

/** Messages number `from` to `to - 1` of each campaign, and two reports of each: delivered, then opened or clicked. */
export const makeReports = async (pool: Pool, contacts: number, from: number, to: number, first = 1): Promise<void> => {
  const who = `((c.id * 7919 + i) % ${contacts}) + 1`;
  const client = await pool.connect();
  try {
    // What is made here hangs together: it is not looked up row by row. Campaign by campaign, as it comes.
    await client.query('set session_replication_role = replica');
    await client.query(
      `insert into deliveries (campaign_id, occurrence, contact_id, channel, launch_id, hash, segment, variant, status, handed_at, accepted_at) select c.id, 1, ${who}, 'email', 'l' || c.id, 'h', 'A', 'A-' || 1 + i % 2, 'accepted', c.started_at, c.started_at from campaigns c, lateral generate_series($1::int, $2::int - 1 + 0 * c.id::int) i where c.id >= $3 on conflict do nothing`,
      [from, to, first],
    );
    await client.query(
      `insert into delivery_events (contact_id, event_id, campaign_id, occurrence, channel, variant, type, at) select ${who}, c.id || ':' || i || ':' || t.n, c.id, 1, 'email', 'A-' || 1 + i % 2, case when t.n = 1 then 'delivered' when i % 5 = 0 then 'clicked' else 'opened' end, c.started_at + make_interval(secs => (i * 61) % 172800 + 60 * t.n) from campaigns c, lateral generate_series($1::int, $2::int - 1 + 0 * c.id::int) i, (values (1), (2)) t (n) where c.id >= $3 on conflict do nothing`,
      [from, to, first],
    );
  } finally {
    client.release(true);
  }
};
