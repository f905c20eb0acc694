import type { Operator } from '../../audience/rule.ts';
import { type WireCond, type WireRule, wired } from '../../audience/wire.ts';
import { CONCEPTS, type ConceptName, JOINED } from './heard/concepts.ts';
import type { Who } from './heard/who.ts';
import type { SeenCatalogue } from './inputs.ts';
import { hasCondition, USUAL } from './people.ts';
import { type Points, readyClauses, type Said } from './phrase-rule.ts';

type Value = Exclude<WireCond['value'], null>;

export const metric = (name: string, is: Operator, value: Value): WireCond =>
  wired({ kind: 'metric', name, is, value });
const field = (name: string, is: Operator, value: Value): WireCond => wired({ kind: 'field', name, is, value });
const event = (kind: 'did' | 'did_not', name: string, days: number | null): WireCond =>
  wired({ kind, name, within: days === null ? null : { days } });

export type Chosen = {
  /** Conditions that must all hold. */
  all: Said[];
  none: WireCond[];
  everyone: boolean;
  /** Asked for, there, but it is open which value is meant: names of fields. */
  unsure: string[];
};

/** Of several that may be meant, the one that holds a value which the words name. */
const fieldOf = (name: ConceptName, words: string, catalogue: SeenCatalogue) => {
  const names = CONCEPTS.find((each) => each.name === name)?.names;
  const all = catalogue.fields.filter((each) => names?.test(each.name));
  return all.find(({ top }) => top.some(({ value }) => isNamed(value, words))) ?? all[0];
};
const isNamed = (value: string | number | boolean, words: string): boolean =>
  String(value) !== '' && words.toLowerCase().includes(String(value).toLowerCase());

const eventOf = (name: ConceptName, catalogue: SeenCatalogue) => {
  const names = CONCEPTS.find((each) => each.name === name)?.names;
  return names ? catalogue.events.find((each) => names.test(each.name)) : undefined;
};
const joinedField = (catalogue: SeenCatalogue) =>
  catalogue.fields.find((each) => each.type === 'date' && JOINED.names.test(each.name));

const GENDER: Readonly<Record<string, RegExp>> = {
  여: /^(?:f|female|여)/i,
  남: /^(?:m|male|남)/i,
};

/** Conditions for data of their own; those the catalogue does not hold are left out and named as missing elsewhere. */
const askedConds = (
  who: Who,
  words: string,
  today: string,
  catalogue: SeenCatalogue,
  points: Points,
  chosen: Chosen,
): void => {
  for (const { name, said } of who.asked ?? []) {
    const seen = eventOf(name, catalogue);
    const held = fieldOf(name, words, catalogue);
    const ready =
      name === 'cart'
        ? readyClauses('cart_left', points)
        : name === 'birthday'
          ? readyClauses('birthday_month', points)
          : null;
    if (ready) chosen.all.push(...ready);
    else if (name === 'cart' && seen)
      chosen.all.push(event('did', seen.name, USUAL.cartDays), event('did_not', 'purchase', USUAL.cartDays));
    else if (name === 'birthday' && held)
      // A date of birth cannot be asked by month; a month can.
      held.type === 'number' || /month/i.test(held.name)
        ? chosen.all.push(field(held.name, 'eq', Number(today.slice(5, 7))))
        : chosen.unsure.push(held.name);
    else if (name === 'visited') visits(who, catalogue, chosen);
    else if (name === 'gender' && held) {
      const wanted = GENDER[/여|women|female/i.test(said) ? '여' : '남'];
      pick(held, (value) => wanted?.test(value) ?? false, chosen);
    } else if (name === 'age' && held?.type === 'number') {
      const decade = Number(/([1-9])0/.exec(said)?.[1] ?? 0) * 10;
      if (decade > 0 && /age|연령|나이/i.test(held.name))
        chosen.all.push(field(held.name, 'between', [decade, decade + 9]));
      else chosen.unsure.push(held.name);
    } else if (held) pick(held, (value) => isNamed(value, words), chosen);
    else if (seen) chosen.all.push(event('did', seen.name, who.boughtWithin ?? null));
  }
};

const pick = (held: SeenCatalogue['fields'][number], is: (value: string) => boolean, chosen: Chosen): void => {
  const top = held.top.find(({ value }) => String(value).length > 0 && is(String(value)));
  if (top) chosen.all.push(field(held.name, 'eq', top.value));
  else chosen.unsure.push(held.name);
};

const visits = (who: Who, catalogue: SeenCatalogue, chosen: Chosen): void => {
  const days = who.lapsedDays ?? USUAL.lapsedDays;
  if (catalogue.metrics.some(({ name }) => name === 'days_since_last_visit'))
    chosen.all.push(metric('days_since_last_visit', 'gte', days));
  else {
    const seen = eventOf('visited', catalogue);
    if (seen) chosen.all.push(event('did_not', seen.name, days));
  }
};

/** Everything but the span since the last order, which segments may cut differently. */
export const conditionsOf = (
  who: Who,
  words: string,
  today: string,
  catalogue: SeenCatalogue,
  points: Points,
): Chosen => {
  const chosen: Chosen = { all: [], none: [], everyone: Boolean(who.everyone) && !hasCondition(who), unsure: [] };
  const { all } = chosen;
  if (who.neverBought) all.push(metric('orders', 'eq', 0));
  else if (who.minOrders !== null && who.minOrders === who.maxOrders) all.push(metric('orders', 'eq', who.minOrders));
  else {
    if (who.minOrders !== null) all.push(metric('orders', 'gte', who.minOrders));
    if (who.maxOrders !== null) all.push(metric('orders', 'between', [1, who.maxOrders]));
  }
  if (who.topPercent !== null) all.push(metric('revenue_percentile', 'gte', 100 - who.topPercent));
  if (who.minRevenue !== null) all.push(metric('revenue', 'gte', who.minRevenue));
  if (who.minAverage !== null) all.push(metric('average_order_value', 'gte', who.minAverage));
  if (who.boughtWithin !== null) all.push(metric('days_since_last_order', 'lt', who.boughtWithin));
  const joined = joinedField(catalogue);
  if (joined && who.joinedWithin !== null) all.push(field(joined.name, 'within_days', who.joinedWithin));
  if (joined && who.joinedBefore !== null) all.push(field(joined.name, 'not_within_days', who.joinedBefore));
  if (who.withoutTop !== null) chosen.none.push(metric('revenue_percentile', 'gte', 100 - who.withoutTop));
  askedConds(who, words, today, catalogue, points, chosen);
  return chosen;
};

/** Days since the last order, from (inclusive) and to (exclusive). */
export const span = (from: number, before: number | null): WireCond[] => [
  metric('days_since_last_order', 'gte', from),
  ...(before === null ? [] : [metric('days_since_last_order', 'lt', before)]),
];

export const ruleOf = (clauses: readonly Said[], none: readonly WireCond[]): WireRule => ({
  everyone: false,
  all: clauses.map((clause) => ({ any: Array.isArray(clause) ? clause : [clause] })),
  none: [...none],
});
export const EVERYONE: WireRule = { everyone: true, all: [], none: [] };
