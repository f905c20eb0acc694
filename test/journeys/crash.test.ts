import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Lane, openLane, PLACES } from '../../bench/crash/lane.ts';
import { KINDS } from '../../bench/crash/provider.ts';
import { seeded } from '../../src/results/seeded.ts';
import { testDatabase } from '../support/database.ts';
import { type OtherSlack, otherSlack } from '../support/other-slack.ts';

/** The short form of `npm run bench -- crash`: one run a place. `CRASH_SEED=7` plays other moments. */
const SEED = process.env.CRASH_SEED ?? '2026-11-24';

describe('a worker killed with -9 while it sends', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let slack: OtherSlack;
  let lane: Lane;
  beforeAll(async () => {
    database = await testDatabase();
    slack = await otherSlack();
    lane = await openLane(database.url, slack, inject('compiled'));
  });
  afterAll(async () => {
    await lane?.close();
    await slack?.close();
    await database?.close();
  });

  it.each(PLACES.map((place, i) => [place, KINDS[i % KINDS.length] ?? 'smtp'] as const))(
    'at %s, by %s: nobody gets two, nothing is lost in silence, and the thread says so',
    async (place, kind) => {
      const run = await lane.run(place, kind, seeded(`${SEED}:${place}`));
      expect(run).toMatchObject({ doubles: 0, lost: 0, untrue: 0, interrupted: true });
      expect(run.accepted + run.unknown).toBe(run.planned);
      expect(run.taken).toBeGreaterThan(0);
    },
    240_000,
  );
});
