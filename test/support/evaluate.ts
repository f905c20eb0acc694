import type { Cond, Operator, Rule, Within } from '../../src/audience/rule.ts';

/**
 * What docs/segments.md says once more, plainly, over people in memory: what the compiled SQL must agree with.
 * Deliberately shares nothing with src/audience but the rule's type.
 */
export type Order = {
  id: string;
  at: Date;
  amount: number;
  status: 'paid' | 'refunded';
  quantity?: number;
  category?: string;
};
export type Happening = { name: string; at: Date; properties: Record<string, string | number | boolean> };
export type Person = {
  id: string;
  createdAt: Date;
  fields: Record<string, string | null>;
  attributes: Record<string, string | number | boolean>;
  orders: Order[];
  events: Happening[];
  messages: Message[];
};
/** A campaign's message and what was done with it; `machine`: by no person. */
export type Message = {
  campaign: number;
  status: 'handed' | 'accepted' | 'delivered' | 'unknown' | 'failed';
  at: Date;
  reactions: { type: 'opened' | 'clicked'; at: Date; machine: boolean }[];
};
/**
 * `zoneHours`: a zone without summer time, so that this page needs no calendar library. `digits` (0): of the currency (KRW),
 * because money is added up and compared in its smallest unit.
 */
export type World = {
  people: Person[];
  now: Date;
  zoneHours: number;
  currency?: string;
  digits?: number;
  sampled: (person: Person, salt: string, percent: number) => boolean;
  /** Measuring windows of campaigns that were sent, and saved segments, by number. */
  windows?: Readonly<Record<number, { from: Date; to: Date }>>;
  segments?: Readonly<Record<string, Rule>>;
};

const DAY = 86_400_000;
type Scalar = string | number | boolean;

export const matches = (person: Person, rule: Rule, world: World): boolean => {
  if ('everyone' in rule) return true;
  return (
    rule.all.every((clause) =>
      'any' in clause ? clause.any.some((c) => holds(person, c, world)) : holds(person, clause, world),
    ) && !(rule.none ?? []).some((c) => holds(person, c, world))
  );
};

const holds = (person: Person, cond: Cond, world: World): boolean => {
  if ('field' in cond) return compare(fieldOf(person, cond.field), cond.is, cond.value, world);
  if ('did' in cond) {
    const n = happened(person, cond.did, cond.within, cond.where, world);
    const { is, value } = cond.times ?? { is: 'gte', value: 1 };
    return is === 'gte' ? n >= value : is === 'lte' ? n <= value : n === value;
  }
  if ('did_not' in cond) return happened(person, cond.did_not, cond.within, cond.where, world) === 0;
  if ('metric' in cond) {
    const isMoney = cond.metric === 'revenue' || cond.metric === 'average_order_value';
    const value = isMoney ? listOf(cond.value).map((v) => minor(Number(v), world)) : cond.value;
    return compareNumber(metricOf(person, cond.metric, cond.within, world), cond.is, value);
  }
  if ('sample' in cond) return world.sampled(person, cond.sample.salt, cond.sample.percent);
  if ('in_segment' in cond) {
    const rule = world.segments?.[cond.in_segment];
    if (!rule) throw new Error(`${cond.in_segment} is not in this world`);
    return matches(person, rule, world);
  }
  return outcome(person, Number(String(cond.campaign).replace('C-', '')), cond.outcome, world);
};

const outcome = (person: Person, campaign: number, asked: string, world: World): boolean => {
  const got = person.messages.filter((m) => m.campaign === campaign);
  const sent = got.some((m) => (m.status === 'accepted' || m.status === 'delivered') && m.at < world.now);
  const did = (type: string) =>
    got.some((m) => m.reactions.some((r) => r.type === type && !r.machine && r.at < world.now));
  if (asked === 'sent') return sent;
  if (asked === 'opened' || asked === 'clicked') return did(asked);
  if (asked === 'not_opened') return sent && !did('opened');
  if (asked === 'not_clicked') return sent && !did('clicked');
  const window = world.windows?.[campaign];
  if (!window) return false;
  return sent && paidOrders(person, undefined, world).some((o) => o.at >= window.from && o.at < window.to);
};

