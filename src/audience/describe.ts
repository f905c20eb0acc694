import type { Language } from '../i18n/language.ts';
import type { Mood } from '../i18n/rules.ko.ts';
import { type Voice, voice } from '../i18n/voice.ts';
import { campaignKey, parseCampaignKey, parseSegmentKey } from '../kit/id.ts';
import { isContactField, isOfOrders, isPurchaseProperty, PURCHASE } from './fields.ts';
import { type Clause, type Cond, isEveryone, type Operator, type Rule, type Within } from './rule.ts';
import type { SavedRules } from './saved.ts';
import type { Account } from './when.ts';

type Sentence = { ko: string; en: string };
/** What a sentence may need beyond the rule: the account's currency, and names of saved segments where they are known. */
export type Telling = Account & { saved?: SavedRules };

/** Amounts are said in the account's currency; the default is the product's own. */
const DEFAULT: Telling = { timezone: 'Asia/Seoul', currency: 'KRW' };

/** A rule as a person reads it, made from the same tree that is compiled. */
export const describeRule = (rule: Rule, telling: Telling = DEFAULT): Sentence =>
  both((say) => say.rule(rule), telling);

/** Who one condition, or one group of alternatives, is about. */
export const describeClause = (clause: Clause, telling: Telling = DEFAULT): Sentence =>
  both((say) => say.customers([clause]), telling);

const both = (tell: (say: ReturnType<typeof sayer>) => string, telling: Telling): Sentence => {
  const inLanguage = (language: Language) => tell(sayer(voice(language, telling), telling));
  return { ko: inLanguage('ko'), en: inLanguage('en') };
};

const sayer = (v: Voice, telling: Telling) => {
  const customers = (clauses: readonly Clause[]): string =>
    v.t.rules.customers({ conditions: chain(clauses, 'and', 'end', v, telling) });
  const rule = (one: Rule): string => {
    if (isEveryone(one)) return v.t.rules.everyone;
    const all = customers(one.all);
    const none = one.none ?? [];
    return none.length === 0 ? all : v.t.rules.except({ all, none: chain(none, 'or', 'end', v, telling) });
  };
  return { rule, customers };
};

/** Conditions one after the other: `link` between them, `close` at the end. */
const chain = (clauses: readonly Clause[], link: 'and' | 'or', close: Mood, v: Voice, telling: Telling): string =>
  v.t.rules.list(
    clauses.map((clause, i) => sayClause(clause, i === clauses.length - 1 ? close : link, v, telling)),
    link,
  );

const sayClause = (clause: Clause, m: Mood, v: Voice, telling: Telling): string => {
  if (!('any' in clause)) return sayCond(clause, m, v, telling);
  const [first, ...others] = clause.any;
  if (first && others.length === 0) return sayCond(first, m, v, telling);
  return v.t.rules.group({ inner: chain(clause.any, 'or', m, v, telling) });
};

const sayCond = (cond: Cond, m: Mood, v: Voice, telling: Telling): string => {
  const t = v.t.rules;
  if ('field' in cond) {
    const name = isContactField(cond.field) ? v.t.audience.rule.fields[cond.field] : t.named({ name: cond.field });
    return t.whose({ condition: compared({ name, absent: true, m }, cond.is, cond.value, v) });
  }
  if ('did' in cond) return sayDid(cond, m, v);
  if ('did_not' in cond) return t.didNot({ ...happening(cond.did_not, cond, v), m });
  if ('metric' in cond) return sayMetric(cond, m, v);
  if ('campaign' in cond) {
    const number = parseCampaignKey(String(cond.campaign));
    return t.campaign[cond.outcome]({ id: number === null ? String(cond.campaign) : campaignKey(number), m });
  }
  if ('sample' in cond) return t.sample({ percent: v.count(cond.sample.percent), m });
  const saved = telling.saved?.get(parseSegmentKey(cond.in_segment) ?? -1);
  return t.inSegment({
    id: saved?.key ?? cond.in_segment,
    name: saved?.name ?? '',
    version: saved ? v.count(saved.version) : '',
    m,
  });
};

type Did = Extract<Cond, { did: string }>;

const sayDid = (cond: Did, m: Mood, v: Voice): string => {
  const facts = happening(cond.did, cond, v);
  const { times } = cond;
  if (!times || (times.is === 'gte' && times.value === 1)) return v.t.rules.did({ ...facts, m });
  return times.is !== 'gte' && times.value === 0
    ? v.t.rules.didNot({ ...facts, m })
    : v.t.rules.times[times.is]({ ...facts, n: v.count(times.value), m });
};

const happening = (name: string, { within, where }: { within?: Did['within']; where?: Did['where'] }, v: Voice) => {
  const known: Record<string, ReturnType<Voice['t']['rules']['otherEvent']>> = v.t.rules.events;
  const event = (Object.hasOwn(known, name) && known[name]) || v.t.rules.otherEvent({ name });
  return { event, span: span(within, 'span', v), where: sayWhere(name, where ?? [], v) };
};

const sayWhere = (event: string, where: NonNullable<Did['where']>, v: Voice): string =>
  v.t.rules.list(
    where.map(({ property, is, value }, i) => {
      const own = isOfOrders(event) && isPurchaseProperty(property);
      const name = own ? v.t.rules.properties[property] : v.t.rules.named({ name: property });
      const unit = own ? UNITS[property]?.(v) : undefined;
      return compared({ name, absent: true, m: i === where.length - 1 ? 'end' : 'and' }, is, value, v, unit);
    }),
    'and',
  );

