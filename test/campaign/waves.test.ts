import { and, eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planRest, restBySegment } from '../../src/audience/freeze.ts';
import { advance } from '../../src/campaign/advance.ts';
import type { Due } from '../../src/campaign/due.ts';
import { deliver, settleSending, startSending, tickSending } from '../../src/campaign/sending.ts';
import { findCampaign } from '../../src/campaign/store.ts';
import { chooseWave, variantsOf, wavesFor } from '../../src/campaign/waves.ts';
import { connect } from '../../src/db/client.ts';
import { dues, messages } from '../../src/db/schema.ts';
import { outOfNight } from '../../src/delivery/stop.ts';
import { runDue } from '../../src/jobs/timetable.ts';
import { readArms } from '../../src/results/arms.ts';
import { readOut } from '../../src/results/readout.ts';
import { byRule, type SegmentTest } from '../../src/results/waves.ts';
import type { Plan } from '../../src/steps/plan/schema.ts';
import type { Waves } from '../../src/steps/plan/waves.ts';
import { countingChannel, planOf, seedCampaign, seedContacts, statusOf, variant } from '../delivery/fixture.ts';
import { testDatabase } from '../support/database.ts';
import { handClock, someone, testDeps } from '../support/deps.ts';

const RULE: Waves = { testPercent: 20, decideAfterHours: 12, metric: 'clicks', decide: 'rule' };

