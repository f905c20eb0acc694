import { type AudienceCounts, type FreezeQuery, freezeAudience } from '../../src/audience/freeze.ts';
import { launches } from '../../src/db/schema.ts';
import { ACCOUNT, NOW } from './data.ts';
import { median, timed } from './measure.ts';
import type { World } from './world.ts';

/**
 * Milliseconds, medians. The copies write the very rows that the freeze wrote, from a file, by the server: `copyKeyed` into
 * tables with the same primary keys and nothing else, `copyIndexed` into such with all their indexes and what is generated,
 * `copyAll` into the tables themselves: what that takes longer is the launch each delivery must name.
 */
export type Freezing = {
  people: number;
  counts: AudienceCounts;
  freeze: number;
  copyKeyed: number;
  copyIndexed: number;
  copyAll: number;
};

const SHARE = 30;
const ROUNDS = 3;

/**
 * Freezes three people in ten with everything that can keep somebody back (consent, suppression, shared addresses, the
 * cap) and plans their deliveries; then copies the recorded rows into a table with the same key.
 */
export const freezing = async (world: World): Promise<Freezing> => {
  // Launches of a measurement before.
  await world.pool.query('delete from launches');
  const times = {
    freeze: [] as number[],
    copyKeyed: [] as number[],
    copyIndexed: [] as number[],
    copyAll: [] as number[],
  };
  let counts: AudienceCounts = { matched: 0, send: 0, holdout: 0, excluded: {} };
  for (let campaignId = 1; campaignId <= ROUNDS; campaignId++) {
    await world.db.insert(launches).values({ id: `la_${campaignId}`, campaignId, hash: 'h', draftId: 'd', at: NOW });
    times.freeze.push(
      await timed(async () => {
        counts = await world.db.transaction((tx) => freezeAudience(tx, query(campaignId)));
      }),
    );
    const members = `${world.dir}/members.freeze`;
    const planned = `${world.dir}/planned.freeze`;
    await world.pool.query(`copy audience_members to '${members}'`);
    await world.pool.query(`copy deliveries (${PLANNED}) to '${planned}'`);
    const both = async (made: typeof keyed) =>
      (await copied(world, made, 'audience_members', '*', members)) +
      (await copied(world, made, 'deliveries', PLANNED, planned));
    times.copyKeyed.push(await both(keyed));
    times.copyIndexed.push(await both(indexed));
    await emptied(world);
    times.copyAll.push(
      await timed(async () => {
        await world.pool.query(`copy audience_members from '${members}'`);
        await world.pool.query(`copy deliveries (${PLANNED}) from '${planned}'`);
      }),
    );
    // The next round starts from the same tables: nobody is pressed by a message that never left.
    await emptied(world);
  }
  return {
    people: counts.matched,
    counts,
    freeze: median(times.freeze),
    copyKeyed: median(times.copyKeyed),
    copyIndexed: median(times.copyIndexed),
    copyAll: median(times.copyAll),
  };
};

const query = (campaignId: number): FreezeQuery => ({
  segments: [{ key: 'A', rule: { all: [{ sample: { percent: SHARE, salt: 'bench' } }] } }],
  channel: 'email',
  isAd: true,
  now: NOW,
  ...ACCOUNT,
  cap: { messages: 3, days: 7 },
  campaignId,
  occurrence: 1,
  salt: 'bench',
  holdoutPercent: 10,
  launch: { id: `la_${campaignId}`, hash: 'h' },
  variants: { A: ['A-1', 'A-2'] },
});

/** A generated column cannot be copied in. */
const PLANNED = 'campaign_id, occurrence, contact_id, channel, launch_id, hash, segment, variant, status';

const emptied = async (world: World): Promise<void> => {
  await world.pool.query('truncate deliveries, audience_members');
};

type Made = (world: World, table: string, columns: string) => Promise<unknown>;

/** The same columns with the same primary key. */
const keyed: Made = async (world, table, columns) => {
  const { rows } = await world.pool.query<{ key: string }>(
    `select pg_get_constraintdef(oid) as key from pg_constraint where conrelid = '${table}'::regclass and contype = 'p'`,
  );
  await world.pool.query(`create table copied as select ${columns} from ${table} where false`);
  await world.pool.query(`alter table copied add ${rows[0]?.key}`);
};

/** All but the foreign keys. */
const indexed: Made = (world, table) => world.pool.query(`create table copied (like ${table} including all)`);

/** @returns milliseconds of copying a file into a table made for it */
const copied = async (world: World, made: Made, table: string, columns: string, file: string): Promise<number> => {
  await made(world, table, columns);
  const ms = await timed(() => world.pool.query(`copy copied ${columns === '*' ? '' : `(${columns})`} from '${file}'`));
  await world.pool.query('drop table copied');
  return ms;
};
