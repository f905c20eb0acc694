import { DAY } from '../kit/clock.ts';
import { isContactField, PURCHASE, VISIT } from './fields.ts';
import { type Clause, type Cond, isEveryone, type Operator, type Rule } from './rule.ts';
import { type At, parseWhen, startOfDay } from './when.ts';

/**
 * Whether a rule can be true of anybody, and which of its parts change nothing. Decided without data, by trying each thing
 * a rule talks about at the values between which an answer can change. What is not understood is taken as possible: so
 * everything found here is so, and not everything that is so is found.
 */
export type Sense = {
  /** The parts that cannot hold together; null when somebody could match. */
  never: Clause[] | null;
  /** Parts without which the same people match. */
  idle: Clause[];
};

export const senseOf = (rule: Rule, at: At): Sense => {
  if (isEveryone(rule)) return { never: null, idle: [] };
  const parts: Part[] = [
    ...rule.all.map(
      (clause): Part => ({
        clause,
        choices: ('any' in clause ? clause.any : [clause]).map((c) => factsOf(c, at, true)),
      }),
    ),
    ...(rule.none ?? []).map((cond): Part => ({ clause: cond, choices: [factsOf(cond, at, false)] })),
  ];
  if (!possible(parts)) return { never: conflict(parts).map(({ clause }) => clause), idle: [] };
  // One at a time, so that of two that say the same one is kept.
  const kept = [...parts];
  const idle: Clause[] = [];
  for (const part of [...parts].reverse()) {
    const others = kept.filter((one) => one !== part);
    if (others.length === 0 || !part.choices.some((facts) => implied(facts, others))) continue;
    kept.splice(kept.indexOf(part), 1);
    idle.unshift(part.clause);
  }
  return { never: null, idle };
};

type Point = number | string | boolean | null;
/** One thing that is said of one subject. `exact`: all that the condition says, so that it may be called implied. */
type Fact = { subject: string; test: (x: Point) => boolean; marks: readonly Point[]; exact: boolean };
type Part = { clause: Clause; choices: Fact[][] };

/** Buyers and others: who never bought has no last order, no average and no rank, and an amount of 0. */
type World = 'buyer' | 'other';
const WORLDS: readonly World[] = ['buyer', 'other'];

const possible = (parts: readonly Part[]): boolean => WORLDS.some((world) => possibleIn(world, parts));

const possibleIn = (world: World, parts: readonly Part[]): boolean => {
  const sure = parts.flatMap(({ choices }) => (choices.length === 1 ? (choices[0] ?? []) : []));
  return (
    holdsTogether(world, sure) &&
    parts.every(({ choices }) => choices.some((facts) => holdsTogether(world, [...sure, ...facts])))
  );
};

const holdsTogether = (world: World, facts: readonly Fact[]): boolean =>
  [...new Set(facts.map(({ subject }) => subject))].every((subject) => {
    const own = facts.filter((fact) => fact.subject === subject);
    return pointsOf(subject, own, world).some((x) => own.every(({ test }) => test(x)));
  });

/** Whether the facts hold wherever the other parts do. */
const implied = (facts: readonly Fact[], others: readonly Part[]): boolean => {
  const sure = others.flatMap(({ choices }) => (choices.length === 1 ? (choices[0] ?? []) : []));
  // What is understood in part stands beside the condition as it was said, which is all of it.
  const all = facts.filter(({ exact }) => exact);
  return WORLDS.filter((world) => possibleIn(world, others)).every((world) =>
    all.every((fact) => {
      const own = sure.filter(({ subject }) => subject === fact.subject);
      return pointsOf(fact.subject, [...own, fact], world).every(
        (x) => fact.test(x) || !own.every(({ test }) => test(x)),
      );
    }),
  );
};

