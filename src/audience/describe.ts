import { type Language, strings } from '../i18n/language.ts';
import { type Voice, voice } from '../i18n/voice.ts';
import { isContactField, PURCHASE } from './fields.ts';
import { type Clause, type Cond, isEveryone, type Operator, type Rule, type Within } from './rule.ts';
import type { Account } from './when.ts';

type Sentence = { ko: string; en: string };

/** Amounts are said in the account's currency; the default is the product's own. */
const DEFAULT: Account = { timezone: 'Asia/Seoul', currency: 'KRW' };

/** A rule as a person reads it, made from the same tree that is compiled. */
export const describeRule = (rule: Rule, account: Account = DEFAULT): Sentence =>
  both((v) => sayRule(rule, v), account);

/** One condition, or one group of alternatives. */
export const describeClause = (clause: Clause, account: Account = DEFAULT): Sentence =>
  both((v) => sayClause(clause, v), account);

const both = (say: (v: Voice) => string, account: Account): Sentence => {
  const inLanguage = (language: Language) => say(voice(language, account));
  return { ko: inLanguage('ko'), en: inLanguage('en') };
};

const words = (v: Voice) => strings(v.language).audience.rule;

const sayRule = (rule: Rule, v: Voice): string => {
  const t = words(v);
  if (isEveryone(rule)) return t.everyone;
  const all = rule.all.map((clause) => sayClause(clause, v)).join(', ');
  const none = (rule.none ?? []).map((cond) => sayCond(cond, v)).join(', ');
  return none ? t.except({ all, none }) : all;
};

const sayClause = (clause: Clause, v: Voice): string =>
  'any' in clause
    ? clause.any.length === 1 && clause.any[0]
      ? sayCond(clause.any[0], v)
      : `(${clause.any.map((cond) => sayCond(cond, v)).join(words(v).or)})`
    : sayCond(clause, v);

const sayCond = (cond: Cond, v: Voice): string => {
  const t = words(v);
  if ('field' in cond) {
    const name = isContactField(cond.field) ? t.fields[cond.field] : cond.field;
    return comparison(name, cond.is, cond.value, v);
  }
  if ('did' in cond) {
    const times = cond.times
      ? t.times[cond.times.is]({ n: v.count(cond.times.value) })
      : t.times.gte({ n: v.count(1) });
    return `${span(cond.within, v)}${t.did({ event: event(cond.did, v), times })}${where(cond.where, v)}`;
  }
  if ('did_not' in cond)
    return `${span(cond.within, v)}${t.didNot({ event: event(cond.did_not, v) })}${where(cond.where, v)}`;
  if ('metric' in cond) return sayMetric(cond, v);
  if ('campaign' in cond) return t.campaign({ id: String(cond.campaign), outcome: t.outcomes[cond.outcome] });
  if ('in_segment' in cond) return t.inSegment({ id: cond.in_segment });
  return t.sample({ percent: v.count(cond.sample.percent) });
};

const sayMetric = (cond: Extract<Cond, { metric: unknown }>, v: Voice): string => {
  const t = words(v);
  const unit: Record<string, (n: number) => string> = {
    orders: (n) => t.units.orders({ n: v.count(n) }),
    revenue: (n) => v.amount(n),
    average_order_value: (n) => v.amount(n),
    revenue_percentile: (n) => t.units.percentile({ n: v.count(n) }),
    predicted_ltv: (n) => v.amount(n),
    p_alive: (n) => v.count(n),
  };
  const days = (n: number) => t.units.days({ n: v.count(n) });
  const say = unit[cond.metric] ?? days;
  return `${span(cond.within, v)}${comparison(t.metrics[cond.metric], cond.is, cond.value, v, say)}`;
};

type Value = Extract<Cond, { field: string }>['value'];

const comparison = (name: string, is: Operator, value: Value, v: Voice, unit?: (n: number) => string): string => {
  const t = words(v);
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const one = (x: string | number | boolean): string => {
    if (unit && Number.isFinite(Number(x))) return unit(Number(x));
    return typeof x === 'number' ? v.count(x) : typeof x === 'boolean' ? t.yesNo[x ? 'yes' : 'no'] : `'${x}'`;
  };
  const shown = list.slice(0, 5).map(one).join(', ') + (list.length > 5 ? t.more({ n: v.count(list.length - 5) }) : '');
  const a = list[0] === undefined ? '' : one(list[0]);
  const b = list[1] === undefined ? '' : one(list[1]);
  switch (is) {
    case 'between':
      return t.is.between({ name, a, b });
    case 'in':
    case 'not_in':
      return t.is[is]({ name, a: shown });
    case 'within_days':
    case 'not_within_days':
      return t.is[is]({ name, a: v.count(Number(list[0] ?? 0)) });
    default:
      return t.is[is]({ name, a });
  }
};

const event = (name: string, v: Voice): string => {
  const known: Record<string, string> = words(v).events;
  return Object.hasOwn(known, name) ? (known[name] ?? name) : name === PURCHASE ? name : `'${name}'`;
};

const span = (within: Within | undefined, v: Voice): string => {
  if (!within) return '';
  return 'days' in within
    ? words(v).lastDays({ n: v.count(within.days) })
    : words(v).fromTo({ from: within.from, to: within.to });
};

const where = (list: Extract<Cond, { did: string }>['where'], v: Voice): string =>
  list && list.length > 0 ? ` (${list.map((w) => comparison(w.property, w.is, w.value, v)).join(', ')})` : '';
