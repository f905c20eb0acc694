import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ahead } from '../../src/audience/candidates.ts';
import { prepareRule } from '../../src/audience/context.ts';
import { countSegments, matchingIds } from '../../src/audience/count.ts';
import { type FreezeQuery, freezeAudience, previewAudience } from '../../src/audience/freeze.ts';
import { ingestConsents } from '../../src/audience/ingest-consents.ts';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { ingestOrders } from '../../src/audience/ingest-orders.ts';
import type { Rule } from '../../src/audience/rule.ts';
import { suppress } from '../../src/audience/suppress.ts';
import { launches } from '../../src/db/schema.ts';
import { claimRows } from '../../src/delivery/ledger/claim.ts';
import type { Db } from '../../src/deps.ts';
import { testDatabase } from '../support/database.ts';
import { forgetPeople, SEOUL } from '../support/people.ts';

const now = new Date('2026-11-24T03:00:00Z');
const DAY = 86_400_000;

const personArb = fc.record({
  email: fc.constantFrom(null, 'a@example.test', 'b@example.test', 'c@example.test', 'd..d@example.test', 'own', 'own'),
  tier: fc.constantFrom('gold', 'silver', null),
  bought: fc.integer({ min: 0, max: 2 }),
  agreed: fc.constantFrom(true, true, true, false),
  optedOut: fc.constantFrom(true, false, false, false),
  /** Status of another campaign's message, and how many days ago it left. */
  mailed: fc.option(
    fc.record({
      status: fc.constantFrom('planned', 'claimed', 'accepted', 'unknown', 'failed', 'cancelled'),
      days: fc.constantFrom(1, 6, 8),
    }),
  ),
});
const ruleArb: fc.Arbitrary<Rule> = fc.constantFrom<Rule>(
  { everyone: true },
  { all: [{ field: 'tier', is: 'eq', value: 'gold' }] },
  { all: [{ field: 'tier', is: 'ne', value: 'gold' }] },
  { all: [{ metric: 'orders', is: 'gte', value: 1 }] },
  { all: [{ did_not: 'purchase', within: { days: 30 } }] },
  { all: [{ sample: { percent: 50, salt: 'x' } }] },
);
const aheadArb: fc.Arbitrary<Ahead> = fc.record({
  segments: fc.array(fc.record({ rule: ruleArb }), { minLength: 1, maxLength: 2 }),
  salt: fc.constant('ahead'),
  holdoutPercent: fc.constantFrom(0, 50),
});
const worldArb = fc.record({
  people: fc.array(personArb, { minLength: 1, maxLength: 25 }),
  rules: fc.array(ruleArb, { minLength: 1, maxLength: 3 }),
  ahead: fc.array(aheadArb, { maxLength: 2 }),
  cap: fc.constantFrom<{ messages: number; days: number } | null>(
    null,
    { messages: 1, days: 7 },
    { messages: 2, days: 7 },
  ),
  holdoutPercent: fc.constantFrom<number>(0, 20, 50),
  isAd: fc.constantFrom(true, true, false),
});
type Scene = typeof worldArb extends fc.Arbitrary<infer T> ? T : never;

