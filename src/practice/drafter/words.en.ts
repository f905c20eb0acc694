import { strings } from '../../i18n/language.ts';
import type { Words } from './words.ts';

const n = (value: number): string => value.toLocaleString('en-US');
const money = (value: number, currency: string): string =>
  currency === 'KRW' ? `${n(value)} won` : `${n(value)} ${currency}`;

export const en: Words = {
  money,
  units: {
    days: 'days',
    times: 'times',
    orders: 'orders',
    people: 'people',
    percent: '%',
    weeks: 'weeks',
    months: 'months',
    years: 'years',
    share: 'share',
    plain: '',
  },
  titles: {
    winback: 'Win back regulars',
    lapsed: 'Win back customers',
    first_order: 'First purchase',
    second_order: 'Second purchase',
    vip: 'Thank the best customers',
    regulars: 'Thank the regulars',
    cart: 'Finish the cart',
    welcome: 'Welcome',
    birthday: 'Birthday',
    news: 'News to everyone',
    buyers: 'Buy again',
  },
  who: {
    lapsed: (days, before) =>
      before === null ? `with no order for ${n(days)} days` : `whose last order is ${n(days)} to ${n(before)} days ago`,
    boughtWithin: (days) => `who bought in the last ${n(days)} days`,
    joinedWithin: (days) => `who signed up in the last ${n(days)} days`,
    joinedBefore: (days) => `who joined more than ${n(days)} days ago and`,
    neverBought: 'who never bought',
    top: (percent) => `in the top ${n(percent)}% by revenue`,
    once: 'who bought once',
    orders: ({ min, max }) =>
      min !== null && max !== null
        ? `at least ${n(min)} orders and at most ${n(max)} orders`
        : min !== null
          ? `at least ${n(min)} orders`
          : `at most ${n(max ?? 0)} orders`,
    revenue: (amount) => `spent over ${amount} in total`,
    average: (amount) => `average order over ${amount}`,
    asked: (said) => `by ${said.toLowerCase()}`,
    regulars: 'regulars',
    members: 'members',
    customers: 'customers',
    everyone: 'all customers',
    withoutTop: (percent) => `without the top ${n(percent)}% by revenue`,
  },
  conditions: {
    orders: 'customers with at least 3 orders',
    days_since_last_order: 'customers who have not bought in 60 days',
    revenue_percentile: 'top 10% customers',
    average_order_value: 'customers with an average order over 50,000 won',
    days_since_last_visit: 'customers who have not visited in 30 days',
  },
  unclear: {
    nothing:
      'I could not read this as a campaign goal. Who should be written to, and what should it bring? For example: "win back regulars who have not bought in 60 days, revenue of 10 million won this month"',
    kpi: 'I know who is meant. Please name one figure to reach. For example: "revenue of 10 million won this month", "300 orders"',
    who: 'I know the figure. Who should be written to? For example: "regulars who have not bought in 60 days", "top 10% customers", "all customers"',
    strange: (said, known) =>
      `I found no data for "${said}", so I could not tell who is meant. What can be chosen by now: ${known.map((one) => `"${one}"`).join(', ')}. Who should be written to?`,
    relative: (said) =>
      `Which amount is "${said}"? I ask because I do not invent a base. For example: "revenue of 10 million won this month"`,
    foreign: (said, currency) =>
      `"${said}" is not in this account's currency (${currency}), so I did not convert it. Please give the amount in ${currency}.`,
  },
  assume: {
    regulars: (times) => `I took regulars to be customers with at least ${n(times)} orders.`,
    vip: (percent) => `I took the best customers to be the top ${n(percent)}% by revenue.`,
    lapsedDays: (days) => `Nothing was said about how long, so I took ${n(days)} days.`,
    span: (said, days) => `I took "${said}" as ${n(days)} days.`,
    moreThan: (times) => `More than that many means at least ${n(times)} orders.`,
    cartDays: (days) => `I took carts filled in the last ${n(days)} days.`,
    joinedDays: (days) => `I took new members to be those of the last ${n(days)} days.`,
    newsletter: 'Everyone was not said, so I took customers who bought at least 1 time.',
    deadline: (day) => `Nothing was said about the end, so I took ${day}.`,
    shortDeadline: (day, left) =>
      left === 0 ? `The deadline is today (${day}).` : `Only ${n(left)} day(s) are left until ${day}.`,
    hour: (at) => `I understood the send time as ${at.replace('T', ' ')}.`,
    pastHour: 'The send time you named is over; the plan will propose another.',
    notOffered: (asked: string, way: string) =>
      `There are no settings for ${asked} yet, so this is prepared as ${way}.`,
    strangeWay: (said: string, way: string) => `“${said}” cannot be sent by, so this is prepared as ${way}.`,
    stepsIn: 'Whoever Kakao cannot reach gets one text message instead.',
    colloquial: (said, amount) => `I read "${said}" as ${amount}.`,
    budget: 'No budget was named, so it is open; the plan will set it to the real cost.',
    learned: (sentence) => `I minded what an earlier campaign taught: ${sentence}`,
    split: (days) => `I split at ${n(days)} days, because those who stayed away longer need other words.`,
  },
  ask: {
    coupon: 'May a discount coupon be used? I prepared it without one.',
    noCoupon: (said) => `The brand kit has no coupon for ${said}. Will you add one, or shall we go without?`,
    deadline: 'Until when should the figure be reached?',
    unread: (said) =>
      `${said.map((one) => `"${one}"`).join(', ')}: I could not tell what to use this for, so I did not. How should I use it?`,
    missing: (said) => `Data for "${said}" is not connected yet. Shall we go without this condition?`,
    reason: 'Tell me in one line what to change, and I will.',
    segments: (said) => `"${said}" can mean two things; please check it in the segments.`,
  },
  coupon: 'a coupon',
  alimtalk: 'by Alimtalk',
  ways: strings('en').channels.ways,
  joinedDay: 'sign-up date',
  noOffer: 'No coupons or discounts',
  discount: (said) => `${said} discount`,
  guardrails: [
    'Stop and tell us when opt-outs or spam reports rise above the usual.',
    'Nobody gets this campaign twice.',
  ],
  segment: {
    lapsed: (days, before) => (before === null ? `${n(days)}+ days away` : `${n(days)}–${n(before)} days away`),
    reasons: {
      recent: 'Away only for a while: a light word may be enough.',
      long: 'Away for long: they need a reason to come back first.',
      winback: 'They bought often before, so one visit rarely stays alone.',
      first_order: 'They signed up; only the step to a first order is missing.',
      second_order: 'The second order is where a customer becomes a regular.',
      vip: 'They bring a large part of the revenue; thanks come first.',
      regulars: 'They come often anyway, so news is reason enough to visit.',
      cart: 'They have chosen; one step is missing.',
      welcome: 'They are most curious right now.',
      birthday: 'On such a day warmth says more than information.',
      news: 'As you said, the same news for everyone.',
      buyers: 'The last purchase is fresh, a good moment for the next.',
    },
    unsure: (field) => `It is open which value of "${field}" is meant. Name it, and I will put it in.`,
  },
  persona: {
    names: {
      weekend: 'Buys close to the weekend',
      basket: 'Puts several things in one basket',
      spender: 'Does not skimp when buying',
      repeat: 'Comes back when it was good',
      once: 'Has tried us once',
      plain: 'Watches quietly',
    },
    summary: (segment) =>
      `People in "${segment}". As the numbers below show, perhaps it is a reason to choose that moves them, more than a price.`,
    longer: 'Showing briefly what has changed meanwhile may help.',
    says: {
      orders_mean: (value) => `Each bought ${value} times on average.`,
      average_order_value: (value) => `They spend about ${value} at a time.`,
      days_since_last_order_median: (value) => `Half of them have stayed away for more than ${value}.`,
      weekend_order_share: (value) => `${value} of their orders come close to the weekend.`,
      quantity_mean: (value) => `They take about ${value} things at a time.`,
      top_revenue_share: (value) => `${value} of them are big spenders.`,
      repeat_share: (value) => `${value} of them have come back to buy.`,
      revenue_mean: (value) => `Each has spent about ${value} so far.`,
      visited_30d_share: (value) => `${value} of them looked around lately.`,
      contacts: (value) => `They are ${value}.`,
      other: (value) => `What stands out here is ${value}.`,
    },
  },
  values: {
    count: (value) => `${n(value)} people`,
    share: (value) => `${n(Math.round(value * 1000) / 10)}%`,
    days: (value) => `${n(value)} days`,
    number: (value) => n(value),
    money: (value) => n(value),
  },
  plan: {
    now: 'You asked for it now, so it leaves as soon as it is approved.',
    asked: 'This is the time you named.',
    today: 'This afternoon somebody is there for replies and questions.',
    tomorrow: 'Today leaves too little time to approve, so it is tomorrow afternoon.',
    soon: 'The deadline is today, so it is the next full hour.',
    night: 'Moved to the morning, because nothing should leave at night.',
    holdout: (percent) => `${n(percent)}% are held out for comparison.`,
    budget: 'No budget was named, so it follows the cost of sending.',
  },
};
