import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countSegments } from '../../src/audience/count.ts';
import { kitSchema } from '../../src/brand/kit.ts';
import { parseConfig } from '../../src/config.ts';
import type { Db } from '../../src/deps.ts';
import { sampleKit } from '../../src/practice/sample/kit.ts';
import { loadSample, type SampleLoaded } from '../../src/practice/sample/load.ts';
import { testDatabase } from '../support/database.ts';
import { SEOUL } from '../support/people.ts';

const now = new Date('2026-11-24T01:00:00Z');
const config = parseConfig({}, 'database');

describe('the sample company', () => {
  let connection: Awaited<ReturnType<typeof testDatabase>>;
  let db: Db;
  let loaded: SampleLoaded;
  const steps: [number, number][] = [];
  const clockAt = (at: Date) => ({ system: () => at, business: async () => at });

  beforeAll(async () => {
    connection = await testDatabase();
    db = connection.db;
    // Stopped half-way first: what is seen below is the company after a restart.
    class Killed extends Error {}
    const killed = await loadSample({ db, config, secretKeys: [], clock: clockAt(now) }, (done, of) => {
      if (done > of / 3) throw new Killed();
    }).catch((error: unknown) => error);
    if (!(killed instanceof Killed)) throw new Error('loading was not stopped');
    const nextDay = new Date(now.getTime() + 86_400_000);
    loaded = await loadSample({ db, config, secretKeys: [], clock: clockAt(nextDay) }, (done, of) =>
      steps.push([done, of]),
    );
  });
  afterAll(() => connection.close());

  const one = async <T extends Record<string, unknown>>(query: ReturnType<typeof sql>): Promise<T> => {
    const { rows } = await db.execute<T>(query);
    return rows[0] as T;
  };

  it('rests on the published file, untouched', () => {
    const file = gunzipSync(readFileSync(new URL('../../data/cdnow.txt.gz', import.meta.url)));
    expect(createHash('sha256').update(file).digest('hex')).toBe(
      'eff6889ed364c5199d6eacbbeb7a6d559971df4406ac876f322c373f00a072ef',
    );
  });

  it('has every purchase once, moved by the one offset of the day loading began', async () => {
    // 1998-06-30 and 10,373 days is 2026-11-23: yesterday of the first attempt.
    expect(loaded).toEqual({ contacts: 23_570, orders: 69_659, offsetDays: 10_373 });
    expect(
      await one(
        sql`select count(*)::int as orders, count(distinct contact_id)::int as people, sum(quantity)::int as cds, sum(amount)::bigint as won, (max(at) at time zone 'Asia/Seoul')::text as last, (min(at) at time zone 'Asia/Seoul')::text as first from orders`,
      ),
    ).toEqual({
      orders: 69_659,
      people: 23_570,
      cds: 167_881,
      won: 3_250_410_319,
      last: '2026-11-23 12:00:00',
      first: '2025-05-27 12:00:00',
    });
  });

  it('says how far it is, to the end', () => {
    const [last] = steps.slice(-1);
    expect(last?.[0]).toBe(last?.[1]);
    expect(steps.map(([done]) => done)).toEqual(steps.map(([done]) => done).toSorted((a, b) => a - b));
  });

  it('is left alone when it is asked for again, on whatever day', async () => {
    const facts = () =>
      one(
        sql`select (select count(*) from orders) + (select count(*) from events) as n, (select max(at)::text from orders) as last`,
      );
    const before = await facts();
    expect(await loadSample({ db, config, secretKeys: [], clock: clockAt(new Date('2027-03-01T00:00:00Z')) })).toEqual(
      loaded,
    );
    expect(await facts()).toEqual(before);
  });

  it('agrees to what it says: consents, opt-outs, missing and shared addresses', async () => {
    const shares = await one<Record<string, number>>(
      sql`select ${sql.join(
        [
          sql`(select count(*) from consents where channel = 'email' and purpose = 'marketing')::float8 / 23570 as email`,
          sql`(select count(*) from consents where channel = 'sms' and purpose = 'marketing')::float8 / 23570 as sms`,
          sql`(select count(*) from consents where channel = 'push')::float8 / 23570 as push`,
          sql`(select count(*) from consents where purpose = 'night')::float8 / 23570 as night`,
          sql`(select count(*) from suppressions)::float8 / 23570 as suppressed`,
          sql`(select count(*) from contacts where email is null)::float8 / 23570 as nowhere`,
          sql`(select count(*) from contacts where shared_email)::float8 / 23570 as shared`,
        ],
        sql`, `,
      )}`,
    );
    const said: Record<string, number> = {
      email: 0.82,
      sms: 0.61,
      push: 0.4,
      night: 0.12,
      suppressed: 0.02,
      nowhere: 0.01,
      shared: 0.005,
    };
    for (const [name, share] of Object.entries(said))
      expect(Math.abs((shares[name] ?? 0) - share), name).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / 23_570));
  });

  it('reaches nobody real', async () => {
    const { n } = await one<{ n: number }>(
      sql`select count(*)::int as n from contacts where email !~ '@example[.]test$' or phone !~ '^[+]82100[0-9]{7}$'`,
    );
    expect(n).toBe(0);
  });

  it('has roll-ups that equal its facts', async () => {
    const { n } = await one<{ n: number }>(
      sql`select count(*)::int as n from contact_stats s left join (select contact_id, count(*) as orders, sum(amount) as revenue, min(at) as first, max(at) as last from orders group by contact_id) o using (contact_id) left join (select contact_id, max(at) as visit from events where name = 'visit' group by contact_id) e using (contact_id) where (s.orders, s.revenue, s.first_order_at, s.last_order_at, s.last_visit_at) is distinct from (o.orders, o.revenue, o.first, o.last, e.visit)`,
    );
    expect(n).toBe(0);
  });

  it('has those whom the default goal is for', async () => {
    const { counts } = await countSegments(db, {
      segments: [
        {
          key: 'A',
          rule: {
            all: [
              { metric: 'orders', is: 'gte', value: 3 },
              { metric: 'days_since_last_order', is: 'gte', value: 60 },
            ],
          },
        },
      ],
      channel: 'email',
      isAd: true,
      now,
      ...SEOUL,
    });
    expect(counts[0]).toMatchObject({
      matched: 5_275,
      reachable: { email: 4_212, kakao: 0 },
      excluded: { duplicate_address: 5, no_address: 50, no_consent: 920, suppressed: 88 },
    });
  });

  it('can be asked about visits and carts', async () => {
    const { counts } = await countSegments(db, {
      segments: [
        {
          key: 'A',
          rule: {
            all: [
              { did: 'cart', within: { days: 3 } },
              { did_not: 'purchase', within: { days: 3 } },
            ],
          },
        },
      ],
      channel: 'email',
      isAd: true,
      now,
      ...SEOUL,
    });
    expect(counts[0]?.matched).toBeGreaterThan(100);
  });

  it('has a brand kit that is a whole one', () => {
    expect(kitSchema.safeParse(sampleKit).error).toBeUndefined();
    expect(sampleKit.messages.map((m) => m.ko)).toContain('다시 들을 음악이 있습니다');
  });
});