describe('preview, freeze and the counts of the segments', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    connection = await testDatabase();
    db = connection.db;
    for (const id of [7, 8]) {
      await db.insert(launches).values({ id: `la_${id}`, campaignId: id, hash: 'h', draftId: 'dr', at: now });
      await db.execute(
        sql`insert into campaigns (id, status, goal, locale, requester, channel, request_key, created_at, updated_at) overriding system value values (${id}, 'sending', 'g', 'ko', 'U1', 'C1', ${`test:${id}`}, now(), now())`,
      );
    }
  });
  afterAll(() => connection.close());

  const load = async ({ people }: Pick<Scene, 'people'>): Promise<void> => {
    await forgetPeople(db);
    const opts = { ...SEOUL, now, from: 'json' as const };
    const id = (i: number) => `p${i}`;
    await ingestContacts(
      db,
      people.map(({ email, tier }, i) => ({
        external_id: id(i),
        ...(email && { email: email === 'own' ? `own${i}@example.test` : email }),
        ...(tier && { tier }),
      })),
      opts,
    );
    const at = new Date(now.getTime() - 10 * DAY).toISOString();
    await ingestOrders(
      db,
      people.flatMap(({ bought }, i) =>
        Array.from({ length: bought }, (_, j) => ({ order_id: `${i}-${j}`, contact_id: id(i), at, amount: 100 })),
      ),
      opts,
    );
    await ingestConsents(
      db,
      people.flatMap(({ agreed }, i) =>
        agreed ? [{ contact_id: id(i), channel: 'email', state: 'granted', at, source: 't' }] : [],
      ),
      opts,
    );
    for (const [i, { optedOut, mailed }] of people.entries()) {
      if (optedOut)
        await db.transaction(async (tx) =>
          suppress(tx, {
            contactId: await contactIdOf(id(i)),
            channel: 'email',
            reason: 'unsubscribed',
            source: 't',
            at: now,
          }),
        );
      if (mailed)
        await db.execute(
          sql`insert into deliveries (campaign_id, occurrence, contact_id, channel, launch_id, hash, segment, variant, status, handed_at) values (8, 1, ${await contactIdOf(id(i))}, 'email', 'la_8', 'h', 'A', 'A-1', ${mailed.status}, ${new Date(now.getTime() - mailed.days * DAY).toISOString()}::timestamptz)`,
        );
    }
  };
  const contactIdOf = async (externalId: string): Promise<number> => {
    const { rows } = await db.execute<{ id: number }>(sql`select id from contacts where external_id = ${externalId}`);
    return rows[0]?.id ?? 0;
  };
  const queryOf = (scene: Omit<Scene, 'people'>): FreezeQuery => ({
    segments: scene.rules.map((rule, i) => ({ key: `S${i}`, rule })),
    channel: 'email',
    isAd: scene.isAd,
    now,
    ...SEOUL,
    cap: scene.cap,
    ahead: scene.ahead,
    campaignId: 7,
    occurrence: 1,
    salt: 'salt',
    holdoutPercent: scene.holdoutPercent,
    launch: { id: 'la_7', hash: 'h' },
    variants: Object.fromEntries(scene.rules.map((_, i) => [`S${i}`, ['one', 'two']])),
  });
  const freeze = (q: FreezeQuery) => db.transaction((tx) => freezeAudience(tx, q));
  const idsOf = async (rule: Rule): Promise<Set<number>> => {
    const { rows } = await db.execute<{ contact_id: number }>(
      matchingIds(rule, await prepareRule(db, rule, { ...SEOUL, now })),
    );
    return new Set(rows.map((row) => row.contact_id));
  };

  it('say the same of random people, and every candidate has one outcome in the first segment that has them', async () => {
    await fc.assert(
      fc.asyncProperty(worldArb, async (scene) => {
        await load(scene);
        const q = queryOf(scene);
        const preview = await previewAudience(db, q);
        const { counts, total } = await countSegments(db, q);
        const frozen = await freeze(q);
        expect(frozen).toEqual(preview);
        const kept = Object.values(frozen.excluded).reduce((a, b) => a + b, 0);
        expect(frozen.send + frozen.holdout + kept).toBe(frozen.matched);
        expect(total).toEqual({
          matched: frozen.matched,
          eligible: frozen.send + frozen.holdout,
          excluded: frozen.excluded,
        });
        for (const count of counts)
          expect(count.matched).toBe(
            Object.values(count.excluded).reduce((a, b) => a + b, count.reachable.email ?? Number.NaN),
          );
        const sets = await Promise.all(scene.rules.map(idsOf));
        const first = new Map<number, string>();
        for (const [i, set] of sets.entries()) for (const id of set) if (!first.has(id)) first.set(id, `S${i}`);
        const { rows } = await db.execute<{ contact_id: number; segment: string; outcome: string; planned: boolean }>(
          sql`select m.contact_id, m.segment, m.outcome, d.contact_id is not null as planned from audience_members m left join deliveries d on d.contact_id = m.contact_id and d.campaign_id = 7 where m.campaign_id = 7`,
        );
        expect(new Map(rows.map((row) => [row.contact_id, row.segment]))).toEqual(first);
        expect(rows).toHaveLength(first.size);
        for (const row of rows) expect(row.planned).toBe(row.outcome === 'send');
      }),
      { numRuns: 30 },
    );
  });

  const person = (over: Partial<Scene['people'][number]> = {}): Scene['people'][number] => ({
    email: 'own',
    tier: null,
    bought: 0,
    agreed: true,
    optedOut: false,
    mailed: null,
    ...over,
  });
  const scene = (over: Partial<Omit<Scene, 'people'>> = {}) => ({
    rules: [{ everyone: true } as Rule],
    ahead: [],
    cap: { messages: 1, days: 7 },
    holdoutPercent: 0,
    isAd: true,
    ...over,
  });

  it('count a message of a campaign that is scheduled before this one and not frozen yet', async () => {
    await load({ people: [person({ tier: 'gold' }), person({ tier: 'gold' }), person()] });
    const gold: Rule = { all: [{ field: 'tier', is: 'eq', value: 'gold' }] };
    const ahead = [{ segments: [{ rule: gold }], salt: 'ahead', holdoutPercent: 0 }];
    expect(await previewAudience(db, queryOf(scene({ ahead })))).toMatchObject({ send: 1, excluded: { capped: 2 } });
    const held = [{ segments: [{ rule: gold }], salt: 'ahead', holdoutPercent: 100 }];
    expect(await previewAudience(db, queryOf(scene({ ahead: held })))).toMatchObject({ send: 3, excluded: {} });
    const two = scene({ ahead, cap: { messages: 2, days: 7 } });
    expect(await previewAudience(db, queryOf(two))).toMatchObject({ send: 3, excluded: {} });
    const both = scene({ ahead: [...ahead, ...ahead], cap: { messages: 2, days: 7 } });
    expect(await previewAudience(db, queryOf(both))).toMatchObject({ send: 1, excluded: { capped: 2 } });
  });

  it('leave to the campaign frozen first whom it has planned', async () => {
    await load({ people: [person(), person({ mailed: { status: 'accepted', days: 1 } })] });
    await freeze(queryOf(scene({ cap: null })));
    const second = { ...queryOf(scene()), campaignId: 8, launch: { id: 'la_8', hash: 'h' } };
    expect(await previewAudience(db, second)).toMatchObject({ send: 0, excluded: { capped: 2 } });
  });

  it('write once to each contact at a cap of one, when two campaigns freeze and claim at the same time', async () => {
    const cap = { messages: 1, days: 7 };
    await load({ people: Array.from({ length: 60 }, () => person()) });
    const one = queryOf(scene({ cap }));
    const queries = [one, { ...one, campaignId: 8, launch: { id: 'la_8', hash: 'h' } }];
    await Promise.all(
      queries.map(async (q, i) => {
        await freeze(q);
        const scope = { ...q, lo: 0, hi: 65_536, channel: 'email' as const };
        await claimRows(db, scope, { token: `t${i}`, most: 500, leaseMs: 60_000, cap, now });
      }),
    );
    const { rows } = await db.execute(
      sql`select n, count(*)::int as people from (select contact_id, count(*) filter (where status = 'claimed')::int as n from deliveries group by contact_id) x group by n`,
    );
    expect(rows).toEqual([{ n: 1, people: 60 }]);
  });

  it.each([
    ['a@example.test', true],
    [`${'a'.repeat(64)}@example.test`, true],
    [`a@${'b'.repeat(63)}.test`, true],
    [`a@${'b'.repeat(64)}.test`, false],
    [`a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(20)}.test`, false],
    ['a.@example.test', false],
    ['.a@example.test', false],
    ['a@-example.test', false],
    ['a@example-.test', false],
    ['a@example.t', false],
    ['a@example.1234', false],
    ['가@example.test', false],
    ["o'x@example.test", false],
  ])('take %s as an address: %s', async (email, valid) => {
    await load({ people: [person()] });
    await db.execute(sql`update contacts set email = ${email}`);
    const { send, excluded } = await previewAudience(db, queryOf(scene()));
    expect({ send, excluded }).toEqual(
      valid ? { send: 1, excluded: {} } : { send: 0, excluded: { invalid_address: 1 } },
    );
  });
});
