import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveKit } from '../../src/brand/store.ts';
import { emailChannel } from '../../src/channels/email.ts';
import { testSends } from '../../src/db/schema.ts';
import { deliverSlice } from '../../src/delivery/deliver.ts';
import { progress, resendUnknown } from '../../src/delivery/progress.ts';
import { sendTest } from '../../src/delivery/test-send.ts';
import { makeTokens } from '../../src/delivery/tokens.ts';
import { TUNING } from '../../src/delivery/tuning.ts';
import type { Db, Deps } from '../../src/deps.ts';
import { realClock } from '../../src/kit/clock.ts';
import { type Mailbox, type PostedMail, startMailbox } from '../../src/practice/mailbox.ts';
import { smtpVendor } from '../contract/smtp-vendor.ts';
import { testDatabase } from '../support/database.ts';
import { kit, planOf, type Seeded, seedCampaign, statusOf, testDeps, WHOLE } from './fixture.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('sending over SMTP', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  let mailbox: Mailbox;
  beforeAll(async () => {
    database = await testDatabase();
    db = database.db;
    mailbox = await startMailbox({ db, clock: realClock, log });
  });
  afterAll(async () => {
    await mailbox.close();
    await database.close();
  });

  const practiceChannel = () => emailChannel({ smtpUrl: mailbox.smtpUrl, practice: true, log, clock: realClock });
  const practicePlan = () => planOf({ channel: { name: 'email', account: 'practice' } });
  const posted = async (): Promise<PostedMail[]> =>
    (await mailbox.routes.request('/mailbox.json')).json() as Promise<PostedMail[]>;
  const runOut = async (deps: Deps, s: Seeded) => {
    for (;;) {
      const went = await deliverSlice(
        deps,
        { campaignId: s.campaignId, ...WHOLE },
        { ...TUNING, backoffMs: 30, backoffCapMs: 60, patienceMs: 20 },
      );
      if (went === 'done') return;
      await new Promise((go) => setTimeout(go, 10));
    }
  };

  it('puts into the practice mailbox what each person would have read, with links that are theirs', async () => {
    const s = await seedCampaign(db, { contacts: 30, plan: await practicePlan() });
    const channel = practiceChannel();
    const deps = testDeps(db, channel);
    await runOut(deps, s);
    await channel.close();
    const mails = (await posted()).filter((m) => m.campaignId === `C-${s.campaignId}`);
    expect(mails).toHaveLength(30);
    expect(new Set(mails.map((m) => m.contactId)).size).toBe(30);
    const named = mails.find((m) => m.subject === '(광고) 이름1님, 두 달 사이 나온 음반이에요');
    expect(named?.text).toContain('안녕하세요, 이름1님.');
    expect(mails.filter((m) => m.subject.includes('고객님'))).toHaveLength(10);
    const tokens = makeTokens(deps.secretKeys);
    for (const mail of mails) {
      const token = /\/u\/([\w-]+)/.exec(mail.html ?? '')?.[1] ?? '';
      const signed = tokens.verify('unsubscribe', token);
      const { rows } = await db.execute<{ external_id: string }>(
        sql`select external_id from contacts where id = ${signed?.contactId ?? 0}`,
      );
      expect(rows[0]?.external_id).toBe(mail.contactId);
      expect(mail.html).toMatch(/http:\/\/localhost:3000\/c\/[\w-]+/);
      expect(mail.html).toMatch(/http:\/\/localhost:3000\/o\/[\w-]+\.gif/);
    }
    expect(await progress(db, s.campaignId, 1)).toMatchObject({ planned: 30, byStatus: { accepted: 30 }, done: true });
  });

  it('goes on without a double when the server is away for a while in the middle', async () => {
    const vendor = await smtpVendor();
    const channel = emailChannel({ smtpUrl: vendor.url, practice: true, log, clock: realClock, timeoutMs: 2_000 });
    const s = await seedCampaign(db, { contacts: 200, plan: await practicePlan() });
    const deps = testDeps(db, channel);
    const running = runOut(deps, s);
    await expect.poll(() => vendor.got.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(20);
    await vendor.be('gone');
    await expect
      .poll(
        async () =>
          (await db.execute<{ f: number }>(sql`select failures as f from provider_rates where account = 'practice'`))
            .rows[0]?.f ?? 0,
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    await vendor.be({});
    await running;
    await channel.close();
    await vendor.close();
    const ids = vendor.got.map((raw) => /^Message-ID: (.*)$/m.exec(raw)?.[1]);
    const { byStatus } = await progress(db, s.campaignId, 1);
    expect(new Set(ids).size).toBe(ids.length);
    expect(byStatus.accepted + byStatus.unknown).toBe(200);
    // What was under way when the server went may have been taken: it is said, not guessed.
    expect(ids.length).toBeGreaterThanOrEqual(byStatus.accepted);
    expect(ids.length).toBeLessThanOrEqual(byStatus.accepted + byStatus.unknown);
  });

  it('shows as unknown exactly what a server took without a word, and sends it again only when asked', async () => {
    const vendor = await smtpVendor();
    await vendor.be({ dropAfterData: true });
    const channel = emailChannel({
      smtpUrl: vendor.url,
      practice: true,
      log,
      clock: realClock,
      timeoutMs: 2_000,
      connections: 1,
    });
    const s = await seedCampaign(db, { contacts: 3, plan: await practicePlan() });
    const deps = testDeps(db, channel);
    await runOut(deps, s);
    expect(await statusOf(db, s.campaignId)).toEqual({ unknown: 3 });
    expect(vendor.got).toHaveLength(3);
    await vendor.be({});
    await runOut(deps, s);
    expect(vendor.got).toHaveLength(3);
    await resendUnknown(db, s.campaignId, 1);
    await runOut(deps, s);
    expect(vendor.got).toHaveLength(6);
    expect(await statusOf(db, s.campaignId)).toEqual({ accepted: 3 });
    await channel.close();
    await vendor.close();
  });

  it('stops at a pause with no more than what was under way, and goes on from there', async () => {
    const channel = practiceChannel();
    const s = await seedCampaign(db, { contacts: 300, plan: { ...(await practicePlan()), ratePerSecond: 100 } });
    const deps = testDeps(db, channel);
    const count = async () => (await posted()).filter((m) => m.campaignId === `C-${s.campaignId}`).length;
    const first = deliverSlice(deps, { campaignId: s.campaignId, ...WHOLE });
    await expect.poll(count, { timeout: 20_000 }).toBeGreaterThan(10);
    await db.execute(sql`update campaigns set status = 'paused' where id = ${s.campaignId}`);
    expect(await first).toHaveProperty('again');
    const paused = await count();
    expect(paused).toBeLessThan(300);
    expect(await deliverSlice(deps, { campaignId: s.campaignId, ...WHOLE })).toHaveProperty('again');
    expect(await count()).toBe(paused);
    await db.execute(sql`update campaigns set status = 'sending' where id = ${s.campaignId}`);
    await runOut(deps, s);
    const mails = (await posted()).filter((m) => m.campaignId === `C-${s.campaignId}`);
    expect(mails).toHaveLength(300);
    expect(new Set(mails.map((m) => m.contactId)).size).toBe(300);
    await channel.close();
  });

  it('sends a test to the asker’s own address only, once, untracked, also from copy that has no plan yet', async () => {
    const channel = practiceChannel();
    const s = await seedCampaign(db, { contacts: 1, plan: await practicePlan() });
    const person = {
      id: 'U9',
      name: '김마케터',
      language: 'ko' as const,
      email: 'kim@company.example.test',
      phone: null,
      isBot: false,
      isGuest: false,
      isStranger: false,
      isAdmin: false,
      deleted: false,
    };
    const deps: Deps = { ...testDeps(db, channel), directory: { person: async () => person, group: async () => [] } };
    expect(await saveKit(deps, kit, 'test')).toMatchObject({ ok: true });
    const { rows } = await db.execute<{ id: string }>(sql`select id from drafts where campaign_id = ${s.campaignId}`);
    const ask = (id: string, draftId: string, variant = 'A-1') =>
      db.insert(testSends).values({
        id,
        campaignId: s.campaignId,
        draftId,
        variant,
        channel: 'email',
        by: 'U9',
        state: 'planned',
        at: new Date(),
      });
    await ask('ts_1', rows[0]!.id);
    expect(await sendTest(deps, 'ts_1')).toBe('accepted');
    expect(await sendTest(deps, 'ts_1')).toBe('accepted');
    const mails = (await posted()).filter((m) => m.test);
    expect(mails).toMatchObject([
      {
        to: 'kim@company.example.test',
        test: true,
        contactId: null,
        campaignId: `C-${s.campaignId}`,
        subject: '(광고) 김마케터님, 두 달 사이 나온 음반이에요',
      },
    ]);
    expect(mails[0]?.html).toContain('https://shop.example.test/?utm_source=baton');
    expect(mails[0]?.html).not.toContain('/c/');
    await ask('ts_2', rows[0]!.id, 'Z-9');
    expect(await sendTest(deps, 'ts_2')).toBe('failed');
    await ask('ts_3', rows[0]!.id);
    expect(
      await sendTest(
        { ...deps, directory: { ...deps.directory, person: async () => ({ ...person, email: null }) } },
        'ts_3',
      ),
    ).toBe('failed');
    expect((await posted()).filter((m) => m.test)).toHaveLength(1);
    await channel.close();
  });
});
