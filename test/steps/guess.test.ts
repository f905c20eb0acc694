import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Catalogue } from '../../src/audience/catalogue.ts';
import { NOBODY, type Who } from '../../src/practice/drafter/heard/who.ts';
import { audienceIn } from '../../src/practice/drafter/people.ts';
import { en } from '../../src/practice/drafter/words.en.ts';
import { ko } from '../../src/practice/drafter/words.ko.ts';
import { readAudience } from '../../src/steps/brief/audience-words.ts';
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

const guess = (words: string, from = catalogue) => guessAudience(readAudience(words).bounds, from);

describe('how many the words may mean', () => {
  test('numbers in the words are read against the distributions', () => {
    expect(guess('60일 넘게 사지 않은 고객')).toBe(3_200);
    expect(guess('60일 동안 안 산 고객')).toBe(3_200);
    expect(guess('bought within 60 days')).toBe(4_800);
    expect(guess('60일 안에 산 고객')).toBe(4_800);
    expect(guess('상위 10% 고객')).toBe(800);
    expect(guess('구매액 상위 10%는 빼고, 고객')).toBe(7_200);
    expect(guess('60일 이상 80일 미만 쉰 고객')).toBe(1_600);
    expect(guess('한 번도 구매하지 않은 회원')).toBe(2_000);
    expect(guess('2 months ago, 3 orders')).toBeLessThan(3_200);
  });

  test('words without a number mean everyone', () => expect(guess('우리 고객')).toBe(10_000));

  test('what the distributions cannot say is not guessed at: none, or beyond their last decile', () => {
    expect(guess('60일', { ...catalogue, metrics: [] })).toBeNull();
    expect(guess('300회 이상 구매한 고객')).toBeNull();
    expect(guess('customers with no order for 500 days')).toBeNull();
  });

  test.each([
    ['고객 (최근 본 상품 기준)', ['최근 본 상품']],
    ['customers (by recently viewed products)', ['recently viewed products']],
    ['최근 7일 안에 가입한 회원', ['최근 7일 안에 가입한 회원']],
    ['60일 넘게 사지 않은 단골', ['단골']],
    ['키가 180cm 넘는 고객', ['키가 180cm 넘는']],
    ['재즈를 좋아하는 고객, 3회 이상 구매', ['재즈를 좋아하는']],
    ['regulars from Seoul (at least 3 orders)', ['from seoul']],
  ])('what no number was read from is named: %s', (words, unread) =>
    expect(readAudience(words).unread).toEqual(unread),
  );

  test.each([
    '3회 이상 구매하고 60일 넘게 안 산 고객',
    '3회 이상 구매했지만 60일 넘게 구매하지 않은 단골 고객',
    'Customers with 3 or more orders who have not purchased in over 60 days',
  ])('is read in other words too: %s', (words) => {
    const { bounds, unread } = readAudience(words);
    expect(unread).toEqual([]);
    expect(bounds).toHaveLength(2);
    expect(bounds).toContainEqual({ metric: 'orders', is: 'gte', value: 3 });
    expect(bounds).toContainEqual({ metric: 'days_since_last_order', is: 'gte', value: 60 });
  });

  test('what the practice drafter writes of orders is read in full, in both languages', () => {
    for (const words of [ko, en]) {
      const who: Who = { ...NOBODY };
      const phrases = [
        { ...who, everyone: true as const },
        { ...who, lapsedDays: 60, minOrders: 3, regulars: true as const },
        { ...who, lapsedDays: 60, lapsedBefore: 120 },
        { ...who, boughtWithin: 30, maxOrders: 2 },
        { ...who, minOrders: 2, maxOrders: 5, withoutTop: 10 },
        { ...who, minOrders: 1, maxOrders: 1, lapsedDays: 1_500 },
        { ...who, topPercent: 10, minRevenue: 1_000_000, minAverage: 50_000 },
        { ...who, neverBought: true as const },
      ].map((each) => audienceIn(each, words, 'KRW'));
      for (const phrase of phrases) expect([phrase, readAudience(phrase).unread]).toEqual([phrase, []]);
      const counts = phrases.map((phrase) => readAudience(phrase).bounds.length);
      expect(counts).toEqual([0, 2, 2, 2, 3, 2, 3, 1]);
    }
  });

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
