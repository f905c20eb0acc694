import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestContacts } from '../../src/audience/ingest-contacts.ts';
import type { Report, Reporter } from '../../src/channels/report.ts';
import { contacts, deliveryEvents, suppressions } from '../../src/db/schema.ts';
import { makeTokens } from '../../src/delivery/tokens.ts';
import { webhookRoutes, webhookToken } from '../../src/http/webhooks.ts';
import { realClock } from '../../src/kit/clock.ts';
import { testDatabase } from '../support/database.ts';

const KEYS = ['a new key of enough length', 'an old key of enough length'];
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('reports at the door', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let told: Report[] = [];
  let down = false;
  let routes: ReturnType<typeof webhookRoutes>;
  const reporter: Reporter = {
    source: 'solapi',
    read: async ({ body }) => {
      if (down) throw new Error('the vendor does not answer');
      return body === 'forged' ? { ok: false, why: 'forged' } : { ok: true, reports: told };
    },
  };
  const post = (body = '[]', source = 'solapi', token = webhookToken(KEYS[0] ?? '', source)) =>
    routes.request(`/webhooks/${source}/${token}`, { method: 'POST', body });
  const reference = (contactId: number) =>
    makeTokens(KEYS).report({ campaignId: 7, occurrence: 1, contactId, channel: 'kakao' });
  const report = (over: Partial<Report>): Report => ({
    id: 'r1',
    type: 'delivered',
    reference: reference(1),
    address: '+821010000001',
    channel: 'kakao',
    at: null,
    ...over,
  });
  const status = async (contactId: number) =>
    (await database.db.execute<{ status: string }>(sql`select status from deliveries where contact_id = ${contactId}`))
      .rows[0]?.status;
  const suppressed = async () =>
    (await database.db.select().from(suppressions))
      .map(({ contactId, channel, reason }) => `${contactId} ${channel} ${reason}`)
      .sort();

  beforeAll(async () => {
    database = await testDatabase();
    const { db } = database;
    routes = webhookRoutes({ db, clock: realClock, log, secretKeys: KEYS, reporters: [reporter] });
    await ingestContacts(
      db,
      [1, 2, 3].map((n) => ({ external_id: `c-${n}`, phone: `+82101000000${n}` })),
      { now: realClock.system(), from: 'json', timezone: 'Asia/Seoul', currency: 'KRW', secretKeys: KEYS },
    );
    // The launch a row hangs on is another test's matter: here only what reports do to rows.
    await db.execute(sql`alter table deliveries drop constraint deliveries_launch`);
    for (const id of [1, 2, 3])
      await db.execute(sql`insert into deliveries (campaign_id, occurrence, contact_id, channel, launch_id, hash, segment, variant, status, handed_at)
        values (7, 1, ${id}, 'kakao', 'l', 'h', 'A', 'A-1', 'accepted', now() - interval '1 minute')`);
  });
  afterAll(() => database.close());

  it('move the message they are of, once, whatever its own vendor calls the channel', async () => {
    expect((await database.db.select({ id: contacts.id }).from(contacts)).map(({ id }) => id)).toEqual([1, 2, 3]);
    told = [report({ channel: 'sms' })];
    expect(await (await post()).json()).toEqual({ recorded: 1 });
    expect(await (await post()).json()).toEqual({ recorded: 0 });
    expect(await status(1)).toBe('delivered');
    told = [
      report({ id: 'r2', reference: reference(2), type: 'bounced', hard: true, reason: 'no_mailbox', code: '3032' }),
    ];
    await post();
    expect(await status(2)).toBe('failed');
    const [event] = await database.db.select().from(deliveryEvents).where(sql`event_id = 'r2'`);
    expect(event).toMatchObject({
      channel: 'kakao',
      reason: 'no_mailbox',
      detail: { source: 'solapi', code: '3032', hard: true },
    });
    expect(await suppressed()).toEqual(['2 kakao bounced']);
  });

  it('without a message only take an address off, and never move anything for a reference we did not sign', async () => {
    told = [report({ id: 'r3', reference: 'forged-reference', address: '+821010000003', type: 'failed' })];
    expect(await (await post()).json()).toEqual({ recorded: 0 });
    expect(await status(3)).toBe('accepted');
    told = [report({ id: 'r4', reference: null, address: '+821010000003', type: 'unsubscribed', channel: 'sms' })];
    await post();
    expect(await suppressed()).toEqual(['2 kakao bounced', '3 sms unsubscribed']);
  });

  it('count nothing for a test message', async () => {
    told = [report({ id: 'r5', reference: reference(0), type: 'complained', address: '+821010000001' })];
    expect(await (await post()).json()).toEqual({ recorded: 0 });
    expect(await suppressed()).toHaveLength(2);
  });

  it('are let in by the token of their source alone, of an older key too, and asked for again when they cannot be read', async () => {
    told = [];
    expect((await post('[]', 'solapi', webhookToken(KEYS[1] ?? '', 'solapi'))).status).toBe(200);
    expect((await post('[]', 'solapi', webhookToken(KEYS[0] ?? '', 'resend'))).status).toBe(404);
    expect((await post('[]', 'nobody')).status).toBe(404);
    expect((await post('forged')).status).toBe(401);
    down = true;
    expect((await post()).status).toBe(503);
    down = false;
  });
});
