import type { CAMPAIGN_OUTCOMES, Cond, Metric, Operator, Rule } from './rule.ts';

/**
 * One example of everything a rule can say, and what it means: docs/segments.md is made from this. A new operator, metric
 * or outcome does not compile without one.
 */
export type Example<T> = { example: T; means: string };

export const FORMS: Readonly<Record<string, Example<Rule>>> = {
  everyone: {
    example: { everyone: true },
    means: 'Everyone. `"all": []` is refused, so that nobody writes to everyone by leaving something out.',
  },
  all: {
    example: {
      all: [
        { metric: 'orders', is: 'gte', value: 3 },
        { metric: 'days_since_last_order', is: 'gte', value: 60 },
      ],
    },
    means: 'All of them hold. At most 20.',
  },
  any: {
    example: { all: [{ any: [{ did: 'cart' }, { did: 'visit', within: { days: 7 } }] }] },
    means: 'At least one of the group holds. Groups do not nest: two levels are what a person can read.',
  },
  none: {
    example: { all: [{ did: 'visit', within: { days: 30 } }], none: [{ did: 'purchase', within: { days: 30 } }] },
    means: 'None of them holds.',
  },
};

export const CONDITIONS: Readonly<Record<string, Example<Cond>>> = {
  field: {
    example: { field: 'tier', is: 'eq', value: 'gold' },
    means: 'A field of the contact, or any attribute that was imported. Names are those of the file.',
  },
  did: { example: { did: 'purchase' }, means: 'Happened at least once.' },
  'did, times': {
    example: { did: 'visit', times: { is: 'gte', value: 3 }, within: { days: 14 } },
    means:
      'Happened so often: `gte`, `lte` or `eq`. `lte` and `eq 0` include those who never did it, as nobody did it fewer times.',
  },
  'within, days': {
    example: { did: 'cart', within: { days: 3 } },
    means: 'In the last N times 24 hours: `now - N*24h <= at < now`. The first instant is in, now is not.',
  },
  'within, from and to': {
    example: { did: 'purchase', within: { from: '2026-10-01', to: '2026-10-31' } },
    means: 'Whole days in `TIMEZONE`, both inside.',
  },
  where: {
    example: { did: 'purchase', where: [{ property: 'amount', is: 'gte', value: 50_000 }] },
    means:
      'Only those of which the properties fit. A purchase has `order_id`, `amount`, `currency`, `quantity`, `category` and `product`; other events have what was imported.',
  },
  did_not: { example: { did_not: 'purchase', within: { days: 30 } }, means: 'Did not happen even once.' },
  metric: { example: { metric: 'orders', is: 'gte', value: 3 }, means: 'A number about the contact, below.' },
  'metric, within': {
    example: { metric: 'revenue', is: 'gte', value: 100_000, within: { days: 90 } },
    means: 'The same number over the orders (or visits) of a span.',
  },
  campaign: { example: { campaign: 'C-7', outcome: 'not_clicked' }, means: 'What came of an earlier campaign, below.' },
  in_segment: {
    example: { in_segment: 'S-3' },
    means:
      'The rule of a saved segment, at its newest version when it is asked; cards name the version. One that would lead back to itself is refused.',
  },
  sample: {
    example: { sample: { percent: 10, salt: 'autumn' } },
    means: 'A random share, decided by salt and contact alone: the same people however often it is asked.',
  },
};

