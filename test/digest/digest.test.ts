import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleKit } from '../../src/brand/example.ts';
import {
  approvalRequests,
  brandVersions,
  campaignHistory,
  campaigns,
  digests,
  drafts,
  dues,
  llmCalls,
  messages,
  waves as wavesTable,
} from '../../src/db/schema.ts';
import { anomaliesOf } from '../../src/digest/anomalies.ts';
import { ensureDigest, readDigest, readWeek, runDigest, writeDigest } from '../../src/digest/digest.ts';
import { digestView } from '../../src/digest/view.ts';
import { voice } from '../../src/i18n/voice.ts';
import { addMs, DAY, HOUR } from '../../src/kit/clock.ts';
import { recordEvents } from '../../src/results/events.ts';
import { keepResults } from '../../src/results/keep.ts';
import { readOut } from '../../src/results/readout.ts';
import { wordsOf } from '../../src/slack/plainer.ts';
import { buy, START, sentCampaign } from '../results/sent-campaign.ts';
import { testDatabase } from '../support/database.ts';
import { testDeps } from '../support/deps.ts';

/** 09:00 on 25 November in Seoul; START is 14:00 the day before. */
const MORNING = '2026-11-25T00:00:00Z';

describe('the daily digest', () => {
  let db: Awaited<ReturnType<typeof testDatabase>>;
  let deps: ReturnType<typeof testDeps>;
  beforeEach(async () => {
    db = await testDatabase();
    deps = testDeps(db);
    deps.clock.set(MORNING);
  });
  afterEach(() => db.close());

  const ko = () => voice('ko', deps.config);
  const due = async (date: string) => (await db.db.select().from(dues).where(eq(dues.ref, date)))[0]!;
  const run = async (date: string) => {
    const row = await due(date);
    await runDigest(deps, { id: row.id, kind: 'digest', campaignId: null, ref: row.ref, at: row.at });
  };

  it('says in one sentence that nothing happened, its date first', async () => {
    const body = await writeDigest(deps, '2026-11-25', false);
    const card = digestView(body!, ko());
    expect(card.text).toMatch(/^11\/25\(수\) 어제는 새로 생긴 일이 없어요/);
    expect(card.blocks).toHaveLength(1);
  });

  it('brings the week before with the first digest of a week: what was settled in it, by kind, and what to do next', async () => {
    const { campaign, treated, held } = await sentCampaign(db.db, { send: 200, holdout: 50 });
    await buy(
      db.db,
      treated.slice(0, 60).map(({ id }, i) => ({ contactId: id, minor: 30_000 + 100 * i, hours: 24 + i })),
    );
    await buy(db.db, [{ contactId: held[0]!.id, minor: 30_000, hours: 24 }]);
    const read = await readOut(deps, db.db, campaign.id, 'final', addMs(START, 7 * DAY));
    expect(read.verdict.kind).toBe('proved');
    // The window ended on Tuesday, 1 December: its week is reviewed on the Monday after, and on no other day.
    deps.clock.set('2026-12-07T00:00:00Z');
    expect((await writeDigest(deps, '2026-12-06', false))!.week).toBeUndefined();
    const { week } = (await writeDigest(deps, '2026-12-07', false))!;
    expect((await writeDigest(deps, '2026-12-08', false))!.week).toBeUndefined();
    expect(week).toMatchObject({
      from: '2026-11-30',
      to: '2026-12-06',
      settled: [{ campaignId: campaign.id, kind: 'proved', n: 250, incremental: read.incremental }],
      attributed: { minor: 0, orders: 0, beforeMinor: read.attributed.revenueMinor },
      next: [{ campaignId: campaign.id, kind: 'again' }],
    });
    expect(await readWeek(deps, '2026-12-10')).toEqual(week);
    expect((await readWeek(deps, '2026-12-14')).settled).toEqual([]);
  });

  it('is written and posted once a date, however many ask at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => writeDigest(deps, '2026-11-25', false)));
    expect(all.filter((body) => body !== null)).toHaveLength(1);
    expect(await db.db.select().from(digests)).toHaveLength(1);
    expect(await db.db.select().from(messages)).toMatchObject([
      {
        key: 'digest:2026-11-25',
        kind: 'digest',
        channel: 'marketing-digest',
        wanted: 1,
        subject: { date: '2026-11-25' },
      },
    ]);
  });

  it("counts yesterday's orders of the account's zone against the month's target, each once", async () => {
    await db.db
      .insert(brandVersions)
      .values({ version: 1, kit: { ...exampleKit, monthTarget: 1_000_000 }, by: 'U9', at: START });
    const { campaign, treated } = await sentCampaign(db.db, { send: 20, holdout: 5 });
    const midnight = new Date('2026-11-24T15:00:00Z');
    await buy(db.db, [
      { contactId: treated[0]!.id, minor: 50_000, at: addMs(midnight, -1) },
      { contactId: treated[1]!.id, minor: 7_000, at: midnight },
      { contactId: treated[2]!.id, minor: 9_000, at: addMs(midnight, -HOUR), status: 'refunded' },
    ]);
    const body = (await writeDigest(deps, '2026-11-25', false))!;
    expect(body.attributed).toMatchObject({
      minor: 50_000,
      orders: 1,
      monthMinor: 50_000,
      month: '2026-11',
      targetMinor: 1_000_000,
      byCampaign: [{ campaignId: campaign.id, minor: 50_000 }],
    });
    expect(body.running).toMatchObject([{ campaignId: campaign.id, status: 'measuring' }]);
    expect(digestView(body, ko()).text).toBe('11/25(수) 어제 귀속 매출 5만원, 이달 5만원 (목표 100만원의 5%)');
    // On the first the month is the one that has just ended.
    deps.clock.set('2026-12-01T00:00:00Z');
    const first = (await writeDigest(deps, '2026-12-01', false))!;
    expect(first.attributed).toMatchObject({ minor: 0, monthMinor: 57_000, month: '2026-11' });
    expect(digestView(first, ko()).text).toContain('11월 5.7만원 (목표 100만원의 5.7%)');
  });

  it('names incremental revenue only of settled campaigns, with its interval; the others as untold', async () => {
    const won = await sentCampaign(db.db, {
      send: 800,
      holdout: 200,
      start: addMs(START, -8 * DAY),
      status: 'learned',
    });
    const small = await sentCampaign(db.db, {
      send: 40,
      holdout: 10,
      start: addMs(START, -8 * DAY),
      status: 'learned',
    });
    await sentCampaign(db.db, { send: 10, holdout: 5 });
    const list = (people: readonly { id: number }[], n: number) =>
      people.slice(0, n).map(({ id }, i) => ({ contactId: id, minor: 30_000 + 500 * i, at: addMs(START, -5 * DAY) }));
    await buy(db.db, [...list(won.treated, 80), ...list(won.held, 4), ...list(small.treated, 3)]);
    for (const { campaign } of [won, small]) await readOut(deps, db.db, campaign.id, 'final', addMs(START, -DAY));
    const body = (await writeDigest(deps, '2026-11-25', false))!;
    expect(body.settled.map(({ campaignId, n }) => ({ campaignId, n }))).toEqual([
      { campaignId: won.campaign.id, n: 1_000 },
    ]);
    expect(body.untold).toEqual([small.campaign.id]);
    const words = wordsOf(digestView(body, ko()).blocks);
    expect(words).toMatch(new RegExp(`C-${won.campaign.id} \\+\\d+만원 \\(95 % 구간 \\+.*n=1,000\\)`));
    expect(words).toContain(`판단할 수 없거나 보류한 캠페인: C-${small.campaign.id}`);
  });

  it('says who is waited for and how long, and calls at most one person', async () => {
    const ask = async (hours: number, id: string) => {
      const { campaign } = await sentCampaign(db.db, {
        send: 1,
        holdout: 0,
        status: 'learned',
        start: addMs(START, -30 * DAY),
      });
      await db.db.update(campaigns).set({ status: 'copy.review' }).where(eq(campaigns.id, campaign.id));
      const createdAt = addMs(new Date(MORNING), -hours * HOUR);
      await db.db.insert(approvalRequests).values({
        id,
        campaignId: campaign.id,
        draftId: `dr-${id}`,
        step: 'copy',
        version: 2,
        hash: 'h',
        action: 'launch',
        required: 1,
        createdAt,
        expiresAt: addMs(createdAt, DAY),
      });
      return campaign.id;
    };
    const young = await ask(2, 'r1');
    const old = await ask(19, 'r2');
    const edited = await ask(14, 'r3');
    // Of the drafts that stand, the last editor may not launch; an older version's editor may.
    const draft = (id: string, author: string, supersededAt: Date | null) => ({
      id,
      campaignId: edited,
      step: 'copy' as const,
      version: supersededAt ? 1 : 2,
      content: {},
      evidence: {},
      checks: [],
      hash: id,
      parents: {},
      authorKind: 'person' as const,
      author,
      supersededAt,
      createdAt: START,
    });
    await db.db.insert(drafts).values([draft('dr-old', 'U3', START), draft('dr-new', 'U2', null)]);
    // The test of a campaign is over, and what the rest gets was not chosen; another's is not over yet.
    const waves = async (decideAt: Date) => {
      const { campaign } = await sentCampaign(db.db, { send: 2, holdout: 0, status: 'sending' });
      const row = { campaignId: campaign.id, occurrence: 1, rest: 7, testedAt: START, decideAt };
      await db.db.insert(wavesTable).values([
        { ...row, segment: 'A' },
        { ...row, segment: 'B' },
      ]);
      return campaign.id;
    };
    const tested = await waves(addMs(new Date(MORNING), -5 * HOUR));
    await waves(addMs(new Date(MORNING), HOUR));
    const body = (await writeDigest(deps, '2026-11-25', false))!;
    expect(body.waiting.filter(({ step }) => step === 'wave')).toMatchObject([
      { campaignId: tested, hours: 5, overdue: false, who: ['U2', 'U3'] },
    ]);
    expect(body.waiting[0]).toMatchObject({
      campaignId: old,
      step: 'copy',
      hours: 19,
      overdue: true,
      who: ['U2', 'U3'],
    });
    expect(body.waiting[1]).toMatchObject({ campaignId: edited, hours: 14, who: ['U3'] });
    expect(body.waiting.at(-1)).toMatchObject({ campaignId: young, overdue: false });
    const text = JSON.stringify(digestView(body, ko()).blocks);
    expect(text.match(/<@/g)).toHaveLength(1);
    expect(text).toContain(`<@U2> 님, C-${old} 카피 승인을 19시간째`);
  });

  it("lists today's sends with their number, and the model's cost in the account's money", async () => {
    const { campaign } = await sentCampaign(db.db, {
      send: 2,
      holdout: 0,
      status: 'learned',
      start: addMs(START, -30 * DAY),
    });
    await db.db
      .update(campaigns)
      .set({ status: 'scheduled', sendAt: new Date('2026-11-25T05:00:00Z'), windowStartsAt: null, windowEndsAt: null })
      .where(eq(campaigns.id, campaign.id));
    const [plan] = await db.db
      .execute<{ id: string }>(`select draft_id as id from launches where campaign_id = ${campaign.id}`)
      .then((r) => r.rows);
    await db.db.insert(approvalRequests).values({
      id: 'r1',
      campaignId: campaign.id,
      draftId: plan!.id,
      step: 'plan',
      version: 1,
      hash: 'h',
      action: 'launch',
      required: 1,
      shown: { send: 2_300 },
      state: 'approved',
      createdAt: START,
      expiresAt: START,
    });
    // What was chosen for the rest of another leaves when the night is over.
    const tested = (await sentCampaign(db.db, { send: 2, holdout: 0, status: 'sending' })).campaign.id;
    const at = new Date('2026-11-24T23:00:00Z');
    await db.db.insert(wavesTable).values([
      { campaignId: tested, occurrence: 1, segment: 'A', rest: 70, testedAt: START, decideAt: START, decidedAt: START },
      { campaignId: tested, occurrence: 1, segment: 'B', rest: 9, testedAt: START, decideAt: START },
    ]);
    await db.db.insert(dues).values({ kind: 'wave.release', campaignId: tested, ref: `${tested}:1`, at });
    const call = (id: string, costMicros: number | null, at: Date) => ({
      id,
      prompt: 'p',
      promptHash: 'h',
      model: 'm',
      attempt: 1,
      outcome: 'ok' as const,
      costMicros,
      latencyMs: 1,
      at,
    });
    await db.db
      .insert(llmCalls)
      .values([
        call('a', 100_000, START),
        call('b', 2_000_000, addMs(START, -5 * DAY)),
        call('c', null, START),
        call('d', 5_000_000, addMs(START, DAY)),
      ]);
    const body = (await writeDigest(deps, '2026-11-25', false))!;
    expect(body.today).toEqual([
      { campaignId: tested, at: at.toISOString(), n: 70 },
      { campaignId: campaign.id, at: '2026-11-25T05:00:00.000Z', n: 2_300 },
    ]);
    expect(body.ai).toEqual({
      yesterdayMicros: 100_000,
      monthMicros: 2_100_000,
      yesterdayMinor: 130,
      monthMinor: 2_730,
      unknownCalls: 1,
    });
    const words = wordsOf(digestView(body, ko()).blocks);
    expect(words).toContain(`C-${campaign.id} 14:00 (2,300명)`);
    expect(words).toContain('AI 비용 어제 130원, 이달 2,730원 (단가를 모르는 호출 1건 제외)');
  });

  it('points at what is out of the ordinary', async () => {
    const { campaign, treated } = await sentCampaign(db.db, { send: 300, holdout: 0 });
    await recordEvents(
      db.db,
      treated.slice(0, 6).map(({ id }, i) => ({
        contactId: id,
        eventId: `u${i}`,
        campaignId: campaign.id,
        occurrence: 1,
        channel: 'email' as const,
        type: 'unsubscribed' as const,
        at: addMs(START, HOUR),
      })),
    );
    const body = (await writeDigest(deps, '2026-11-25', false))!;
    expect(body.anomalies).toEqual([{ campaignId: campaign.id, kind: 'unsubscribe', rate: 0.02, usual: 0.003 }]);
    expect(wordsOf(digestView(body, ko()).blocks)).toContain(`C-${campaign.id} 수신거부율 2% (평소 0.3%)`);
  });

  it('makes no rate of a handful, and no alarm of the usual', () => {
    const ledger = { planned: 1_000, accepted: 1_000, delivered: 1_000, failed: 0, unknown: 0, open: 0 };
    const reactions = {
      opened: 0,
      clicked: 0,
      machineClicked: 0,
      unsubscribed: 9,
      bounced: 0,
      complained: 0,
    };
    const campaign = { id: 7, status: 'measuring' as const };
    expect(anomaliesOf(campaign, { ledger, reactions }, 0.003)).toHaveLength(1);
    expect(anomaliesOf(campaign, { ledger, reactions }, 0.005)).toEqual([]);
    expect(anomaliesOf(campaign, { ledger: { ...ledger, delivered: 100, accepted: 100 }, reactions }, 0.003)).toEqual(
      [],
    );
    expect(
      anomaliesOf(
        { ...campaign, status: 'paused' },
        { ledger: { ...ledger, unknown: 3 }, reactions: { ...reactions, unsubscribed: 0, bounced: 30 } },
        0.003,
      ),
    ).toEqual([
      { campaignId: 7, kind: 'bounce', rate: 0.03 },
      { campaignId: 7, kind: 'unknown', n: 3 },
      { campaignId: 7, kind: 'paused' },
    ]);
  });

  it('asks for the next one, writes when due, and asks again', async () => {
    deps.clock.set('2026-11-24T23:00:00Z');
    await ensureDigest(deps);
    await ensureDigest(deps);
    expect((await db.db.select().from(dues)).map(({ ref }) => ref)).toEqual(['2026-11-25']);
    deps.clock.set(MORNING);
    await run('2026-11-25');
    expect(await db.db.select().from(digests)).toMatchObject([{ date: '2026-11-25', late: false }]);
    expect((await due('2026-11-25')).doneAt).not.toBeNull();
    expect((await due('2026-11-26')).doneAt).toBeNull();
  });

  it('after downtime writes the newest only, and says that it is late', async () => {
    await ensureDigest(deps);
    deps.clock.set('2026-11-26T00:00:00Z');
    await run('2026-11-26');
    // Down from here: the row of the 27th was asked for, the 28th and 29th never were.
    deps.clock.set('2026-11-29T03:00:00Z');
    await ensureDigest(deps);
    for (const row of await db.db.select().from(dues))
      if (!row.doneAt && row.at <= new Date('2026-11-29T03:00:00Z')) await run(row.ref);
    const written = await db.db.select().from(digests).orderBy(digests.date);
    expect(written.map(({ date, late }) => ({ date, late }))).toEqual([
      { date: '2026-11-26', late: false },
      { date: '2026-11-29', late: true },
    ]);
    const card = digestView(written[1]!.body as never, ko());
    expect(card.text).toMatch(/^11\/29\(일\)/);
    expect(card.text).toContain('지연');
    expect((await db.db.select().from(dues)).filter(({ doneAt }) => !doneAt).map(({ ref }) => ref)).toEqual([
      '2026-11-30',
    ]);
  });

  it('reads results again that late orders changed, and has their cards redrawn', async () => {
    const { campaign, treated } = await sentCampaign(db.db, {
      send: 50,
      holdout: 10,
      start: addMs(START, -8 * DAY),
      status: 'learned',
    });
    await readOut(deps, db.db, campaign.id, 'final', addMs(START, -DAY));
    await buy(db.db, [{ contactId: treated[0]!.id, minor: 30_000, at: addMs(START, -3 * DAY) }]);
    deps.clock.set('2026-11-24T23:00:00Z');
    await ensureDigest(deps);
    deps.clock.set(MORNING);
    await run('2026-11-25');
    const told = (await db.db.select().from(messages)).map(({ key }) => key);
    expect(told).toContain(`result:${campaign.id}:final`);
  });

  it('says the same from what is kept before it as from the facts, and finds what came in since', async () => {
    const { campaign, treated } = await sentCampaign(db.db, { send: 300, holdout: 0, start: addMs(START, -2 * DAY) });
    const at = addMs(START, -DAY);
    await buy(db.db, [{ contactId: treated[0]!.id, minor: 50_000, at: addMs(at, HOUR) }]);
    const facts = await readDigest(deps, '2026-11-25');
    await keepResults(deps);
    const count = async (table: string) => (await db.pool.query(`select 1 from ${table}`)).rowCount;
    expect([await count('ledger_counts'), await count('campaign_revenue')]).toEqual([1, 1]);
    expect(await readDigest(deps, '2026-11-25')).toEqual(facts);
    // A bounce of days ago takes the order away, and with others of its kind is out of the ordinary.
    await recordEvents(
      db.db,
      treated.slice(0, 10).map(({ id }, i) => ({
        ...{ contactId: id, eventId: `b${i}`, campaignId: campaign.id, occurrence: 1, channel: 'email' as const, at },
        ...{ type: 'bounced' as const, hard: true },
      })),
    );
    const late = await readDigest(deps, '2026-11-25');
    expect({ month: late.attributed.monthMinor, anomalies: late.anomalies }).toEqual({
      month: 0,
      anomalies: [{ campaignId: campaign.id, kind: 'bounce', rate: 10 / 300 }],
    });
    await keepResults(deps);
    expect([await count('revenue_late'), await count('campaign_revenue')]).toEqual([0, 0]);
    expect(await readDigest(deps, '2026-11-25')).toEqual(late);
  });

  it('can be read for any date without being written', async () => {
    const body = await readDigest(deps, '2026-11-20');
    expect(body).toMatchObject({ date: '2026-11-20', late: false, yesterday: { from: '2026-11-18T15:00:00.000Z' } });
    expect(await db.db.select().from(digests)).toEqual([]);
    await writeDigest(deps, '2026-11-25', true);
    expect((await readDigest(deps, '2026-11-25')).late).toBe(true);
  });

  it('tells a day that is over as it was at its end, and today nothing of it', async () => {
    const { campaign } = await sentCampaign(db.db, { send: 10, holdout: 0 });
    const moves = [
      { at: START, from: 'scheduled', to: 'sending' },
      { at: addMs(START, HOUR), from: 'sending', to: 'measuring' },
      { at: addMs(START, 7 * DAY), from: 'measuring', to: 'learned' },
    ];
    await db.db
      .insert(campaignHistory)
      .values(moves.map((move) => ({ ...move, campaignId: campaign.id, event: 'x', by: 'baton' })));
    await db.db.insert(brandVersions).values({ version: 1, kit: exampleKit, by: 'U1', at: START });
    await db.db.insert(approvalRequests).values({
      ...{ id: 'r1', campaignId: campaign.id, draftId: 'd', step: 'plan', version: 1, hash: 'h', action: 'launch' },
      ...{ required: 1, state: 'approved', createdAt: addMs(START, -2 * DAY), settledAt: START },
      expiresAt: addMs(START, DAY),
    } as typeof approvalRequests.$inferInsert);
    deps.clock.set('2026-12-20T00:00:00Z');
    const read = async (date: string) => {
      const { running, waiting, attributed, at } = await readDigest(deps, date);
      return {
        at,
        running: running.map(({ status }) => status),
        waiting: waiting.length,
        target: attributed.targetMinor,
      };
    };
    const target = expect.any(Number);
    expect(await read('2020-01-01')).toMatchObject({ running: [], waiting: 0, target: null });
    expect(await read('2026-11-23')).toMatchObject({ running: [], waiting: 1, target: null });
    expect(await read('2026-11-24')).toEqual({
      at: '2026-11-24T15:00:00.000Z',
      running: ['measuring'],
      waiting: 0,
      target,
    });
    expect(await read('2026-12-05')).toMatchObject({ running: [], waiting: 0, target });
    expect(wordsOf(digestView(await readDigest(deps, '2020-01-01'), ko()).blocks)).toContain('나중에 읽었어요');
  });
});