const dayStart = (date: string, world: World): number => Date.parse(`${date}T00:00:00Z`) - world.zoneHours * 3_600_000;

const inWithin = (at: Date, within: Within | undefined, world: World): boolean => {
  const t = at.getTime();
  if (t >= world.now.getTime()) return false;
  if (!within) return true;
  if ('days' in within) return t >= world.now.getTime() - within.days * DAY;
  return t >= dayStart(within.from, world) && t < dayStart(within.to, world) + DAY;
};

/** 0.1 + 0.2 is not 0.3; ten cents and twenty are thirty. */
const minor = (major: number, world: World): number => Math.round(major * 10 ** (world.digits ?? 0) * 1e6) / 1e6;

const paidOrders = (person: Person, within: Within | undefined, world: World): Order[] =>
  person.orders.filter((o) => o.status === 'paid' && o.amount >= 0 && inWithin(o.at, within, world));

type Where = Extract<Cond, { did: string }>['where'];

const happened = (person: Person, name: string, within: Within | undefined, where: Where, world: World): number => {
  const orders =
    name === 'purchase'
      ? paidOrders(person, within, world)
      : person.orders.filter((o) => (o.status === 'refunded' || o.amount < 0) && inWithin(o.at, within, world));
  const reaction = { open: 'opened', click: 'clicked' }[name];
  const all: object[] =
    name === 'purchase' || name === 'refund'
      ? orders.map((o) => ({
          amount: o.amount,
          quantity: o.quantity ?? null,
          category: o.category ?? null,
          order_id: o.id,
          currency: world.currency ?? 'KRW',
        }))
      : [
          ...person.events.filter((e) => e.name === name && inWithin(e.at, within, world)).map((e) => e.properties),
          // What is done with our own messages has no properties: a condition on one leaves it out.
          ...person.messages.flatMap((m) =>
            where ? [] : m.reactions.filter((r) => r.type === reaction && !r.machine && inWithin(r.at, within, world)),
          ),
        ];
  return all.filter((properties) =>
    (where ?? []).every((w) =>
      compare((properties as Record<string, Scalar | null>)[w.property] ?? null, w.is, w.value, world),
    ),
  ).length;
};

const fieldOf = (person: Person, name: string): Scalar | Date | null =>
  name === 'created_at'
    ? person.createdAt
    : name in person.fields
      ? (person.fields[name] ?? null)
      : (person.attributes[name] ?? null);

const metricOf = (person: Person, metric: string, within: Within | undefined, world: World): number | null => {
  const revenueOf = (p: Person): number | null => {
    if (paidOrders(p, within, world).length === 0) return null;
    return p.orders
      .filter((o) => o.status === 'paid' && inWithin(o.at, within, world))
      .reduce((sum, o) => sum + minor(o.amount, world), 0);
  };
  const orders = paidOrders(person, within, world);
  const times = orders.map((o) => o.at.getTime());
  const days = (t: number) => Math.floor((world.now.getTime() - t) / DAY);
  switch (metric) {
    case 'orders':
      return orders.length;
    case 'revenue':
      return revenueOf(person) ?? 0;
    case 'average_order_value':
      return orders.length === 0 ? null : (revenueOf(person) ?? 0) / orders.length;
    case 'days_since_last_order':
      return times.length === 0 ? null : days(Math.max(...times));
    case 'days_since_first_order':
      return times.length === 0 ? null : days(Math.min(...times));
    case 'days_since_last_visit': {
      const visits = person.events
        .filter((e) => e.name === 'visit' && inWithin(e.at, within, world))
        .map((e) => e.at.getTime());
      return visits.length === 0 ? null : days(Math.max(...visits));
    }
    case 'revenue_percentile': {
      const mine = revenueOf(person);
      if (mine === null) return null;
      const all = world.people.map(revenueOf).filter((r) => r !== null);
      return all.length === 1 ? 0 : (all.filter((r) => r < mine).length / (all.length - 1)) * 100;
    }
    default:
      throw new Error(metric);
  }
};

