import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverSlice } from '../../src/delivery/deliver.ts';
import { progress } from '../../src/delivery/progress.ts';
import { TUNING } from '../../src/delivery/tuning.ts';
import { testDatabase } from '../support/database.ts';
import { countingChannel, planOf, seedCampaign, statusOf, testDeps, WHOLE } from './fixture.ts';

describe('delivering a slice', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('hands every planned message to the provider once and is done', async () => {
    const { db } = database;
    const { campaignId } = await seedCampaign(db, { contacts: 130 });
    const { channel, got, doubles } = countingChannel();
    const deps = testDeps(db, channel);
    expect(await deliverSlice(deps, { campaignId, ...WHOLE })).toBe('done');
    expect(got.size).toBe(130);
    expect(doubles()).toBe(0);
    expect(await statusOf(db, campaignId)).toEqual({ accepted: 130 });
    expect(await progress(db, campaignId, 1)).toMatchObject({ planned: 130, unknown: 0, done: true });
    expect(await deliverSlice(deps, { campaignId, ...WHOLE })).toBe('done');
    expect(got.size).toBe(130);
  });

  it('sends nothing while paused and says when to look again', async () => {
    const { db } = database;
    const { campaignId } = await seedCampaign(db, { contacts: 5, status: 'paused' });
    const { channel, got } = countingChannel();
    const deps = testDeps(db, channel);
    expect(await deliverSlice(deps, { campaignId, ...WHOLE })).toHaveProperty('again');
    expect(got.size).toBe(0);
    await db.execute(sql`update campaigns set status = 'sending' where id = ${campaignId}`);
    expect(await deliverSlice(deps, { campaignId, ...WHOLE })).toBe('done');
    expect(got.size).toBe(5);
  });

  it('leaves off when its process is asked to end: what was handed over is answered, the rest waits unclaimed', async () => {
    const { db } = database;
    const { campaignId } = await seedCampaign(db, { contacts: 200 });
    const end = new AbortController();
    const { channel, got, doubles } = countingChannel(async (m) => {
      end.abort();
      await new Promise((done) => setTimeout(done, 20));
      return { outcome: 'accepted', providerId: m.messageId };
    });
    const ending = testDeps(db, channel, { stopping: end.signal });
    expect(await deliverSlice(ending, { campaignId, ...WHOLE })).toHaveProperty('again');
    const left = await statusOf(db, campaignId);
    expect(left.accepted).toBe(got.size);
    expect(left).toEqual({ accepted: got.size, planned: 200 - got.size });
    expect(got.size).toBeLessThan(100);
    expect(await deliverSlice(testDeps(db, channel), { campaignId, ...WHOLE })).toBe('done');
    expect(doubles()).toBe(0);
    expect(await statusOf(db, campaignId)).toEqual({ accepted: 200 });
  });

  it('refuses to send a plan whose stored content is not what was approved', async () => {
    const { db } = database;
    const { campaignId } = await seedCampaign(db, { contacts: 3 });
    await db.execute(
      sql`update drafts set content = jsonb_set(content, '{sender,name}', '"someone else"') where campaign_id = ${campaignId}`,
    );
    const { channel, got } = countingChannel();
    await expect(deliverSlice(testDeps(db, channel), { campaignId, ...WHOLE })).rejects.toMatchObject({
      code: 'content_changed',
    });
    expect(got.size).toBe(0);
  });

  it('refuses an account other than the approved one, and a channel that is gone', async () => {
    const { db } = database;
    const plan = await planOf({ channel: { name: 'email', account: 'smtp:elsewhere' } });
    const { campaignId } = await seedCampaign(db, { contacts: 1, plan });
    const { channel } = countingChannel();
    await expect(deliverSlice(testDeps(db, channel), { campaignId, ...WHOLE })).rejects.toMatchObject({
      code: 'account_changed',
    });
    await expect(deliverSlice(testDeps(db, null), { campaignId, ...WHOLE })).rejects.toMatchObject({
      code: 'channel_missing',
    });
  });

  it('ends what was stopped: waiting rows are cancelled, nothing leaves', async () => {
    const { db } = database;
    const { campaignId } = await seedCampaign(db, { contacts: 4 });
    await db.execute(sql`update campaigns set status = 'measuring', halted = true where id = ${campaignId}`);
    const { channel, got } = countingChannel();
    expect(await deliverSlice(testDeps(db, channel), { campaignId, ...WHOLE })).toBe('done');
    expect(got.size).toBe(0);
    expect(await statusOf(db, campaignId)).toEqual({ cancelled: 4 });
  });

  it('keeps a recipient who is not taken for the moment, and gives up after so many tries', async () => {
    const { db } = database;
    const { campaignId } = await seedCampaign(db, { contacts: 2 });
    const { channel, got } = countingChannel(() => ({ outcome: 'retry_later', reason: 'busy', afterMs: 0 }));
    const deps = testDeps(db, channel);
    const tuning = { ...TUNING, backoffMs: 1, attempts: 3 };
    for (;;) {
      const went = await deliverSlice(deps, { campaignId, ...WHOLE }, tuning);
      if (went === 'done') break;
    }
    expect([...got.values()]).toEqual([3, 3]);
    expect((await progress(db, campaignId, 1)).failedByReason).toEqual({ busy: 2 });
    expect(await statusOf(db, campaignId)).toEqual({ expired: 2 });
  });

  it('waits with everything when the account is down, uses no attempt, and goes on without a double', async () => {
    const { db } = database;
    const { campaignId } = await seedCampaign(db, {
      contacts: 60,
      plan: await planOf({ channel: { name: 'email', account: 'down' } }),
    });
    let down = true;
    const { channel, got } = countingChannel(
      (m) =>
        down
          ? { outcome: 'retry_later', reason: 'down', afterMs: 0, whole: true }
          : { outcome: 'accepted', providerId: m.messageId },
      { account: 'down' },
    );
    const deps = testDeps(db, channel);
    const tuning = { ...TUNING, backoffMs: 20, backoffCapMs: 40, patienceMs: 1 };
    for (let i = 0; i < 3; i += 1)
      expect(await deliverSlice(deps, { campaignId, ...WHOLE }, tuning)).toHaveProperty('again');
    expect(await statusOf(db, campaignId)).toEqual({ planned: 60 });
    const { rows } = await db.execute<{ attempts: number }>(
      sql`select max(attempts)::int as attempts from deliveries where campaign_id = ${campaignId}`,
    );
    expect(rows[0]?.attempts).toBe(0);
    got.clear();
    down = false;
    for (;;) {
      const went = await deliverSlice(deps, { campaignId, ...WHOLE }, tuning);
      if (went === 'done') break;
    }
    expect(got.size).toBe(60);
    expect(await statusOf(db, campaignId)).toEqual({ accepted: 60 });
  });

  it('writes down a permanent refusal with its reason', async () => {
    const { db } = database;
    const { campaignId } = await seedCampaign(db, { contacts: 3 });
    const { channel } = countingChannel(() => ({ outcome: 'rejected', reason: 'no_mailbox', permanent: true }));
    await deliverSlice(testDeps(db, channel), { campaignId, ...WHOLE });
    expect(await progress(db, campaignId, 1)).toMatchObject({
      failedByReason: { no_mailbox: 3 },
      bounced: 3,
      done: true,
    });
  });

  it('ends rows without a usable address with a reason, without calling the provider', async () => {
    const { db } = database;
    const { campaignId, contactIds } = await seedCampaign(db, { contacts: 3 });
    await db.execute(sql`update contacts set email = 'no address' where id = ${contactIds[0]}`);
    await db.execute(sql`update contacts set email = null where id = ${contactIds[1]}`);
    const { channel, got } = countingChannel();
    await deliverSlice(testDeps(db, channel), { campaignId, ...WHOLE });
    expect(got.size).toBe(1);
    expect((await progress(db, campaignId, 1)).failedByReason).toEqual({ bad_address: 1, no_address: 1 });
  });

  it('leaves `unknown` what a channel that breaks was given', async () => {
    const { db } = database;
    const { campaignId } = await seedCampaign(db, { contacts: 2 });
    const { channel } = countingChannel(() => Promise.reject(new Error('broken')));
    await deliverSlice(testDeps(db, channel), { campaignId, ...WHOLE });
    expect(await statusOf(db, campaignId)).toEqual({ unknown: 2 });
  });

  it('holds on to an answer while the database is away, and writes it down when it is back', async () => {
    const { db, url } = database;
    const { campaignId } = await seedCampaign(db, { contacts: 40 });
    let cuts = 0;
    const { channel, got, doubles } = countingChannel(async (m) => {
      if (cuts++ === 0) await cutEveryone(url);
      return { outcome: 'accepted', providerId: m.messageId };
    });
    const deps = testDeps(db, channel);
    for (let went: unknown = null; went !== 'done'; )
      went = await deliverSlice(deps, { campaignId, ...WHOLE }).catch(() => 'the queue tries again');
    expect(doubles()).toBe(0);
    expect(got.size).toBe(40);
    expect(await statusOf(db, campaignId)).toEqual({ accepted: 40 });
  });

  it('gives back untouched what a process that stood still had handed over but not yet begun', async () => {
    const { db } = database;
    const { campaignId } = await seedCampaign(db, { contacts: 3 });
    const { channel, got } = countingChannel(undefined, { timeoutMs: -1_000 });
    // A time-out that leaves no time at all is what standing still looks like from inside.
    expect(await deliverSlice(testDeps(db, channel), { campaignId, ...WHOLE })).toHaveProperty('again');
    expect(got.size).toBe(0);
    expect((await progress(db, campaignId, 1)).byStatus.accepted).toBe(0);
  });
});

/** Every connection to this database is cut, as when the server goes away. */
const cutEveryone = async (url: string): Promise<void> => {
  const admin = new pg.Client({ connectionString: url.replace(/\/[^/]+$/, '/baton') });
  await admin.connect();
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
    url.split('/').pop(),
  ]);
  await admin.end();
};
