import { describeClause } from '../../audience/describe.ts';
import { type Clause, isEveryone, type Rule, ruleSchema } from '../../audience/rule.ts';
import { type Field, readValues, type Values } from '../field.ts';
import { said } from '../said.ts';
import type { Edited, StepContext } from '../step.ts';
import { NAME_MAX } from './checks.ts';
import type { Segment, Segments } from './schema.ts';
import { type Puts, readPuts, withPuts } from './start.ts';

/** A number of a rule and where it stands: `all/0/value`, `all/1/any/0/times/value`, `none/0/within/days`. */
type Slot = { path: string; value: number; clause: Clause; whole: boolean; max: number };

const MOST = 1e12;

const slotsOf = (rule: Rule): Slot[] => {
  if (isEveryone(rule)) return [];
  const listed = (clauses: readonly Clause[], at: string) =>
    clauses.flatMap((clause, i): Slot[] =>
      'any' in clause
        ? clause.any.flatMap((cond, j) => slotsOfCond(cond, `${at}/${i}/any/${j}`))
        : slotsOfCond(clause, `${at}/${i}`),
    );
  return [...listed(rule.all, 'all'), ...listed(rule.none ?? [], 'none')];
};

const slotsOfCond = (cond: Exclude<Clause, { any: unknown }>, path: string): Slot[] => {
  const slot = (end: string, value: unknown, whole: boolean, max: number): Slot[] =>
    typeof value === 'number' ? [{ path: `${path}/${end}`, value, clause: cond, whole, max }] : [];
  const days =
    'within' in cond && cond.within && 'days' in cond.within ? slot('within/days', cond.within.days, true, 3650) : [];
  if ('did' in cond) return [...slot('times/value', cond.times?.value, true, 10_000), ...days];
  if (!('metric' in cond) && !('field' in cond)) return days;
  const percentile = 'metric' in cond && cond.metric === 'revenue_percentile';
  const whole = 'metric' in cond && /^(?:orders|days_)/.test(cond.metric);
  const values = Array.isArray(cond.value)
    ? cond.value.flatMap((value, i) => slot(`value/${i}`, value, whole, percentile ? 100 : MOST))
    : slot('value', cond.value, whole, percentile ? 100 : MOST);
  return [...values, ...days];
};

/** The same rule with one number changed. */
const withNumber = (rule: Rule, path: string, value: number): Rule => {
  const copy = structuredClone(rule);
  const steps = path.split('/');
  const last = steps.pop() ?? '';
  const parent = steps.reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], copy);
  (parent as Record<string, number>)[last] = value;
  return copy;
};

/** Named for the rule that was put in: Slack keeps what stands in an input as long as its id stays. */
const partOf = (key: string, puts: Puts) => (puts[key] ? `${key}=${puts[key]}` : key);
const nameId = (key: string, puts: Puts) => `name_${partOf(key, puts)}`;
const slotId = (key: string, path: string, puts: Puts) => `${partOf(key, puts)}:${path}`;

export const fieldsOfSegments = async (content: Segments, ctx: StepContext, part?: string): Promise<Field[]> => {
  const puts = readPuts(part);
  return fieldsWith(await withPuts(content, puts, ctx), puts, ctx);
};

const fieldsWith = ({ segments }: Segments, puts: Puts, ctx: StepContext): Field[] => [
  ...segments.flatMap((segment): Field[] => [
    {
      id: nameId(segment.key, puts),
      label: 'segmentName',
      of: both(segment.key),
      kind: 'text',
      value: segment.name,
      max: NAME_MAX,
    },
    ...slotsOf(segment.rule).map((slot): Field => {
      const condition = describeClause(slot.clause, ctx.deps.config);
      return {
        id: slotId(segment.key, slot.path, puts),
        label: 'condition',
        of: { ko: `${segment.key} · ${condition.ko}`, en: `${segment.key} · ${condition.en}` },
        kind: 'number',
        value: slot.value,
        min: 0,
        max: slot.max,
        whole: slot.whole,
      };
    }),
  ]),
  ...(segments.length > 1
    ? [
        {
          id: 'include',
          label: 'include' as const,
          kind: 'checkbox' as const,
          value: segments.map(({ key }) => key),
          options: segments.map(({ key, name }) => ({ value: key, label: both(`${key}. ${name}`) })),
        },
      ]
    : []),
];

/** `values.variant` says which rules were put in, as `readPuts` reads it. */
export const editSegments = async (draft: Segments, values: Values, ctx: StepContext): Promise<Edited<Segments>> => {
  const puts = readPuts(typeof values.variant === 'string' ? values.variant : undefined);
  const content = await withPuts(draft, puts, ctx);
  const say = (make: Parameters<typeof said>[1]) => said(ctx.deps.config, make);
  const form = readValues(fieldsWith(content, puts, ctx), values, (make) => say((v) => make(v.t.steps.edit, v)));
  const included = form.list(
    'include',
    content.segments.map(({ key }) => key),
  );
  const edited = content.segments.map((segment): Segment => {
    const rule = slotsOf(segment.rule).reduce(
      (so, { path, value }) => withNumber(so, path, form.number(slotId(segment.key, path, puts), value)),
      segment.rule,
    );
    const parsed = ruleSchema.safeParse(rule);
    const slots = slotsOf(rule);
    const crossed = slots.find((slot, i) => slot.path.endsWith('/value/1') && (slots[i - 1]?.value ?? 0) > slot.value);
    if (crossed) form.errors[slotId(segment.key, crossed.path, puts)] = say((v) => v.t.steps.edit.crossed());
    else if (!parsed.success) {
      const at = slots.find(({ path }) => values[slotId(segment.key, path, puts)] !== undefined);
      if (at) form.errors[slotId(segment.key, at.path, puts)] ??= say((v) => v.t.steps.edit.notPossible());
    }
    return {
      ...segment,
      name: form.text(nameId(segment.key, puts), segment.name),
      rule: parsed.success ? parsed.data : segment.rule,
    };
  });
  const kept = edited.filter(({ key }) => included.includes(key));
  if (kept.length === 0) form.errors.include = say((v) => v.t.steps.edit.keepOne());
  return Object.keys(form.errors).length > 0
    ? { ok: false, errors: form.errors }
    : {
        ok: true,
        content: { ...content, segments: kept.map((segment, i) => ({ ...segment, key: 'ABCD'[i] ?? segment.key })) },
      };
};

const both = (text: string) => ({ ko: text, en: text });
