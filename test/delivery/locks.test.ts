import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/db/client.ts';
import { claimRows, giveBack, refuseRows, renewClaim } from '../../src/delivery/ledger/claim.ts';
import type { Scope } from '../../src/delivery/ledger/guards.ts';
import { handOver, takeBack } from '../../src/delivery/ledger/handover.ts';
import { cancelSlice, expireLeases } from '../../src/delivery/ledger/lease.ts';
import { markRows } from '../../src/delivery/ledger/mark.ts';
import { lookUp } from '../../src/delivery/lookup.ts';
import { cancelRest, leaveUnknown, resendUnknown } from '../../src/delivery/progress.ts';
import type { Db } from '../../src/deps.ts';
import { recordEvents } from '../../src/results/events.ts';
import { testDatabase } from '../support/database.ts';
import { countingChannel, type Seeded, seedCampaign, seedContacts, statusOf, testDeps, WHOLE } from './fixture.ts';

const TOKEN = 't';
const now = new Date();
const scopeOf = (s: Seeded): Scope => ({
  ...WHOLE,
  campaignId: s.campaignId,
  channel: 'email',
  launch: { id: s.launchId, hash: s.hash },
  isAd: true,
});

/** Everybody who writes several rows of the ledger, and the state it finds them in. */
const WRITERS: Record<string, { state: string; write: (db: Db, s: Seeded) => Promise<unknown> }> = {
  claim: {
    state: 'planned',
    write: (db, s) => claimRows(db, scopeOf(s), { token: 'u', most: 500, leaseMs: 9_000, cap: null, now }),
  },
  'renewed claim': { state: 'claimed', write: (db, s) => renewClaim(db, scopeOf(s), TOKEN, s.contactIds, 9_000) },
  'rows given back': {
    state: 'claimed',
    write: (db, s) => giveBack(db, scopeOf(s), { token: TOKEN, rows: s.contactIds, now, cap: null }),
  },
  'rows refused': {
    state: 'claimed',
    write: (db, s) =>
      refuseRows(db, scopeOf(s), TOKEN, new Map(s.contactIds.map((id) => [id, { status: 'failed', reason: 'other' }]))),
  },
  'hand-over': {
    state: 'claimed',
    write: (db, s) => handOver(db, scopeOf(s), { token: TOKEN, rows: s.contactIds, leaseMs: 9_000, cap: null, now }),
  },
  'hand-over taken back': { state: 'handed', write: (db, s) => takeBack(db, scopeOf(s), TOKEN, s.contactIds) },
  mark: {
    state: 'handed',
    write: (db, s) =>
      markRows(db, scopeOf(s), {
        token: TOKEN,
        results: s.contactIds.map((contactId) => ({ contactId, outcome: { outcome: 'accepted', providerId: 'p' } })),
        at: now,
        jitter: 1,
        backoff: { baseMs: 1, capMs: 1, attempts: 1 },
      }),
  },
  'leases that end': { state: 'expired', write: (db, s) => expireLeases(db, scopeOf(s)) },
  'slice of what is over': { state: 'planned', write: (db, s) => cancelSlice(db, scopeOf(s), true) },
  stop: { state: 'claimed', write: (db, s) => cancelRest(db, s.campaignId, 1) },
  leave: { state: 'unknown', write: (db, s) => leaveUnknown(db, s.campaignId, 1) },
  'send again': { state: 'unknown', write: (db, s) => resendUnknown(db, s.campaignId, 1) },
  'look-up at the vendor': {
    state: 'unknown',
    write: (db, s) => {
      const lookup = async (asked: readonly unknown[]) =>
        asked.map(() => ({ outcome: 'accepted' as const, providerId: 'p' }));
      const { channel } = countingChannel(undefined, { lookup });
      return lookUp(testDeps(db, channel), { campaignId: s.campaignId, occurrence: 1 });
    },
  },
  'reports of the vendor': {
    state: 'handed',
    write: (db, s) =>
      recordEvents(
        db,
        s.contactIds.toReversed().map((contactId) => ({
          eventId: `${s.campaignId}:${contactId}`,
          type: 'delivered' as const,
          contactId,
          campaignId: s.campaignId,
          occurrence: 1,
          channel: 'email' as const,
          at: now,
        })),
      ),
  },
};

describe('whoever writes several rows of the ledger', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  let close: () => Promise<void>;
  beforeAll(async () => {
    database = await testDatabase();
    // Nobody reads in the order of the key by luck: rows come as they lie in the table, unless they are asked for in order.
    ({ db, close } = connect(`${database.url}?options=-c%20enable_indexscan%3Doff`, () => undefined, 16));
  });
  afterAll(async () => {
    await close();
    await database.close();
  });

  /** Nine rows that lie in the table in another order than their contacts', held by the token as that state has it. */
  const seed = async (state: string): Promise<Seeded & { contactIds: number[] }> => {
    const contactIds = await seedContacts(db, 9);
    const [a, b, c, d, e, f, g, h, i] = contactIds as [number, ...number[]];
    const s = await seedCampaign(db, { contactIds: [h, c, i, a, f, d, g, b, e].map(Number) });
    await db.execute(sql`
      update deliveries set status = ${state === 'expired' ? 'claimed' : state}, claim_token = ${state === 'planned' ? null : TOKEN},
        handed_at = ${['handed', 'unknown'].includes(state) ? now.toISOString() : null}::timestamptz,
        lease_until = case when ${state} = 'expired' then now() - interval '1 second' when ${state} in ('claimed', 'handed') then now() + interval '1 minute' end
      where campaign_id = ${s.campaignId}`);
    return { ...s, contactIds };
  };

  const waiting = async (): Promise<boolean> => {
    const { rows } = await db.execute<{ n: number }>(
      sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows[0]?.n === 1;
  };

  it.each(Object.entries(WRITERS))('takes them in the order of contacts: %s', async (_name, { state, write }) => {
    const s = await seed(state);
    const middle = s.contactIds[4]!;
    let written: Promise<unknown> = Promise.resolve();
    await db.transaction(async (tx) => {
      await tx.execute(
        sql`select 1 from deliveries where campaign_id = ${s.campaignId} and contact_id = ${middle} for update`,
      );
      // Drizzle asks nothing before somebody waits.
      written = (async () => write(db, s))();
      while (!(await waiting())) await sleep(5);
      const free = await db.execute<{ contact_id: number }>(
        sql`select contact_id from deliveries where campaign_id = ${s.campaignId} for update skip locked`,
      );
      expect(free.rows.map((row) => row.contact_id).sort((a, b) => a - b)).toEqual(s.contactIds.slice(5));
    });
    await written;
    expect(Object.keys(await statusOf(db, s.campaignId))).toHaveLength(1);
  });

  it('and two of them, whatever they do, end both', async () => {
    for (const [one, other] of [
      ['hand-over', 'stop'],
      ['hand-over', 'renewed claim'],
      ['rows given back', 'stop'],
      ['mark', 'reports of the vendor'],
    ] as const) {
      const { state } = WRITERS[one]!;
      const many = await Promise.all(Array.from({ length: 6 }, () => seed(state)));
      await Promise.all(many.flatMap((s) => [WRITERS[one]!.write(db, s), WRITERS[other]!.write(db, s)]));
    }
    const { rows } = await db.execute<{ n: number }>(
      sql`select deadlocks::int as n from pg_stat_database where datname = current_database()`,
    );
    expect(rows[0]?.n).toBe(0);
  });
});
