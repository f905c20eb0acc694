import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countSegments } from '../../src/audience/count.ts';
import { CHANNELS } from '../../src/audience/eligibility.ts';
import { type FreezeQuery, freezeAudience, previewAudience } from '../../src/audience/freeze.ts';
import { ingestConsents } from '../../src/audience/ingest-consents.ts';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { suppress } from '../../src/audience/suppress.ts';
import { launches } from '../../src/db/schema.ts';
import type { Db } from '../../src/deps.ts';
import { testDatabase } from '../support/database.ts';
import { forgetPeople, SEOUL } from '../support/people.ts';

const now = new Date('2026-11-24T03:00:00Z');
const DAY = 86_400_000;

describe('the frozen audience', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    connection = await testDatabase();
    db = connection.db;
    for (const campaignId of [7, 8, 9])
      await db.insert(launches).values({ id: `la_${campaignId}`, campaignId, hash: 'h', draftId: 'dr', at: now });
  });
  afterAll(() => connection.close());
  beforeEach(() => forgetPeople(db));

  const opts = { ...SEOUL, now, from: 'json' as const };
  const people = (rows: Record<string, unknown>[]) => ingestContacts(db, rows, opts);
  const agree = (ids: string[], over: Record<string, unknown> = {}) =>
    ingestConsents(
      db,
      ids.map((id) => ({
        contact_id: id,
        channel: 'email',
        state: 'granted',
        at: '2026-01-01',
        source: 'web',
        ...over,
      })),
      opts,
    );
  const idOf = async (externalId: string): Promise<number> => {
    const { rows } = await db.execute<{ id: number }>(sql`select id from contacts where external_id = ${externalId}`);
    return rows[0]?.id ?? 0;
  };
  const query = (over: Partial<FreezeQuery> = {}): FreezeQuery => ({
    segments: [{ key: 'A', rule: { everyone: true } }],
    channel: 'email',
    isAd: true,
    now,
    ...SEOUL,
    campaignId: 7,
    occurrence: 1,
    salt: 'salt',
    holdoutPercent: 0,
    launch: { id: 'la_7', hash: 'h' },
    variants: { A: ['A-1', 'A-2'], B: ['B-1'] },
    ...over,
  });
  const freeze = (q: FreezeQuery) => db.transaction((tx) => freezeAudience(tx, q));
  const outcomes = async (campaignId = 7) => {
    const { rows } = await db.execute<{
      external_id: string;
      segment: string;
      outcome: string;
      variant: string | null;
    }>(
      sql`select c.external_id, m.segment, m.outcome, m.variant from audience_members m join contacts c on c.id = m.contact_id where m.campaign_id = ${campaignId} order by c.id`,
    );
    return rows;
  };
  const outcomeOf = async (campaignId = 7) =>
    Object.fromEntries((await outcomes(campaignId)).map((r) => [r.external_id, r.outcome]));
  /** A message of another campaign that left `daysAgo`. */
  const mailed = async (id: string, daysAgo: number, status = 'accepted') =>
    db.execute(
      sql`insert into deliveries (campaign_id, occurrence, contact_id, channel, launch_id, hash, segment, variant, status, handed_at) values (8, 1, ${await idOf(id)}, 'email', 'la_8', 'h', 'A', 'A-1', ${status}, ${new Date(now.getTime() - daysAgo * DAY).toISOString()}::timestamptz)`,
    );

  it('gives each candidate the first reason that fits, in the agreed order', async () => {
    await people([
      { external_id: 'sent', email: 'sent@example.test' },
      { external_id: 'invalid', email: 'in valid@example.test'.replace(' ', '..') },
      { external_id: 'nowhere' },
      { external_id: 'gone', email: 'gone@example.test' },
      { external_id: 'silent', email: 'silent@example.test' },
      { external_id: 'withdrew', email: 'withdrew@example.test' },
      { external_id: 'first', email: 'home@example.test' },
      { external_id: 'second', email: 'home@example.test' },
      { external_id: 'capped', email: 'capped@example.test' },
    ]);
    // Those refused for an earlier reason would also be refused for every later one.
    await agree(['sent', 'first', 'second', 'capped']);
    await agree(['withdrew']);
    await agree(['withdrew'], { state: 'withdrawn', at: '2026-02-01' });
    for (const id of ['invalid', 'nowhere', 'gone']) await suppressOne(id);
    for (const id of ['gone', 'silent', 'second', 'capped']) await mailed(id, 1);
    const counts = await freeze(query({ cap: { messages: 1, days: 7 } }));
    expect(await outcomeOf()).toEqual({
      sent: 'send',
      invalid: 'invalid_address',
      nowhere: 'no_address',
      gone: 'suppressed',
      silent: 'no_consent',
      withdrew: 'no_consent',
      first: 'send',
      second: 'duplicate_address',
      capped: 'capped',
    });
    expect(counts).toEqual({
      matched: 9,
      send: 2,
      holdout: 0,
      excluded: { invalid_address: 1, no_address: 1, suppressed: 1, no_consent: 2, duplicate_address: 1, capped: 1 },
    });
  });
  const suppressOne = async (id: string) => {
    const contactId = await idOf(id);
    await db.transaction((tx) =>
      suppress(tx, { contactId, channel: 'email', reason: 'unsubscribed', source: 't', at: now }),
    );
  };

  it('gives a shared address to the lowest id that may be written to', async () => {
    await people(['a', 'b', 'c'].map((id) => ({ external_id: id, email: 'home@example.test' })));
    await agree(['b', 'c']);
    await freeze(query());
    expect(await outcomeOf()).toEqual({ a: 'no_consent', b: 'send', c: 'duplicate_address' });
  });

  it('writes once to a telephone that two have, and counts it once among the channels', async () => {
    await people(['a', 'b', 'c'].map((id) => ({ external_id: id, email: `${id}@x.kr`, phone: '010-1111-2222' })));
    await agree(['b', 'c'], { channel: 'sms' });
    await agree(['a', 'b', 'c']);
    const { counts } = await countSegments(db, { ...query(), reach: CHANNELS });
    expect(counts[0]?.reachable).toMatchObject({ email: 3, sms: 1 });
    await freeze(query({ channel: 'sms' }));
    expect(await outcomeOf()).toEqual({ a: 'no_consent', b: 'send', c: 'duplicate_address' });
  });

  it('never writes to an address whose owner is held out', async () => {
    const ids = Array.from({ length: 40 }, (_, i) => `p${i}`);
    await people(ids.map((id, i) => ({ external_id: id, email: `home${Math.floor(i / 2)}@example.test` })));
    await agree(ids);
    await freeze(query({ holdoutPercent: 50 }));
    const { rows } = await db.execute<{ n: number }>(
      sql`select count(*)::int as n from audience_members m join contacts c on c.id = m.contact_id join contacts o on o.email = c.email join audience_members h on h.contact_id = o.id and h.outcome = 'holdout' where m.outcome = 'send'`,
    );
    expect(rows[0]?.n).toBe(0);
    expect(new Set(Object.values(await outcomeOf()))).toEqual(new Set(['send', 'holdout', 'duplicate_address']));
  });

  it('needs consent only for an advertisement, and caps only advertisements', async () => {
    await people([{ external_id: 'a', email: 'a@example.test' }]);
    await mailed('a', 1);
    const notice = await previewAudience(db, query({ isAd: false, cap: { messages: 1, days: 7 } }));
    expect(notice.send).toBe(1);
    const ad = await previewAudience(db, query());
    expect(ad.excluded).toEqual({ no_consent: 1 });
  });

  it('needs the night consent beside the other one, only when it is night', async () => {
    await people(['a', 'b'].map((id, i) => ({ external_id: id, phone: `010-1111-222${i}` })));
    await agree(['a', 'b'], { channel: 'sms' });
    await agree(['a'], { channel: 'sms', purpose: 'night' });
    const sms = query({ channel: 'sms', night: true });
    expect(await previewAudience(db, sms)).toMatchObject({ send: 1, excluded: { night: 1 } });
    expect(await previewAudience(db, { ...sms, night: false })).toMatchObject({ send: 2, excluded: {} });
  });

  it.each([
    ['before the days of the cap', 8, 'accepted', 'send'],
    ['within them', 6, 'accepted', 'capped'],
    ['that nobody knows arrived', 6, 'unknown', 'capped'],
    ['that was refused', 6, 'failed', 'send'],
    ['that another campaign has planned and not sent yet', 6, 'planned', 'capped'],
    ['that was cancelled', 6, 'cancelled', 'send'],
  ])('counts a message %s', async (_, daysAgo, status, outcome) => {
    await people([{ external_id: 'a', email: 'a@example.test' }]);
    await agree(['a']);
    await mailed('a', daysAgo, status);
    await freeze(query({ cap: { messages: 1, days: 7 } }));
    expect(await outcomeOf()).toEqual({ a: outcome });
  });

  it('writes once to whoever is in two segments: the first has them', async () => {
    await people(
      ['a', 'b'].map((id) => ({ external_id: id, email: `${id}@example.test`, tier: id === 'a' ? 'gold' : 'none' })),
    );
    await agree(['a', 'b']);
    const both = query({
      segments: [
        { key: 'A', rule: { all: [{ field: 'tier', is: 'eq', value: 'gold' }] } },
        { key: 'B', rule: { everyone: true } },
      ],
    });
    expect(await freeze(both)).toEqual({ matched: 2, send: 2, holdout: 0, excluded: {} });
    expect((await outcomes()).map((r) => [r.external_id, r.segment])).toEqual([
      ['a', 'A'],
      ['b', 'B'],
    ]);
    const { counts, total } = await countSegments(db, both);
    expect(counts.map((c) => [c.key, c.matched, c.reachable.email, c.excluded])).toEqual([
      ['A', 1, 1, {}],
      ['B', 2, 1, { other_segment: 1 }],
    ]);
    expect(total).toEqual({ matched: 2, eligible: 2, excluded: {} });
  });

  it('puts a NULL answer of an earlier segment into the later one', async () => {
    await people(
      ['a', 'b'].map((id) => ({ external_id: id, email: `${id}@example.test`, ...(id === 'a' && { score: 5 }) })),
    );
    await agree(['a', 'b']);
    const both = query({
      segments: [
        { key: 'A', rule: { all: [{ field: 'score', is: 'gt', value: 1 }] } },
        { key: 'B', rule: { everyone: true } },
      ],
    });
    expect((await previewAudience(db, both)).send).toBe(2);
  });

  describe('of many', () => {
    const N = 4_000;
    beforeEach(async () => {
      const ids = Array.from({ length: N }, (_, i) => `p${i}`);
      await people(ids.map((id) => ({ external_id: id, email: `${id}@example.test` })));
      await agree(ids);
    });

    it('previews what it will freeze, and holds out and shares out by hash', async () => {
      const q = query({ holdoutPercent: 20 });
      const preview = await previewAudience(db, q);
      expect(await freeze(q)).toEqual(preview);
      // 20 % of 4,000: six standard deviations are 152.
      expect(Math.abs(preview.holdout - 800)).toBeLessThan(152);
      const first = (await outcomes()).filter((r) => r.variant === 'A-1').length;
      expect(Math.abs(first - preview.send / 2)).toBeLessThan(6 * Math.sqrt(preview.send / 4));
      const other = await previewAudience(db, { ...q, salt: 'another' });
      expect(other.holdout).not.toBe(preview.holdout);
    });

    it('decides variant and holdout without regard to one another', async () => {
      await freeze(query({ holdoutPercent: 50, variants: { A: ['A-1', 'A-2'] } }));
      await freeze(query({ campaignId: 9, launch: { id: 'la_9', hash: 'h' }, holdoutPercent: 0 }));
      const { rows } = await db.execute<{ n: number; first: number }>(
        sql`select count(*)::int as n, count(*) filter (where v.variant = 'A-1')::int as first from audience_members h join audience_members v on v.contact_id = h.contact_id and v.campaign_id = 9 where h.campaign_id = 7 and h.outcome = 'holdout'`,
      );
      const { n = 0, first = 0 } = rows[0] ?? {};
      expect(Math.abs(first - n / 2)).toBeLessThan(6 * Math.sqrt(n / 4));
    });

    it('plans exactly one delivery for each `send`, and a repeat adds nothing, not even a newcomer', async () => {
      const q = query({ holdoutPercent: 10 });
      const counts = await freeze(q);
      await people([{ external_id: 'newcomer', email: 'newcomer@example.test' }]);
      await agree(['newcomer']);
      expect(await freeze(q)).toEqual(counts);
      const { rows } = await db.execute(
        sql`select count(*)::int as n, count(*) filter (where d.variant = m.variant and d.segment = m.segment and d.launch_id = 'la_7' and d.status = 'planned')::int as right from deliveries d left join audience_members m on m.contact_id = d.contact_id and m.campaign_id = d.campaign_id and m.outcome = 'send' where d.campaign_id = 7`,
      );
      expect(rows).toEqual([{ n: counts.send, right: counts.send }]);
    });
  });

  it('refuses a segment without a variant, and a launch that is not there', async () => {
    await people([{ external_id: 'a', email: 'a@example.test' }]);
    await agree(['a']);
    await expect(freeze(query({ variants: {} }))).rejects.toThrow('no variant');
    await expect(freeze(query({ launch: { id: 'la_7', hash: 'other' } }))).rejects.toThrow();
    expect(await outcomes()).toEqual([]);
  });

  describe('counting segments', () => {
    it("sums to the matched, says who was written to lately and each channel's reach", async () => {
      await people([
        { external_id: 'a', email: 'a@example.test', phone: '010-1111-2222' },
        { external_id: 'b', email: 'b@example.test' },
        { external_id: 'c', push_token: 'device-c' },
      ]);
      await agree(['a', 'b']);
      await agree(['a'], { channel: 'sms' });
      // Agreed, and has no device: nothing to send to.
      await agree(['b', 'c'], { channel: 'push' });
      await mailed('b', 3);
      const { counts, total } = await countSegments(db, { ...query(), reach: CHANNELS });
      expect(counts[0]).toMatchObject({
        matched: 3,
        reachable: { email: 2, sms: 1, kakao: 0, push: 1 },
        excluded: { no_address: 1 },
        recentlyContacted: 1,
        cutMost: null,
        sentence: { ko: '전체 고객', en: 'all customers' },
      });
      expect(total).toEqual({ matched: 3, eligible: 2, excluded: { no_address: 1 } });
    });

    it('names the condition that cut most when nobody is left', async () => {
      await people(['a', 'b', 'c'].map((id) => ({ external_id: id, tier: 'gold' })));
      const { counts } = await countSegments(
        db,
        query({
          segments: [
            {
              key: 'A',
              rule: {
                all: [
                  { field: 'tier', is: 'eq', value: 'gold' },
                  { metric: 'orders', is: 'gte', value: 3 },
                ],
              },
            },
          ],
        }),
      );
      expect(counts[0]).toMatchObject({
        matched: 0,
        cutMost: { from: 3, to: 0, sentence: { ko: '구매가 3회 이상인 고객' } },
      });
    });
  });

  it('holds the same people out of every advertisement, and of nothing that is none', async () => {
    const ids = Array.from({ length: 200 }, (_, i) => `g${i}`);
    await people(ids.map((id) => ({ external_id: id, email: `${id}@example.test` })));
    await agree(ids);
    await db.execute(
      sql`insert into brand_versions (version, kit, by, at) values (1, '{"globalHoldoutPercent": 20}', 'U', now())`,
    );
    try {
      const heldIn = async (campaignId: number, salt: string) => {
        const q = query({ campaignId, salt, holdoutPercent: 50, launch: { id: `la_${campaignId}`, hash: 'h' } });
        const before = await previewAudience(db, q);
        expect(await freezeAudience(db as never, q)).toEqual(before);
        expect((await countSegments(db, q)).total.excluded.global_holdout).toBe(before.excluded.global_holdout);
        const { rows } = await db.execute<{ id: number }>(
          sql`select contact_id as id from audience_members where campaign_id = ${campaignId} and outcome = 'global_holdout' order by 1`,
        );
        return rows;
      };
      const held = await heldIn(7, 'one');
      expect(held.length).toBeGreaterThan(20);
      expect(held.length).toBeLessThan(60);
      expect(await heldIn(8, 'other')).toEqual(held);
      const { rows } = await db.execute(
        sql`select 1 from deliveries d join audience_members m using (campaign_id, occurrence, contact_id) where m.outcome <> 'send'`,
      );
      expect(rows).toEqual([]);
      expect((await previewAudience(db, query({ isAd: false }))).excluded.global_holdout).toBeUndefined();
    } finally {
      await db.execute(sql`delete from brand_versions`);
    }
  });
});
