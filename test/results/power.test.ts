import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { neededForConversion, neededForMeans, smallestLift } from '../../src/results/power.ts';
import { compareProportions } from '../../src/results/proportion.ts';
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

  it('an audience of the needed size shows the lift four times in five', () => {
    const want = { baseline: 0.1, difference: 0.03, holdoutShare: 0.3 };
    const n = neededForConversion(want) ?? 0;
    const chance = seeded('power');
    const control = Math.round(n * want.holdoutShare);
    let shown = 0;
    const runs = 3_000;
    for (let i = 0; i < runs; i++) {
      const lift = compareProportions(
        { hits: binomial(chance, n - control, 0.13), n: n - control },
        { hits: binomial(chance, control, 0.1), n: control },
      );
      if (lift && lift.ci[0] > 0) shown++;
    }
    expect(Math.abs(shown / runs - 0.8)).toBeLessThan(0.03);
  });
});