/** The two that exclude each other, or the one that excludes itself; all of them where it takes more. */
const conflict = (parts: readonly Part[]): readonly Part[] => {
  for (const one of parts) if (!possible([one])) return [one];
  for (const [i, one] of parts.entries())
    for (const other of parts.slice(i + 1)) if (!possible([one, other])) return [one, other];
  return parts;
};

const BUYERS_ONLY = ['days_since_first_order', 'revenue_percentile'];
/** Money may be below zero: refunds can be more than what was bought. */
const MONEY = ['revenue', 'average_order_value'];
const LAST = 'last:';

/** Values on both sides of every mark, within what the subject can be. */
const pointsOf = (subject: string, facts: readonly Fact[], world: World): Point[] => {
  const marks = facts.flatMap((fact) => fact.marks);
  if (subject.startsWith('as said:')) return [true, false];
  const numbers = [...new Set(marks.filter((mark) => typeof mark === 'number'))].sort((a, b) => a - b);
  const between = [...numbers, ...numbers.slice(1).map((n, i) => ((numbers[i] ?? n) + n) / 2)];
  const around = numbers.length > 0 ? [...between, (numbers[0] ?? 0) - 1, (numbers.at(-1) ?? 0) + 1] : [0, 1];
  const whole = [...new Set(around.flatMap((n) => [Math.floor(n), Math.ceil(n)]))].filter((n) => n >= 0);
  // What cannot be below 0 can be 0: below a chance of 0.3 there is something.
  const fromZero = [0, ...around.filter((n) => n > 0)];
  if (subject === 'metric:orders') return world === 'buyer' ? [1, ...whole.filter((n) => n > 0)] : [0];
  if (MONEY.some((metric) => subject === `metric:${metric}`))
    return world === 'buyer' ? around : [subject === 'metric:revenue' ? 0 : null];
  if (subject === `${LAST}${PURCHASE}` || BUYERS_ONLY.some((metric) => subject === `metric:${metric}`))
    return world === 'buyer' ? fromZero : [null];
  if (subject.startsWith(LAST) || subject.startsWith('metric:')) return [null, ...fromZero];
  const texts = marks.filter((mark) => typeof mark === 'string');
  return [null, ...(numbers.length > 0 ? around : []), ...texts, texts.join(''), `${texts.join('')}?`, true, false];
};

/** What a condition says, or with `holds` false that it does not hold. */
const factsOf = (cond: Cond, at: At, holds: boolean): Fact[] => {
  const read = reading(cond, at);
  const asSaid: Fact = { subject: `as said:${JSON.stringify(cond)}`, test: (x) => x === holds, marks: [], exact: true };
  if (read?.exact) return [{ ...read, test: (x) => read.test(x) === holds }];
  // Understood in part: what it takes to hold is used, that it does not hold tells nothing more.
  return read && holds ? [asSaid, read] : [asSaid];
};

const reading = (cond: Cond, at: At): Fact | null => {
  if ('field' in cond) return readField(cond, at);
  if ('metric' in cond) return cond.within ? null : readMetric(cond);
  if (!('did' in cond || 'did_not' in cond)) return null;
  const event = 'did' in cond ? cond.did : cond.did_not;
  if (cond.within && !('days' in cond.within)) return null;
  const days = cond.within?.days ?? Number.POSITIVE_INFINITY;
  const times = ('did' in cond && cond.times) || { is: 'gte' as const, value: 1 };
  const inside = (x: Point) => typeof x === 'number' && x <= days;
  const last = { subject: `${LAST}${event}`, marks: Number.isFinite(days) ? [days] : [] };
  if ('did_not' in cond) return cond.where ? null : { ...last, test: (x) => !inside(x), exact: true };
  if (times.is !== 'gte')
    return times.value === 0 && !cond.where ? { ...last, test: (x) => !inside(x), exact: true } : null;
  if (times.value === 0) return { ...last, test: () => true, exact: true };
  if (event === PURCHASE && !cond.within && !cond.where) return compared('metric:orders', 'gte', times.value);
  return { ...last, test: inside, exact: times.value === 1 && !cond.where };
};

