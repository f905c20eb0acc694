import type { Voice } from '../../i18n/voice.ts';
import { instantOf, isLocalMinute, localMinute } from '../../kit/zone.ts';
import { type Field, type Reader, readValues, type Value, type Values } from '../field.ts';
import { said } from '../said.ts';
import type { Edited, StepContext } from '../step.ts';
import { assemble } from './assemble.ts';
import { HOLDOUT, RATE } from './checks.ts';
import type { Plan } from './schema.ts';
import { DECIDE_AFTER, DECIDERS, METRICS, TEST_PERCENT, USUAL, type Waves, wavesOf } from './waves.ts';

const BUDGET_MAX = 1e12;

/** The part of the form that is a form of its own. */
const TEST = 'waves';

export const fieldsOfPlan = (plan: Plan, ctx: StepContext, part?: string): Field[] => {
  const option = (value: keyof Voice['t']['steps']['options']) => ({
    value,
    label: said(ctx.deps.config, (v) => v.t.steps.options[value]),
  });
  if (part === TEST) return wavesFields(wavesOf(plan), option);
  return [
    {
      id: 'when',
      label: 'when',
      kind: 'choice',
      value: plan.sendAt === 'now' ? 'now' : 'at',
      options: [option('now'), option('at')],
    },
    {
      id: 'send_at',
      label: 'sendAt',
      kind: 'datetime',
      value: plan.sendAt === 'now' ? null : plan.sendAt,
      optional: true,
    },
    { id: 'rate', label: 'rate', kind: 'number', value: plan.ratePerSecond, ...RATE, whole: false },
    { id: 'holdout', label: 'holdout', kind: 'number', value: plan.holdoutPercent, ...HOLDOUT, whole: false },
    { id: 'budget', label: 'planBudget', kind: 'number', value: plan.budget, min: 0, max: BUDGET_MAX, whole: false },
    { id: 'is_ad', label: 'isAd', kind: 'checkbox', value: plan.isAd ? ['ad'] : [], options: [option('ad')] },
  ];
};

type Options = Extract<Field, { kind: 'choice' }>['options'];

const wavesFields = (
  waves: Waves | null,
  option: (value: 'once' | Waves['decide'] | Waves['metric']) => Options[number],
): Field[] => {
  const { testPercent, decideAfterHours, metric } = waves ?? USUAL;
  return [
    {
      id: 'waves',
      label: 'waves',
      kind: 'choice',
      value: waves?.decide ?? 'once',
      options: [option('once'), ...DECIDERS.map(option)],
    },
    { id: 'test', label: 'testPercent', kind: 'number', value: testPercent, ...TEST_PERCENT, whole: false },
    {
      id: 'decide_after',
      label: 'decideAfter',
      kind: 'number',
      value: decideAfterHours,
      ...DECIDE_AFTER,
      whole: false,
    },
    { id: 'metric', label: 'metric', kind: 'choice', value: metric, options: METRICS.map(option) },
  ];
};

const wavesIn = (before: Waves | null, form: Reader): Waves | null => {
  const decide = DECIDERS.find((one) => one === form.text('waves', before?.decide ?? 'once'));
  if (!decide) return null;
  const { testPercent, decideAfterHours, metric } = before ?? USUAL;
  return {
    testPercent: form.number('test', testPercent),
    decideAfterHours: form.number('decide_after', decideAfterHours),
    metric: METRICS.find((one) => one === form.text('metric', metric)) ?? metric,
    decide,
  };
};

export const editPlan = async (plan: Plan, values: Values, ctx: StepContext): Promise<Edited<Plan>> => {
  const say = (make: Parameters<typeof said>[1]) => said(ctx.deps.config, make);
  const form = readValues(fieldsOfPlan(plan, ctx, values.variant === TEST ? TEST : undefined), values, (make) =>
    say((v) => make(v.t.steps.edit, v)),
  );
  const { timezone } = ctx.deps.config;
  const when = form.text('when', plan.sendAt === 'now' ? 'now' : 'at');
  const typed =
    localTime(values.send_at, timezone) ?? (values.send_at === undefined && plan.sendAt !== 'now' ? plan.sendAt : null);
  const isAhead = typed !== null && isLocalMinute(typed) && instantOf(typed, timezone) > ctx.now;
  const timeAsked = values.when !== undefined || values.send_at !== undefined;
  if (when === 'at' && timeAsked && !isAhead) form.errors.send_at = say((v) => v.t.steps.edit.notTime());
  const chosen = {
    sendAt: when === 'now' ? 'now' : (typed ?? plan.sendAt),
    ratePerSecond: form.number('rate', plan.ratePerSecond),
    holdoutPercent: form.number('holdout', plan.holdoutPercent),
    budget: form.number('budget', plan.budget),
    stop: plan.stop,
    reason: plan.reason,
    waves: wavesIn(wavesOf(plan), form),
  };
  const isAd = form.list('is_ad', plan.isAd ? ['ad'] : []).length > 0;
  if (Object.keys(form.errors).length > 0) return { ok: false, errors: form.errors };
  return { ok: true, content: await assemble(chosen, isAd, ctx) };
};

/** Slack's picker gives Unix seconds; words and tests give local time. */
export const localTime = (value: Value | undefined, timezone: string): string | null => {
  if (typeof value === 'number') return localMinute(new Date(value * 1000), timezone);
  if (typeof value !== 'string' || value.trim() === '') return null;
  return /^\d{9,11}$/.test(value.trim())
    ? localMinute(new Date(Number(value) * 1000), timezone)
    : value.trim().slice(0, 16);
};
