import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  neededForConversion,
  neededForMeans,
  neededForNewcombe,
  recommendedHoldout,
  smallestLift,
} from '../../src/results/power.ts';
import { compareProportions, type Share, zTwoSided } from '../../src/results/proportion.ts';
import { binomial, seeded } from '../../src/results/seeded.ts';

const { power } = JSON.parse(readFileSync(new URL('./reference.json', import.meta.url), 'utf8')) as {
  power: { b: number; l: number; h: number; n: number }[];
};

describe('sizes', () => {
  it.each(power)('baseline $b, lift +$l, holdout $h needs $n', ({ b, l, h, n }) => {
    expect(neededForConversion({ baseline: b, difference: b * l, holdoutShare: h })).toBe(n);
  });

  it('smallest lift is the needed size turned round', () => {
    // The size was rounded up to a whole person: that much smaller is the lift it shows.
    for (const { b, l, h, n } of power) {
      const lift = smallestLift({ n, baseline: b, holdoutShare: h }) ?? 0;
      expect(lift).toBeLessThanOrEqual(b * l);
      expect(neededForConversion({ baseline: b, difference: lift, holdoutShare: h })).toBeLessThanOrEqual(n + 1);
      expect(lift / (b * l)).toBeGreaterThan(1 - 1 / n);
    }
  });

  it('a lift no audience can show is null, not a number', () => {
    expect(smallestLift({ n: 5_000, baseline: 0.03, holdoutShare: 0 })).toBeNull();
    expect(smallestLift({ n: 0, baseline: 0.03, holdoutShare: 0.2 })).toBeNull();
    expect(smallestLift({ n: 3, baseline: 0.9, holdoutShare: 0.2 })).toBeNull();
    expect(neededForConversion({ baseline: 0.9, difference: 0.2, holdoutShare: 0.2 })).toBeNull();
    expect(neededForConversion({ baseline: 0.1, difference: 0, holdoutShare: 0.2 })).toBeNull();
    expect(neededForMeans({ difference: 5, treatedVariance: 0, controlVariance: 0, holdoutShare: 0.2 })).toBeNull();
  });

  it('the smallest holdout is recommended that shows a rise of a fifth, or none', () => {
    const needs = (holdoutShare: number) => neededForNewcombe({ baseline: 0.02, difference: 0.004, holdoutShare }) ?? 0;
    expect(recommendedHoldout({ n: needs(0.1), baseline: 0.02 })).toBe(0.1);
    expect(recommendedHoldout({ n: needs(0.1) - 1, baseline: 0.02 })).toBe(0.15);
    expect(recommendedHoldout({ n: needs(0.5) - 1, baseline: 0.02 })).toBeNull();
    expect(recommendedHoldout({ n: 1e6, baseline: 0 })).toBeNull();
    expect(recommendedHoldout({ n: needs(0.5), baseline: 0.02, lift: 0.5 })).toBe(0.1);
  });

  it.each([
    { baseline: 0.1, difference: 0.03, holdoutShare: 0.3 },
    { baseline: 0.02, difference: 0.004, holdoutShare: 0.1 },
    { baseline: 0.02, difference: 0.006, holdoutShare: 0.5 },
  ])('an audience of the needed size shows the lift four times in five: %j', (want) => {
    const chance = seeded('power');
    const runs = 4_000;
    const shown = (n: number, sees: (a: Share, b: Share) => boolean) => {
      const control = Math.round(n * want.holdoutShare);
      const share = (size: number, p: number): Share => ({ hits: binomial(chance, size, p), n: size });
      let count = 0;
      for (let i = 0; i < runs; i++)
        if (sees(share(n - control, want.baseline + want.difference), share(control, want.baseline))) count++;
      return count / runs;
    };
    const own = shown(neededForConversion(want) ?? 0, (a, b) => {
      const [p1, p0] = [a.hits / a.n, b.hits / b.n];
      return (p1 - p0) / Math.sqrt((p1 * (1 - p1)) / a.n + (p0 * (1 - p0)) / b.n) > zTwoSided();
    });
    const newcombe = shown(neededForNewcombe(want) ?? 0, (a, b) => (compareProportions(a, b)?.ci[0] ?? 0) > 0);
    // Two points, and what chance moves a share of 80 % over so many runs (0.6).
    expect(Math.abs(own - 0.8)).toBeLessThan(0.026);
    expect(Math.abs(newcombe - 0.8)).toBeLessThan(0.026);
  });
});