/** Days since the newest are the age of the newest, in whole days: the same subject as whether it happened lately. */
const AGES: Readonly<Record<string, string>> = { days_since_last_order: PURCHASE, days_since_last_visit: VISIT };

const readMetric = ({ metric, is, value }: Extract<Cond, { metric: unknown }>): Fact | null => {
  const event = AGES[metric];
  const list = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(Number);
  const fact = compared(`metric:${metric}`, is, list.length > 1 ? list : (list[0] ?? 0));
  if (!event) return fact;
  return {
    ...fact,
    subject: `${LAST}${event}`,
    marks: list.flatMap((n) => [n, n + 1]),
    test: (x) => fact.test(typeof x === 'number' ? Math.floor(x) : x),
  };
};

const readField = (cond: Extract<Cond, { field: string }>, at: At): Fact | null => {
  const { field, is, value } = cond;
  const subject = `field:${field}`;
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const dated =
    (isContactField(field) && field === 'created_at') ||
    is === 'before' ||
    is === 'after' ||
    is.endsWith('within_days');
  if (dated || list.some((v) => typeof v === 'string' && parseWhen(v, 'UTC'))) {
    // A date is a place on a line of its own; whether there is one at all is said of the field.
    const test = readDate(is, list, at);
    return (
      test && { subject: `${subject} as a date`, marks: test.marks, test: test.holds, exact: field === 'created_at' }
    );
  }
  if (['gt', 'gte', 'lt', 'lte', 'between'].includes(is) && list.some((v) => typeof v !== 'number')) return null;
  return compared(subject, is, list.length === 1 && list[0] !== undefined ? list[0] : list);
};

const readDate = (is: Operator, list: readonly (string | number | boolean)[], at: At) => {
  const age = Number(list[0]) * DAY;
  const now = at.now.getTime();
  const inside = (x: Point) => typeof x === 'number' && x >= now - age && x < now;
  if (is === 'within_days') return { marks: [now - age, now], holds: inside };
  if (is === 'not_within_days') return { marks: [now - age, now], holds: (x: Point) => x !== null && !inside(x) };
  const found = parseWhen(String(list[0]), at.timezone);
  if (!found || list.length !== 1) return null;
  const from = found.at.getTime();
  const to = found.dateOnly ? startOfDay(String(list[0]).replaceAll(/[/.]/g, '-'), at.timezone, 1).getTime() : from + 1;
  const by: Partial<Record<Operator, (x: number) => boolean>> = {
    before: (x) => x < from,
    lt: (x) => x < from,
    gte: (x) => x >= from,
    after: (x) => x >= to,
    gt: (x) => x >= to,
    lte: (x) => x < to,
  };
  const holds = by[is];
  return holds ? { marks: [from, to], holds: (x: Point) => typeof x === 'number' && holds(x) } : null;
};

type Scalar = string | number | boolean;

const compared = (subject: string, is: Operator, value: Scalar | Scalar[]): Fact => {
  const list = Array.isArray(value) ? value : [value];
  const [a = 0, b = 0] = list;
  const number = (fits: (x: number) => boolean) => (x: Point) => typeof x === 'number' && fits(x);
  const by: Record<string, (x: Point) => boolean> = {
    exists: (x) => x !== null,
    not_exists: (x) => x === null,
    eq: (x) => x === a,
    ne: (x) => x !== a,
    in: (x) => x !== null && list.includes(x),
    not_in: (x) => x === null || !list.includes(x),
    contains: (x) => x !== null && String(x).includes(String(a)),
    gt: number((x) => x > Number(a)),
    gte: number((x) => x >= Number(a)),
    lt: number((x) => x < Number(a)),
    lte: number((x) => x <= Number(a)),
    between: number((x) => x >= Number(a) && x <= Number(b)),
  };
  return { subject, marks: list, test: by[is] ?? (() => true), exact: by[is] !== undefined };
};
