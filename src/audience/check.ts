import { type Catalogue, told } from './catalogue.ts';
import { misfit } from './comparison.ts';
import {
  CLICK,
  CONTACT_FIELDS,
  conditionsOf,
  isContactField,
  isOfOrders,
  isPurchaseProperty,
  OPEN,
  PREDICTED_METRICS,
  PURCHASE,
  PURCHASE_PROPERTIES,
  REFUND,
} from './fields.ts';
import { type Fault, problem, type RuleProblem } from './problem.ts';
import type { Cond, Rule, Within } from './rule.ts';
import { parseWhen } from './when.ts';

/** What is wrong with a rule by itself, whatever the data: operators, values, what is not built yet. */
export const faultsOf = (rule: Rule): Fault[] =>
  conditionsOf(rule).flatMap(({ cond, path }) => shapeFaults(cond).map((fault) => ({ ...fault, path })));

/** Events that may always be asked about: orders, and what people do with our own messages. */
const OURS: readonly string[] = [PURCHASE, REFUND, OPEN, CLICK];

/** The event that a condition asks about; null where it asks about none. */
export const eventOf = (cond: Cond): string | null =>
  'did' in cond ? cond.did : 'did_not' in cond ? cond.did_not : null;

/** With those that were told us, each once. */
export const eventNames = (told: readonly { name: string }[]): string[] => [
  ...new Set([...OURS, ...told.map(({ name }) => name)]),
];

/** What is wrong with a rule for this data: also names fields and events that nobody has. Empty when it can be asked. */
export const checkRule = (rule: Rule, catalogue: Catalogue): RuleProblem[] => {
  const fields = [...Object.keys(CONTACT_FIELDS), ...catalogue.fields.map((f) => f.name)];
  const events = eventNames(catalogue.events);
  // A model is told of its mistakes too: what there is instead is no more than it may know.
  const known = told(catalogue);
  const metrics: string[] = catalogue.metrics.map((m) => m.name);
  const unknown = conditionsOf(rule).flatMap(({ cond, path }): Fault[] => {
    if ('field' in cond && !fields.includes(cond.field))
      return [
        {
          code: 'unknown_field',
          path,
          name: cond.field,
          known: [...new Set([...Object.keys(CONTACT_FIELDS), ...known.fields.map((f) => f.name)])],
        },
      ];
    // Nobody has one until a model could be fitted: refused, never guessed.
    if ('metric' in cond && PREDICTED_METRICS.includes(cond.metric) && !metrics.includes(cond.metric))
      return [{ code: 'not_available', path, name: cond.metric, known: metrics }];
    const event = eventOf(cond);
    return event !== null && !events.includes(event)
      ? [{ code: 'unknown_event', path, name: event, known: eventNames(known.events) }]
      : [];
  });
  return [...faultsOf(rule), ...unknown].map(problem);
};

type Unplaced = Omit<Fault, 'path'>;

const shapeFaults = (cond: Cond): Unplaced[] => {
  if ('field' in cond) {
    const kind = isContactField(cond.field) ? CONTACT_FIELDS[cond.field].kind : 'json';
    return badValue(cond.field, misfit(kind, cond.is, cond.value));
  }
  if ('metric' in cond) {
    if (PREDICTED_METRICS.includes(cond.metric) && cond.within) return badValue(cond.metric, '{metric, is, value}');
    return [...badValue(cond.metric, misfit('number', cond.is, cond.value)), ...spanFaults(cond.metric, cond.within)];
  }
  if ('did' in cond || 'did_not' in cond) {
    const event = 'did' in cond ? cond.did : cond.did_not;
    return [...(cond.where ?? []).flatMap((w) => propertyFaults(event, w)), ...spanFaults(event, cond.within)];
  }
  return [];
};

type Where = NonNullable<Extract<Cond, { did: string }>['where']>[number];

const propertyFaults = (event: string, where: Where): Unplaced[] => {
  if (!isOfOrders(event)) return badValue(where.property, misfit('json', where.is, where.value));
  if (!isPurchaseProperty(where.property))
    return [{ code: 'unknown_property', name: where.property, known: Object.keys(PURCHASE_PROPERTIES) }];
  return badValue(where.property, misfit(PURCHASE_PROPERTIES[where.property], where.is, where.value));
};

const spanFaults = (name: string, within: Within | undefined): Unplaced[] => {
  if (!within || 'days' in within) return [];
  const real = parseWhen(within.from, 'UTC') && parseWhen(within.to, 'UTC') && within.from <= within.to;
  return badValue(name, real ? null : 'from <= to, YYYY-MM-DD');
};

const badValue = (name: string, allowed: string | null): Unplaced[] =>
  allowed === null ? [] : [{ code: 'bad_value', name, known: [allowed] }];