describe('a test share first', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let made = 0;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  /** A launched campaign to people of its own, frozen and its test delivered, and hands to move it. */
  const tested = async (
    waves: Waves,
    { people = 400, hour = 10, ...more }: Partial<Plan> & { people?: number; hour?: number } = {},
  ) => {
    const mark = `wave${++made}`;
    const ids = await seedContacts(database.db, people);
    await database.db.execute(
      sql`update contacts set attributes = jsonb_build_object(${mark}::text, true) where id = any(${sql.param(ids)}::bigint[])`,
    );
    if (more.channel?.name === 'sms')
      await database.db.execute(sql`
        with phones as (update contacts set phone = '+8210' || (10000000 + id) where id = any(${sql.param(ids)}::bigint[]) returning id)
        insert into consents (contact_id, channel, purpose, state, at, source, text_version)
        select id, 'sms', 'marketing', 'granted', now() - interval '90 days', 'signup', '1' from phones`);
    const rule = { all: [{ field: mark, is: 'eq' as const, value: true }] };
    const both = [variant({ key: 'A-1', segment: 'A' }), variant({ key: 'A-2', segment: 'A' })];
    const plan = await planOf(
      { waves, holdoutPercent: 20, salt: mark, segments: [{ key: 'A', ruleHash: 'h', rule }], ...more },
      both,
    );
    const { campaignId } = await seedCampaign(database.db, { contactIds: [], plan });
    const { channel, got, doubles } = countingChannel(undefined, { name: plan.channel.name });
    const clock = handClock(`2026-11-24T${String(hour - 9).padStart(2, '0')}:00:00Z`);
    const deps = testDeps(database, { clock, channels: new Map([[channel.name, channel]]) });
    const go = async () => {
      await startSending(deps, campaignId);
      for (const { name, data } of deps.jobs.asked.splice(0))
        if (name === 'send.slice' && channel.name === 'email')
          await deliver(deps, data as Parameters<typeof deliver>[1]);
      // What is handed to a phone has its own tests; here it has left.
      if (channel.name !== 'email')
        await database.db.execute(sql`update deliveries set status = 'accepted' where campaign_id = ${campaignId}`);
      await settleSending(deps, campaignId);
    };
    await go();
    const due = async (kind: string): Promise<Due> => {
      const [row] = await database.db
        .select()
        .from(dues)
        .where(and(eq(dues.kind, kind), eq(dues.campaignId, campaignId)));
      if (!row) throw new Error(`nothing due: ${kind}`);
      return row as Due;
    };
    const campaign = async () => (await findCampaign(database.db, campaignId))!;
    return {
      deps,
      clock,
      campaignId,
      plan,
      got,
      doubles,
      go,
      due,
      campaign,
      /** At the time it is due, or so much later. */
      runs: async (kind: string, lateMs = 0) => {
        const found = await due(kind);
        if (found.at.getTime() + lateMs > clock.system().getTime())
          clock.set(new Date(found.at.getTime() + lateMs).toISOString());
        await runDue(deps, found.id);
      },
      waves: async () => wavesFor(database.db, await campaign()),
      clicks: async (variantKey: string, every: number) =>
        database.db.execute(sql`
          insert into delivery_events (contact_id, event_id, campaign_id, occurrence, channel, variant, type, at)
          select contact_id, 'e' || contact_id, campaign_id, occurrence, channel, variant, 'clicked', ${clock.system().toISOString()}::timestamptz
          from deliveries where campaign_id = ${campaignId} and variant = ${variantKey} and contact_id % ${every} = 0`),
      variants: async () => {
        const { rows } = await database.db.execute<{ variant: string; n: number }>(
          sql`select variant, count(*)::int as n from deliveries where campaign_id = ${campaignId} group by 1 order by 1`,
        );
        return Object.fromEntries(rows.map(({ variant: key, n }) => [key, n]));
      },
      notes: async () =>
        (await database.db.select().from(messages).where(eq(messages.campaignId, campaignId)).orderBy(messages.id))
          .filter(({ kind }) => kind === 'note')
          .map(({ subject }) => (subject as { note: string }).note),
    };
  };
  const sent = async (campaignId: number) => {
    const { rows } = await database.db.execute<{ outcome: string; n: number; drawn: number }>(
      sql`select outcome, count(*)::int as n, count(variant)::int as drawn from audience_members where campaign_id = ${campaignId} and outcome = 'send' group by 1`,
    );
    return rows[0] ?? { n: 0, drawn: 0 };
  };

  it('gives everybody one variant in the end, and the test its share (property)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 60, max: 500 }),
        fc.constantFrom(['A-1'], ['A-2'], ['A-1', 'A-2']),
        async (testPercent, people, chosen) => {
          const s = await tested({ ...RULE, testPercent }, { people, holdoutPercent: 0 });
          const { n, drawn } = await sent(s.campaignId);
          expect(n).toBe(people);
          // Drawn by hash, as the holdout is: six standard deviations of a share, and nobody in the ledger beside them.
          const p = testPercent / 100;
          expect(Math.abs(drawn - p * n)).toBeLessThan(6 * Math.sqrt(n * p * (1 - p)) + 1);
          expect(Object.values(await s.variants()).reduce((a, b) => a + b, 0)).toBe(drawn);
          const before = await s.variants();
          const { launch, salt } = { launch: await launchIn(s.campaignId), salt: s.plan.salt };
          const rest = {
            campaignId: s.campaignId,
            occurrence: 1,
            launch,
            salt,
            segment: 'A',
            variants: chosen,
            status: 'planned' as const,
          };
          for (let twice = 0; twice < 2; twice += 1) await planRest(database.db, rest);
          const after = await s.variants();
          expect(Object.values(after).reduce((a, b) => a + b, 0)).toBe(n);
          if (chosen.length === 1) expect(after[chosen[0]!]).toBe((before[chosen[0]!] ?? 0) + n - drawn);
          else expect(Math.abs((after['A-1'] ?? 0) - (after['A-2'] ?? 0))).toBeLessThan(6 * Math.sqrt(n) + 1);
        },
      ),
      { numRuns: 6 },
    );
  });
  const launchIn = async (campaignId: number) => {
    const { rows } = await database.db.execute<{ id: string; hash: string }>(
      sql`select id, hash from launches where campaign_id = ${campaignId}`,
    );
    return rows[0]!;
  };

  it('by rule: waits, takes the winner at its time, and sends it to all the rest, nobody twice', async () => {
    const s = await tested(RULE, { people: 1_200 });
    const { n, drawn } = await sent(s.campaignId);
    expect(s.got.size).toBe(drawn);
    expect(await s.waves()).toMatchObject([{ segment: 'A', rest: n - drawn, decidedAt: null, plannedAt: null }]);
    expect((await s.campaign()).status).toBe('sending');
    s.deps.jobs.asked.splice(0);
    await tickSending(s.deps);
    expect(
      s.deps.jobs.asked.filter(({ data }) => (data as { campaignId: number }).campaignId === s.campaignId),
    ).toEqual([]);
    await s.clicks('A-2', 2);
    await s.clicks('A-1', 9);
    await s.runs('wave.decide');
    expect(await s.waves()).toMatchObject([
      { variant: 'A-2', why: 'won', by: 'baton', test: { metric: 'clicks', broken: false } },
    ]);
    const kept = (await s.waves())[0]?.test as SegmentTest;
    expect(kept.winner).toMatchObject({ best: 'A-2', wins: true });
    // Clicks that come in later change nothing of what was decided.
    await s.clicks('A-1', 1).catch(() => undefined);
    const [before] = [await s.variants()];
    const release = await s.due('wave.release');
    const other = connect(database.url, () => undefined, 4);
    await Promise.all([runDue(s.deps, release.id), runDue({ ...s.deps, ...other }, release.id)]).finally(other.close);
    await runDue(s.deps, release.id);
    expect((await s.waves())[0]?.test).toEqual(kept);
    await s.go();
    expect(await s.variants()).toEqual({ ...before, 'A-2': (before['A-2'] ?? 0) + n - drawn });
    expect(s.got.size).toBe(n);
    expect(s.doubles()).toBe(0);
    expect(await statusOf(database.db, s.campaignId)).toEqual({ accepted: n });
    const after = await s.campaign();
    expect(after.status).toBe('measuring');
    const last = (await s.waves())[0]!.plannedAt!;
    expect(after.windowEndsAt!.getTime() - last.getTime()).toBe(7 * 86_400_000);
    expect((await s.due('readout.final')).at).toEqual(after.windowEndsAt);
    expect(await s.notes()).toEqual(['wave_won']);
  });

  it('by rule without a winner: in equal shares, and the thread says so', async () => {
    const s = await tested(RULE);
    await s.runs('wave.decide');
    expect(await s.waves()).toMatchObject([{ variant: null, why: 'even', by: 'baton' }]);
    await s.runs('wave.release');
    await s.go();
    const { n } = await sent(s.campaignId);
    const { 'A-1': one = 0, 'A-2': two = 0 } = await s.variants();
    expect(one + two).toBe(n);
    expect(Math.abs(one - two)).toBeLessThan(6 * Math.sqrt(n));
    expect(await s.notes()).toEqual(['wave_even']);
    // The holdout is compared with all of them; the variants only among the members of the test.
    const campaign = await s.campaign();
    const span = {
      campaignId: s.campaignId,
      occurrence: 1,
      from: campaign.windowStartsAt!,
      to: campaign.windowEndsAt!,
      currency: 'KRW',
    };
    const arms = await readArms(database.db, span);
    expect(arms.send.n).toBe(n);
    expect(arms.variants.reduce((sum, { arm }) => sum + arm.n, 0)).toBe((await sent(s.campaignId)).drawn);
  });

  it('reads both arms from the last wave on, and what came before the freeze as before', async () => {
    const s = await tested(RULE);
    const { rows } = await database.db.execute<{ contact_id: number }>(
      sql`select contact_id from audience_members where campaign_id = ${s.campaignId} and variant is not null order by contact_id limit 1`,
    );
    const order = (id: string, at: Date) =>
      database.db.execute(
        sql`insert into orders (contact_id, order_id, at, received_at, amount, currency, status, source) values (${rows[0]!.contact_id}, ${id}, ${at.toISOString()}::timestamptz, ${at.toISOString()}::timestamptz, 1000, 'KRW', 'paid', 'test')`,
      );
    s.clock.forward('PT1H');
    await order(`between${s.campaignId}`, s.clock.system());
    await s.runs('wave.decide');
    await s.runs('wave.release');
    await s.go();
    s.clock.forward('PT1H');
    await order(`after${s.campaignId}`, s.clock.system());
    const unknown = JSON.stringify({ forecast: { revenueMajor: null } });
    await database.db.execute(sql`update drafts set evidence = ${unknown}::jsonb where campaign_id = ${s.campaignId}`);
    const readout = await readOut(s.deps, database.db, s.campaignId, 'final', (await s.campaign()).windowEndsAt!);
    expect(readout.arms.send).toMatchObject({ orders: 1, conversions: 1 });
    expect(readout.attributed.orders).toBe(2);
    expect(readout.window.armsFrom).toBe((await s.waves())[0]?.plannedAt?.toISOString());
  });

  it('by a person: nothing leaves before the click, reminds, and takes the first word of an approver only', async () => {
    const s = await tested({ ...RULE, decide: 'person' });
    const { n, drawn } = await sent(s.campaignId);
    await s.runs('wave.decide');
    await s.runs('wave.remind');
    await s.runs('wave.remind');
    expect(await s.notes()).toEqual(['wave_choose', 'wave_choose', 'wave_choose']);
    expect(s.got.size).toBe(drawn);
    const choose = (who: string, key: string | null) =>
      chooseWave(s.deps, s.campaignId, someone(who), { segment: 'A', variant: key });
    expect(await choose('U1', 'A-1')).toMatchObject({ ok: false, refusal: { code: 'own_request' } });
    expect(await choose('U9', 'A-1')).toMatchObject({ ok: false, refusal: { code: 'not_eligible' } });
    expect(await choose('U2', 'A-3')).toMatchObject({ ok: false, refusal: { code: 'not_now' } });
    expect(await choose('U2', 'A-1')).toMatchObject({ ok: true });
    expect(await choose('U3', 'A-2')).toMatchObject({ ok: false, refusal: { code: 'already_chosen', by: 'U2' } });
    await s.runs('wave.release');
    await s.go();
    expect(s.got.size).toBe(n);
    expect((await s.campaign()).status).toBe('measuring');
    expect(await s.notes()).toEqual(['wave_choose', 'wave_choose', 'wave_choose', 'wave_person']);
  });

  it('a person may choose before the time; what the test showed is read as of that moment', async () => {
    const s = await tested(RULE);
    s.clock.forward('PT2H');
    expect(await chooseWave(s.deps, s.campaignId, someone('U2'), { segment: 'A', variant: null })).toMatchObject({
      ok: true,
    });
    await s.runs('wave.release');
    expect(await s.waves()).toMatchObject([{ why: 'person', variant: null, test: { at: '2026-11-24T03:00:00.000Z' } }]);
    await s.runs('wave.decide');
    await s.go();
    expect(s.got.size).toBe((await sent(s.campaignId)).n);
    expect(s.doubles()).toBe(0);
  });

  it('decided too late by rule, after downtime: a person is asked instead', async () => {
    const s = await tested(RULE);
    await s.clicks('A-2', 1);
    await s.runs('wave.decide', 31 * 60_000);
    expect(await s.waves()).toMatchObject([{ decidedAt: null, test: { metric: 'clicks' } }]);
    await s.runs('wave.remind');
    expect(await s.notes()).toEqual(['wave_late', 'wave_choose']);
  });

  it('stopped while it waits: everybody who waited is in the ledger as cancelled, and nothing leaves', async () => {
    const s = await tested(RULE);
    const { n, drawn } = await sent(s.campaignId);
    await database.db.transaction((tx) => advance(tx, s.deps, s.campaignId, 'stop', { by: 'U2' }));
    await s.runs('wave.release');
    await s.runs('wave.decide');
    await s.go();
    expect(s.got.size).toBe(drawn);
    expect(await statusOf(database.db, s.campaignId)).toEqual({ accepted: drawn, cancelled: n - drawn });
    expect((await s.due('readout.final')).at).toEqual((await s.campaign()).windowEndsAt);
    expect(await chooseWave(s.deps, s.campaignId, someone('U2'), { segment: 'A', variant: 'A-1' })).toMatchObject({
      ok: false,
    });
  });

  it('paused while it waits: the rest is planned at its time and leaves on resume', async () => {
    const s = await tested(RULE);
    const { n, drawn } = await sent(s.campaignId);
    const moves = (event: 'pause' | 'resume') =>
      database.db.transaction((tx) =>
        advance(tx, s.deps, s.campaignId, event, { by: 'U2', detail: { reason: 'person' } }),
      );
    await moves('pause');
    await s.runs('wave.decide');
    await s.runs('wave.release');
    await s.go();
    expect(s.got.size).toBe(drawn);
    await moves('resume');
    await s.go();
    expect(s.got.size).toBe(n);
    expect((await s.campaign()).status).toBe('measuring');
  });

  it('a test that breaks a stop rule pauses before the rest leaves', async () => {
    const s = await tested(RULE, { people: 600 });
    await database.db.execute(sql`
      insert into delivery_events (contact_id, event_id, campaign_id, occurrence, channel, variant, type, at)
      select contact_id, 'c' || contact_id, campaign_id, occurrence, channel, variant, 'complained', now()
      from deliveries where campaign_id = ${s.campaignId} and contact_id % 4 = 0`);
    await s.runs('wave.decide');
    await s.runs('wave.release');
    await s.go();
    expect((await s.campaign()).status).toBe('paused');
    expect(s.got.size).toBe((await sent(s.campaignId)).drawn);
    expect(await s.notes()).toEqual(['wave_even', 'paused_complaint']);
  });

  it('keeps to the day where the channel is bound: decided in the evening, it leaves at eight', async () => {
    const channel = { name: 'sms', account: 'counting' } as const;
    const s = await tested({ ...RULE, decide: 'person' }, { channel, hour: 20 } as never);
    expect((await s.due('wave.decide')).at.toISOString()).toBe('2026-11-24T23:00:00.000Z');
    s.clock.set('2026-11-24T13:30:00Z');
    await chooseWave(s.deps, s.campaignId, someone('U2'), { segment: 'A', variant: 'A-1' });
    expect((await s.due('wave.release')).at.toISOString()).toBe('2026-11-24T23:00:00.000Z');
    expect(await s.notes()).toEqual(['wave_person', 'wave_night']);
    expect(outOfNight('email', true, new Date('2026-11-24T13:30:00Z')).toISOString()).toBe('2026-11-24T13:30:00.000Z');
    expect(outOfNight('kakao', true, new Date('2026-11-24T11:50:30Z')).toISOString()).toBe('2026-11-24T23:00:00.000Z');
    expect(outOfNight('sms', true, new Date('2026-11-24T22:59:59Z')).toISOString()).toBe('2026-11-24T23:00:00.000Z');
  });

  it('spends no more than its budget in both waves together', async () => {
    const s = await tested(RULE, { people: 1_500, budget: 5_000 });
    await s.runs('wave.decide');
    await s.runs('wave.release');
    await s.go();
    expect(s.got.size).toBe(500);
    expect((await s.campaign()).status).toBe('paused');
  });

  it('needs nobody where the share took everybody, and knows no wave where none was asked for', async () => {
    const s = await tested({ ...RULE, testPercent: 50 }, { people: 0 });
    expect((await s.campaign()).status).toBe('measuring');
    expect(await restBySegment(database.db, { campaignId: s.campaignId, occurrence: 1 })).toEqual(new Map());
    expect(variantsOf(s.plan)).toEqual({ A: ['A-1', 'A-2'] });
  });
});

describe('the rule', () => {
  const arm = (variantKey: string) => ({ variant: variantKey, n: 100, hits: 10, rate: 0.1, ci: null, revenueMinor: 0 });
  const winner = {
    segment: 'A',
    best: 'A-2',
    runnerUp: 'A-1',
    wins: true,
    basis: 'conversion' as const,
    diff: 0.1,
    ci: [0.05, 0.15] as const,
    n: 200,
    among: 2,
  };
  const test = (over: Partial<SegmentTest>): SegmentTest => ({
    segment: 'A',
    arms: [arm('A-1'), arm('A-2')],
    winner,
    broken: false,
    ...over,
  });

  it.each([
    [test({}), { variant: 'A-2', why: 'won' }],
    [test({ winner: { ...winner, wins: false } }), { variant: null, why: 'even' }],
    [test({ winner: null }), { variant: null, why: 'even' }],
    [test({ broken: true }), { variant: null, why: 'broken' }],
    [test({ arms: [arm('A-1')], winner: null }), { variant: 'A-1', why: 'only' }],
  ])('%#', (given, expected) => expect(byRule(given)).toEqual(expected));
});
