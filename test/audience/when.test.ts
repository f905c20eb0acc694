import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOf, dateOf, parseWhen, startOfDay } from '../../src/audience/when.ts';
import type { Db } from '../../src/deps.ts';
import { testDatabase } from '../support/database.ts';

describe('a date or an instant as written', () => {
  it.each([
    ['2026-11-24', 'Asia/Seoul', '2026-11-23T15:00:00.000Z'],
    ['2026-11-24T09:00', 'Asia/Seoul', '2026-11-24T00:00:00.000Z'],
    ['2026/11/24 09:00:30', 'Asia/Seoul', '2026-11-24T00:00:30.000Z'],
    ['2026-11-24T09:00:00.5Z', 'Asia/Seoul', '2026-11-24T09:00:00.500Z'],
    ['2026-11-24T09:00-0530', 'Asia/Seoul', '2026-11-24T14:30:00.000Z'],
    // As Korean Excel, Korean offices, PostgreSQL and other databases write it.
    ['2026-1-5 9:30', 'Asia/Seoul', '2026-01-05T00:30:00.000Z'],
    ['2026. 1. 5.', 'Asia/Seoul', '2026-01-04T15:00:00.000Z'],
    ['2026. 11. 24. 09:30', 'Asia/Seoul', '2026-11-24T00:30:00.000Z'],
    ['2026-11-24 09:00:00+09', 'Europe/Berlin', '2026-11-24T00:00:00.000Z'],
    ['2026-11-24 09:00:00 UTC', 'Asia/Seoul', '2026-11-24T09:00:00.000Z'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
  ])('%s in %s is %s', (text, zone, instant) => {
    expect(parseWhen(text, zone)?.at.toISOString()).toBe(instant);
  });

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-11-24T09:00+25:00',
    '2026-11-24T09:00+09:99',
    '2026.11',
    '2026-011-4',
    '2026-11-24T24:00',
    '24.11.2026',
    'yesterday',
    '',
    '2026-11/24',
  ])('%s is none', (text) => {
    expect(parseWhen(text, 'Asia/Seoul')).toBeNull();
  });

  it('as of a date is its end, as of an instant is that instant', () => {
    expect(asOf('2026-11-24', 'Asia/Seoul')?.toISOString()).toBe('2026-11-24T15:00:00.000Z');
    expect(asOf('2026. 11. 24.', 'Asia/Seoul')).toEqual(asOf('2026-11-24', 'Asia/Seoul'));
    expect(asOf('2026-11-24T10:00Z', 'Asia/Seoul')?.toISOString()).toBe('2026-11-24T10:00:00.000Z');
    expect(dateOf(new Date('2026-11-24T15:00:00Z'), 'Asia/Seoul')).toBe('2026-11-25');
  });

  describe('agrees with the database', () => {
    let connection: Awaited<ReturnType<typeof testDatabase>>;
    let db: Db;
    beforeAll(async () => {
      connection = await testDatabase();
      db = connection.db;
    });
    afterAll(() => connection.close());

    it('on wall times in zones with gaps, overlaps and quarter hours', async () => {
      const zones = [
        'Asia/Seoul',
        'Europe/Berlin',
        'America/New_York',
        'Australia/Lord_Howe',
        'Asia/Kathmandu',
        'America/Sao_Paulo',
      ];
      const texts = fc.sample(
        fc
          .integer({ min: Date.UTC(1997, 0, 1) / 900_000, max: Date.UTC(2030, 0, 1) / 900_000 })
          .map((q) => new Date(q * 900_000).toISOString().slice(0, 16)),
        { numRuns: 400, seed: 11 },
      );
      // The hours of a gap and of an overlap, which chance would hardly find.
      for (const day of ['2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05', '2026-10-04'])
        for (let q = 0; q < 16; q++) texts.push(`${day}T0${Math.floor(q / 4)}:${['00', '15', '30', '45'][q % 4]}`);
      for (const zone of zones) {
        const { rows } = await db.execute<{ at: string }>(
          sql`select to_char((t::timestamp at time zone ${zone}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') as at from unnest(${sql.param(texts)}::text[]) with ordinality as x (t, i) order by i`,
        );
        const ours = texts.map((text) => parseWhen(text, zone)?.at.toISOString().slice(0, 19));
        expect(
          ours.filter((at, i) => at !== rows[i]?.at),
          zone,
        ).toEqual([]);
      }
    });

    it('on where a day starts', async () => {
      const { rows } = await db.execute<{ at: string }>(
        sql`select to_char(('2026-03-30'::timestamp at time zone 'Europe/Berlin') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI') as at`,
      );
      expect(startOfDay('2026-03-29', 'Europe/Berlin', 1).toISOString().slice(0, 16)).toBe(rows[0]?.at);
    });
  });
});
