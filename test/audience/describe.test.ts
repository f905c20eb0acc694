import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../src/audience/describe.ts';
import { type Rule, ruleSchema } from '../../src/audience/rule.ts';
import { ruleArb } from '../support/random-audience.ts';

describe('a rule as a sentence', () => {
  it.each<[Rule, string, string]>([
    [{ everyone: true }, '전체 고객', 'all customers'],
    [
      {
        all: [
          { metric: 'orders', is: 'gte', value: 3 },
          { metric: 'days_since_last_order', is: 'gte', value: 60 },
        ],
      },
      '구매 3회 이상, 마지막 구매 후 60일 이상',
      'orders at least 3, time since last order at least 60 days',
    ],
    [
      {
        all: [
          {
            any: [
              { did: 'cart', within: { days: 3 } },
              { field: 'tier', is: 'in', value: ['gold', 'vip'] },
            ],
          },
        ],
        none: [{ did: 'purchase', within: { days: 3 } }],
      },
      "(최근 3일 안에 장바구니 담기 1회 이상 또는 tier 'gold', 'vip' 중 하나) (제외: 최근 3일 안에 구매 1회 이상)",
      "(in the last 3 days: add to cart at least 1× or tier is one of 'gold', 'vip') (except: in the last 3 days: purchase at least 1×)",
    ],
    [
      { all: [{ metric: 'revenue', is: 'gte', value: 1_000_000 }] },
      '구매 금액 100만원 이상',
      'revenue at least ₩1,000,000',
    ],
  ])('%j', (rule, ko, en) => {
    expect(describeRule(rule)).toEqual({ ko, en });
  });

  it('is there for every rule in both languages', () => {
    fc.assert(
      fc.property(ruleArb, (rule) => {
        expect(ruleSchema.safeParse(rule).success).toBe(true);
        const { ko, en } = describeRule(rule);
        for (const sentence of [ko, en]) {
          expect(sentence.length).toBeGreaterThan(1);
          expect(sentence).not.toMatch(/undefined|NaN|\[object/);
        }
      }),
    );
  });
});
