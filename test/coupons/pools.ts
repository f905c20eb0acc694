import { sql } from 'drizzle-orm';
import { codeKey, type Pool, poolId, promiseOf } from '../../src/coupons/pool.ts';
import { couponCodes, couponPools } from '../../src/db/schema.ts';
import type { Db } from '../../src/deps.ts';

/** A pool with these codes, as an import would leave it. */
export const seedPool = async (db: Db, name: string, codes: readonly string[], over: Partial<Pool> = {}) => {
  const pool: Pool = {
    id: poolId(name),
    name,
    kind: 'single',
    discount: '15% 할인',
    condition: '3만원 이상',
    expires: '2027-12-31',
    longest: Math.max(1, ...codes.map((code) => code.length)),
    wide: false,
    by: 'test',
    at: new Date('2026-11-01T00:00:00Z'),
    ...over,
  };
  await db.insert(couponPools).values(pool);
  if (codes.length > 0)
    await db.insert(couponCodes).values(codes.map((code) => ({ key: codeKey(code), code, pool: pool.id })));
  return promiseOf(pool);
};

export const codesNamed = (prefix: string, n: number): string[] =>
  Array.from({ length: n }, (_, i) => `${prefix}-${String(i).padStart(6, '0')}`);

/** A frozen audience: the first `send` of them are to be sent to, the rest are held out. */
export const freezeMembers = async (db: Db, campaignId: number, ids: readonly number[], send = ids.length) => {
  for (const [outcome, some] of [
    ['send', ids.slice(0, send)],
    ['holdout', ids.slice(send)],
  ] as const)
    await db.execute(sql`
      insert into audience_members (campaign_id, occurrence, contact_id, segment, channel, outcome, variant)
      select ${campaignId}::bigint, 1, unnest(${sql.param([...some])}::bigint[]), 'A', 'email', ${outcome}::text, 'A-1'`);
};
