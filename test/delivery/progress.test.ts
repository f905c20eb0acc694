import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DELIVERY_STATES, type DeliveryState } from '../../src/db/schema.ts';
import type { Progress } from '../../src/delivery/progress.ts';
import { slicesFor } from '../../src/delivery/slices.ts';
import { affordable, budgetRule, isNight, providerRule, stopRule } from '../../src/delivery/stop.ts';

const at = (byStatus: Partial<Record<DeliveryState, number>>, more: Partial<Progress> = {}): Progress => ({
  planned: 1_000,
  byStatus: {
    ...(Object.fromEntries(DELIVERY_STATES.map((s) => [s, 0])) as Record<DeliveryState, number>),
    ...byStatus,
  },
  failedByReason: {},
  unknown: 0,
  bounced: 0,
  complained: 0,
  done: false,
  ...more,
});
const plan = { stop: { bouncePercent: 5, complaintPercent: 0.3, failurePercent: 10 } };

describe('stop rules', () => {
  it('say nothing before fifty answers', () => {
    expect(stopRule(at({ accepted: 9, failed: 40 }, { bounced: 40 }), plan)).toBeNull();
    expect(stopRule(at({ accepted: 10, failed: 40 }, { bounced: 40 }), plan)).not.toBeNull();
  });
  it('wish for a pause above the limit, not at it, and name the rule with its numbers', () => {
    expect(stopRule(at({ accepted: 95, failed: 5 }, { bounced: 5 }), plan)).toBeNull();
    expect(stopRule(at({ accepted: 94, failed: 6 }, { bounced: 6 }), plan)).toEqual({
      rule: 'bounce',
      percent: 6,
      limit: 5,
    });
    expect(stopRule(at({ accepted: 600, delivered: 400 }, { complained: 4 }), plan)).toEqual({
      rule: 'complaint',
      percent: 0.4,
      limit: 0.3,
    });
    expect(stopRule(at({ accepted: 80, failed: 12, expired: 8 }), plan)).toEqual({
      rule: 'failure',
      percent: 20,
      limit: 10,
    });
  });
  it('bear what a person has seen and gone on with, and no more than the same limit beyond it', () => {
    const borne = { bounce: 6 };
    expect(stopRule(at({ accepted: 89, failed: 11 }, { bounced: 11 }), plan, { ...borne, failure: 20 })).toBeNull();
    expect(stopRule(at({ accepted: 88, failed: 12 }, { bounced: 12 }), plan, borne)).toMatchObject({
      rule: 'bounce',
      limit: 11,
    });
  });
  it('stop at the budget: what may have arrived counts, what nobody waits for does not', () => {
    const priced = { budget: 1_000, prices: { perMessageMinor: 9.9, currency: 'KRW' } };
    expect(affordable(priced)).toBe(101);
    expect(affordable({ budget: 0.3, prices: { perMessageMinor: 10, currency: 'USD' } })).toBe(3);
    expect(affordable({ budget: 1, prices: { perMessageMinor: 0, currency: 'KRW' } })).toBeNull();
    expect(budgetRule(at({ planned: 5, accepted: 90, unknown: 10 }), priced)).toBeNull();
    expect(budgetRule(at({ planned: 5, accepted: 90, unknown: 11 }), priced)).toEqual({
      rule: 'budget',
      spent: 1_000,
      budget: 1_000,
    });
    expect(budgetRule(at({ accepted: 200 }), priced)).toBeNull();
  });
  it.each([
    ['sms', '2026-11-24T11:59:59Z', false],
    ['sms', '2026-11-24T12:00:00Z', true],
    ['push', '2026-11-24T22:59:59Z', true],
    ['push', '2026-11-24T23:00:00Z', false],
    ['kakao', '2026-11-24T11:50:00Z', true],
    ['email', '2026-11-24T15:00:00Z', false],
  ] as const)('know the Korean night of %s at %s', (channel, now, night) => {
    expect(isNight(channel, true, new Date(now))).toBe(night);
    expect(isNight(channel, false, new Date(now))).toBe(false);
  });
  it('give a provider up only after many tries in a row', () => {
    expect(providerRule(null)).toBeNull();
    expect(providerRule({ failures: 7 })).toBeNull();
    expect(providerRule({ failures: 8 })).toEqual({ rule: 'provider', failures: 8 });
  });
});

describe('slices', () => {
  it('cover the whole hash once, in equal powers of two of about 500 rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000_000 }), (planned) => {
        const slices = slicesFor(planned);
        expect(slices[0]?.lo).toBe(0);
        expect(slices.at(-1)?.hi).toBe(65_536);
        slices.forEach((slice, i) => {
          if (i > 0) expect(slice.lo).toBe(slices[i - 1]!.hi);
        });
        expect(Math.log2(slices.length) % 1).toBe(0);
        if (planned > 500 && slices.length < 65_536) {
          expect(planned / slices.length).toBeLessThanOrEqual(500);
          expect(planned / slices.length).toBeGreaterThan(250);
        }
      }),
      { numRuns: 50 },
    );
  });
});
