import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';

/** Tables that grow with customers; everything else is small. A new table must be put on one side. */
const GROWING = [
  'contacts',
  'consents',
  'notice_answers',
  'suppressions',
  'orders',
  'events',
  'contact_stats',
  'audience_members',
  'deliveries',
  'delivery_events',
];
/** Growing, but keyed by something else and without foreign keys: uniqueness by anything but contact_id lives here. */
const KEYED_OTHERWISE = ['ingest_keys', 'contact_identities', 'suppressed_addresses', 'erased', 'coupon_codes'];
const SMALL = [
  'api_keys',
  'attribute_types',
  'approval_requests',
  'approvals',
  'audit_log',
  'brand_versions',
  'campaign_history',
  'campaign_revenue',
  'campaigns',
  'catalogues',
  'coupon_pools',
  'digests',
  'drafts',
  'dues',
  'event_counts',
  'imports',
  'launches',
  'learnings',
  'ledger_counts',
  'ledger_moves',
  'llm_calls',
  'messages',
  'provider_rates',
  'readouts',
  'revenue_days',
  'revenue_late',
  'segments',
  'alimtalk_templates',
  'pictures',
  'segment_versions',
  'settings',
  'slack_seen',
  'slack_users',
  'test_sends',
  'waves',
  'practice_channels',
  'practice_clock',
  'practice_files',
  'practice_mail',
  'practice_messages',
  'practice_state',
  'practice_views',
];

/** The rules that cost nothing on plain PostgreSQL and let the product be distributed later, read from the live catalogue. */
describe('the day-one rules', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  const rows = async <T extends pg.QueryResultRow>(text: string) => (await database.pool.query<T>(text)).rows;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('knows every table', async () => {
    const found = await rows<{ t: string }>(
      "select relname as t from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
    );
    expect(found.map(({ t }) => t).sort()).toEqual([...GROWING, ...KEYED_OTHERWISE, ...SMALL].sort());
  });

  it('has contact_id in every primary key and unique index of a growing table', async () => {
    const keys = await rows<{ t: string; name: string; cols: string[] }>(`
      select c.relname as t, i.relname as name, array_agg(a.attname::text) as cols
      from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any(x.indkey)
      where x.indisunique and c.relnamespace = 'public'::regnamespace group by 1, 2`);
    for (const { t, name, cols } of keys)
      if (GROWING.includes(t))
        expect({ t, name, cols }).toMatchObject({
          cols: expect.arrayContaining([t === 'contacts' ? 'id' : 'contact_id']),
        });
    for (const t of GROWING) expect(keys.some((key) => key.t === t)).toBe(true);
  });

  it('has a bigint contact_id that cannot be empty in every growing table', async () => {
    for (const t of [...GROWING.filter((name) => name !== 'contacts'), 'ingest_keys', 'contact_identities']) {
      const [column] = await rows<{ type: string; required: boolean }>(
        `select format_type(atttypid, atttypmod) as type, attnotnull as required from pg_attribute where attrelid = '${t}'::regclass and attname = 'contact_id'`,
      );
      expect({ t, ...column }).toEqual({ t, type: 'bigint', required: true });
    }
  });

  it('links growing to growing by contact_id, small to small, and deliveries to launches only', async () => {
    const links = await rows<{ source: string; target: string; cols: string[]; action: string }>(`
      select s.relname as source, t.relname as target, f.confdeltype as action,
        array(select attname::text from pg_attribute where attrelid = f.conrelid and attnum = any(f.conkey)) as cols
      from pg_constraint f join pg_class s on s.oid = f.conrelid join pg_class t on t.oid = f.confrelid
      where f.contype = 'f' and s.relnamespace = 'public'::regnamespace`);
    for (const link of links) {
      expect(KEYED_OTHERWISE).not.toContain(link.source);
      expect(['n', 'd']).not.toContain(link.action);
      if (link.source === 'deliveries' && link.target === 'launches') continue;
      expect({ ...link, sides: GROWING.includes(link.source) === GROWING.includes(link.target) }).toMatchObject({
        sides: true,
      });
      if (GROWING.includes(link.source)) expect(link.cols).toContain('contact_id');
    }
    expect(links.some(({ source, target }) => source === 'deliveries' && target === 'launches')).toBe(true);
  });

  it('has no trigger on a growing table, and no identity but that of contacts', async () => {
    const triggers = await rows<{ t: string }>(
      `select c.relname as t from pg_trigger g join pg_class c on c.oid = g.tgrelid where not g.tgisinternal and c.relnamespace = 'public'::regnamespace`,
    );
    expect(triggers).toEqual([]);
    const identities = await rows<{ t: string }>(
      `select c.relname as t from pg_attribute a join pg_class c on c.oid = a.attrelid where a.attidentity <> '' and c.relname = any('{${GROWING.join(',')}}')`,
    );
    expect(identities).toEqual([{ t: 'contacts' }]);
  });

  it('has the bucket as a generated column, its slice index free of status and lease, and room for HOT updates', async () => {
    const [bucket] = await rows<{ generated: string; type: string }>(
      `select attgenerated as generated, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = 'deliveries'::regclass and attname = 'bucket'`,
    );
    expect(bucket).toEqual({ generated: 's', type: 'integer' });
    const indexes = await rows<{ def: string }>(
      `select pg_get_indexdef(indexrelid) as def from pg_index where indrelid = 'deliveries'::regclass`,
    );
    expect(indexes.some(({ def }) => def.includes('(campaign_id, occurrence, bucket)'))).toBe(true);
    for (const { def } of indexes) expect(def).not.toMatch(/status|lease_until|claim_token/);
    const [options] = await rows<{ reloptions: string[] }>(
      `select reloptions from pg_class where oid = 'deliveries'::regclass`,
    );
    expect(options?.reloptions).toContain('fillfactor=70');
  });

  it('puts every contact into the bucket that Citus would shard it by', async () => {
    const [found] = await rows<{ b: number }>(`select (((hashint8(12345)::bigint + 2147483648) >> 16)::int) as b`);
    // worker_hash(12345::bigint) = -78097827 on Citus 13.2
    expect(found?.b).toBe(Math.floor((-78097827 + 2147483648) / 65536));
  });
});
