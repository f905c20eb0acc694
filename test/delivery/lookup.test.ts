import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asked, Found } from '../../src/channels/channel.ts';
import { lookUp } from '../../src/delivery/lookup.ts';
import { makeTokens } from '../../src/delivery/tokens.ts';
import { testDatabase } from '../support/database.ts';
import { countingChannel, seedCampaign, statusOf, testDeps } from './fixture.ts';

const NOTHING = { settled: 0, again: null };

describe('looking up what nobody knows', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  const lost = async (contacts: number, ago = '1 minute') => {
    const seeded = await seedCampaign(database.db, { contacts });
    await database.db.execute(sql`update deliveries set status = 'unknown', reason = 'lease_ended',
      handed_at = now() - ${ago}::interval where campaign_id = ${seeded.campaignId}`);
    return seeded;
  };
  const asking = (answer: (asked: Asked, i: number) => Found) => {
    const asked: Asked[] = [];
    const lookup = async (list: readonly Asked[]) => {
      asked.push(...list);
      return list.map(answer);
    };
    return { asked, deps: testDeps(database.db, countingChannel(undefined, { lookup }).channel) };
  };

  it('settles what the vendor knows, and leaves to a person what it has not or could not say', async () => {
    const { campaignId, contactIds } = await lost(4);
    const answers: Found[] = [
      { outcome: 'accepted', providerId: 'v1' },
      { outcome: 'rejected', reason: 'no_mailbox', permanent: true },
      { outcome: 'missing' },
      { outcome: 'unsure', reason: 'down' },
    ];
    const { asked, deps } = asking((_, i) => answers[i]!);
    const { settled, again } = await lookUp(deps, { campaignId, occurrence: 1 });
    expect(settled).toBe(2);
    expect(again!.getTime()).toBeGreaterThan(Date.now());
    expect(await statusOf(database.db, campaignId)).toEqual({ accepted: 1, failed: 1, unknown: 2 });
    expect(asked.map(({ reference }) => makeTokens(deps.secretKeys).verify('report', reference)?.contactId)).toEqual(
      contactIds,
    );
    expect(asked.every(({ to }) => to.endsWith('@example.test'))).toBe(true);
    const { rows } = await database.db.execute(
      sql`select provider_id, reason from deliveries where campaign_id = ${campaignId} and status in ('accepted', 'failed') order by contact_id`,
    );
    expect(rows).toEqual([
      { provider_id: 'v1', reason: null },
      { provider_id: null, reason: 'no_mailbox' },
    ]);
  });

  it('takes what the vendor has for taken since it left, and has the revenue of the days since then read again', async () => {
    const { campaignId } = await lost(1, '20 hours');
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    for (const [day, hours] of [
      ['2001-01-01', 21],
      ['2001-01-02', 19],
    ] as const)
      await database.db.execute(
        sql`insert into revenue_days (day, timezone, currency, until) values (${day}, 'Asia/Seoul', 'KRW', ${ago(hours)}::timestamptz)`,
      );
    const { deps } = asking(() => ({ outcome: 'accepted', providerId: 'v' }));
    await lookUp(deps, { campaignId, occurrence: 1 });
    const { rows } = await database.db.execute(
      sql`select accepted_at = handed_at as since_it_left from deliveries where campaign_id = ${campaignId}`,
    );
    expect(rows).toEqual([{ since_it_left: true }]);
    expect((await database.db.execute(sql`select day from revenue_late`)).rows).toEqual([{ day: '2001-01-02' }]);
  });

  it('changes nothing that a person or a report has settled while the vendor was asked', async () => {
    const { campaignId } = await lost(1);
    const { channel } = countingChannel(undefined, {
      lookup: async () => {
        await database.db.execute(sql`update deliveries set status = 'delivered' where campaign_id = ${campaignId}`);
        return [{ outcome: 'rejected', reason: 'refused', permanent: true }];
      },
    });
    await lookUp(testDeps(database.db, channel), { campaignId, occurrence: 1 });
    expect(await statusOf(database.db, campaignId)).toEqual({ delivered: 1 });
  });

  it('asks nobody who cannot be asked, not for ever, and not again once all is known', async () => {
    const { campaignId } = await lost(1);
    expect(await lookUp(testDeps(database.db, countingChannel().channel), { campaignId, occurrence: 1 })).toEqual(
      NOTHING,
    );
    const old = await lost(1, '25 hours');
    const { asked, deps } = asking(() => ({ outcome: 'accepted', providerId: 'v' }));
    expect(await lookUp(deps, { campaignId: old.campaignId, occurrence: 1 })).toEqual(NOTHING);
    expect(asked).toEqual([]);
    expect(await lookUp(deps, { campaignId, occurrence: 1 })).toEqual({ settled: 1, again: null });
    expect(await lookUp(deps, { campaignId, occurrence: 1 })).toEqual(NOTHING);
    expect(await statusOf(database.db, campaignId)).toEqual({ accepted: 1 });
  });
});
