import fc from 'fast-check';
import type { Cond, Rule } from '../../src/audience/rule.ts';
import { CAMPAIGN_OUTCOMES, METRICS } from '../../src/audience/rule.ts';
import type { Happening, Message, Order, Person } from './evaluate.ts';

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
/** `wish` is an event that no roll-up knows. */
const EVENTS = ['visit', 'cart', 'click', 'open', 'push', 'wish'] as const;
const eventArb: fc.Arbitrary<Happening> = fc.record({
  name: fc.constantFrom(...EVENTS, 'click'),
  at: instantArb,
  properties: attributesArb,
});
const messageArb = (campaign: number): fc.Arbitrary<Message> =>
  fc.record({
    campaign: fc.constant(campaign),
    status: fc.constantFrom('delivered', 'delivered', 'failed'),
    at: instantArb,
    reactions: fc.array(
      fc.record({
        type: fc.constantFrom('opened', 'clicked'),
        at: instantArb,
        machine: fc.constantFrom(false, false, true),
      }),
      { maxLength: 3 },
    ),
  });
/** Two campaigns; the second was never sent as a whole, so it has no window. */
export const WINDOWS = { 1: { from: new Date(BASE - 20 * 86_400_000), to: new Date(BASE - 6 * 86_400_000) } };
const messagesArb = fc
  .tuple(...[1, 2].map((campaign) => fc.option(messageArb(campaign), { nil: undefined, freq: 2 })))
  .map((list) => list.filter((message) => message !== undefined));

export const peopleArb: fc.Arbitrary<Person[]> = fc
  .array(
    fc.record({
      createdAt: instantArb,
      lifecycle: fc.option(wordArb),
      locale: fc.option(fc.constantFrom('ko-KR', 'en-US')),
      attributes: attributesArb,
      orders: fc.array(orderArb, { maxLength: 4 }),
      events: fc.array(eventArb, { maxLength: 5 }),
      messages: messagesArb,
    }),
    { minLength: 1, maxLength: 25 },
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
      messages: p.messages,
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
const dayOfMonth = (month: number, day: number) => new Date(Date.UTC(2026, 1 + month, day)).toISOString().slice(0, 10);
const withinArb = fc.option(
  fc.oneof(
    fc.integer({ min: 1, max: 60 }).map((days) => ({ days })),
    fc.tuple(dayArb, dayArb).map(([a, b]) => (a <= b ? { from: a, to: b } : { from: b, to: a })),
    // Whole months, one or two, the running one too.
    fc
      .tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: 0, max: 1 }))
      .map(([month, more]) => ({ from: dayOfMonth(month, 1), to: dayOfMonth(month + more + 1, 0) })),
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
  fc.constantFrom('purchase', 'purchase', 'refund', 'click', 'click', 'open', ...EVENTS).chain((name) =>
    fc
      .record({
        times: key === 'did' ? timesArb : fc.constant(undefined),
        within: withinArb,
        where: fc.option(
          fc.array(name === 'purchase' || name === 'refund' ? purchaseWhere : eventWhere, {
            minLength: 1,
            maxLength: 2,
          }),
          {
            nil: undefined,
          },
        ),
      })
      .map((rest) => withoutUndefined({ [key]: name, ...rest })),
  );

const NUMBERS: Record<string, fc.Arbitrary<number>> = {
  orders: fc.integer({ min: 0, max: 4 }),
  revenue: fc.constantFrom(0, 50, 100, 350, 1000),
  average_order_value: fc.constantFrom(0, 50, 100, 125, 1000),
  revenue_percentile: fc.constantFrom(0, 10, 25, 50, 75, 90, 100),
};
/** A rank is where ties are decided: asked twice as often as the others. */
const KNOWN = [...METRICS.filter((m) => m !== 'predicted_ltv' && m !== 'p_alive'), 'revenue_percentile'] as const;
const metricCond = fc.constantFrom(...KNOWN).chain((metric) =>
  fc
    .record({
      compared: comparison(NUMBERS[metric] ?? fc.constantFrom(0, 1, 7, 7.5, 30, 60), [...EQUAL, ...ORDER]),
      within: fc.oneof(fc.constant(undefined), withinArb),
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

const ruleOf = (cond: fc.Arbitrary<Cond>): fc.Arbitrary<Rule> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant<Rule>({ everyone: true }) },
    {
      weight: 20,
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
