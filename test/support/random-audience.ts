import fc from 'fast-check';
import type { Cond, Rule } from '../../src/audience/rule.ts';
import { CAMPAIGN_OUTCOMES, METRICS } from '../../src/audience/rule.ts';
import { attributeArb, dayArb, EVENTS, instantArb, MONTH_PLACES, numberArb, SPANS, wordArb } from './random-people.ts';

/** Random rules over random people (random-people.ts): what they compare with is what people have. */
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
  .tuple(fc.constantFrom('within_days', 'not_within_days'), fc.constantFrom(...SPANS))
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
const dayOfMonth = (month: number, day: number) => new Date(Date.UTC(2026, 2 + month, day)).toISOString().slice(0, 10);
const DAYS = SPANS.filter((days) => days > 0);
/** Left out in as many of ten. */
const absent = <T>(tenths: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: tenths, arbitrary: fc.constant(undefined) }, { weight: 10 - tenths, arbitrary });

const withinArb = absent(
  3,
  fc.oneof(
    fc.constantFrom(...DAYS).map((days) => ({ days })),
    fc.tuple(dayArb, dayArb).map(([a, b]) => (a <= b ? { from: a, to: b } : { from: b, to: a })),
    // Whole months, one, two or many, the running one too.
    fc
      .tuple(fc.constantFrom(...MONTH_PLACES), fc.constantFrom(0, 0, 1, 11, 12))
      .map(([month, more]) => ({ from: dayOfMonth(month, 1), to: dayOfMonth(month + more + 1, 0) })),
  ),
);
const timesArb = absent(
  4,
  fc.record({ is: fc.constantFrom('gte', 'lte', 'eq'), value: fc.constantFrom(0, 1, 1, 2, 2, 3) }),
);
/** In the units of either account: won, or cents. */
const moneyArb = fc.constantFrom(0, 100, 150, 250, 1, 1.5, 2.5, 19.99, -50, -0.5);
const purchaseWhere = fc.oneof(
  comparison(moneyArb, [...EQUAL, ...ORDER]).map((c) => ({ property: 'amount', ...c })),
  comparison(fc.constantFrom(1, 2), [...EQUAL, ...ORDER]).map((c) => ({ property: 'quantity', ...c })),
  comparison(wordArb, [...EQUAL, 'contains']).map((c) => ({ property: 'category', ...c })),
);
const eventWhere = attributeCond.chain((c) => fc.constantFrom('tier', 'score').map((property) => ({ property, ...c })));

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;

const behaviour = (key: 'did' | 'did_not') =>
  fc.constantFrom('purchase', 'purchase', 'refund', 'click', 'click', 'open', ...EVENTS).chain((name) =>
    fc
      .record({
        times: key === 'did' ? timesArb : fc.constant(undefined),
        within: withinArb,
        // Most without: what nobody did tells nothing.
        where: absent(
          7,
          fc.array(name === 'purchase' || name === 'refund' ? purchaseWhere : eventWhere, {
            minLength: 1,
            maxLength: 2,
          }),
        ),
      })
      .map((rest) => withoutUndefined({ [key]: name, ...rest })),
  );

const NUMBERS: Record<string, fc.Arbitrary<number>> = {
  orders: fc.integer({ min: 0, max: 4 }),
  revenue: fc.oneof(moneyArb, fc.constantFrom(200, 350, 2, 3.5)),
  average_order_value: fc.oneof(moneyArb, fc.constantFrom(125, 1.25)),
  revenue_percentile: fc.constantFrom(0, 10, 100 / 3, 25, 50, 50, 200 / 3, 75, 90, 100),
};
/** A rank is where ties are decided: asked twice as often as the others. */
const KNOWN = [...METRICS.filter((m) => m !== 'predicted_ltv' && m !== 'p_alive'), 'revenue_percentile'] as const;
const metricCond = fc.constantFrom(...KNOWN).chain((metric) =>
  fc
    .record({
      compared: comparison(NUMBERS[metric] ?? fc.constantFrom<number>(...SPANS, 7.5), [...EQUAL, ...ORDER]),
      within: absent(4, withinArb),
    })
    .map(({ compared, within }) => withoutUndefined({ metric, ...compared, within })),
);