export const OPERATOR_EXAMPLES: Readonly<Record<Operator, Example<Cond>>> = {
  eq: { example: { field: 'tier', is: 'eq', value: 'gold' }, means: 'Equal. A date alone is its whole day.' },
  ne: { example: { field: 'tier', is: 'ne', value: 'gold' }, means: 'Not equal, or absent.' },
  in: { example: { field: 'tier', is: 'in', value: ['gold', 'vip'] }, means: 'One of up to 1,000 values.' },
  not_in: { example: { field: 'tier', is: 'not_in', value: ['gold', 'vip'] }, means: 'None of them, or absent.' },
  contains: { example: { field: 'city', is: 'contains', value: '서울' }, means: 'Holds these letters, in this case.' },
  gt: { example: { field: 'points', is: 'gt', value: 1_000 }, means: 'Above. Text is compared by its bytes.' },
  gte: { example: { field: 'points', is: 'gte', value: 1_000 }, means: 'At least.' },
  lt: { example: { field: 'points', is: 'lt', value: 1_000 }, means: 'Below.' },
  lte: { example: { field: 'points', is: 'lte', value: 1_000 }, means: 'At most.' },
  between: {
    example: { field: 'points', is: 'between', value: [100, 500] },
    means: 'From the one to the other, both in.',
  },
  exists: { example: { field: 'phone', is: 'exists' }, means: 'There is a value.' },
  not_exists: { example: { field: 'phone', is: 'not_exists' }, means: 'There is none.' },
  before: {
    example: { field: 'created_at', is: 'before', value: '2026-01-01' },
    means: 'Before the day or the instant.',
  },
  after: {
    example: { field: 'created_at', is: 'after', value: '2026-01-01' },
    means: 'After the whole day, or the instant.',
  },
  within_days: {
    example: { field: 'created_at', is: 'within_days', value: 7 },
    means: 'A date in the last N times 24 hours.',
  },
  not_within_days: {
    example: { field: 'created_at', is: 'not_within_days', value: 7 },
    means: 'A date, and not in them.',
  },
};

export const METRIC_EXAMPLES: Readonly<Record<Metric, Example<Cond>>> = {
  orders: {
    example: { metric: 'orders', is: 'eq', value: 0 },
    means: 'Orders that were not refunded. An order of 0 is an order. 0 for who has none.',
  },
  revenue: {
    example: { metric: 'revenue', is: 'gte', value: 1_000_000 },
    means: 'What they came to, less what was given back; whole units of the account’s currency. 0 for who has none.',
  },
  average_order_value: {
    example: { metric: 'average_order_value', is: 'gte', value: 50_000 },
    means: 'Revenue by orders. Absent without an order.',
  },
  days_since_last_order: {
    example: { metric: 'days_since_last_order', is: 'between', value: [60, 119] },
    means: 'Whole spans of 24 hours before now. Absent without an order.',
  },
  days_since_first_order: {
    example: { metric: 'days_since_first_order', is: 'lt', value: 30 },
    means: 'The same from the first one.',
  },
  days_since_last_visit: {
    example: { metric: 'days_since_last_visit', is: 'gte', value: 30 },
    means: 'The same from the newest event `visit`. Absent without one.',
  },
  revenue_percentile: {
    example: { metric: 'revenue_percentile', is: 'gte', value: 90 },
    means:
      '`percent_rank()` of revenue among contacts with an order, times 100: the share with less, ties at the lowest of theirs. Asked as a threshold that is computed first.',
  },
  predicted_ltv: {
    example: { metric: 'predicted_ltv', is: 'gte', value: 300_000 },
    means:
      "What is expected to be spent over the next 365 days, by BG/NBD and gamma-gamma as of last night, in the account's currency. Absent without an order, and for everybody until enough people bought again; no `within`.",
  },
  p_alive: {
    example: { metric: 'p_alive', is: 'gte', value: 0.5 },
    means:
      'The chance, 0 … 1, that they will buy again at all, by the same model. Absent without an order; no `within`.',
  },
};

export const OUTCOME_EXAMPLES: Readonly<Record<(typeof CAMPAIGN_OUTCOMES)[number], Example<Cond>>> = {
  sent: { example: { campaign: 'C-7', outcome: 'sent' }, means: 'A message of it was accepted or delivered.' },
  opened: { example: { campaign: 'C-7', outcome: 'opened' }, means: 'Opened by a person; opens are a hint at best.' },
  clicked: { example: { campaign: 'C-7', outcome: 'clicked' }, means: 'Clicked by a person. Machines are left out.' },
  converted: {
    example: { campaign: 'C-7', outcome: 'converted' },
    means: 'Got it and bought within its measuring window.',
  },
  not_opened: { example: { campaign: 'C-7', outcome: 'not_opened' }, means: 'Got it and did not open it.' },
  not_clicked: { example: { campaign: 'C-7', outcome: 'not_clicked' }, means: 'Got it and did not click.' },
};
