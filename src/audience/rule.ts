import { z } from 'zod';

/**
 * A segment rule: the only way to choose people. Two levels on purpose: a person can read it, every JSON-schema engine can
 * enforce it, and it compiles to one parameterised statement (compile.ts). Semantics: docs/segments.md.
 */
export const OPERATORS = [
  'eq',
  'ne',
  'in',
  'not_in',
  'contains',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'exists',
  'not_exists',
  'before',
  'after',
  'within_days',
  'not_within_days',
] as const;
export type Operator = (typeof OPERATORS)[number];

export const METRICS = [
  'orders',
  'revenue',
  'average_order_value',
  'days_since_last_order',
  'days_since_first_order',
  'days_since_last_visit',
  'revenue_percentile',
  'predicted_ltv',
  'p_alive',
] as const;
export type Metric = (typeof METRICS)[number];

export const CAMPAIGN_OUTCOMES = ['sent', 'opened', 'clicked', 'converted', 'not_opened', 'not_clicked'] as const;

const scalar = z.union([z.string().max(500), z.number(), z.boolean()]);
const value = z.union([scalar, z.array(scalar).min(1).max(1000)]);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');
const within = z.union([
  z.strictObject({ days: z.number().int().min(1).max(3650) }),
  z.strictObject({ from: day, to: day }),
]);
const where = z
  .array(z.strictObject({ property: z.string().min(1).max(100), is: z.enum(OPERATORS), value: value.optional() }))
  .max(5);
const times = z.strictObject({ is: z.enum(['gte', 'lte', 'eq']), value: z.number().int().min(0).max(10_000) });

export const fieldCond = z.strictObject({
  field: z.string().min(1).max(100),
  is: z.enum(OPERATORS),
  value: value.optional(),
});
export const didCond = z.strictObject({
  did: z.string().min(1).max(100),
  times: times.optional(),
  within: within.optional(),
  where: where.optional(),
});
export const didNotCond = z.strictObject({
  did_not: z.string().min(1).max(100),
  within: within.optional(),
  where: where.optional(),
});
export const metricCond = z.strictObject({
  metric: z.enum(METRICS),
  is: z.enum(OPERATORS),
  value: value.optional(),
  within: within.optional(),
});
export const campaignCond = z.strictObject({
  campaign: z.union([z.string(), z.number()]),
  outcome: z.enum(CAMPAIGN_OUTCOMES),
});
export const inSegmentCond = z.strictObject({ in_segment: z.string().min(1).max(100) });
export const sampleCond = z.strictObject({
  sample: z.strictObject({ percent: z.number().gt(0).max(100), salt: z.string().min(1).max(100) }),
});

export const condSchema = z.union([
  fieldCond,
  didCond,
  didNotCond,
  metricCond,
  campaignCond,
  inSegmentCond,
  sampleCond,
]);
export const clauseSchema = z.union([condSchema, z.strictObject({ any: z.array(condSchema).min(1).max(20) })]);
export const ruleSchema = z.union([
  z.strictObject({
    all: z.array(clauseSchema).min(1, 'all: [] is refused; everyone is {"everyone": true}').max(20),
    none: z.array(condSchema).max(20).optional(),
  }),
  z.strictObject({ everyone: z.literal(true) }),
]);

export type Cond = z.infer<typeof condSchema>;
export type Clause = z.infer<typeof clauseSchema>;
export type Rule = z.infer<typeof ruleSchema>;
export type Within = z.infer<typeof within>;

export const isEveryone = (rule: Rule): rule is { everyone: true } => 'everyone' in rule;

/**
 * The same rule as a model writes it: strict JSON-schema engines want every key present, so what is optional above is
 * null here, and every condition has one shape with a `kind`. `fromWire` turns it into a Rule.
 */
export const wireCond = z.object({
  kind: z.enum(['field', 'did', 'did_not', 'metric', 'in_segment']),
  /** Field, event or metric name; the id of a saved segment. */
  name: z.string(),
  is: z.enum(OPERATORS).nullable(),
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))]).nullable(),
  times: z.object({ is: z.enum(['gte', 'lte', 'eq']), value: z.number() }).nullable(),
  withinDays: z.number().nullable(),
});
export type WireCond = z.infer<typeof wireCond>;
export const wireRule = z.object({
  everyone: z.boolean(),
  all: z.array(z.object({ any: z.array(wireCond) })),
  none: z.array(wireCond),
});
export type WireRule = z.infer<typeof wireRule>;

/** @returns the rule in its one public form, or the zod issues of what the model wrote */
export const fromWire = (wire: WireRule): z.ZodSafeParseResult<Rule> => {
  const cond = (c: WireCond): unknown => {
    const rest = { ...(c.is && { is: c.is }), ...(c.value !== null && { value: c.value }) };
    const span = c.withinDays !== null && { within: { days: c.withinDays } };
    if (c.kind === 'field') return { field: c.name, ...rest };
    if (c.kind === 'metric') return { metric: c.name, ...rest, ...span };
    if (c.kind === 'in_segment') return { in_segment: c.name };
    if (c.kind === 'did') return { did: c.name, ...(c.times && { times: c.times }), ...span };
    return { did_not: c.name, ...span };
  };
  return ruleSchema.safeParse(
    wire.everyone
      ? { everyone: true }
      : {
          all: wire.all.map(({ any }) => (any.length === 1 && any[0] ? cond(any[0]) : { any: any.map(cond) })),
          ...(wire.none.length > 0 && { none: wire.none.map(cond) }),
        },
  );
};

/** The same rule as a model writes it; null where it says something a model has no words for. */
export const toWire = (rule: Rule): WireRule | null => {
  if (isEveryone(rule)) return { everyone: true, all: [], none: [] };
  const all = rule.all.map((clause) => ('any' in clause ? clause.any.map(wire) : [wire(clause)]));
  const none = (rule.none ?? []).map(wire);
  if ([...all.flat(), ...none].some((cond) => cond === null)) return null;
  return { everyone: false, all: all.map((any) => ({ any: any as WireCond[] })), none: none as WireCond[] };
};

const wire = (cond: Cond): WireCond | null => {
  const within = 'within' in cond && cond.within ? cond.within : null;
  if (within && !('days' in within)) return null;
  if ('where' in cond && cond.where) return null;
  const rest = { is: null, value: null, times: null, withinDays: within?.days ?? null };
  if ('field' in cond || 'metric' in cond) {
    const value = (cond.value ?? null) as WireCond['value'];
    const named =
      'field' in cond ? { kind: 'field' as const, name: cond.field } : { kind: 'metric' as const, name: cond.metric };
    return { ...rest, ...named, is: cond.is, value };
  }
  if ('did' in cond) return { ...rest, kind: 'did', name: cond.did, times: cond.times ?? null };
  if ('in_segment' in cond) return { ...rest, kind: 'in_segment', name: cond.in_segment };
  return 'did_not' in cond ? { ...rest, kind: 'did_not', name: cond.did_not } : null;
};
