import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastDigestAt, missedDigest, nextDigestAt } from '../../src/digest/schedule.ts';

const NINE = '0 9 * * *';
const at = (iso: string) => new Date(iso);

describe('when a digest is due', () => {
  it('is by the cron line in the account’s zone, dated there', () => {
    expect(nextDigestAt(NINE, 'Asia/Seoul', at('2026-11-23T23:59:59Z'))).toEqual({
      date: '2026-11-24',
      at: at('2026-11-24T00:00:00Z'),
    });
    expect(nextDigestAt(NINE, 'America/New_York', at('2026-11-24T13:59:59Z')).at).toEqual(at('2026-11-24T14:00:00Z'));
  });

  it('is never the same time twice: after nine comes the next day’s nine', () => {
    expect(nextDigestAt(NINE, 'Asia/Seoul', at('2026-11-24T00:00:00Z')).date).toBe('2026-11-25');
    expect(lastDigestAt(NINE, 'Asia/Seoul', at('2026-11-24T00:00:00Z')).date).toBe('2026-11-24');
    expect(lastDigestAt(NINE, 'Asia/Seoul', at('2026-11-23T23:59:59.999Z')).date).toBe('2026-11-23');
  });

  it('follows the clock change: nine stays nine', () => {
    expect(nextDigestAt(NINE, 'Europe/Berlin', at('2026-10-24T12:00:00Z')).at).toEqual(at('2026-10-25T08:00:00Z'));
    expect(nextDigestAt(NINE, 'Europe/Berlin', at('2026-10-23T12:00:00Z')).at).toEqual(at('2026-10-24T07:00:00Z'));
  });

  it('a time that the clock change skips is due an hour later, and is not forgotten', () => {
    const now = at('2026-03-29T05:00:00Z');
    expect(lastDigestAt('15 2 * * *', 'Europe/Berlin', now)).toEqual({
      date: '2026-03-29',
      at: at('2026-03-29T01:15:00Z'),
    });
    expect(nextDigestAt('15 2 * * *', 'Europe/Berlin', now).date).toBe('2026-03-30');
  });

  it('may be monthly', () => {
    expect(lastDigestAt('0 9 1 * *', 'Asia/Seoul', at('2026-11-24T00:00:00Z')).date).toBe('2026-11-01');
  });

  it('last is never after now, next always is, and nothing lies between', () => {
    const zones = ['Asia/Seoul', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia'];
    const crons = [NINE, '30 7 * * 1-5', '0 9,18 * * *', '0 0 * * 0'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...crons),
        fc.date({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z'), noInvalidDate: true }),
        (zone, cron, now) => {
          const last = lastDigestAt(cron, zone, now);
          const next = nextDigestAt(cron, zone, now);
          expect(last.at.getTime()).toBeLessThanOrEqual(now.getTime());
          expect(next.at.getTime()).toBeGreaterThan(now.getTime());
          expect(nextDigestAt(cron, zone, last.at).at).toEqual(next.at);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('after downtime', () => {
  const missed = (last: string | null, now: string) => missedDigest(NINE, 'Asia/Seoul', last, at(now))?.date ?? null;

  it('only the newest missed one is written', () => {
    expect(missed('2026-11-20', '2026-11-24T05:00:00Z')).toBe('2026-11-24');
  });

  it('none is, when the newest was written or is yet to come', () => {
    expect(missed('2026-11-24', '2026-11-24T05:00:00Z')).toBeNull();
    expect(missed('2026-11-23', '2026-11-23T20:00:00Z')).toBeNull();
  });

  it('a new account has missed nothing', () => {
    expect(missed(null, '2026-11-24T05:00:00Z')).toBeNull();
  });
});