export const condArb = fc.oneof(
  {
    weight: 2,
    arbitrary: attributeCond.chain((c) =>
      fc.constantFrom('tier', 'score', 'seen', 'nobody_has').map((field) => ({ field, ...c })),
    ),
  },
  {
    weight: 1,
    arbitrary: comparison(wordArb, [...EQUAL, ...ORDER, 'contains']).map((c) => ({ field: 'lifecycle', ...c })),
  },
  {
    weight: 1,
    arbitrary: comparison(fc.constantFrom('ko-KR', 'p1@example.test'), EQUAL).chain((c) =>
      fc.constantFrom('locale', 'email').map((field) => ({ field, ...c })),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .oneof(comparison(dates, [...EQUAL, ...ORDER, 'before', 'after']), withinDays)
      .map((c) => ({ field: 'created_at', ...c })),
  },
  { weight: 5, arbitrary: behaviour('did') },
  { weight: 2, arbitrary: behaviour('did_not') },
  { weight: 5, arbitrary: metricCond },
  {
    weight: 1,
    arbitrary: fc.record({
      sample: fc.record({ percent: fc.constantFrom(10, 50, 100), salt: fc.constantFrom('x', 'y') }),
    }),
  },
) as fc.Arbitrary<Cond>;

/** Mostly of one condition, so that none hides what another gets wrong. */
const ruleOf = (cond: fc.Arbitrary<Cond>): fc.Arbitrary<Rule> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant<Rule>({ everyone: true }) },
    { weight: 30, arbitrary: cond.map((one): Rule => ({ all: [one] })) },
    {
      weight: 4,
      arbitrary: cond.map((one): Rule => ({ all: [{ metric: 'orders', is: 'gte', value: 0 }], none: [one] })),
    },
    {
      weight: 12,
      arbitrary: fc
        .record({
          all: fc.array(
            fc.oneof(
              { weight: 3, arbitrary: cond },
              { weight: 1, arbitrary: fc.array(cond, { minLength: 1, maxLength: 3 }).map((any) => ({ any })) },
            ),
            { minLength: 1, maxLength: 3 },
          ),
          none: fc.option(fc.array(cond, { minLength: 1, maxLength: 2 }), { nil: undefined }),
        })
        .map((rule) => withoutUndefined(rule) as Rule),
    },
  );

/** Rules that name nothing saved. */
export const ruleArb = ruleOf(condArb);

const campaignCond: fc.Arbitrary<Cond> = fc.record({
  campaign: fc.constantFrom('C-1', 2),
  outcome: fc.constantFrom(...CAMPAIGN_OUTCOMES),
});
const inSegmentCond = (...keys: string[]): fc.Arbitrary<Cond> =>
  fc.constantFrom(...keys).map((in_segment) => ({ in_segment }));

/** Saved segments S-1 and S-2, the second of which names the first. */
export const savedArb: fc.Arbitrary<[Rule, Rule]> = fc.tuple(
  ruleOf(fc.oneof({ weight: 4, arbitrary: condArb }, { weight: 1, arbitrary: campaignCond })),
  ruleOf(fc.oneof({ weight: 2, arbitrary: condArb }, { weight: 1, arbitrary: inSegmentCond('S-1') })),
);

/** Rules of every kind of condition, in a world with two campaigns and two saved segments. */
export const anyRuleArb = ruleOf(
  fc.oneof(
    { weight: 10, arbitrary: condArb },
    { weight: 1, arbitrary: campaignCond },
    { weight: 1, arbitrary: inSegmentCond('S-1', 'S-2') },
  ),
);
