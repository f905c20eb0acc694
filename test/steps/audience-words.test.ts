import { describe, expect, test } from 'vitest';
import { NOBODY, type Who } from '../../src/practice/drafter/heard/who.ts';
import { audienceIn } from '../../src/practice/drafter/people.ts';
import { en } from '../../src/practice/drafter/words.en.ts';
import { ko } from '../../src/practice/drafter/words.ko.ts';
import { readAudience } from '../../src/steps/brief/audience-words.ts';

describe('the words of an audience', () => {
  test.each([
    ['60일 넘게 사지 않은 고객', [['days_since_last_order', 'gte', 60]]],
    ['60일 동안 안 산 고객', [['days_since_last_order', 'gte', 60]]],
    ['bought within 60 days', [['days_since_last_order', 'lt', 60]]],
    ['60일 안에 산 고객', [['days_since_last_order', 'lt', 60]]],
    ['상위 10% 고객', [['revenue_percentile', 'gte', 90]]],
    ['구매액 상위 10%는 빼고, 고객', [['revenue_percentile', 'lt', 90]]],
    [
      '60일 이상 80일 미만 쉰 고객',
      [
        ['days_since_last_order', 'gte', 60],
        ['days_since_last_order', 'lt', 80],
      ],
    ],
    ['한 번도 구매하지 않은 회원', [['orders', 'eq', 0]]],
    ['우리 고객', []],
  ])('are read as bounds: %s', (words, bounds) =>
    expect(readAudience(words).bounds.map(({ metric, is, value }) => [metric, is, value])).toEqual(bounds),
  );

  test.each([
    ['고객 (최근 본 상품 기준)', ['최근 본 상품']],
    ['customers (by recently viewed products)', ['recently viewed products']],
    ['최근 7일 안에 가입한 회원', ['최근 7일 안에 가입한 회원']],
    ['60일 넘게 사지 않은 단골', ['단골']],
    ['키가 180cm 넘는 고객', ['키가 180cm 넘는']],
    ['재즈를 좋아하는 고객, 3회 이상 구매', ['재즈를 좋아하는']],
    ['regulars from Seoul (at least 3 orders)', ['from Seoul']],
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
});
