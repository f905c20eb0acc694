import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Catalogue } from '../../src/audience/catalogue.ts';
import { guessAudience, shareFrom } from '../../src/steps/brief/guess.ts';

const catalogue: Catalogue = {
  contacts: 10_000,
  fields: [],
  events: [{ name: 'purchase', contacts: 8_000, last30d: 100 }],
  metrics: [
    { name: 'orders', deciles: [1, 1, 1, 1, 1, 2, 2, 3, 5] },
    { name: 'days_since_last_order', deciles: [10, 20, 30, 40, 50, 60, 70, 80, 90] },
  ],
  reachable: { email: 6_000, kakao: 0, sms: 0, push: 0 },
};

describe('how many the words may mean', () => {
  test('numbers in the words are read against the distributions', () => {
    expect(guessAudience('60일 넘게 사지 않은 고객', catalogue)).toBe(3_200);
    expect(guessAudience('bought within 60 days', catalogue)).toBe(3_200);
    expect(guessAudience('60일 안에 산 고객', catalogue)).toBe(4_800);
    expect(guessAudience('상위 10% 고객', catalogue)).toBe(800);
    expect(guessAudience('2 months ago, 3 orders', catalogue)).toBeLessThan(3_200);
  });

  test('words without a number mean everyone', () => expect(guessAudience('우리 고객', catalogue)).toBe(10_000));

  test('an account without distributions is not guessed at', () =>
    expect(guessAudience('60일', { ...catalogue, metrics: [] })).toBe(10_000));

  test('a share is between 0 and 1 and never grows with the bound', () => {
    const deciles = fc
      .array(fc.integer({ min: 0, max: 1_000 }), { minLength: 9, maxLength: 9 })
      .map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(deciles, fc.integer({ min: 0, max: 1_200 }), fc.integer({ min: 0, max: 200 }), (list, at, more) => {
        const here = shareFrom(list, at) ?? -1;
        const further = shareFrom(list, at + more) ?? -1;
        expect(here).toBeGreaterThanOrEqual(0);
        expect(here).toBeLessThanOrEqual(1);
        expect(further).toBeLessThanOrEqual(here + 1e-9);
      }),
    );
  });
});
