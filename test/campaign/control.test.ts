import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { control, settleUnknown } from '../../src/campaign/control.ts';
import { campaignHistory } from '../../src/db/schema.ts';
import { seedCampaign, statusOf } from '../delivery/fixture.ts';
import { testDatabase } from '../support/database.ts';
import { someone, testDeps } from '../support/deps.ts';

describe('messages of unknown outcome', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let deps: ReturnType<typeof testDeps>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  beforeEach(() => {
    deps = testDeps(database, { newId: (prefix) => `${prefix}_${Math.random()}` });
  });
  afterAll(() => database.close());

  /** Being sent: one contact waits, one message may have arrived. */
  const halfSent = async () => {
    const { campaignId, contactIds } = await seedCampaign(database.db, { contacts: 2 });
    await database.db.execute(sql`
      update deliveries set status = 'unknown', reason = 'lease_ended', handed_at = now(), attempts = 1
      where campaign_id = ${campaignId} and contact_id = ${contactIds[0]}`);
    return campaignId;
  };

  it('are sent again when an approver asks, before and after the rest has left', async () => {
    for (const status of ['sending', 'measuring'] as const) {
      const id = await halfSent();
      await database.db.execute(sql`update campaigns set status = ${status} where id = ${id}`);
      expect(await settleUnknown(deps, id, someone('U2'), 'resend')).toMatchObject({ ok: true });
      expect(await statusOf(database.db, id)).toEqual({ planned: 2 });
    }
  });

  it('are never sent again once the campaign was stopped: refused, nothing changed', async () => {
    const id = await halfSent();
    expect(await control(deps, id, someone('U1'), 'stop')).toMatchObject({ ok: true });
    expect(await statusOf(database.db, id)).toEqual({ cancelled: 1, unknown: 1 });
    expect(await settleUnknown(deps, id, someone('U2'), 'resend')).toEqual({
      ok: false,
      refusal: { code: 'not_now', status: 'measuring' },
    });
    expect(await statusOf(database.db, id)).toEqual({ cancelled: 1, unknown: 1 });
    const events = await database.db
      .select({ event: campaignHistory.event })
      .from(campaignHistory)
      .where(eq(campaignHistory.campaignId, id));
    expect(events.map(({ event }) => event)).toEqual(['stop']);
    // They may still be left as they are.
    expect(await settleUnknown(deps, id, someone('U2'), 'leave')).toMatchObject({ ok: true });
  });

  it('that were asked for again are unknown after a stop, not cancelled', async () => {
    const id = await halfSent();
    await settleUnknown(deps, id, someone('U2'), 'resend');
    await control(deps, id, someone('U1'), 'stop');
    expect(await statusOf(database.db, id)).toEqual({ cancelled: 1, unknown: 1 });
  });
});
