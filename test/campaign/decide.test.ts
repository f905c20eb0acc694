import { and, eq, like } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decide } from '../../src/campaign/decide.ts';
import { standingOf } from '../../src/campaign/people.ts';
import { expireRequest, renewRequest } from '../../src/campaign/request-life.ts';
import { authorOf, reviseStep, saveDraft, saveEdit } from '../../src/campaign/revise.ts';
import { runSend } from '../../src/campaign/send-due.ts';
import { liveDrafts, loadCampaign } from '../../src/campaign/store.ts';
import {
  approvals,
  type Check,
  campaignHistory,
  contacts,
  deliveries,
  drafts,
  dues,
  launches,
  messages,
} from '../../src/db/schema.ts';
import { campaignAt, draftStep, newCampaign, openId, planOf } from '../support/campaigns.ts';
import { testDatabase } from '../support/database.ts';
import { someone, testDeps } from '../support/deps.ts';

describe('deciding', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let deps: ReturnType<typeof testDeps>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  beforeEach(() => {
    deps = testDeps(database, { newId: (prefix) => `${prefix}_${Math.random()}` });
  });
  afterAll(() => database.close());

  const code = async (decision: ReturnType<typeof decide>) => {
    const got = await decision;
    return got.ok ? 'ok' : got.refusal.code;
  };
  const status = async (id: number) => (await loadCampaign(database.db, id)).status;

  it('approves a step once, whoever clicks twice', async () => {
    const { id } = await campaignAt(deps, 'brief');
    const request = await openId(deps, id);
    expect(await code(decide(deps, request, someone('U1'), { verdict: 'approve' }))).toBe('ok');
    expect(await status(id)).toBe('segments.drafting');
    expect(await code(decide(deps, request, someone('U1'), { verdict: 'approve' }))).toBe('already');
    expect(deps.jobs.asked.filter(({ name }) => name === 'draft.write')).toHaveLength(2);
  });

  it('settles once when two people click at the same time', async () => {
    const { id } = await campaignAt(deps, 'brief');
    const request = await openId(deps, id);
    const both = await Promise.all(
      ['U2', 'U3', 'U9', 'U1'].map((who) => code(decide(deps, request, someone(who), { verdict: 'approve' }))),
    );
    expect(both.sort()).toEqual(['already', 'already', 'already', 'ok']);
    expect(await database.db.select().from(approvals).where(eq(approvals.requestId, request))).toHaveLength(1);
  });

  it('lets approve and reject race, and keeps the first', async () => {
    const { id } = await campaignAt(deps, 'copy');
    const request = await openId(deps, id);
    const results = await Promise.all([
      code(decide(deps, request, someone('U2'), { verdict: 'approve' })),
      code(decide(deps, request, someone('U3'), { verdict: 'reject', reason: 'tone', feedback: '더 따뜻하게' })),
    ]);
    expect(results.filter((result) => result === 'ok')).toHaveLength(1);
    expect(['plan.drafting', 'copy.drafting']).toContain(await status(id));
  });

  it('refuses strangers, guests and bots, and writes the attempt down', async () => {
    const { id } = await campaignAt(deps, 'brief');
    const request = await openId(deps, id);
    expect(await code(decide(deps, request, someone('U7'), { verdict: 'approve' }))).toBe('not_eligible');
    expect(await code(decide(deps, request, someone('U2', { isGuest: true }), { verdict: 'approve' }))).toBe('guest');
    expect(await code(decide(deps, request, someone('U2', { isBot: true }), { verdict: 'approve' }))).toBe('bot');
    expect(
      await code(decide(deps, request, someone('U2', { isStranger: true }), { verdict: 'reject', reason: 'other' })),
    ).toBe('stranger');
    expect(await status(id)).toBe('brief.review');
    const refused = await database.db
      .select()
      .from(campaignHistory)
      .where(and(eq(campaignHistory.campaignId, id), like(campaignHistory.event, 'refused:%')));
    expect(refused.map(({ by, detail }) => [by, detail.code])).toEqual([
      ['U7', 'not_eligible'],
      ['U2', 'guest'],
      ['U2', 'bot'],
      ['U2', 'stranger'],
    ]);
  });

  it('refuses a click on a card whose draft was superseded', async () => {
    const { id } = await campaignAt(deps, 'brief');
    const old = await openId(deps, id);
    await saveEdit(deps, old, someone('U1'), { content: { step: 'brief', better: true }, evidence: {}, checks: [] });
    const got = await decide(deps, old, someone('U2'), { verdict: 'approve' });
    expect(got).toMatchObject({ ok: false, refusal: { code: 'stale', version: 1, newer: 2 } });
    expect(await code(decide(deps, await openId(deps, id), someone('U2'), { verdict: 'approve' }))).toBe('ok');
  });

  it('refuses approval of a draft with a failing blocking check', async () => {
    const { id } = await newCampaign(deps);
    await draftStep(deps, id, 'brief');
    const blocked = { id: 'X-1', severity: 'block' as const, passed: false, message: { ko: '안 돼요', en: 'no' } };
    const draft = (await liveDrafts(database.db, id)).brief;
    await database.db
      .update(drafts)
      .set({ checks: [blocked] })
      .where(eq(drafts.id, draft?.id ?? ''));
    expect(await code(decide(deps, await openId(deps, id), someone('U2'), { verdict: 'approve' }))).toBe(
      'failing_checks',
    );
  });

  it('sends back with words that bind later drafts', async () => {
    const { id } = await campaignAt(deps, 'brief');
    await decide(deps, await openId(deps, id), someone('U1'), { verdict: 'regenerate', feedback: '쿠폰은 쓰지 말자' });
    expect(await status(id)).toBe('brief.drafting');
    expect((await loadCampaign(database.db, id)).constraints).toMatchObject([
      { step: 'brief', words: '쿠폰은 쓰지 말자', by: 'U1' },
    ]);
  });

  it('takes words while a step is being written: they bind, and the writing starts anew', async () => {
    const { id } = await campaignAt(deps, 'brief');
    await decide(deps, await openId(deps, id), someone('U2'), { verdict: 'approve' });
    deps.jobs.asked.length = 0;
    expect(await reviseStep(deps, id, 'segments', someone('U1'), '서울만')).toMatchObject({ ok: true });
    expect(await status(id)).toBe('segments.drafting');
    expect(deps.jobs.asked.map(({ name }) => name)).toContain('draft.write');
    expect((await loadCampaign(database.db, id)).constraints).toMatchObject([{ step: 'segments', words: '서울만' }]);
    expect(await reviseStep(deps, id, 'plan', someone('U1'), '내일')).toMatchObject({ refusal: { code: 'not_now' } });
    expect(await reviseStep(deps, id, 'brief', someone('U7'), '내가')).toMatchObject({
      refusal: { code: 'not_eligible' },
    });
  });

  it('expires without sending and without reading as rejected, and can be asked again', async () => {
    const { id } = await campaignAt(deps, 'segments');
    const request = await openId(deps, id);
    deps.clock.forward('PT24H');
    expect(await code(decide(deps, request, someone('U2'), { verdict: 'approve' }))).toBe('expired');
    const [due] = await database.db
      .select()
      .from(dues)
      .where(and(eq(dues.kind, 'request.expire'), eq(dues.ref, request)));
    if (!due) throw new Error('no due row');
    await expireRequest(deps, { ...due, kind: 'request.expire' });
    expect(await status(id)).toBe('segments.review');
    expect(await code(decide(deps, request, someone('U2'), { verdict: 'approve' }))).toBe('expired');
    expect(await renewRequest(deps, request, someone('U1'))).toEqual({ ok: true });
    expect(await code(decide(deps, await openId(deps, id), someone('U2'), { verdict: 'approve' }))).toBe('ok');
  });

  describe('the launch', () => {
    it('is never approved by its requester', async () => {
      deps = testDeps(database, { newId: (prefix) => `${prefix}_${Math.random()}` }, { APPROVERS: 'U1,U2' });
      const { id } = await campaignAt(deps, 'plan');
      expect(await code(decide(deps, await openId(deps, id), someone('U1'), { verdict: 'approve', count: 0 }))).toBe(
        'own_request',
      );
      expect(await status(id)).toBe('plan.review');
    });

    it('is never approved by the last editor of any live draft; feedback alone makes no editor', async () => {
      const { id } = await campaignAt(deps, 'copy');
      await saveEdit(deps, await openId(deps, id), someone('U2'), {
        content: { step: 'copy', line: 'mine' },
        evidence: {},
        checks: [],
      });
      await decide(deps, await openId(deps, id), someone('U3'), { verdict: 'approve' });
      await draftStep(deps, id, 'plan', planOf());
      await decide(deps, await openId(deps, id), someone('U3'), { verdict: 'regenerate', feedback: '내일로' });
      await draftStep(deps, id, 'plan', planOf({ reason: '내일' }));
      expect(await code(decide(deps, await openId(deps, id), someone('U2'), { verdict: 'approve', count: 0 }))).toBe(
        'own_edit',
      );
      expect(await code(decide(deps, await openId(deps, id), someone('U3'), { verdict: 'approve', count: 0 }))).toBe(
        'ok',
      );
    });

    it('makes one launch row with the hash that was shown, and the time it is due', async () => {
      const { id } = await campaignAt(deps, 'plan');
      const plan = (await liveDrafts(database.db, id)).plan;
      expect(await code(decide(deps, await openId(deps, id), someone('U2'), { verdict: 'approve', count: 0 }))).toBe(
        'ok',
      );
      expect(await status(id)).toBe('scheduled');
      const rows = await database.db.select().from(launches).where(eq(launches.campaignId, id));
      expect(rows).toMatchObject([{ campaignId: id, hash: plan?.hash, draftId: plan?.id }]);
      expect(
        await database.db
          .select()
          .from(dues)
          .where(and(eq(dues.kind, 'send'), eq(dues.campaignId, id))),
      ).toMatchObject([{ doneAt: null }]);
    });

    it('asks for the count when everyone is written to', async () => {
      const { id } = await campaignAt(deps, 'plan');
      expect(await decide(deps, await openId(deps, id), someone('U2'), { verdict: 'approve', count: 7 })).toMatchObject(
        {
          refusal: { code: 'wrong_count', expected: 0 },
        },
      );
    });

    it('needs two approvers when it costs more than the limit, and counts one person once', async () => {
      await database.db
        .insert(contacts)
        .values({ externalId: 'rich', email: 'rich@example.test', createdAt: deps.clock.system() });
      const plan = planOf({ isAd: false, holdoutPercent: 0, prices: { perMessageMinor: 2_000_000, currency: 'KRW' } });
      const { id } = await campaignAt(deps, 'plan', plan);
      const request = await openId(deps, id);
      expect(await decide(deps, request, someone('U2'), { verdict: 'approve', count: 1 })).toMatchObject({
        ok: true,
        settled: false,
        given: 1,
        required: 2,
      });
      expect(await status(id)).toBe('plan.review');
      expect(await code(decide(deps, request, someone('U2'), { verdict: 'approve', count: 1 }))).toBe('again');
      expect(await decide(deps, request, someone('U3'), { verdict: 'approve', count: 1 })).toMatchObject({
        ok: true,
        settled: true,
      });
      expect(await status(id)).toBe('scheduled');
      await database.db.delete(contacts);
    });

    it('is blocked, not approved, when nobody is named who could approve it', async () => {
      deps = testDeps(database, { newId: (prefix) => `${prefix}_${Math.random()}` }, { APPROVERS: 'U1', ADMINS: 'U9' });
      const { id } = await newCampaign(deps);
      for (const step of ['brief', 'segments', 'personas', 'copy'] as const) {
        await draftStep(deps, id, step);
        await decide(deps, await openId(deps, id), someone('U1'), { verdict: 'approve' });
      }
      await draftStep(deps, id, 'plan', planOf());
      expect(await code(decide(deps, await openId(deps, id), someone('U9'), { verdict: 'approve', count: 0 }))).toBe(
        'no_policy',
      );
      expect(await database.db.select().from(launches).where(eq(launches.campaignId, id))).toEqual([]);
    });

    it('binds to the earlier approvals: the same plan after a new brief has another hash', async () => {
      const { id } = await campaignAt(deps, 'plan');
      const before = (await liveDrafts(database.db, id)).plan?.hash;
      await reviseStep(deps, id, 'brief', someone('U1'), '목표를 낮추자');
      expect(await status(id)).toBe('brief.drafting');
      expect(Object.keys(await liveDrafts(database.db, id))).toEqual([]);
      for (const step of ['brief', 'segments', 'personas', 'copy'] as const) {
        await draftStep(deps, id, step, { step, second: true });
        await decide(deps, await openId(deps, id), someone('U2'), { verdict: 'approve' });
      }
      await draftStep(deps, id, 'plan', planOf());
      expect((await liveDrafts(database.db, id)).plan?.hash).not.toBe(before);
    });
  });

  describe('what the world says at the moment of the approval', () => {
    const failing = {
      id: 'KR-OPT-02',
      severity: 'block' as const,
      passed: false,
      message: { ko: '안 돼요', en: 'no' },
    };

    it('counts, not what the checks said when the plan was drafted', async () => {
      deps = testDeps(database, {
        newId: (prefix) => `${prefix}_${Math.random()}`,
        judge: async ({ evidence }) => ({ evidence, checks: [failing] }),
      });
      const { id } = await campaignAt(deps, 'plan');
      expect(await decide(deps, await openId(deps, id), someone('U2'), { verdict: 'approve', count: 0 })).toMatchObject(
        { refusal: { code: 'failing_checks', checks: ['KR-OPT-02'] } },
      );
      expect(await status(id)).toBe('plan.review');
      expect((await liveDrafts(database.db, id)).plan?.checks).toEqual([failing]);
    });

    const sendDue = async (id: number, checks: Check[]) => {
      const [due] = await database.db
        .select()
        .from(dues)
        .where(and(eq(dues.kind, 'send'), eq(dues.campaignId, id)));
      if (!due) throw new Error('no due row');
      await runSend({ ...deps, judge: async ({ evidence }) => ({ evidence, checks }) }, { ...due, kind: 'send' });
    };

    it('counts again when the send is due: nothing leaves, the launch is void, and people are told', async () => {
      const { id } = await campaignAt(deps, 'plan', planOf({ sendAt: '2026-11-24T14:00' }));
      await decide(deps, await openId(deps, id), someone('U2'), { verdict: 'approve', count: 0 });
      expect(await status(id)).toBe('scheduled');
      deps.clock.set('2026-11-24T05:00:00Z');
      const over = { ...failing, id: 'SCHED-01' };
      await sendDue(id, [over, failing]);
      expect(await status(id)).toBe('plan.review');
      expect(await database.db.select().from(launches).where(eq(launches.campaignId, id))).toEqual([]);
      const notes = await database.db
        .select()
        .from(messages)
        .where(and(eq(messages.campaignId, id), eq(messages.kind, 'note')));
      expect(notes.map(({ subject }) => subject)).toMatchObject([
        { note: 'send_blocked', params: { rules: 'KR-OPT-02' } },
      ]);
    });

    it('does not hold a send back because its time has come', async () => {
      const { id } = await campaignAt(deps, 'plan', planOf({ sendAt: '2026-11-24T14:00' }));
      await decide(deps, await openId(deps, id), someone('U2'), { verdict: 'approve', count: 0 });
      deps.clock.set('2026-11-24T05:00:00Z');
      const over = { ...failing, id: 'SCHED-01' };
      await sendDue(id, [over]);
      expect(await status(id)).toBe('sending');
    });
  });

  it('lets those who may approve the launch reject it, its requester only ask for another draft', async () => {
    const { id } = await campaignAt(deps, 'plan');
    const request = await openId(deps, id);
    const reject = { verdict: 'reject' as const, reason: 'offer' as const };
    expect(await code(decide(deps, request, someone('U1'), reject))).toBe('not_eligible');
    expect(await code(decide(deps, request, someone('U9'), reject))).toBe('not_eligible');
    expect(await code(decide(deps, request, someone('U1'), { verdict: 'regenerate', feedback: '내일로' }))).toBe('ok');
    await draftStep(deps, id, 'plan', planOf({ reason: '내일' }));
    expect(await code(decide(deps, await openId(deps, id), someone('U3'), reject))).toBe('ok');
  });

  it('lets an approver take the own approval back by rejecting while a second one is waited for', async () => {
    await database.db
      .insert(contacts)
      .values({ externalId: 'rich2', email: 'rich2@example.test', createdAt: deps.clock.system() });
    const plan = planOf({ isAd: false, holdoutPercent: 0, prices: { perMessageMinor: 2_000_000, currency: 'KRW' } });
    const { id } = await campaignAt(deps, 'plan', plan);
    const request = await openId(deps, id);
    await decide(deps, request, someone('U2'), { verdict: 'approve', count: 1 });
    expect(await code(decide(deps, request, someone('U2'), { verdict: 'reject', reason: 'other' }))).toBe('ok');
    expect(await status(id)).toBe('plan.drafting');
    const rows = await database.db.select().from(approvals).where(eq(approvals.requestId, request));
    expect(rows.map(({ verdict, voidedAt }) => [verdict, voidedAt !== null]).sort()).toEqual([
      ['approve', true],
      ['reject', false],
    ]);
    await database.db.delete(contacts);
  });

  it('counts the fallback approvers once nine tenths of the time have passed, and not before', async () => {
    deps = testDeps(database, { newId: (prefix) => `${prefix}_${Math.random()}` }, { FALLBACK_APPROVERS: 'U8' });
    const { id } = await campaignAt(deps, 'plan');
    const request = await openId(deps, id);
    const approve = { verdict: 'approve' as const, count: 0 };
    deps.clock.forward('PT21H');
    expect(await code(decide(deps, request, someone('U8'), approve))).toBe('not_eligible');
    deps.clock.forward('PT40M');
    expect(await code(decide(deps, request, someone('U8'), approve))).toBe('ok');
  });

  it('remembers the last editor of a plan that code made anew for a later time', async () => {
    const { id } = await campaignAt(deps, 'plan', planOf({ sendAt: '2026-11-24T14:00' }));
    const edited = planOf({ sendAt: '2026-11-24T15:00' });
    await saveEdit(deps, await openId(deps, id), someone('U2'), { content: edited, evidence: {}, checks: [] });
    const plan = (await liveDrafts(database.db, id)).plan;
    if (!plan) throw new Error('no plan');
    expect(authorOf(plan)).toMatchObject({ author: 'U2', authorKind: 'person' });
    await saveDraft(database.db, deps, {
      campaignId: id,
      step: 'plan',
      content: planOf(),
      evidence: {},
      checks: [],
      ...authorOf(plan),
    });
    const people = { approvers: ['U2', 'U3'], admins: [], fallback: [], solo: false };
    expect((await standingOf(database.db, { id, requester: 'U1' }, people)).editors).toEqual(['U2']);
  });

  it('has a database that refuses a delivery without a launch of the same campaign and hash', async () => {
    const { id } = await campaignAt(deps, 'plan');
    const other = await campaignAt(deps, 'plan');
    await decide(deps, await openId(deps, id), someone('U2'), { verdict: 'approve', count: 0 });
    const [launch] = await database.db.select().from(launches).where(eq(launches.campaignId, id));
    if (!launch) throw new Error('no launch');
    const row = {
      campaignId: id,
      occurrence: 1,
      contactId: 1,
      channel: 'email',
      launchId: launch.id,
      hash: launch.hash,
      segment: 'A',
      variant: 'A-1',
    };
    const insert = (more: Partial<typeof row>) => database.db.insert(deliveries).values({ ...row, ...more });
    await expect(insert({ launchId: 'la_made_up' })).rejects.toThrow();
    await expect(insert({ hash: 'another' })).rejects.toThrow();
    await expect(insert({ campaignId: other.id })).rejects.toThrow();
    await insert({});
    await expect(database.db.delete(launches).where(eq(launches.id, launch.id))).rejects.toThrow();
  });
});