const listOf = (value: unknown): Scalar[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value as Scalar];

const compareNumber = (x: number | null, is: Operator, value: unknown): boolean => {
  const v = listOf(value).map(Number);
  const [a = 0, b = 0] = v;
  if (is === 'exists') return x !== null;
  if (is === 'not_exists') return x === null;
  if (is === 'ne') return x !== a;
  if (is === 'not_in') return x === null || !v.includes(x);
  if (x === null) return false;
  const by: Partial<Record<Operator, boolean>> = {
    eq: x === a,
    in: v.includes(x),
    gt: x > a,
    gte: x >= a,
    lt: x < a,
    lte: x <= a,
    between: x >= a && x <= b,
  };
  return by[is] ?? false;
};

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
const isInstant = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text);

/** Compares as text, as number or as date, by what the rule's value is. */
const compare = (x: Scalar | Date | null, is: Operator, value: unknown, world: World): boolean => {
  const list = listOf(value);
  const first = list[0];
  const same = (v: Scalar): boolean => {
    if (x === null) return false;
    if (x instanceof Date) return inDay(x.getTime(), String(v), world);
    return typeof v === 'string' ? String(x) === v : x === v;
  };
  if (is === 'exists') return x !== null;
  if (is === 'not_exists') return x === null;
  if (is === 'ne') return !same(first ?? '');
  if (is === 'not_in') return !list.some(same);
  if (x === null) return false;
  if (is === 'eq') return same(first ?? '');
  if (is === 'in') return list.some(same);
  if (is === 'contains') return String(x).includes(String(first));
  if (is === 'between') return ordered(x, 'gte', first ?? '', world) && ordered(x, 'lte', list[1] ?? '', world);
  if (is === 'within_days' || is === 'not_within_days') {
    const t = timeOf(x, world);
    if (t === null) return false;
    const inside = t >= world.now.getTime() - Number(first) * DAY && t < world.now.getTime();
    return is === 'within_days' ? inside : !inside;
  }
  return ordered(x, is, first ?? '', world);
};

const inDay = (t: number, v: string, world: World): boolean =>
  isDate(v) ? t >= dayStart(v, world) && t < dayStart(v, world) + DAY : t === Date.parse(v);

const timeOf = (x: Scalar | Date, world: World): number | null => {
  if (x instanceof Date) return x.getTime();
  if (typeof x !== 'string') return null;
  return isDate(x) ? dayStart(x, world) : isInstant(x) ? Date.parse(x) : null;
};

const ordered = (x: Scalar | Date, is: Operator, v: Scalar, world: World): boolean => {
  const byDate =
    x instanceof Date || is === 'before' || is === 'after' || (typeof v === 'string' && (isDate(v) || isInstant(v)));
  if (byDate) {
    const t = timeOf(x, world);
    if (t === null) return false;
    const from = isDate(String(v)) ? dayStart(String(v), world) : Date.parse(String(v));
    const lastOfIt = isDate(String(v)) ? from + DAY - 1 : from;
    if (is === 'gt' || is === 'after') return t > lastOfIt;
    if (is === 'gte') return t >= from;
    if (is === 'lt' || is === 'before') return t < from;
    return t <= lastOfIt;
  }
  if (typeof v === 'number') return typeof x === 'number' && compareNumber(x, is, v);
  // By their bytes, not by UTF-16: that is how text is ordered where it is kept.
  const order = Buffer.compare(Buffer.from(String(x)), Buffer.from(String(v)));
  return is === 'gt' ? order > 0 : is === 'gte' ? order >= 0 : is === 'lt' ? order < 0 : order <= 0;
};
