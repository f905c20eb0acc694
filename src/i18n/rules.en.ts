import type { rulesKo } from './rules.ko.ts';

const joined = (all: readonly string[], word: string): string =>
  all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} ${word} ${all.at(-1)}`;
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const after = (span: string): string => (span ? ` ${span.trim()}` : '');
const only = (where: string): string => (where ? ` (${where})` : '');
const lastDays = (n: string): string => (n === '1' ? 'in the last day' : `in the last ${n} days`);
const daysAgo = (n: string): string => (n === '1' ? '1 day ago' : `${n} days ago`);
const how = (n: string): string => (n === '1' ? 'once' : n === '2' ? 'twice' : `${n} times`);

export const rulesEn: typeof rulesKo = {
  everyone: 'all customers',
  customers: (p) => `customers ${p.conditions}`,
  except: (p) => `${p.all}, except those ${p.none}`,
  list: (all, m) => joined(all, m === 'or' ? 'or' : 'and'),
  group: (p) => `(${p.inner})`,
  whose: (p) => `whose ${p.condition}`,
  named: (p) => `'${p.name}'`,
  more: (p) => ` and ${p.n} more`,
  yesNo: { yes: 'yes', no: 'no' },
  inMonth: (p) => `${p.name} is in ${MONTHS[Number(p.n) - 1]} (contains ${p.a})`,

  span: {
    days: (p) => lastDays(p.n),
    fromTo: (p) => `from ${p.from} to ${p.to}`,
    on: (p) => `on ${p.day}`,
    month: (p) => `in ${MONTHS[Number(p.month) - 1]} ${p.year}`,
  },
  total: {
    days: (p) => lastDays(p.n),
    fromTo: (p) => `from ${p.from} to ${p.to}`,
    on: (p) => `on ${p.day}`,
    month: (p) => `in ${MONTHS[Number(p.month) - 1]} ${p.year}`,
  },

  events: {
    purchase: { noun: 'purchase', did: 'bought', never: 'did not buy' },
    refund: { noun: 'refund', did: 'got a refund', never: 'did not get a refund' },
    visit: { noun: 'visit', did: 'visited', never: 'did not visit' },
    cart: { noun: 'add to cart', did: 'added to the cart', never: 'did not add to the cart' },
    signup: { noun: 'sign-up', did: 'signed up', never: 'did not sign up' },
    push: { noun: 'tap on a push', did: 'tapped a push', never: 'did not tap a push' },
    open: { noun: 'open', did: 'opened a message', never: 'did not open a message' },
    click: { noun: 'click', did: 'clicked', never: 'did not click' },
  },
  otherEvent: (p) => ({ noun: `'${p.name}'`, did: `did '${p.name}'`, never: `did not do '${p.name}'` }),
  did: (p) => `who ${p.event.did}${only(p.where)}${after(p.span)}`,
  didNot: (p) =>
    p.span || p.where ? `who ${p.event.never}${only(p.where)}${after(p.span)}` : `who never ${p.event.did}`,
  times: {
    gte: (p) => `who ${p.event.did}${only(p.where)} at least ${how(p.n)}${after(p.span)}`,
    lte: (p) => `who ${p.event.did}${only(p.where)} at most ${how(p.n)} (or never)${after(p.span)}`,
    eq: (p) => `who ${p.event.did}${only(p.where)} exactly ${how(p.n)}${after(p.span)}`,
  },

  is: {
    eq: (p) => `${p.name} is ${p.a}`,
    ne: (p) => `${p.name} is not ${p.a}${p.absent ? ' or not known' : ''}`,
    in: (p) => `${p.name} is one of ${p.a}`,
    not_in: (p) => `${p.name} is none of ${p.a}${p.absent ? ' or not known' : ''}`,
    contains: (p) => `${p.name} contains ${p.a}`,
    gt: (p) => `${p.name} is above ${p.a}`,
    gte: (p) => `${p.name} is at least ${p.a}`,
    lt: (p) => `${p.name} is below ${p.a}`,
    lte: (p) => `${p.name} is at most ${p.a}`,
    between: (p) => `${p.name} is from ${p.a} to ${p.b}`,
    exists: (p) => `${p.name} is known`,
    not_exists: (p) => `${p.name} is not known`,
    before: (p) => `${p.name} is before ${p.a}`,
    after: (p) => `${p.name} is after ${p.a}`,
    since: (p) => `${p.name} is on or after ${p.a}`,
    until: (p) => `${p.name} is on or before ${p.a}`,
    days: (p) => `${p.name} is from ${p.a} to ${p.b}`,
    within_days: (p) => `${p.name} is ${lastDays(p.a)}`,
    not_within_days: (p) => `${p.name} is not ${lastDays(p.a)}`,
  },

  metrics: {
    orders: 'number of orders',
    revenue: 'revenue',
    average_order_value: 'average order value',
    days_since_last_order: 'last order',
    days_since_first_order: 'first order',
    days_since_last_visit: 'last visit',
    revenue_percentile: 'revenue percentile',
    predicted_ltv: 'spend expected over the next year',
    p_alive: 'chance to buy again',
  },
  orders: (p) => p.n,
  pieces: (p) => p.n,
  days: (p) => (p.n === '1' ? '1 day' : `${p.n} days`),
  neverBought: () => 'who never bought',
  ago: {
    gte: (p) => `${p.name} was at least ${daysAgo(p.a)}`,
    gt: (p) => `${p.name} was more than ${daysAgo(p.a)}`,
    lt: (p) => `${p.name} was less than ${daysAgo(p.a)}`,
    lte: (p) => `${p.name} was at most ${daysAgo(p.a)}`,
    between: (p) => `${p.name} was ${p.a} to ${p.b} days ago`,
    eq: (p) => `${p.name} was exactly ${daysAgo(p.a)}`,
  },
  since: (p) => `time since ${p.name}`,
  top: {
    gte: (p) => `who are in the top ${p.n}% by revenue`,
    lt: (p) => `who are in the bottom ${p.n}% of buyers by revenue`,
  },

  properties: {
    order_id: 'order id',
    amount: 'amount',
    currency: 'currency',
    quantity: 'quantity',
    category: 'category',
    product: 'product',
  },

  campaign: {
    sent: (p) => `who received campaign ${p.id}`,
    opened: (p) => `who opened campaign ${p.id}`,
    clicked: (p) => `who clicked in campaign ${p.id}`,
    converted: (p) => `who received campaign ${p.id} and bought`,
    not_opened: (p) => `who received campaign ${p.id} but did not open it`,
    not_clicked: (p) => `who received campaign ${p.id} but did not click in it`,
  },
  inSegment: (p) => `who are in the saved segment ${p.name ? `'${p.name}' (${p.id}, version ${p.version})` : p.id}`,
  sample: (p) => `who are in a random ${p.percent}%`,
};
