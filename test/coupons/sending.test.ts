import { eq, sql } from 'drizzle-orm';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advance } from '../../src/campaign/advance.ts';
import { deliver, settleSending, startSending } from '../../src/campaign/sending.ts';
import type { Outgoing } from '../../src/channels/channel.ts';
import { type PlanCoupon, poolsNow } from '../../src/coupons/pool.ts';
import { campaigns, couponCodes, dues, messages } from '../../src/db/schema.ts';
import type { Deps } from '../../src/deps.ts';
import { readOut } from '../../src/results/readout.ts';
import type { Plan } from '../../src/steps/plan/schema.ts';
import { countingChannel, planOf, seedCampaign, seedContacts, statusOf, variant, WHOLE } from '../delivery/fixture.ts';
import { testDatabase } from '../support/database.ts';
import { testDeps } from '../support/deps.ts';
import { codesNamed, seedPool } from './pools.ts';

describe('a campaign that gives codes away', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let round = 0;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  const made = (answer?: (message: Outgoing) => void) => {
    const { channel } = countingChannel((message) => {
      answer?.(message);
      return { outcome: 'accepted', providerId: message.messageId };
    });
    return testDeps(database, { channels: new Map([['email', channel]]) });
  };
  /** Ready to be frozen: sixty people who had no message yet, some of them held out. */
  const launched = async (codes: number, over: Partial<Plan> = {}) => {
    const name = `pool-${++round}`;
    const coupon: PlanCoupon = await seedPool(database.db, name, codesNamed(`R${round}`, codes));
    const ids = await seedContacts(database.db, 60);
    await database.db.execute(
      sql`update contacts set attributes = jsonb_build_object('round', ${round}::int) where id = any(${sql.param(ids)}::bigint[])`,
    );
    const rule = { all: [{ field: 'round', is: 'eq' as const, value: round }] };
    const segments = [{ key: 'A', ruleHash: 'h', rule }];
    const plan = await planOf({ coupon, segments, holdoutPercent: 20, ...over }, [
      variant({ paragraphs: ['코드: {{ coupon }}'] }),
    ]);
    const { campaignId } = await seedCampaign(database.db, {
      contactIds: [],
      plan,
      evidence: { forecast: { revenueMajor: null } },
    });
    return { campaignId, name };
  };
  const go = (deps: Deps, id: number, event: 'resume' | 'stop') =>
    deps.db.transaction((tx) => advance(tx, deps, id, event, { by: 'U2' }));
  const statusIs = async (id: number) =>
    (await database.db.select({ status: campaigns.status }).from(campaigns).where(eq(campaigns.id, id)))[0]?.status;
  const codesIn = (campaignId: number) =>
    database.db.select().from(couponCodes).where(eq(couponCodes.campaignId, campaignId));
  const left = async (name: string) => (await poolsNow(database.db)).find(({ id }) => id === name)?.left;
  const notes = async (campaignId: number) =>
    (await database.db.select().from(messages).where(eq(messages.campaignId, campaignId)))
      .filter(({ kind }) => kind === 'note')
      .map(({ subject }) => subject);

  it('writes each reader their own, and nobody else’s; those held out have none', async () => {
    const mails: Outgoing[] = [];
    const deps = made((message) => mails.push(message));
    const { campaignId, name } = await launched(100);
    await startSending(deps, campaignId);
    await deliver(deps, { campaignId, ...WHOLE });
    const codes = await codesIn(campaignId);
    const { rows } = await database.db.execute<{ id: number; email: string; outcome: string }>(
      sql`select c.id, c.email, m.outcome from audience_members m join contacts c on c.id = m.contact_id where m.campaign_id = ${campaignId}`,
    );
    const sent = rows.filter(({ outcome }) => outcome === 'send');
    expect(rows.length - sent.length).toBeGreaterThan(0);
    expect(codes.map(({ contactId }) => contactId).sort()).toEqual(sent.map(({ id }) => id).sort());
    expect(mails).toHaveLength(sent.length);
    for (const mail of mails) {
      const own = codes.find(({ contactId }) => contactId === rows.find(({ email }) => email === mail.to)?.id);
      expect((await PostalMime.parse(mail.body)).text).toContain(`코드: ${own?.code}`);
    }
    expect(await left(name)).toBe(100 - sent.length);
  });

  it('sends nothing rather than a hole', async () => {
    const deps = made();
    const { campaignId } = await launched(100);
    await startSending(deps, campaignId);
    const [lost] = await codesIn(campaignId);
    await database.db
      .update(couponCodes)
      .set({ contactId: null })
      .where(eq(couponCodes.key, lost?.key ?? ''));
    await deliver(deps, { campaignId, ...WHOLE });
    const { rows } = await database.db.execute(
      sql`select status, reason from deliveries where campaign_id = ${campaignId} and contact_id = ${lost?.contactId}`,
    );
    expect(rows).toEqual([{ status: 'failed', reason: 'no_coupon' }]);
  });

  it('stands still, frozen for nobody, where the codes went elsewhere, and goes on when there are more', async () => {
    const deps = made();
    const { campaignId, name } = await launched(10);
    await startSending(deps, campaignId);
    expect(await statusIs(campaignId)).toBe('paused');
    expect(await notes(campaignId)).toEqual([{ note: 'paused_coupons_short', params: { pool: name, left: 0 } }]);
    expect([await codesIn(campaignId), await statusOf(database.db, campaignId)]).toEqual([[], {}]);
    await database.db
      .insert(couponCodes)
      .values(codesNamed(`MORE${round}`, 60).map((code) => ({ key: code, code, pool: name })));
    await go(deps, campaignId, 'resume');
    await startSending(deps, campaignId);
    await startSending(deps, campaignId);
    expect(await statusIs(campaignId)).toBe('sending');
    const [campaign] = await database.db.select().from(campaigns).where(eq(campaigns.id, campaignId));
    expect(campaign?.windowStartsAt).not.toBeNull();
    expect((await statusOf(database.db, campaignId)).planned).toBe((await codesIn(campaignId)).length);
  });

  it('has a result, of nobody, where a person stops it instead', async () => {
    const deps = made();
    const { campaignId } = await launched(1);
    await startSending(deps, campaignId);
    await go(deps, campaignId, 'stop');
    expect(await statusIs(campaignId)).toBe('measuring');
    const due = await database.db.select().from(dues).where(eq(dues.campaignId, campaignId));
    expect(due.map(({ kind }) => kind)).toEqual(['readout.final']);
    const read = await readOut(deps, database.db, campaignId, 'final', await deps.clock.business());
    expect(read).toMatchObject({ funnel: { planned: 0 }, coupon: { issued: 0, redeemed: 0, rate: null } });
  });

  it('takes back the codes of what a stop kept from leaving, and of nothing else', async () => {
    const deps = made();
    const { campaignId, name } = await launched(100);
    await startSending(deps, campaignId);
    const { planned = 0 } = await statusOf(database.db, campaignId);
    await deliver(deps, { campaignId, ...WHOLE, lo: 0, hi: 30_000 });
    await go(deps, campaignId, 'stop');
    await settleSending(deps, campaignId);
    await settleSending(deps, campaignId);
    const { accepted = 0, cancelled = 0 } = await statusOf(database.db, campaignId);
    expect([accepted + cancelled, accepted > 0, cancelled > 0]).toEqual([planned, true, true]);
    expect(await codesIn(campaignId)).toHaveLength(accepted);
    expect(await left(name)).toBe(100 - accepted);
  });

  it('gives two campaigns that freeze at once different codes of one pool', async () => {
    const deps = made();
    const first = await launched(130);
    const [plan] = await database.db
      .execute<{ content: Plan }>(sql`select content from drafts where campaign_id = ${first.campaignId}`)
      .then(({ rows }) => rows);
    const second = await seedCampaign(database.db, { contactIds: [], plan: plan?.content as Plan });
    await Promise.all([first.campaignId, second.campaignId].map((id) => startSending(deps, id)));
    const [a, b] = await Promise.all([codesIn(first.campaignId), codesIn(second.campaignId)]);
    expect(new Set([...a, ...b].map(({ key }) => key)).size).toBe(a.length + b.length);
    expect(a.length).toBeGreaterThan(0);
  });
});
