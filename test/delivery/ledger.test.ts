import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { suppress } from '../../src/audience/suppress.ts';
import type { Outcome } from '../../src/channels/channel.ts';
import { deliverSlice } from '../../src/delivery/deliver.ts';
import { claimRows, giveBack, refuseRows } from '../../src/delivery/ledger/claim.ts';
import type { Scope } from '../../src/delivery/ledger/guards.ts';
import { handOver, takeBack } from '../../src/delivery/ledger/handover.ts';
import { expireLeases } from '../../src/delivery/ledger/lease.ts';
import { markRows } from '../../src/delivery/ledger/mark.ts';
import { cancelRest, leaveUnknown, progress, resendUnknown } from '../../src/delivery/progress.ts';
import { TUNING } from '../../src/delivery/tuning.ts';
import type { Db } from '../../src/deps.ts';
import { testDatabase } from '../support/database.ts';
import {
  countingChannel,
  planOf,
  type Seeded,
  seedCampaign,
  seedContacts,
  statusOf,
  testDeps,
  WHOLE,
} from './fixture.ts';

const CAP = { messages: 1, days: 7 };
const OK: Outcome = { outcome: 'accepted', providerId: 'p' };
const BACKOFF = { baseMs: 1, capMs: 10, attempts: 5 };

const scopeOf = (s: Seeded): Scope => ({
  ...WHOLE,
  campaignId: s.campaignId,
  channel: 'email',
  launch: { id: s.launchId, hash: s.hash },
  isAd: true,
});
const claim = (
  db: Db,
  s: Seeded,
  token: string,
  more: { most?: number; cap?: typeof CAP | null; leaseMs?: number } = {},
) =>
  claimRows(db, scopeOf(s), {
    token,
    most: more.most ?? 500,
    leaseMs: more.leaseMs ?? 60_000,
    cap: more.cap ?? null,
    now: new Date(),
  });
const hand = async (
  db: Db,
  s: Seeded,
  token: string,
  rows: readonly number[],
  { leaseMs = 60_000, cap = null }: { leaseMs?: number; cap?: typeof CAP | null } = {},
) => (await handOver(db, scopeOf(s), { token, rows, leaseMs, cap, now: new Date() })).sort((a, b) => a - b);
const mark = (db: Db, s: Seeded, token: string, rows: readonly number[], outcome: Outcome) =>
  markRows(db, scopeOf(s), {
    token,
    results: rows.map((contactId) => ({ contactId, outcome })),
    at: new Date(),
    jitter: 1,
    backoff: BACKOFF,
  });
const endLeases = (db: Db, s: Seeded) =>
  db.execute(
    sql`update deliveries set lease_until = now() - interval '1 second' where campaign_id = ${s.campaignId} and lease_until is not null`,
  );
const idsOf = (rows: readonly { contactId: number }[]) => rows.map((row) => row.contactId).sort((a, b) => a - b);

