import type { Cond, Rule } from './rule.ts';
import { type At, dateOf } from './when.ts';

/**
 * Rules every retailer asks for, as data: a starting point to be edited, never a rule of another kind. Their words are
 * `rules.ready` of each language. Some name months, so that each is made for an instant; a rule once made stays as it is.
 * The first six are what the audience benchmark counts.
 */
export const READY_MADE = {
  never_bought: () => ({ all: [{ metric: 'orders', is: 'eq', value: 0 }] }),
  one_and_silent: () => ({
    all: [
      { metric: 'orders', is: 'eq', value: 1 },
      { metric: 'days_since_last_order', is: 'gte', value: 30 },
    ],
  }),
  three_months_running: (at) => ({ all: lastMonths(at, 3).map((within) => ({ did: 'purchase', within })) }),
  cart_left: () => ({
    all: [
      { did: 'cart', within: { days: 3 } },
      { did_not: 'purchase', within: { days: 3 } },
    ],
  }),
  lapsed_vip: () => ({
    all: [
      { metric: 'revenue_percentile', is: 'gte', value: 90 },
      { metric: 'days_since_last_order', is: 'gte', value: 60 },
    ],
  }),
  clicked_twice: () => ({ all: [{ did: 'click', times: { is: 'gte', value: 2 }, within: { days: 14 } }] }),
  welcome: () => ({ all: [{ field: 'created_at', is: 'within_days', value: 7 }] }),
  // An attribute that is a date is kept as YYYY-MM-DD: its month is the middle.
  birthday_month: (at) => ({
    all: [{ field: 'birthday', is: 'contains', value: dateOf(at.now, at.timezone).slice(4, 8) }],
  }),
  refund_prone: () => ({ all: [{ did: 'refund', times: { is: 'gte', value: 2 }, within: { days: 180 } }] }),

  rfm_champions: () => ({ all: [recency(0, 30), ...worth(60)] }),
  rfm_loyal: () => ({ all: [recency(30, 120), ...worth(60)] }),
  rfm_potential_loyalists: () => ({ all: [recency(0, 60), ...worth(0, 60)] }),
  rfm_new: () => ({ all: [recency(0, 30), ONCE] }),
  rfm_promising: () => ({ all: [recency(30, 60), ONCE] }),
  rfm_need_attention: () => ({ all: [recency(60, 120), ...worth(40, 60)] }),
  rfm_about_to_sleep: () => ({ all: [recency(60, 120), SMALL] }),
  rfm_cannot_lose: () => ({ all: [recency(120), ...worth(80)] }),
  rfm_at_risk: () => ({ all: [recency(120), ...worth(40, 80)] }),
  rfm_hibernating: () => ({ all: [recency(120, 240), SMALL] }),
  rfm_lost: () => ({ all: [recency(240), SMALL] }),
} as const satisfies Readonly<Record<string, (at: At) => Rule>>;

export type ReadyMade = keyof typeof READY_MADE;
export const READY_MADE_NAMES = Object.keys(READY_MADE) as ReadyMade[];
export const isReadyMade = (name: string): name is ReadyMade => Object.hasOwn(READY_MADE, name);

/** @returns the rule of that name as of `at` */
export const readyMade = (name: ReadyMade, at: At): Rule => (READY_MADE[name] as (at: At) => Rule)(at);

/**
 * RFM in a rule's own words. Recency is days since the last order, cut at 30, 60, 120 and 240. Frequency and money are one
 * axis: who bought once, and of those who bought more often the revenue rank, cut at 40, 60 and 80. The eleven classes are
 * cells of that grid: every buyer is in exactly one (held by a test).
 */
const recency = (from: number, before?: number): Cond => {
  const metric = 'days_since_last_order';
  if (before === undefined) return { metric, is: 'gte', value: from };
  return from === 0 ? { metric, is: 'lt', value: before } : { metric, is: 'between', value: [from, before - 1] };
};

const ONCE: Cond = { metric: 'orders', is: 'eq', value: 1 };
/** The lower end of the second axis: bought once, or more often and for little. */
const SMALL = { any: [ONCE, { metric: 'revenue_percentile', is: 'lt', value: 40 } satisfies Cond] };

/** Bought more than once, with a revenue rank from `from` to below `before`. */
function worth(from: number, before?: number): Cond[] {
  return [
    { metric: 'orders', is: 'gte', value: 2 },
    ...(from > 0 ? [{ metric: 'revenue_percentile', is: 'gte', value: from } satisfies Cond] : []),
    ...(before === undefined ? [] : [{ metric: 'revenue_percentile', is: 'lt', value: before } satisfies Cond]),
  ];
}

/** The last `n` whole calendar months of the account, newest first. */
export const lastMonths = (at: At, n: number): { from: string; to: string }[] => {
  const [year = 0, month = 0] = dateOf(at.now, at.timezone).split('-').map(Number);
  const day = (monthsAgo: number, date: number) =>
    new Date(Date.UTC(year, month - 1 - monthsAgo, date)).toISOString().slice(0, 10);
  return Array.from({ length: n }, (_, i) => ({ from: day(i + 1, 1), to: day(i, 0) }));
};
