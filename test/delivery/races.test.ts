import { setTimeout as sleep } from 'node:timers/promises';
import { type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverSlice } from '../../src/delivery/deliver.ts';
import { resendUnknown } from '../../src/delivery/progress.ts';
import { TUNING } from '../../src/delivery/tuning.ts';
import type { Db } from '../../src/deps.ts';
import { seeded } from '../../src/results/seeded.ts';
import { testDatabase } from '../support/database.ts';
import { countingChannel, planOf, seedCampaign, statusOf, testDeps, WHOLE } from './fixture.ts';

const dialect = new PgDialect();
const isHandOver = (query: unknown): boolean => /set status = 'handed'/.test(dialect.sqlToQuery(query as SQL).sql);

/** A process that stands still around its first hand-over: before it is written, or after, with the provider still to be called. */
const stalled = (db: Db, where: 'before' | 'after') => {
  let wake: () => void = () => undefined;
  let reached: () => void = () => undefined;
  const asleep = new Promise<void>((done) => {
    wake = done;
  });
  const there = new Promise<void>((done) => {
    reached = done;
  });
  let first = true;
  const slow = new Proxy(db, {
    get: (target, name, self) => {
      if (name !== 'execute') return Reflect.get(target, name, self);
      return async (query: Parameters<Db['execute']>[0]) => {
        if (!first || !isHandOver(query)) return target.execute(query);
        first = false;
        const answer = where === 'after' ? await target.execute(query) : null;
        reached();
        await asleep;
        return answer ?? target.execute(query);
      };
    },
  });
  return { slow, there, wake };
};

describe('workers on one campaign', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    database = await testDatabase();
    db = database.db;
  });
  afterAll(() => database.close());

  const untilDone = async (work: () => Promise<unknown>): Promise<void> => {
    while ((await work()) !== 'done') await sleep(20);
  };
  // Hand-overs are leased for a second and two milliseconds, so that standing still for longer takes no patience here.
  const quick = { timeoutMs: 1 };

  it('hand over nothing once they wake after their lease: another has sent it meanwhile', async () => {
    const { campaignId } = await seedCampaign(db, { contacts: 12 });
    const { channel, got, doubles } = countingChannel(undefined, quick);
    const tuning = { ...TUNING, lanes: 1, claimLeaseMs: 300 };
    const { slow, there, wake } = stalled(db, 'before');
    const sleeper = deliverSlice(testDeps(slow, channel), { campaignId, ...WHOLE }, tuning);
    await there;
    await untilDone(() => deliverSlice(testDeps(db, channel), { campaignId, ...WHOLE }, tuning));
    expect(got.size).toBe(12);
    wake();
    await sleeper;
    expect(got.size).toBe(12);
    expect(doubles()).toBe(0);
    expect(await statusOf(db, campaignId)).toEqual({ accepted: 12 });
  });

  it('call the provider for nobody once they wake after the hand-over, though a person sent it again meanwhile', async () => {
    const { campaignId } = await seedCampaign(db, { contacts: 12 });
    const { channel, got, doubles } = countingChannel(undefined, quick);
    const tuning = { ...TUNING, lanes: 1 };
    const { slow, there, wake } = stalled(db, 'after');
    const sleeper = deliverSlice(testDeps(slow, channel), { campaignId, ...WHOLE }, tuning);
    await there;
    await untilDone(() => deliverSlice(testDeps(db, channel), { campaignId, ...WHOLE }, tuning));
    expect(await statusOf(db, campaignId)).toEqual({ unknown: 12 });
    expect(got.size).toBe(0);
    expect(await resendUnknown(db, campaignId, 1)).toBe(12);
    await untilDone(() => deliverSlice(testDeps(db, channel), { campaignId, ...WHOLE }, tuning));
    wake();
    await sleeper;
    expect(got.size).toBe(12);
    expect(doubles()).toBe(0);
    expect(await statusOf(db, campaignId)).toEqual({ accepted: 12 });
  });

  it('stop within what is on its way at each of fifty pauses, and double nothing at each resume', async () => {
    const lanes = 2;
    const { campaignId } = await seedCampaign(db, { contacts: 1_500, plan: await planOf({ ratePerSecond: 100_000 }) });
    const { channel, got, doubles } = countingChannel(async (m) => {
      await sleep(2);
      return { outcome: 'accepted', providerId: m.messageId };
    });
    const chance = seeded('fifty');
    const workers = [0, 1].map(async () => {
      const deps = testDeps(db, channel);
      const work = () =>
        deliverSlice(deps, { campaignId, ...WHOLE }, { ...TUNING, lanes, claimRows: 100, pausedMs: 1 });
      await untilDone(work);
    });
    const set = (status: string) => db.execute(sql`update campaigns set status = ${status} where id = ${campaignId}`);
    const over: number[] = [];
    for (let i = 0; i < 50; i += 1) {
      await sleep(chance() * 15);
      await set('paused');
      const before = got.size;
      await sleep(chance() * 15);
      over.push(got.size - before);
      await set('sending');
    }
    await Promise.all(workers);
    expect(Math.max(...over)).toBeLessThanOrEqual(2 * lanes * channel.batch);
    expect(doubles()).toBe(0);
    expect(got.size).toBe(1_500);
    expect(await statusOf(db, campaignId)).toEqual({ accepted: 1_500 });
  });
});
