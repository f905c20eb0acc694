import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeClause, describeRule } from '../../src/audience/describe.ts';
import { READY_MADE_NAMES, readyMade } from '../../src/audience/ready-made.ts';
import { type Rule, ruleSchema } from '../../src/audience/rule.ts';
import { expectGolden } from '../support/golden.ts';
import { SEOUL } from '../support/people.ts';
import { anyRuleArb } from '../support/random-audience.ts';

describe('a rule as a sentence', () => {
  it.each<[string, Rule, string, string]>([
    ['everyone', { everyone: true }, '전체 고객', 'all customers'],
    [
      'two conditions, the last one closes the sentence',
      {
        all: [
          { metric: 'orders', is: 'gte', value: 3 },
          { metric: 'days_since_last_order', is: 'gte', value: 60 },
        ],
      },
      '구매가 3회 이상이고 마지막 구매 후 60일 이상 지난 고객',
      'customers who bought at least 3 times and whose last order was at least 60 days ago',
    ],
    [
      'alternatives in brackets, exceptions after',
      {
        all: [
          {
            any: [
              { did: 'cart', within: { days: 3 } },
              { field: 'tier', is: 'in', value: ['gold', 'vip'] },
            ],
          },
          { field: 'created_at', is: 'before', value: '2026-01-01' },
        ],
        none: [
          { did: 'purchase', within: { days: 3 } },
          { metric: 'orders', is: 'gte', value: 5 },
        ],
      },
      "(최근 3일 안에 장바구니에 담은 적이 있거나 'tier' 값이 'gold', 'vip' 중 하나이고) 가입일이 2026-01-01보다 앞인 고객(최근 3일 안에 구매한 적이 있거나 구매가 5회 이상인 고객은 제외)",
      "customers (who added to the cart in the last 3 days or whose 'tier' is one of 'gold', 'vip') and whose sign-up date is before 2026-01-01, except those who bought in the last 3 days or who bought at least 5 times",
    ],
    [
      'amounts as money, properties before what happened',
      {
        all: [
          {
            did: 'purchase',
            times: { is: 'gte', value: 2 },
            within: { days: 90 },
            where: [
              { property: 'amount', is: 'gte', value: 50_000 },
              { property: 'category', is: 'eq', value: 'rock' },
            ],
          },
          { metric: 'revenue', is: 'gte', value: 1_000_000, within: { days: 30 } },
        ],
      },
      "최근 90일 안에 금액이 5만원 이상이고 카테고리가 'rock'인 구매가 2회 이상이고 최근 30일 동안 구매 금액이 100만원 이상인 고객",
      "customers who bought (amount is at least ₩50,000 and category is 'rock') at least twice in the last 90 days and whose revenue is at least ₩1,000,000 in the last 30 days",
    ],
    [
      'what is missing counts as different, and it says so',
      { all: [{ field: 'tier', is: 'ne', value: 'premium' }] },
      "'tier' 값이 'premium'이 아니거나 없는 고객",
      "customers whose 'tier' is not 'premium' or not known",
    ],
  ])('%s', (_, rule, ko, en) => {
    expect(describeRule(rule)).toEqual({ ko, en });
  });

  it('names a saved segment with the version that was counted', () => {
    const saved = {
      key: 'S-3',
      name: '단골',
      owner: 'U1',
      version: 2,
      rule: { everyone: true as const },
      at: new Date(0),
    };
    expect(describeClause({ in_segment: 'S-3' }, { ...SEOUL, saved: new Map([[3, saved]]) })).toEqual({
      ko: "저장한 세그먼트 '단골'(S-3, 버전 2)에 드는 고객",
      en: "customers who are in the saved segment '단골' (S-3, version 2)",
    });
  });

  it('says each ready-made rule', () => {
    const at = { ...SEOUL, now: new Date('2026-11-24T03:00:00Z') };
    expectGolden(
      'rules.ready-made',
      Object.fromEntries(READY_MADE_NAMES.map((name) => [name, describeRule(readyMade(name, at))])),
    );
  });

  it('is there for every rule in both languages', () => {
    fc.assert(
      fc.property(anyRuleArb, (rule) => {
        expect(ruleSchema.safeParse(rule).success).toBe(true);
        const { ko, en } = describeRule(rule);
        for (const sentence of [ko, en]) {
          expect(sentence).not.toMatch(/undefined|NaN|\[object| {2}|^ | $/);
          // Brackets close, so that nobody wonders what belongs together.
          expect(sentence.split('(')).toHaveLength(sentence.split(')').length);
        }
        expect(ko).toMatch(/고객(?:\(.*고객은 제외\))?$/);
        expect(en).toMatch(/^(?:all )?customers/);
      }),
    );
  });
});