describe('the ledger', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    database = await testDatabase();
    db = database.db;
  });
  afterAll(() => database.close());

  it('takes no delivery without a launch of the same campaign and hash, whatever the code says', async () => {
    const s = await seedCampaign(db, { contacts: 1 });
    const other = await seedCampaign(db, { contacts: 1 });
    const insert = (launchId: string, campaignId: number, hash: string) =>
      db.execute(sql`insert into deliveries (campaign_id, occurrence, contact_id, channel, launch_id, hash, segment, variant)
        values (${campaignId}, 9, ${s.contactIds[0]}, 'email', ${launchId}, ${hash}, 'A', 'A-1')`);
    const refused = { cause: { code: '23503' } };
    await expect(insert('la_none', s.campaignId, s.hash)).rejects.toMatchObject(refused);
    await expect(insert(other.launchId, s.campaignId, s.hash)).rejects.toMatchObject(refused);
    await expect(insert(s.launchId, s.campaignId, 'another hash')).rejects.toMatchObject(refused);
    await expect(db.execute(sql`delete from launches where id = ${s.launchId}`)).rejects.toMatchObject(refused);
    await insert(s.launchId, s.campaignId, s.hash);
  });

  it('claims each row for one worker, however many ask at once', async () => {
    const s = await seedCampaign(db, { contacts: 400 });
    const claims = await Promise.all(Array.from({ length: 12 }, (_, i) => claim(db, s, `t${i}`, { cap: CAP })));
    const all = claims.flatMap((c) => idsOf(c.rows));
    expect(all).toHaveLength(400);
    expect(new Set(all).size).toBe(400);
  });

  it('blocks a claim by an opt-out committed just before, and says why', async () => {
    const s = await seedCampaign(db, { contacts: 3 });
    const [first] = s.contactIds;
    await db.transaction((tx) =>
      suppress(tx, { contactId: first!, channel: 'email', reason: 'unsubscribed', source: 'test', at: new Date() }),
    );
    const got = await claim(db, s, 't');
    expect(idsOf(got.rows)).toEqual(s.contactIds.slice(1));
    expect(got.refused).toBe(1);
    expect((await progress(db, s.campaignId, 1)).failedByReason).toEqual({ suppressed: 1 });
  });

  it('blocks a claim of somebody who shares the address that opted out', async () => {
    const s = await seedCampaign(db, { contacts: 2 });
    const [first, second] = s.contactIds;
    await db.execute(
      sql`update contacts set email = (select email from contacts where id = ${first}) where id = ${second}`,
    );
    await db.transaction((tx) =>
      suppress(tx, { contactId: first!, channel: 'email', reason: 'complained', source: 'test', at: new Date() }),
    );
    expect((await claim(db, s, 't')).rows).toEqual([]);
  });

  it('blocks the hand-over of somebody who opts out or withdraws between claim and hand-over', async () => {
    const s = await seedCampaign(db, { contacts: 3 });
    const rows = idsOf((await claim(db, s, 't')).rows);
    await db.transaction((tx) =>
      suppress(tx, { contactId: rows[0]!, channel: 'email', reason: 'unsubscribed', source: 'test', at: new Date() }),
    );
    await db.execute(sql`update consents set state = 'withdrawn' where contact_id = ${rows[1]}`);
    expect(await hand(db, s, 't', rows)).toEqual([rows[2]]);
  });

  it('asks for consent only when it is an advertisement, and never for one older than two years', async () => {
    const s = await seedCampaign(db, { contacts: 3 });
    const [none, old] = s.contactIds;
    await db.execute(sql`delete from consents where contact_id = ${none}`);
    await db.execute(sql`update consents set at = now() - interval '2 years 1 day' where contact_id = ${old}`);
    await claim(db, s, 't');
    expect((await progress(db, s.campaignId, 1)).failedByReason).toEqual({ no_consent: 1, consent_expired: 1 });
    const notice = await seedCampaign(db, { contactIds: s.contactIds });
    const got = await claimRows(
      db,
      { ...scopeOf(notice), isAd: false },
      { token: 't', most: 9, leaseMs: 9_000, cap: CAP, now: new Date() },
    );
    expect(got.rows).toHaveLength(3);
  });

  it.each([
    ['paused', sql`update campaigns set status = 'paused' where id = `],
    ['stopped', sql`update campaigns set halted = true where id = `],
    ['back in review', sql`update campaigns set status = 'plan.review' where id = `],
  ])('hands over nothing of a campaign that was %s after the claim', async (_name, change) => {
    const s = await seedCampaign(db, { contacts: 2 });
    const rows = idsOf((await claim(db, s, 't')).rows);
    await db.execute(sql`${change}${s.campaignId}`);
    expect(await hand(db, s, 't', rows)).toEqual([]);
    expect((await claim(db, s, 'u')).rows).toEqual([]);
  });

  it('lets two campaigns at a cap of one write once to each contact, however they race', async () => {
    const contactIds = await seedContacts(db, 60);
    const plan = await planOf();
    const both = [await seedCampaign(db, { contactIds, plan }), await seedCampaign(db, { contactIds, plan })];
    const claims = await Promise.all(
      both.flatMap((s, i) => [
        claim(db, s, `a${i}`, { cap: CAP, most: 40 }),
        claim(db, s, `b${i}`, { cap: CAP, most: 40 }),
      ]),
    );
    const all = claims.flatMap((c) => idsOf(c.rows));
    expect(new Set(all).size).toBe(all.length);
    // The losers come back for what is left of theirs and find every contact taken.
    for (const s of both) await claim(db, s, 'c', { cap: CAP });
    const { rows } = await db.execute<{ contact_id: number; n: number }>(sql`
      select contact_id, count(*)::int as n from deliveries
      where campaign_id in (${both[0]!.campaignId}, ${both[1]!.campaignId}) and status = 'claimed' group by 1`);
    expect(rows).toHaveLength(60);
    expect(rows.every((row) => row.n === 1)).toBe(true);
  });

  it('asks about pressure once more at the hand-over: late word of another message came after the claim', async () => {
    const contactIds = await seedContacts(db, 3);
    const [written, free, both] = contactIds as [number, number, number];
    const first = await seedCampaign(db, { contactIds });
    await claim(db, first, 'slow');
    await hand(db, first, 'slow', [written]);
    await endLeases(db, first);
    await expireLeases(db, scopeOf(first));
    // A person asks again for what nobody knew: it waits, planned, and counts for nothing.
    await resendUnknown(db, first.campaignId, 1);
    const second = await seedCampaign(db, { contactIds });
    expect(idsOf((await claim(db, second, 't', { cap: CAP })).rows)).toEqual(contactIds);
    await mark(db, first, 'slow', [written], OK);
    // And a notice, which asks for no cap, has taken another meanwhile.
    const notice = await seedCampaign(db, { contactIds: [both] });
    await claim(db, notice, 'n');
    expect(await hand(db, second, 't', contactIds, { cap: CAP })).toEqual([free]);
    await giveBack(db, scopeOf(second), { token: 't', rows: [written, both], cap: CAP, now: new Date() });
    expect((await progress(db, second.campaignId, 1)).failedByReason).toEqual({ capped: 2 });
  });

  it('ends rows that cannot be handed over each with its own reason, in one statement', async () => {
    const s = await seedCampaign(db, { contacts: 3 });
    const [a, b, c] = idsOf((await claim(db, s, 't')).rows) as [number, number, number];
    let statements = 0;
    const counting = {
      ...db,
      execute: (query: Parameters<Db['execute']>[0]) => {
        statements += 1;
        return db.execute(query);
      },
    } as Db;
    const why = new Map([
      [a, { status: 'failed' as const, reason: 'no_address' }],
      [c, { status: 'suppressed' as const, reason: 'not_renderable' }],
    ]);
    await refuseRows(counting, scopeOf(s), 'nobody', why);
    expect(await statusOf(db, s.campaignId)).toEqual({ claimed: 3 });
    await refuseRows(counting, scopeOf(s), 't', why);
    expect(statements).toBe(2);
    expect((await progress(db, s.campaignId, 1)).failedByReason).toEqual({ no_address: 1, not_renderable: 1 });
    expect(await hand(db, s, 't', [a, b, c])).toEqual([b]);
  });

  it('forgets pressure once its days are over', async () => {
    const contactIds = await seedContacts(db, 1);
    const first = await seedCampaign(db, { contactIds });
    await claim(db, first, 't');
    await hand(db, first, 't', contactIds);
    await mark(db, first, 't', contactIds, OK);
    const second = await seedCampaign(db, { contactIds });
    expect((await claim(db, second, 't', { cap: CAP })).refused).toBe(1);
    await db.execute(
      sql`update deliveries set handed_at = now() - interval '8 days' where campaign_id = ${first.campaignId}`,
    );
    const third = await seedCampaign(db, { contactIds });
    expect((await claim(db, third, 't', { cap: CAP })).rows).toHaveLength(1);
  });

  it('puts back what was claimed and calls unknown what was handed over, when a lease ends', async () => {
    const s = await seedCampaign(db, { contacts: 4 });
    const rows = idsOf((await claim(db, s, 't')).rows);
    await hand(db, s, 't', rows.slice(0, 3));
    await endLeases(db, s);
    await expireLeases(db, scopeOf(s));
    expect(await statusOf(db, s.campaignId)).toEqual({ planned: 1, unknown: 3 });
    expect(await progress(db, s.campaignId, 1)).toMatchObject({ unknown: 3, done: false });
  });

  it('lets a worker whose lease has ended hand over nothing, also before anybody has noticed', async () => {
    const s = await seedCampaign(db, { contacts: 2 });
    const rows = idsOf((await claim(db, s, 'slow')).rows);
    await endLeases(db, s);
    expect(await hand(db, s, 'slow', rows)).toEqual([]);
    await expireLeases(db, scopeOf(s));
    await claim(db, s, 'quick');
    expect(await hand(db, s, 'slow', rows)).toEqual([]);
    expect(await hand(db, s, 'quick', rows)).toEqual(rows);
    await mark(db, s, 'slow', rows, { outcome: 'rejected', reason: 'refused', permanent: true });
    expect(await statusOf(db, s.campaignId)).toEqual({ handed: 2 });
  });

  it('takes back what was handed over and certainly not begun, without spending an attempt', async () => {
    const s = await seedCampaign(db, { contacts: 2 });
    const rows = idsOf((await claim(db, s, 't')).rows);
    await hand(db, s, 't', rows);
    await takeBack(db, scopeOf(s), 'nobody', rows);
    expect(await statusOf(db, s.campaignId)).toEqual({ handed: 2 });
    await takeBack(db, scopeOf(s), 't', rows);
    expect(await statusOf(db, s.campaignId)).toEqual({ planned: 2 });
    const spent = await db.execute(
      sql`select sum(attempts)::int as n from deliveries where campaign_id = ${s.campaignId}`,
    );
    expect(spent.rows).toEqual([{ n: 0 }]);
  });

  it('takes a late answer for an unknown row, but only a certain one', async () => {
    const s = await seedCampaign(db, { contacts: 3 });
    const rows = idsOf((await claim(db, s, 't')).rows);
    await hand(db, s, 't', rows);
    await endLeases(db, s);
    await expireLeases(db, scopeOf(s));
    await mark(db, s, 't', [rows[0]!], OK);
    await mark(db, s, 't', [rows[1]!], { outcome: 'rejected', reason: 'no_mailbox', permanent: true });
    await mark(db, s, 't', [rows[2]!], { outcome: 'retry_later', reason: 'busy', afterMs: 0 });
    expect(await statusOf(db, s.campaignId)).toEqual({ accepted: 1, failed: 1, unknown: 1 });
  });

  it('sends unknown again only when a person asks, also after the rest is measured, and a late answer spares it', async () => {
    const s = await seedCampaign(db, { contacts: 2 });
    const rows = idsOf((await claim(db, s, 't')).rows);
    await hand(db, s, 't', rows);
    await endLeases(db, s);
    await expireLeases(db, scopeOf(s));
    await db.execute(sql`update campaigns set status = 'measuring' where id = ${s.campaignId}`);
    expect((await claim(db, s, 'u')).rows).toEqual([]);
    expect(await resendUnknown(db, s.campaignId, 1)).toBe(2);
    // The first worker's word comes in at last: that one needs no second message.
    await mark(db, s, 't', [rows[0]!], OK);
    const { channel, got } = countingChannel();
    expect(await deliverSlice(testDeps(db, channel), { campaignId: s.campaignId, ...WHOLE })).toBe('done');
    expect(got.size).toBe(1);
    expect(await statusOf(db, s.campaignId)).toEqual({ accepted: 2 });
  });

  it('sends again only what is still to be decided, never what a person chose to leave', async () => {
    const s = await seedCampaign(db, { contacts: 3 });
    const loseAll = async (token: string, most: number) => {
      const rows = idsOf((await claim(db, s, token)).rows).slice(0, most);
      await hand(db, s, token, rows);
      await endLeases(db, s);
      await expireLeases(db, scopeOf(s));
    };
    await loseAll('first', 2);
    expect(await leaveUnknown(db, s.campaignId, 1)).toBe(2);
    await loseAll('second', 1);
    const { unknown } = await progress(db, s.campaignId, 1);
    expect(unknown).toBe(1);
    expect(await resendUnknown(db, s.campaignId, 1)).toBe(unknown);
    expect(await statusOf(db, s.campaignId)).toEqual({ unknown: 2, planned: 1 });
  });

  /** Two rows whose first message may have arrived, asked for again by a person. */
  const askedAgain = async (s: Seeded): Promise<number[]> => {
    const rows = idsOf((await claim(db, s, 'first')).rows);
    await hand(db, s, 'first', rows);
    await endLeases(db, s);
    await expireLeases(db, scopeOf(s));
    await resendUnknown(db, s.campaignId, 1);
    return rows;
  };

  it('never calls cancelled what may have arrived: a stop puts back to unknown what was asked for again', async () => {
    const s = await seedCampaign(db, { contacts: 2 });
    const [first, second] = await askedAgain(s);
    await claim(db, s, 'again', { most: 1 });
    expect(await statusOf(db, s.campaignId)).toEqual({ claimed: 1, planned: 1 });
    await db.execute(sql`update campaigns set status = 'measuring', halted = true where id = ${s.campaignId}`);
    expect(await cancelRest(db, s.campaignId, 1)).toBe(0);
    expect(await statusOf(db, s.campaignId)).toEqual({ unknown: 2 });
    expect(await hand(db, s, 'again', [first!, second!])).toEqual([]);
    // The first worker's late word still settles the row that nobody claimed anew.
    await mark(db, s, 'first', [second!], OK);
    expect(await statusOf(db, s.campaignId)).toEqual({ accepted: 1, unknown: 1 });
  });

  it('puts them back too when a slice finds the campaign stopped', async () => {
    const s = await seedCampaign(db, { contacts: 3 });
    await db.execute(sql`update deliveries set status = 'planned', reason = 'resend' where campaign_id = ${s.campaignId}
      and contact_id <> ${s.contactIds[0]}`);
    await db.execute(sql`update campaigns set status = 'measuring', halted = true where id = ${s.campaignId}`);
    const { channel, got } = countingChannel();
    expect(await deliverSlice(testDeps(db, channel), { campaignId: s.campaignId, ...WHOLE })).toBe('done');
    expect(got.size).toBe(0);
    expect(await statusOf(db, s.campaignId)).toEqual({ cancelled: 1, unknown: 2 });
  });

  it('says unknown, not suppressed, failed or expired, where the second message must not or cannot leave', async () => {
    const s = await seedCampaign(db, { contacts: 4 });
    const [optedOut, withdrew, nowhere, busy] = await askedAgain(s);
    await db.transaction((tx) =>
      suppress(tx, { contactId: optedOut!, channel: 'email', reason: 'unsubscribed', source: 'test', at: new Date() }),
    );
    const claimed = idsOf((await claim(db, s, 'again')).rows);
    expect(claimed).toEqual([withdrew, nowhere, busy]);
    await db.execute(sql`update consents set state = 'withdrawn' where contact_id = ${withdrew}`);
    await giveBack(db, scopeOf(s), { token: 'again', rows: [withdrew!], cap: null, now: new Date() });
    await refuseRows(db, scopeOf(s), 'again', new Map([[nowhere!, { status: 'failed', reason: 'no_address' }]]));
    await db.execute(sql`update deliveries set attempts = 9 where campaign_id = ${s.campaignId}`);
    await hand(db, s, 'again', [busy!]);
    await mark(db, s, 'again', [busy!], { outcome: 'retry_later', reason: 'busy', afterMs: 0 });
    expect(await statusOf(db, s.campaignId)).toEqual({ unknown: 4 });
    expect(await progress(db, s.campaignId, 1)).toMatchObject({ unknown: 4, done: true });
  });

  it('asks nobody again about what a person left, and cancels the rest for good', async () => {
    const s = await seedCampaign(db, { contacts: 3 });
    const rows = idsOf((await claim(db, s, 't', { most: 2 })).rows);
    await hand(db, s, 't', [rows[0]!]);
    expect(await cancelRest(db, s.campaignId, 1)).toBe(2);
    await endLeases(db, s);
    await expireLeases(db, scopeOf(s));
    expect(await progress(db, s.campaignId, 1)).toMatchObject({ unknown: 1, done: true });
    expect(await leaveUnknown(db, s.campaignId, 1)).toBe(1);
    expect(await progress(db, s.campaignId, 1)).toMatchObject({ unknown: 0, byStatus: { unknown: 1, cancelled: 2 } });
  });

  it('has twenty workers on one campaign send each message once', async () => {
    const s = await seedCampaign(db, { contacts: 600, plan: await planOf({ ratePerSecond: 20_000 }) });
    const { channel, got, doubles } = countingChannel();
    const deps = testDeps(db, channel);
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        for (;;) {
          const went = await deliverSlice(deps, { campaignId: s.campaignId, ...WHOLE }, { ...TUNING, claimRows: 50 });
          if (went === 'done') return;
          await new Promise((go) => setTimeout(go, 20));
        }
      }),
    );
    expect(doubles()).toBe(0);
    expect(got.size).toBe(600);
    expect(await statusOf(db, s.campaignId)).toEqual({ accepted: 600 });
  });

  it('never hands one row to the provider twice, in any order of pause, resume, crash, expiry and answers', async () => {
    const move = fc.constantFrom(
      'pause',
      'resume',
      'claim',
      'hand',
      'accept',
      'reject',
      'silence',
      'later',
      'expire',
      'stale',
      'cancelSome',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(move, fc.integer({ min: 0, max: 3 })), { minLength: 5, maxLength: 40 }),
        async (moves) => {
          const s = await seedCampaign(db, { contacts: 4 });
          const handedOver = new Map<number, number>();
          const workers = Array.from({ length: 4 }, (_, i) => ({
            token: `w${i}`,
            rows: [] as number[],
            out: [] as number[],
            n: 0,
          }));
          for (const [what, at] of moves) {
            const w = workers[at]!;
            const answer = async (outcome: Outcome) => {
              await mark(db, s, w.token, w.out, outcome);
              w.out = [];
            };
            if (what === 'pause')
              await db.execute(sql`update campaigns set status = 'paused' where id = ${s.campaignId}`);
            if (what === 'resume')
              await db.execute(sql`update campaigns set status = 'sending' where id = ${s.campaignId}`);
            if (what === 'claim') {
              w.token = `w${at}.${++w.n}`;
              w.out = [];
              w.rows = idsOf((await claim(db, s, w.token, { most: 2 })).rows);
            }
            if (what === 'hand' && w.out.length === 0) {
              w.out = await hand(db, s, w.token, w.rows);
              for (const id of w.out) handedOver.set(id, (handedOver.get(id) ?? 0) + 1);
            }
            if (what === 'accept') await answer(OK);
            if (what === 'reject') await answer({ outcome: 'rejected', reason: 'refused', permanent: true });
            if (what === 'silence') await answer({ outcome: 'unknown', reason: 'no_answer' });
            if (what === 'later') {
              const out = w.out;
              await answer({ outcome: 'retry_later', reason: 'busy', afterMs: 0 });
              const { rows } = await db.execute<{ contact_id: number }>(
                sql`select contact_id from deliveries where campaign_id = ${s.campaignId} and status = 'planned'`,
              );
              // Certain that nothing was taken, and written down so: only such a row may be handed over again.
              for (const { contact_id } of rows) if (out.includes(contact_id)) handedOver.delete(contact_id);
            }
            if (what === 'expire') {
              await endLeases(db, s);
              await expireLeases(db, scopeOf(s));
            }
            if (what === 'stale') await hand(db, s, `nobody${at}`, s.contactIds).then((out) => expect(out).toEqual([]));
            if (what === 'cancelSome') await mark(db, s, 'nobody', s.contactIds, OK);
          }
          for (const [id, n] of handedOver) expect(n, `contact ${id}`).toBeLessThanOrEqual(1);
          const states = await statusOf(db, s.campaignId);
          expect(Object.values(states).reduce((a, b) => a + b, 0)).toBe(4);
        },
      ),
      { numRuns: 40 },
    );
  });
});
