import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advance } from '../../src/campaign/advance.ts';
import { tellInterrupted } from '../../src/campaign/interrupted.ts';
import { deliver, settleSending, startSending } from '../../src/campaign/sending.ts';
import { connect } from '../../src/db/client.ts';
import { campaigns, messages } from '../../src/db/schema.ts';
import { clearHold, holdAccount } from '../../src/delivery/rate.ts';
import { TUNING } from '../../src/delivery/tuning.ts';
import type { Deps } from '../../src/deps.ts';
import type { JobData, Jobs } from '../../src/jobs/job.ts';
import type { Plan } from '../../src/steps/plan/schema.ts';
import { countingChannel, planOf, seedCampaign, seedContacts, statusOf, WHOLE } from '../delivery/fixture.ts';
import { testDatabase } from '../support/database.ts';
import { handClock, testDeps } from '../support/deps.ts';

describe('a sending', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  const made = (more: Partial<Deps> = {}) => testDeps(database, more);
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  const told = async (campaignId: number) =>
    (await database.db.select().from(messages).where(eq(messages.campaignId, campaignId)))
      .filter(({ kind }) => kind === 'note')
      .map(({ subject }) => subject as { note: string; params: Record<string, unknown> });
  const statusIs = async (id: number) =>
    (await database.db.select({ status: campaigns.status }).from(campaigns).where(eq(campaigns.id, id)))[0]?.status;
  /** Frozen, with so many rows in each state. */
  const sending = async (states: Record<string, number>, plan: Partial<Plan> = {}, reason: string | null = null) => {
    const contacts = Object.values(states).reduce((a, b) => a + b, 0);
    const seeded = await seedCampaign(database.db, { contacts, plan: await planOf(plan) });
    await database.db.update(campaigns).set({ windowStartsAt: new Date() }).where(eq(campaigns.id, seeded.campaignId));
    let from = 0;
    for (const [state, n] of Object.entries(states)) {
      const ids = seeded.contactIds.slice(from, from + n);
      from += n;
      await database.db.execute(sql`update deliveries set status = ${state}, reason = ${state === 'failed' ? reason : null}
        where campaign_id = ${seeded.campaignId} and contact_id = any(${sql.param(ids)}::bigint[])`);
    }
    return seeded;
  };
  const resume = (deps: Deps, id: number) => deps.db.transaction((tx) => advance(tx, deps, id, 'resume', { by: 'U2' }));

  it('pauses at too many bounces, says why in the thread, and bears what a person went on with', async () => {
    const deps = made();
    const { campaignId, contactIds } = await sending({ accepted: 90, failed: 10, planned: 20 }, {}, 'no_mailbox');
    await settleSending(deps, campaignId);
    expect(await statusIs(campaignId)).toBe('paused');
    expect(await told(campaignId)).toEqual([{ note: 'paused_bounce', params: { percent: 10, limit: 5, left: 20 } }]);
    await resume(deps, campaignId);
    await settleSending(deps, campaignId);
    expect(await statusIs(campaignId)).toBe('sending');
    await database.db.execute(sql`update deliveries set status = 'failed', reason = 'no_mailbox'
      where campaign_id = ${campaignId} and contact_id = any(${sql.param(contactIds.slice(0, 10))}::bigint[])`);
    deps.clock.forward('PT1M');
    await settleSending(deps, campaignId);
    expect(await statusIs(campaignId)).toBe('paused');
    expect(await told(campaignId)).toHaveLength(2);
  });

  it('spends no more than its budget: what it pays for leaves, the rest waits for a person', async () => {
    const { channel, got } = countingChannel();
    const deps = made({ channels: new Map([['email', channel]]) });
    const { campaignId } = await sending({ planned: 60 }, { budget: 250 });
    await startSending(deps, campaignId);
    const slices = deps.jobs.asked.flatMap(({ name, data }) => (name === 'send.slice' ? [data] : []));
    expect(slices).toEqual([{ campaignId, ...WHOLE, most: 25 }]);
    await deliver(deps, slices[0] as Parameters<typeof deliver>[1]);
    await deliver(deps, slices[0] as Parameters<typeof deliver>[1]);
    expect(got.size).toBe(25);
    await settleSending(deps, campaignId);
    expect(await statusIs(campaignId)).toBe('paused');
    expect(await told(campaignId)).toEqual([{ note: 'paused_budget', params: { spent: 250, budget: 250, left: 35 } }]);
  });

  it('hands over no advertisement at night, by a channel the night binds, and pauses at its edge', async () => {
    const clock = handClock('2026-11-24T11:59:00Z');
    const { channel, got } = countingChannel(undefined, { name: 'sms' });
    const deps = made({ clock, channels: new Map([['sms', channel]]) });
    const plan = { channel: { name: 'sms', account: 'counting' } } as unknown as Partial<Plan>;
    const { campaignId } = await sending({ planned: 5 }, plan);
    clock.forward('PT2M');
    await deliver(deps, { campaignId, ...WHOLE });
    expect(got.size).toBe(0);
    await settleSending(deps, campaignId);
    expect(await statusIs(campaignId)).toBe('paused');
    expect(await told(campaignId)).toEqual([{ note: 'paused_night', params: { left: 5 } }]);
  });

  it('asks a person once a provider has been down for long, and tries at once when that person goes on', async () => {
    const deps = made();
    const account = 'broken';
    const { campaignId } = await sending({ planned: 5 }, { channel: { name: 'email', account } });
    for (let i = 0; i < 8; i += 1) {
      await holdAccount(deps.db, account, { baseMs: 60_000, capMs: 60_000, askedMs: 0, jitter: 1 });
      await settleSending(deps, campaignId);
      if (i < 7) {
        expect(await statusIs(campaignId)).toBe('sending');
        await deps.db.execute(sql`update provider_rates set held_until = clock_timestamp() where account = ${account}`);
      }
    }
    expect(await statusIs(campaignId)).toBe('paused');
    expect(await told(campaignId)).toEqual([{ note: 'paused_provider', params: { failures: 8, left: 5 } }]);
    await resume(deps, campaignId);
    await startSending(deps, campaignId);
    await settleSending(deps, campaignId);
    expect(await statusIs(campaignId)).toBe('sending');
    await clearHold(deps.db, account);
  });

  it('says in the thread that a worker was lost, once for all its slices', async () => {
    const { channel } = countingChannel();
    const deps = made({ channels: new Map([['email', channel]]) });
    const { campaignId } = await sending({ handed: 3, planned: 2 });
    const slices = [
      { campaignId, occurrence: 1, lo: 0, hi: 32_768 },
      { campaignId, occurrence: 1, lo: 32_768, hi: 65_536 },
    ];
    await database.db.execute(
      sql`update deliveries set lease_until = now() - interval '1 second', claim_token = 'gone' where campaign_id = ${campaignId} and status = 'handed'`,
    );
    for (const slice of slices) await deliver(deps, slice);
    expect(await told(campaignId)).toEqual([{ note: 'send_interrupted', params: {} }]);
    expect(await statusOf(database.db, campaignId)).toEqual({ accepted: 2, unknown: 3 });
  });

  it('says one crash once, however late the last of its leases is found, and the next crash again', async () => {
    const clock = handClock();
    const { channel } = countingChannel(undefined, { timeoutMs: 30_000 });
    const deps = made({ clock, channels: new Map([['email', channel]]) });
    const { campaignId, contactIds } = await sending({ handed: 4, planned: 2 });
    /** The hand-over of one row came to its end so long ago. */
    const left = (i: number, agoMs: number) =>
      database.db.execute(sql`update deliveries set status = 'handed', claim_token = 'gone',
        lease_until = now() - ${agoMs}::float8 * interval '1 millisecond'
        where campaign_id = ${campaignId} and contact_id = ${contactIds[i]}`);
    const slice = { campaignId, ...WHOLE };
    // The process that was started in its place tells first, 7 s after the crash; leases of 61 s end then, found late.
    await tellInterrupted(deps, campaignId);
    clock.forward('PT81S');
    await left(0, 27_000);
    await deliver(deps, slice);
    expect(await told(campaignId)).toHaveLength(1);
    clock.forward('PT10M');
    await left(1, 627_000);
    await deliver(deps, slice);
    expect(await told(campaignId)).toHaveLength(1);
    // Taken after the last word: somebody else is gone.
    await left(2, 1_000);
    await deliver(deps, slice);
    expect(await told(campaignId)).toHaveLength(2);
  });

  /** The queue's line with one worker: the greatest place first, then the oldest. @returns how many jobs it took */
  const oneWorker = () => {
    const line: { place: number; data: JobData['send.slice'] }[] = [];
    const head = () => line.reduce<(typeof line)[0] | null>((a, b) => (a && a.place >= b.place ? a : b), null);
    const jobs = {
      enqueue: async (_tx: unknown, name: string, data: unknown, { place = 0 }: { place?: number } = {}) => {
        if (name === 'send.slice') line.push({ place, data: data as JobData['send.slice'] });
      },
      first: async () => {
        const next = head();
        return next && { ...next, ready: true };
      },
    } as Jobs;
    const work = async (deps: Deps): Promise<number> => {
      let runs = 0;
      for (let next = head(); next; next = head(), runs += 1) {
        line.splice(line.indexOf(next), 1);
        await deliver(deps, next.data, { ...TUNING, turnMs: 0, claimRows: 60 });
      }
      return runs;
    };
    return { jobs, work };
  };

  it('takes turns with another: neither waits for the other to end, and nothing is lost or sent twice', async () => {
    const { jobs, work } = oneWorker();
    const order: string[] = [];
    const { channel, doubles } = countingChannel((m) => {
      order.push(m.to);
      return { outcome: 'accepted', providerId: m.messageId };
    });
    const deps = made({ jobs, channels: new Map([['email', channel]]) });
    const large = await sending({ planned: 1_100 });
    const small = await sending({ planned: 600 });
    await startSending(deps, large.campaignId);
    await startSending(deps, small.campaignId);
    await work(deps);
    expect(doubles()).toBe(0);
    expect(await statusOf(database.db, large.campaignId)).toEqual({ accepted: 1_100 });
    expect(await statusOf(database.db, small.campaignId)).toEqual({ accepted: 600 });
    const { rows } = await database.db.execute<{ email: string }>(
      sql`select email from contacts where id = any(${sql.param(small.contactIds)}::bigint[])`,
    );
    const ofSmall = new Set(rows.map(({ email }) => email));
    const shareOf = (from: number, to: number) => order.slice(from, to).filter((email) => ofSmall.has(email)).length;
    // As long as both have something to send, each has its part of every stretch.
    expect(shareOf(0, 400)).toBeGreaterThan(100);
    expect(shareOf(0, 400)).toBeLessThan(300);
    expect(shareOf(400, 800)).toBeGreaterThan(100);
    expect(shareOf(400, 800)).toBeLessThan(300);
  });

  it('never gives way to itself: alone, each slice is worked on once', async () => {
    const { jobs, work } = oneWorker();
    const { channel, got } = countingChannel();
    const deps = made({ jobs, channels: new Map([['email', channel]]) });
    const { campaignId } = await sending({ planned: 1_100 });
    await startSending(deps, campaignId);
    expect(await work(deps)).toBe(4);
    expect(got.size).toBe(1_100);
  });

  it('is planned once by twenty that plan at the same time: ten thousand people, ten thousand rows', async () => {
    const many = connect(database.url, () => undefined, 20);
    const deps = made(many);
    const ids = await seedContacts(database.db, 10_000);
    await database.db.execute(
      sql`update contacts set attributes = '{"twenty": true}'::jsonb where id = any(${sql.param(ids)}::bigint[])`,
    );
    const rule = { all: [{ field: 'twenty', is: 'eq' as const, value: true }] };
    const plan = await planOf({ holdoutPercent: 0, segments: [{ key: 'A', ruleHash: 'h', rule }] });
    const { campaignId } = await seedCampaign(database.db, { contactIds: [], plan });
    await Promise.all(Array.from({ length: 20 }, () => startSending(deps, campaignId))).finally(many.close);
    expect(await statusOf(database.db, campaignId)).toEqual({ planned: 10_000 });
    const { rows } = await database.db.execute<{ n: number }>(
      sql`select count(distinct contact_id)::int as n from deliveries where campaign_id = ${campaignId}`,
    );
    expect(rows[0]?.n).toBe(10_000);
  });
});
