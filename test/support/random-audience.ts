import fc from 'fast-check';
import type { Cond, Rule } from '../../src/audience/rule.ts';
import { METRICS } from '../../src/audience/rule.ts';
import type { Happening, Order, Person } from './evaluate.ts';

/** Random people and random rules, small on purpose: few names, few instants, so that edges and ties are hit often. */
export const BASE = Date.UTC(2026, 2, 1);
const HALF_DAY = 43_200_000;

/** Instants on half days: they fall on whole 24-hour spans and on midnights of Asia/Seoul (15:00 UTC is missed on purpose by most). */
export const instantArb = fc
  .tuple(fc.integer({ min: -160, max: 20 }), fc.constantFrom(0, 0, 0, 1, -1, 3 * 3_600_000))
  .map(([half, extra]) => new Date(BASE + half * HALF_DAY + extra));
const dayArb = fc.integer({ min: -70, max: 5 }).map((n) => new Date(BASE + n * 86_400_000).toISOString().slice(0, 10));

const wordArb = fc.constantFrom('a', 'b', 'ab', '가', '나다', "o'x", '%_');
const numberArb = fc.constantFrom(-2, 0, 1, 2, 2.5, 10);
const attributeArb = fc.oneof(
  wordArb,
  numberArb,
  fc.boolean(),
  dayArb,
  instantArb.map((d) => d.toISOString()),
);
const attributesArb = fc.dictionary(fc.constantFrom('tier', 'score', 'seen'), attributeArb, {
  maxKeys: 3,
  noNullPrototype: true,
});

const orderArb: fc.Arbitrary<Omit<Order, 'id'>> = fc.record(
  {
    at: instantArb,
    amount: fc.constantFrom(0, 1, 100, 100, 250, 1000, -50),
    status: fc.constantFrom('paid', 'paid', 'paid', 'refunded'),
    quantity: fc.integer({ min: 1, max: 3 }),
    category: wordArb,
  },
  { requiredKeys: ['at', 'amount', 'status'] },
);
const eventArb: fc.Arbitrary<Happening> = fc.record({
  name: fc.constantFrom('visit', 'cart'),
  at: instantArb,
  properties: attributesArb,
});

