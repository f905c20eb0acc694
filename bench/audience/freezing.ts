import { sql } from 'drizzle-orm';
import { type AudienceCounts, type FreezeQuery, freezeAudience } from '../../src/audience/freeze.ts';
import { launches } from '../../src/db/schema.ts';
import { ACCOUNT, NOW } from './data.ts';
import { median, timed } from './measure.ts';
import type { World } from './world.ts';

/** Milliseconds, medians. `copy` and `copyBoth` write the very rows that the freeze wrote, from a file, by the server. */
export type Freezing = {
  people: number;
  counts: AudienceCounts;
  freeze: number;
  copy: number;
  copyBoth: number;
};

const SHARE = 30;
const ROUNDS = 3;

/**
 * Freezes three people in ten with everything that can keep somebody back (consent, suppression, shared addresses, the
 * cap) and plans their deliveries; then copies the recorded rows into a table with the same key.
 */
export const freezing = async (world: World): Promise<Freezing> => {
  const times = { freeze: [] as number[], copy: [] as number[], copyBoth: [] as number[] };
  let counts: AudienceCounts = { matched: 0, send: 0, holdout: 0, excluded: {} };
  for (let campaignId = 1; campaignId <= ROUNDS; campaignId++) {
    await world.db.insert(launches).values({ id: `la_${campaignId}`, campaignId, hash: 'h', draftId: 'd', at: NOW });
    times.freeze.push(
      await timed(async () => {
        counts = await world.db.transaction((tx) => freezeAudience(tx, query(campaignId)));
      }),
    );
    const recorded = await copied(world, campaignId, 'audience_members', '*');
    const planned = await copied(world, campaignId, 'deliveries', DELIVERY_COLUMNS);
    times.copy.push(recorded);
    times.copyBoth.push(recorded + planned);
    // The next round starts from the same tables: nobody is pressed by a message that never left.
    await world.db.execute(sql`delete from deliveries`);
    await world.db.execute(sql`delete from audience_members`);
    await world.pool.query('vacuum deliveries, audience_members');
  }
  return {
    people: counts.matched,
    counts,
    freeze: median(times.freeze),
    copy: median(times.copy),
    copyBoth: median(times.copyBoth),
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
const DELIVERY_COLUMNS = 'campaign_id, occurrence, contact_id, channel, launch_id, hash, segment, variant, status';

/** @returns milliseconds of copying a campaign's rows of the table into one with the same columns and primary key */
const copied = async (world: World, campaignId: number, table: string, columns: string): Promise<number> => {
  const file = `${world.dir}/${table}.freeze`;
  const { rows } = await world.pool.query<{ key: string }>(
    `select pg_get_constraintdef(oid) as key from pg_constraint where conrelid = '${table}'::regclass and contype = 'p'`,
  );
  await world.pool.query(`copy (select ${columns} from ${table} where campaign_id = ${campaignId}) to '${file}'`);
  await world.pool.query(`create table copied as select ${columns} from ${table} where false`);
  await world.pool.query(`alter table copied add ${rows[0]?.key}`);
  const ms = await timed(() => world.pool.query(`copy copied from '${file}'`));
  await world.pool.query('drop table copied');
  return ms;
};
