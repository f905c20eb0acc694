import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DELIVERY_STATES, type DeliveryState } from '../../src/db/schema.ts';
import { type Progress, stopRule } from '../../src/delivery/progress.ts';
import { slicesFor } from '../../src/delivery/slices.ts';

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