export const peopleArb: fc.Arbitrary<Person[]> = fc
  .array(
    fc.record({
      createdAt: instantArb,
      lifecycle: fc.option(wordArb),
      locale: fc.option(fc.constantFrom('ko-KR', 'en-US')),
      attributes: attributesArb,
      orders: fc.array(orderArb, { maxLength: 4 }),
      events: fc.array(eventArb, { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((list) =>
    list.map((p, i) => ({
      id: `p${i}`,
      createdAt: p.createdAt,
      fields: {
        external_id: `p${i}`,
        email: i % 3 === 0 ? null : `p${i}@example.test`,
        phone: null,
        first_name: null,
        last_name: null,
        lifecycle: p.lifecycle,
        locale: p.locale,
        timezone: null,
      },
      attributes: p.attributes,
      // Negative amounts cannot also be refunded: ingestion keeps them as money given back.
      orders: p.orders.map((o, j) => ({ ...o, id: `p${i}-${j}`, status: o.amount < 0 ? 'paid' : o.status })),
      events: p.events,
    })),
  );

type Value = string | number | boolean | (string | number | boolean)[];
type Compared = { is: string; value?: Value };
const comparison = (values: fc.Arbitrary<string | number | boolean>, ops: readonly string[]): fc.Arbitrary<Compared> =>
  fc.constantFrom(...ops).chain((is): fc.Arbitrary<Compared> => {
    if (is === 'exists' || is === 'not_exists') return fc.constant({ is });
    if (is === 'in' || is === 'not_in')
      return fc.array(values, { minLength: 1, maxLength: 3 }).map((value) => ({ is, value: value as Value }));
    if (is === 'between') return fc.tuple(values, values).map((value) => ({ is, value: value as Value }));
    return values.map((value) => ({ is, value: value as Value }));
  });

const EQUAL = ['eq', 'ne', 'in', 'not_in', 'exists', 'not_exists'];
const ORDER = ['gt', 'gte', 'lt', 'lte', 'between'];
const withinDays = fc
  .tuple(fc.constantFrom('within_days', 'not_within_days'), fc.integer({ min: 0, max: 60 }))
  .map(([is, value]) => ({ is, value }));
const dates = fc.oneof(
  dayArb,
  instantArb.map((d) => d.toISOString()),
);

const attributeCond = fc.oneof(
  comparison(attributeArb, EQUAL),
  comparison(numberArb, ORDER),
  comparison(wordArb, [...ORDER, 'contains']),
  comparison(dates, [...ORDER, 'before', 'after']),
  withinDays,
);
const withinArb = fc.option(
  fc.oneof(
    fc.integer({ min: 1, max: 60 }).map((days) => ({ days })),
    fc.tuple(dayArb, dayArb).map(([a, b]) => (a <= b ? { from: a, to: b } : { from: b, to: a })),
  ),
  { nil: undefined },
);
const timesArb = fc.option(
  fc.record({ is: fc.constantFrom('gte', 'lte', 'eq'), value: fc.integer({ min: 0, max: 3 }) }),
  { nil: undefined },
);
const purchaseWhere = fc.oneof(
  comparison(fc.constantFrom(0, 100, 250), [...EQUAL, ...ORDER]).map((c) => ({ property: 'amount', ...c })),
  comparison(fc.constantFrom(1, 2), [...EQUAL, ...ORDER]).map((c) => ({ property: 'quantity', ...c })),
  comparison(wordArb, [...EQUAL, 'contains']).map((c) => ({ property: 'category', ...c })),
);
const eventWhere = attributeCond.chain((c) => fc.constantFrom('tier', 'score').map((property) => ({ property, ...c })));

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;

const behaviour = (key: 'did' | 'did_not') =>
  fc.constantFrom('purchase', 'visit', 'cart').chain((name) =>
    fc
      .record({
        times: key === 'did' ? timesArb : fc.constant(undefined),
        within: withinArb,
        where: fc.option(fc.array(name === 'purchase' ? purchaseWhere : eventWhere, { minLength: 1, maxLength: 2 }), {
          nil: undefined,
        }),
      })
      .map((rest) => withoutUndefined({ [key]: name, ...rest })),
  );

const NUMBERS: Record<string, fc.Arbitrary<number>> = {
  orders: fc.integer({ min: 0, max: 4 }),
  revenue: fc.constantFrom(0, 50, 100, 350, 1000),
  average_order_value: fc.constantFrom(0, 50, 100, 125, 1000),
  revenue_percentile: fc.constantFrom(0, 10, 25, 50, 75, 90, 100),
};
const metricCond = fc.constantFrom(...METRICS.filter((m) => m !== 'predicted_ltv' && m !== 'p_alive')).chain((metric) =>
  fc
    .record({
      compared: comparison(NUMBERS[metric] ?? fc.constantFrom(0, 1, 7, 7.5, 30, 60), [...EQUAL, ...ORDER]),
      within: withinArb,
    })
    .map(({ compared, within }) => withoutUndefined({ metric, ...compared, within })),
);

export const condArb = fc.oneof(
  attributeCond.chain((c) => fc.constantFrom('tier', 'score', 'seen', 'nobody_has').map((field) => ({ field, ...c }))),
  comparison(wordArb, [...EQUAL, ...ORDER, 'contains']).map((c) => ({ field: 'lifecycle', ...c })),
  comparison(fc.constantFrom('ko-KR', 'p1@example.test'), EQUAL).chain((c) =>
    fc.constantFrom('locale', 'email').map((field) => ({ field, ...c })),
  ),
  fc
    .oneof(comparison(dates, [...EQUAL, ...ORDER, 'before', 'after']), withinDays)
    .map((c) => ({ field: 'created_at', ...c })),
  behaviour('did'),
  behaviour('did_not'),
  metricCond,
  metricCond,
  fc.record({ sample: fc.record({ percent: fc.constantFrom(10, 50, 100), salt: fc.constantFrom('x', 'y') }) }),
) as fc.Arbitrary<Cond>;

export const ruleArb: fc.Arbitrary<Rule> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Rule>({ everyone: true }) },
  {
    weight: 20,
    arbitrary: fc
      .record({
        all: fc.array(
          fc.oneof(
            { weight: 3, arbitrary: condArb },
            { weight: 1, arbitrary: fc.array(condArb, { minLength: 1, maxLength: 3 }).map((any) => ({ any })) },
          ),
          { minLength: 1, maxLength: 3 },
        ),
        none: fc.option(fc.array(condArb, { minLength: 1, maxLength: 2 }), { nil: undefined }),
      })
      .map((rule) => withoutUndefined(rule) as Rule),
  },
);
