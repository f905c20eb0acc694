import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exportContact } from '../../src/audience/export-contact.ts';
import { ingestConsents } from '../../src/audience/ingest-consents.ts';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import { suppress } from '../../src/audience/suppress.ts';
import { seedKit } from '../../src/brand/store.ts';
import { decide } from '../../src/campaign/decide.ts';
import { findDue } from '../../src/campaign/due.ts';
import { collectNotices, noticesOwed } from '../../src/campaign/notices.ts';
import { deliver, settleSending, startSending } from '../../src/campaign/sending.ts';
import { liveDrafts, loadCampaign, pendingRequest } from '../../src/campaign/store.ts';
import type { Channel, MailOut, Outcome } from '../../src/channels/channel.ts';
import { UsageError } from '../../src/cli/command.ts';
import { notice } from '../../src/cli/notice.ts';
import { parseConfig } from '../../src/config.ts';
import { preflightFacts } from '../../src/delivery/preflight/facts.ts';
import type { Deps } from '../../src/deps.ts';
import { trackingRoutes } from '../../src/http/tracking.ts';
import { runDue } from '../../src/jobs/timetable.ts';
import { campaignJson, loadCampaignFacts } from '../../src/results/campaign-json.ts';
import { writeDraft } from '../../src/steps/draft.ts';
import { recheck } from '../../src/steps/edit.ts';
import type { Plan } from '../../src/steps/plan/schema.ts';
import { countingChannel, kit } from '../delivery/fixture.ts';
import { testDatabase } from '../support/database.ts';
import { handClock, recordedJobs, someone, testDeps } from '../support/deps.ts';
import { forgetPeople, SEOUL } from '../support/people.ts';

const NOON = '2026-11-24T03:00:00Z';
/** The text of a mail as its reader has it. */
const readable = async (sent: readonly MailOut[], to: string): Promise<string> =>
  (await PostalMime.parse(sent.find((mail) => mail.to.startsWith(to))?.body ?? '')).text ?? '';

