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
