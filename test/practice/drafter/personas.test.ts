import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Drafter, startDrafter } from '../../support/drafter.ts';

let drafter: Drafter;
beforeAll(async () => {
  drafter = await startDrafter();
});
afterAll(() => drafter.close());

const aggregate = (name: string, value: number, unit: string, label = name) => ({ name, value, unit, n: 120, label });
const A = [
  aggregate('contacts', 3_911, 'count', '인원'),
  aggregate('orders_mean', 4.27, 'number', '평균 구매 횟수'),
  aggregate('average_order_value', 46_123, 'money', '객단가'),
  aggregate('weekend_order_share', 0.583, 'share', '금–일 주문 비율'),
  aggregate('days_since_last_order_median', 93, 'days', '마지막 구매 후 날수'),
];
const ask = (segments: unknown, language = 'ko') =>
  drafter.ask('personas', { language, constraints: [], previous: null, brief: {}, segments });

describe('personas', () => {
  it('rest each claim on an aggregate, its value copied digit by digit', async () => {
    const { personas } = await ask([{ key: 'A', name: '60–120일 쉰 단골', rule: {}, aggregates: A }]);
    expect(personas[0]?.claims).toEqual([
      { text: '한 사람이 평균 4.27번 샀어요.', aggregate: 'orders_mean', value: 4.27 },
      { text: '한 번 살 때 46,123원쯤 써요.', aggregate: 'average_order_value', value: 46_123 },
      { text: '절반은 93일 넘게 오지 않았어요.', aggregate: 'days_since_last_order_median', value: 93 },
      { text: '주문의 58.3%가 주말 가까이에 몰려요.', aggregate: 'weekend_order_share', value: 0.583 },
    ]);
    // The card names the number beside the claim: the claim says what it means.
    for (const { text, aggregate } of personas[0]?.claims ?? [])
      expect(text).not.toContain(A.find(({ name }) => name === aggregate)?.label);
    expect(personas[0]?.name).toBe('주말 가까이에 사던 고객');
  });

  it('copy every value exactly, whatever it is', async () => {
    const some = fc.array(
      fc.record({
        name: fc.stringMatching(/^[a-z_]{1,12}$/),
        value: fc
          .double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
          .map((value) => (value === 0 ? 0 : value)),
        unit: fc.constantFrom('count', 'share', 'money', 'days', 'number'),
      }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(some, async (list) => {
        const aggregates = list.map(({ name, value, unit }) => aggregate(name, value, unit));
        const { personas } = await ask([{ key: 'A', name: 'x', rule: {}, aggregates }]);
        for (const claim of personas[0]?.claims ?? [])
          expect(aggregates.some(({ name, value }) => name === claim.aggregate && value === claim.value)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('are one a segment, in order and with names of their own', async () => {
    const { personas } = await ask(['A', 'B', 'C'].map((key) => ({ key, name: key, rule: {}, aggregates: A })));
    expect(personas.map(({ segment }) => segment)).toEqual(['A', 'B', 'C']);
    expect(new Set(personas.map(({ name }) => name)).size).toBe(3);
  });

  it('say nothing of a segment too small to measure', async () => {
    const { personas } = await ask([{ key: 'A', name: 'x', rule: {}, aggregates: [] }]);
    expect(personas[0]).toMatchObject({ segment: 'A', claims: [] });
  });
});
