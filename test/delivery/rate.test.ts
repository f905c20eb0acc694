import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awayFor, clearHold, heldAccount, holdAccount, reserveSlots } from '../../src/delivery/rate.ts';
import type { Db } from '../../src/deps.ts';
import { testDatabase } from '../support/database.ts';

const FOREVER = 3_600_000;

describe('the rate of a provider account', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  beforeAll(async () => {
    database = await testDatabase();
    db = database.db;
  });
  afterAll(() => database.close());

  it('gives workers that ask at once slots that never overlap, whatever their size', async () => {
    const rate = 14;
    const end = async () =>
      (
        await db.execute<{ next: number }>(
          sql`select extract(epoch from next_at)::float8 as next from provider_rates where account = 'shared'`,
        )
      ).rows[0]!.next;
    // Booked far ahead, so that no moment passes unused and every slot must lie behind the one before. Of three at once four
    // batches fit into a second of fourteen, not four and a half.
    const width = [0, 1 / 14, 1 / 7, 1 / 4];
    await reserveSlots(db, 'shared', 100_000, rate, FOREVER);
    const before = await end();
    const sizes = Array.from({ length: 60 }, (_, i) => 1 + (i % 3));
    const slots = await Promise.all(sizes.map((n) => reserveSlots(db, 'shared', n, rate, FOREVER * 24)));
    expect(slots.every((slot) => slot.ok)).toBe(true);
    expect((await end()) - before).toBeCloseTo(
      sizes.reduce((a, n) => a + width[n]!, 0),
      3,
    );
  });

  it.each([
    [14, 2],
    [15, 2],
    [29, 3],
    [1_999, 20],
    [3, 3],
  ])('puts into no second more than %i, %i at a time', async (rate, n) => {
    const account = `window-${rate}`;
    const at = async () =>
      (
        await db.execute<{ at: number }>(
          sql`select extract(epoch from next_at)::float8 as at from provider_rates where account = ${account}`,
        )
      ).rows[0]!.at;
    await reserveSlots(db, account, 1_000, 1, FOREVER);
    const starts: number[] = [];
    for (let i = 0; i < Math.min(300, (rate / n) * 3); i += 1) {
      starts.push(await at());
      await reserveSlots(db, account, n, rate, FOREVER * 24);
    }
    for (const from of starts) {
      const within = starts.filter((start) => start >= from && start < from + 1 - 1e-5);
      expect(within.length * n).toBeLessThanOrEqual(rate);
    }
    const [first = 0, last = 0] = [starts[0], starts.at(-1)];
    expect(((starts.length - 1) * n) / (last - first)).toBeGreaterThan(rate * 0.9);
  });

  it('lets one batch at a time find out whether the account takes anything again', async () => {
    const hold = { baseMs: 1, capMs: 1, askedMs: 0, jitter: 1 };
    await holdAccount(db, 'half', hold);
    await db.execute(sql`update provider_rates set held_until = clock_timestamp() where account = 'half'`);
    const tries = await Promise.all(Array.from({ length: 6 }, () => reserveSlots(db, 'half', 1, 1_000, 60_000)));
    const waits = tries.flatMap((slot) => (slot.ok ? [slot.waitMs] : [])).sort((a, b) => a - b);
    expect(waits[0]).toBeLessThan(1_000);
    expect(waits.slice(1).every((wait) => wait > 50_000)).toBe(true);
    await clearHold(db, 'half');
    expect(await reserveSlots(db, 'half', 1, 1_000, 60_000)).toMatchObject({ ok: true, failures: 0 });
    expect(await awayFor(db, 'half').then((ms) => ms ?? 0)).toBeLessThan(1_000);
  });

  it('reserves nothing for a worker who would have to wait too long', async () => {
    await reserveSlots(db, 'slow', 10, 1, FOREVER);
    const before = await awayFor(db, 'slow');
    const slot = await reserveSlots(db, 'slow', 1, 1, 100);
    expect(slot).toMatchObject({ ok: false });
    expect(await awayFor(db, 'slow')).toBeLessThanOrEqual(before!);
  });

  it('counts workers that fail at the same moment as one failure, and doubles the pause up to a cap', async () => {
    const hold = { baseMs: 100_000, capMs: 350_000, askedMs: 0, jitter: 1 };
    const failures = async () => (await heldAccount(db, 'down'))?.failures;
    const passed = () =>
      db.execute(sql`update provider_rates set held_until = clock_timestamp() where account = 'down'`);
    await Promise.all(Array.from({ length: 5 }, () => holdAccount(db, 'down', hold)));
    expect(await failures()).toBe(1);
    const pauses: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      pauses.push(Math.round((await awayFor(db, 'down'))! / 10_000));
      await passed();
      await holdAccount(db, 'down', hold);
    }
    expect(pauses).toEqual([10, 20, 35, 35]);
    await clearHold(db, 'down');
    expect(await heldAccount(db, 'down')).toBeNull();
    expect(await reserveSlots(db, 'down', 1, 100, 1_000)).toMatchObject({ ok: true, failures: 0 });
  });

  it('waits as long as the provider asked for', async () => {
    await holdAccount(db, 'asked', { baseMs: 10, capMs: 20, askedMs: 60_000, jitter: 0.5 });
    expect(await awayFor(db, 'asked')).toBeGreaterThan(50_000);
    expect(await reserveSlots(db, 'asked', 1, 100, 1_000)).toMatchObject({ ok: false });
  });
});