describe('legal notices', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await forgetPeople(database.db);
    await database.db.execute(sql`delete from messages; delete from approvals; delete from approval_requests; delete from dues;
      delete from launches; delete from drafts; delete from campaign_history; delete from campaigns; delete from brand_versions`);
  });

  /** A world with a mailbox, where what was asked of the queue is done when it is told to. */
  const world = async (answer?: (to: string) => Outcome, more: Channel[] = []) => {
    const clock = handClock('2026-11-01T00:00:00Z');
    const sent: MailOut[] = [];
    const { channel } = countingChannel((message) => {
      sent.push(message as MailOut);
      return answer?.(message.to) ?? { outcome: 'accepted', providerId: message.messageId };
    });
    const jobs = recordedJobs();
    const channels = new Map([channel, ...more].map((one) => [one.name, one] as const));
    const deps: Deps = testDeps(database, { clock, jobs, channels, judge: (draft) => recheck(deps, draft) });
    await seedKit(deps, kit, 'test');
    const run = async () => {
      while (jobs.asked.length > 0) {
        const { name, data } = jobs.asked.shift() as (typeof jobs.asked)[number];
        if (name === 'draft.write') await writeDraft(deps, (data as { campaignId: number }).campaignId);
        if (name === 'due.run') await runDue(deps, (data as { dueId: number }).dueId);
        if (name === 'send.freeze') await startSending(deps, (data as { campaignId: number }).campaignId);
        if (name === 'send.slice') await deliver(deps, data as Parameters<typeof deliver>[1]);
        if (name === 'send.progress') await settleSending(deps, (data as { campaignId: number }).campaignId);
      }
    };
    const collect = async () => {
      const [row] = (
        await database.db.execute<{ id: number }>(
          sql`insert into dues (kind, ref, at) values ('notice.collect', ${`t${clock.system().getTime()}`}, now()) on conflict (kind, ref) do update set done_at = null returning id`,
        )
      ).rows;
      const due = await findDue(database.db, Number(row?.id));
      if (due) await collectNotices(deps, due);
      await run();
    };
    const open = async () =>
      (
        await database.db.execute<{ id: number }>(
          sql`select id from campaigns where kind = 'notice' and status = 'plan.review' order by id`,
        )
      ).rows.map(({ id }) => Number(id));
    const approve = async (id: number, by = 'U2') => {
      const request = await pendingRequest(database.db, id);
      const done = await decide(deps, request?.id ?? '', someone(by), { verdict: 'approve' });
      if (done.ok) await run();
      return done;
    };
    return { deps, clock, sent, run, collect, open, approve };
  };
  type World = Awaited<ReturnType<typeof world>>;

  const people = (deps: Deps, ids: readonly string[], more: Record<string, string> = {}) =>
    deps.clock.business().then((now) =>
      ingestContacts(
        database.db,
        ids.map((id) => ({ external_id: id, email: `${id}@example.test`, first_name: '지민', ...more })),
        { ...SEOUL, now, from: 'json' },
      ),
    );
  const says = async (
    deps: Deps,
    contact: string,
    state: string,
    at: string,
    { channel = 'email', purpose = 'marketing', source = 'shop' } = {},
  ) =>
    ingestConsents(database.db, [{ contact_id: contact, channel, purpose, state, at, source, text_version: 'v1' }], {
      ...SEOUL,
      now: await deps.clock.business(),
      from: 'json',
    });
  const owed = async ({ deps }: World) => noticesOwed(deps, await deps.clock.business());

  it('asks a person about everybody who answered, tells them once, and is done', async () => {
    const w = await world();
    await people(w.deps, ['a', 'b', 'c', 'd']);
    await says(w.deps, 'a', 'granted', '2026-11-10T00:00:00Z');
    await says(w.deps, 'a', 'granted', '2026-11-11T00:00:00Z', { channel: 'sms', purpose: 'night' });
    await says(w.deps, 'b', 'withdrawn', '2026-11-12T00:00:00Z');
    // Before the account began, and on our own page: told elsewhere.
    await says(w.deps, 'c', 'granted', '2026-10-01T00:00:00Z');
    await says(w.deps, 'd', 'withdrawn', '2026-11-12T00:00:00Z', { source: 'link' });
    // A column of an export says that somebody agreed and not when: that was given, and told of, elsewhere.
    const export_ = { external_id: 'e', email: 'e@example.test', 'consent.email': 'yes' };
    const now = await w.deps.clock.business();
    await ingestContacts(database.db, [export_], {
      ...SEOUL,
      now,
      from: 'json',
      consentSource: 'export',
      consentText: '2026-1',
    });
    const { rows: kept } = await database.db.execute(
      sql`select k.source, k.text_version, k.dated from consents k join contacts c on c.id = k.contact_id where c.external_id in ('a', 'e') and k.purpose = 'marketing' order by c.external_id`,
    );
    expect(kept).toEqual([
      { source: 'shop', text_version: 'v1', dated: true },
      { source: 'export', text_version: '2026-1', dated: false },
    ]);
    w.clock.set(NOON);
    expect(await owed(w)).toEqual([
      {
        kind: 'result',
        channel: 'email',
        people: 2,
        granted: 2,
        withdrawn: 1,
        by: '2026-11-24T00:00:00.000Z',
        latest: '2026-11-12T00:00:00.000Z',
      },
    ]);
    await w.collect();
    const [id = 0] = await w.open();
    const campaign = await loadCampaign(database.db, id);
    expect(campaign).toMatchObject({ kind: 'notice', requester: 'baton', channel: 'marketing-digest', occurrence: 1 });
    const plan = (await liveDrafts(database.db, id)).plan;
    expect(plan?.checks.filter(({ severity, passed }) => severity === 'block' && !passed)).toEqual([]);
    expect(plan?.checks.map(({ id: rule }) => rule)).toContain('KR-CONS-05');
    expect(plan?.content).toMatchObject({ isAd: false, holdoutPercent: 0, windowDays: 0, links: [] });
    expect((plan?.content as Plan | undefined)?.notice).toMatchObject({ kind: 'result' });
    expect(w.sent).toEqual([]);
    // Nobody but an approver, and there is nothing to write anew.
    expect(await w.approve(id, 'U7')).toMatchObject({ ok: false, refusal: { code: 'not_eligible' } });
    const request = (await pendingRequest(database.db, id))?.id ?? '';
    expect(await decide(w.deps, request, someone('U2'), { verdict: 'reject', reason: 'tone' })).toMatchObject({
      ok: false,
      refusal: { code: 'not_now' },
    });
    expect(await w.approve(id)).toMatchObject({ ok: true });
    expect(w.sent.map(({ to }) => to).sort()).toEqual(['a@example.test', 'b@example.test']);
    const text = await readable(w.sent, 'a@');
    expect(text).toContain(
      '이메일 광고 수신 동의(2026년 11월 10일), 문자 야간(오후 9시~오전 8시) 광고 수신 동의(2026년 11월 11일)',
    );
    expect(text).toContain('수신거부');
    expect(text).not.toMatch(/\{\{|\(광고\)/);
    expect(await readable(w.sent, 'b@')).toContain('이메일 광고 수신 거부(2026년 11월 12일)');
    expect(await loadCampaign(database.db, id)).toMatchObject({ status: 'measuring' });
    // The way out of it is out of everything it told of.
    const link = /https?:\S+\/u\/(\S+)/.exec(text)?.[1] ?? '';
    const left = await trackingRoutes(w.deps).request(`/u/${link}`, { method: 'POST' });
    expect(left.status).toBe(200);
    const { rows: out } = await database.db.execute(sql`select channel from suppressions order by 1`);
    expect(out).toEqual([{ channel: 'email' }, { channel: 'sms' }]);
    expect(await owed(w)).toEqual([]);
    await w.collect();
    expect(await w.open()).toEqual([]);
    const held = await exportContact(database.db, 'b', {
      by: 'cli',
      now: new Date(NOON),
      secretKeys: ['k'],
      currency: 'KRW',
    });
    expect(held?.notices).toMatchObject([{ campaign_id: id, kind: 'result', channel: 'email', state: 'withdrawn' }]);
    const facts = await loadCampaignFacts(database.db, id);
    expect(facts && campaignJson(facts)).toMatchObject({ audience: { send: 2, holdout: 0 } });
    const config = parseConfig({ DATABASE_URL: database.url, PRACTICE: 'none' }, 'database');
    const list = (args: string[]) => notice.run({ config, args, options: {} });
    expect(await list(['list'])).toEqual({ json: { owed: [] }, text: '알려야 할 동의·거부·확인이 없어요.' });
    await expect(list(['show'])).rejects.toThrow(UsageError);
    // The same word again is no new answer; another word is.
    await says(w.deps, 'a', 'granted', '2026-11-10T00:00:00Z');
    expect(await owed(w)).toEqual([]);
    await says(w.deps, 'a', 'withdrawn', '2026-11-24T02:00:00Z');
    expect(await owed(w)).toMatchObject([{ people: 1, granted: 0, withdrawn: 1 }]);
  });

  it('tells whoever opted out that they did; not a bounced address, nobody without one, nobody erased', async () => {
    const w = await world();
    await people(w.deps, ['out', 'bounced', 'gone', 'nowhere']);
    for (const id of ['out', 'bounced', 'gone', 'nowhere']) await says(w.deps, id, 'withdrawn', '2026-11-20T00:00:00Z');
    await database.db.execute(sql`update contacts set email = null where external_id = 'nowhere'`);
    const ids = new Map(
      (
        await database.db.execute<{ id: number; external_id: string }>(sql`select id, external_id from contacts`)
      ).rows.map((row) => [row.external_id, Number(row.id)]),
    );
    const at = new Date('2026-11-20T00:00:00Z');
    for (const [id, reason] of [
      ['out', 'unsubscribed'],
      ['bounced', 'bounced'],
    ] as const)
      await database.db.transaction((tx) =>
        suppress(tx, { contactId: ids.get(id) ?? 0, channel: 'email', reason, source: 'test', at }),
      );
    w.clock.set(NOON);
    expect(await owed(w)).toEqual([
      expect.objectContaining({ channel: 'email', people: 2 }),
      expect.objectContaining({ channel: null, people: 2 }),
    ]);
    await w.collect();
    const [id = 0] = await w.open();
    await database.db.execute(sql`delete from contacts where external_id = 'gone'`);
    expect(await w.approve(id)).toMatchObject({ ok: true });
    expect(w.sent.map(({ to }) => to)).toEqual(['out@example.test']);
  });

  it('asks anew while nobody answers, with whoever has answered since, and stops asking when nobody is owed', async () => {
    const w = await world();
    await people(w.deps, ['a', 'b']);
    await says(w.deps, 'a', 'granted', '2026-11-20T00:00:00Z');
    w.clock.set(NOON);
    await w.collect();
    const [id = 0] = await w.open();
    await w.collect();
    expect((await liveDrafts(database.db, id)).plan?.version).toBe(1);
    await says(w.deps, 'b', 'granted', '2026-11-24T02:00:00Z');
    w.clock.forward('P1D');
    await w.collect();
    expect(await w.open()).toEqual([id]);
    expect((await liveDrafts(database.db, id)).plan?.version).toBe(2);
    expect((await pendingRequest(database.db, id))?.shown).toMatchObject({ send: 2, holdout: 0 });
    await database.db.execute(sql`delete from contacts`);
    w.clock.forward('P1D');
    await w.collect();
    expect(await loadCampaign(database.db, id)).toMatchObject({ status: 'cancelled' });
  });

  it('lets no telephone ring at night, and goes to a telephone only where there is no e-mail', async () => {
    const texts: { to: string; body: string }[] = [];
    const { channel: phone } = countingChannel(
      (message) => {
        texts.push(message);
        return { outcome: 'accepted', providerId: message.messageId };
      },
      { name: 'sms', account: 'phone' },
    );
    const w = await world(undefined, [phone]);
    await people(w.deps, ['a'], { phone: '010-1234-5678' });
    await people(w.deps, ['b'], { phone: '010-8765-4321', email: '' });
    for (const id of ['a', 'b']) await says(w.deps, id, 'granted', '2026-11-20T00:00:00Z', { channel: 'sms' });
    // 22:30 in Seoul.
    w.clock.set('2026-11-24T13:30:00Z');
    await w.collect();
    for (const id of await w.open())
      expect(await w.approve(id)).toMatchObject({ ok: true, campaign: { kind: 'notice' } });
    expect(w.sent.map(({ to }) => to)).toEqual(['a@example.test']);
    expect(texts).toEqual([]);
    w.clock.set('2026-11-25T00:00:00Z');
    const dues = await database.db.execute<{ id: number }>(
      sql`select id from dues where kind = 'send' and done_at is null`,
    );
    for (const { id } of dues.rows) await runDue(w.deps, Number(id));
    await w.run();
    expect(texts).toHaveLength(1);
    expect(texts[0]?.body).toContain('문자 광고 수신 동의(2026년 11월 20일)');
    expect(texts[0]?.body).toContain('080-123-4567');
  });

  it('stops advertisements to whoever was not told in 14 days, and restarts two years with a confirmation', async () => {
    const w = await world();
    await people(w.deps, ['told', 'untold', 'old']);
    await says(w.deps, 'told', 'granted', '2026-11-05T00:00:00Z');
    await says(w.deps, 'old', 'granted', '2024-12-20T00:00:00Z');
    w.clock.set('2026-11-06T00:00:00Z');
    await w.collect();
    for (const id of await w.open()) await w.approve(id);
    expect(w.sent.map(({ to }) => to).sort()).toEqual(['old@example.test', 'told@example.test']);
    const reminder = await readable(w.sent, 'old');
    expect(reminder).toContain('2년마다');
    await says(w.deps, 'untold', 'granted', '2026-11-06T01:00:00Z');
    w.clock.set('2026-11-21T00:00:00Z');
    const { audienceNow } = await import('../../src/campaign/request.ts');
    const { planOf } = await import('../delivery/fixture.ts');
    const now = await w.deps.clock.business();
    const ads = await audienceNow(
      database.db,
      w.deps,
      { id: 0, sendAt: null },
      await planOf({ holdoutPercent: 0 }),
      now,
    );
    expect(ads).toMatchObject({ send: 2, excluded: { untold: 1 } });
    // Two years after the consent, and not two years after its confirmation.
    w.clock.set('2027-06-01T00:00:00Z');
    const later = await w.deps.clock.business();
    expect(await preflightFacts(database.db, { now: later })).toMatchObject({
      consented: 3,
      overdue: 0,
      answers: { due: 1, overdue: 1 },
    });
  });

  it('tells no answer twice and forgets none, whatever is answered, lost, stopped and asked again', async () => {
    const names = ['a', 'b', 'c'];
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ say: fc.constantFrom(...names), state: fc.constantFrom('granted', 'withdrawn') }),
      },
      { weight: 4, arbitrary: fc.constant('collect' as const) },
      { weight: 3, arbitrary: fc.constant('approve' as const) },
      { weight: 1, arbitrary: fc.constant('crash' as const) },
      { weight: 1, arbitrary: fc.constant('cancel' as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        await forgetPeople(database.db);
        await database.db.execute(
          sql`delete from approvals; delete from approval_requests; delete from launches; delete from drafts; delete from campaigns; delete from dues; delete from brand_versions`,
        );
        let lost = false;
        const w = await world(() =>
          lost ? { outcome: 'unknown', reason: 'no_answer' } : { outcome: 'accepted', providerId: 'x' },
        );
        await people(w.deps, names);
        const said = new Map<string, string>();
        for (const one of [...steps, 'collect', 'approve'] as const) {
          w.clock.forward('PT6H');
          const at = (await w.deps.clock.business()).toISOString();
          if (typeof one === 'object') {
            await says(w.deps, one.say, one.state, at);
            said.set(one.say, `${one.state} ${at}`);
          } else if (one === 'collect') await w.collect();
          else if (one === 'cancel')
            await database.db.execute(sql`update campaigns set status = 'cancelled' where status = 'plan.review'`);
          else {
            lost = one === 'crash';
            for (const id of await w.open()) await w.approve(id);
            lost = false;
          }
        }
        const { rows } = await database.db.execute<{ key: string; n: number; status: string }>(sql`
          select n.contact_id || ' ' || n.answered_at as key, count(*)::int as n from notice_answers n join deliveries d on d.contact_id = n.contact_id and d.campaign_id = n.campaign_id
          where d.status in ('accepted', 'unknown', 'handed') group by 1`);
        expect(rows.every(({ n }) => n === 1)).toBe(true);
        // Everybody's last word is told, or may have been.
        expect(await owed(w)).toEqual([]);
        expect(rows.length).toBeGreaterThanOrEqual(said.size);
        const perPerson = new Map<string, number>();
        for (const { to } of w.sent) perPerson.set(to, (perPerson.get(to) ?? 0) + 1);
        const spoken = steps.filter((one) => typeof one === 'object');
        for (const [to, n] of perPerson)
          expect(n).toBeLessThanOrEqual(spoken.filter(({ say }) => to.startsWith(say)).length);
      }),
      { numRuns: 8 },
    );
  });
});