/** Of a purchase's properties. */
const UNITS: Readonly<Record<string, (v: Voice) => (n: number) => string>> = {
  amount: (v) => (n) => v.amount(n),
  quantity: (v) => (n) => v.t.rules.pieces({ n: v.count(n) }),
};

const span = (within: Within | undefined, kind: 'span' | 'total', v: Voice): string => {
  if (!within) return '';
  const t = v.t.rules[kind];
  if ('days' in within) return t.days({ n: v.count(within.days) });
  const { from, to } = within;
  if (from === to) return t.on({ day: from });
  return isMonth(from, to)
    ? t.month({ year: from.slice(0, 4), month: String(Number(from.slice(5, 7))) })
    : t.fromTo({ from, to });
};

const isMonth = (from: string, to: string): boolean => {
  const lastDay = new Date(Date.UTC(Number(from.slice(0, 4)), Number(from.slice(5, 7)), 0)).toISOString().slice(0, 10);
  return from.endsWith('-01') && to === lastDay;
};

type MetricCond = Extract<Cond, { metric: unknown }>;
const AGO = ['gte', 'gt', 'lt', 'lte', 'between', 'eq'] as const;
const isAgo = (is: Operator): is is (typeof AGO)[number] => (AGO as readonly string[]).includes(is);

const sayMetric = (cond: MetricCond, m: Mood, v: Voice): string => {
  const t = v.t.rules;
  const { metric, is } = cond;
  const [a = 0, b = 0] = (Array.isArray(cond.value) ? cond.value : [cond.value]).map(Number);
  if (metric === 'orders' && ((a === 0 && (is === 'eq' || is === 'lte')) || (a === 1 && is === 'lt')))
    return cond.within ? t.didNot({ ...happening(PURCHASE, cond, v), m }) : t.neverBought({ m });
  if (metric === 'orders' && (is === 'eq' || is === 'gte' || is === 'lte'))
    return t.times[is]({ ...happening(PURCHASE, cond, v), n: v.count(a), m });
  if (metric === 'revenue_percentile' && (is === 'gte' || is === 'lt') && a >= 0 && a <= 100 && !cond.within)
    return t.top[is]({ n: v.count(is === 'lt' ? a : Math.round((100 - a) * 100) / 100), m });
  const over = span(cond.within, 'total', v);
  const name = t.metrics[metric];
  const days = metric.startsWith('days_since');
  const condition =
    days && isAgo(is)
      ? t.ago[is]({ name, a: v.count(a), b: v.count(b), m })
      : compared(
          { name: days ? t.since({ name }) : name, absent: !ALWAYS.includes(metric), m },
          is,
          cond.value,
          v,
          unitOf(metric, v),
        );
  return v.language === 'ko' || !over ? `${over}${t.whose({ condition })}` : `${t.whose({ condition })} ${over}`;
};

/** Everyone has these: 0 without an order. */
const ALWAYS: readonly string[] = ['orders', 'revenue'];

const unitOf = (metric: MetricCond['metric'], v: Voice): ((n: number) => string) => {
  if (metric === 'orders') return (n) => v.t.rules.orders({ n: v.count(n) });
  if (metric === 'revenue_percentile' || metric === 'p_alive') return (n) => v.count(n);
  return metric.startsWith('days_since') ? (n) => v.t.rules.days({ n: v.count(n) }) : (n) => v.amount(n);
};

type Value = Extract<Cond, { field: string }>['value'];
const LISTED = 5;

const compared = (
  { name, absent, m }: { name: string; absent: boolean; m: Mood },
  is: Operator,
  value: Value,
  v: Voice,
  unit?: (n: number) => string,
): string => {
  const t = v.t.rules;
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const one = (x: string | number | boolean): string => {
    if (unit && Number.isFinite(Number(x))) return unit(Number(x));
    if (typeof x === 'number') return v.count(x);
    return typeof x === 'boolean' ? t.yesNo[x ? 'yes' : 'no'] : quoted(x);
  };
  const more = list.length > LISTED ? t.more({ n: v.count(list.length - LISTED) }) : '';
  const [a = '', b = ''] = list.slice(0, 2).map(one);
  const p = { name, a, b, m, absent };
  if (is === 'in' || is === 'not_in')
    return t.is[is]({ ...p, a: `${list.slice(0, LISTED).map(one).join(', ')}${more}` });
  if (is === 'within_days' || is === 'not_within_days') return t.is[is]({ ...p, a: v.count(Number(list[0] ?? 0)) });
  const month = is === 'contains' ? MONTH.exec(String(list[0]))?.[1] : undefined;
  if (month) return t.inMonth({ ...p, n: String(Number(month)) });
  const dated = list.length > 0 && list.every((x) => typeof x === 'string' && DAY.test(x));
  return t.is[dated && isOrder(is) ? OF_DAYS[is] : is](p);
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** `-11-` is the month of a date. */
const MONTH = /^-(0[1-9]|1[0-2])-$/;
/** Days are before and after, not more and less. */
const OF_DAYS = { gt: 'after', lt: 'before', gte: 'since', lte: 'until', between: 'days' } as const satisfies Partial<
  Record<Operator, string>
>;

const isOrder = (is: Operator): is is keyof typeof OF_DAYS => Object.hasOwn(OF_DAYS, is);

/** A date stands bare. */
const quoted = (text: string): string => (DAY.test(text) ? text : `'${text}'`);
