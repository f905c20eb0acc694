import { z } from 'zod';
import { CAMPAIGN_OUTCOMES, type Clause, type Cond, isEveryone, OPERATORS, type Rule, ruleSchema } from './rule.ts';

/**
 * A rule as a model writes it. Strict JSON-schema engines want every key present and no recursion, so that what is optional
 * in a rule is null here and every condition has one shape with a `kind`. It can say whatever a rule can say.
 */
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const value = z.union([z.string(), z.number(), z.boolean(), z.array(scalar), z.null()]);
export const wireCond = z.object({
  kind: z.enum(['field', 'metric', 'did', 'did_not', 'campaign', 'in_segment', 'sample']),
  /** Of a field, metric or event; the id of a campaign or saved segment; the salt of a sample. */
  name: z.string(),
  is: z.enum(OPERATORS).nullable(),
  value,
  times: z.object({ is: z.enum(['gte', 'lte', 'eq']), value: z.number() }).nullable(),
  within: z.union([z.object({ days: z.number() }), z.object({ from: z.string(), to: z.string() }), z.null()]),
  where: z.array(z.object({ property: z.string(), is: z.enum(OPERATORS), value })).nullable(),
  outcome: z.enum(CAMPAIGN_OUTCOMES).nullable(),
});
export type WireCond = z.infer<typeof wireCond>;
export const wireRule = z.object({
  everyone: z.boolean(),
  all: z.array(z.object({ any: z.array(wireCond) })),
  none: z.array(wireCond),
});
export type WireRule = z.infer<typeof wireRule>;

/** A condition with its other keys null. */
export const wired = (said: Pick<WireCond, 'kind' | 'name'> & Partial<WireCond>): WireCond => ({
  is: null,
  value: null,
  times: null,
  within: null,
  where: null,
  outcome: null,
  ...said,
});

/**
 * @returns the rule in its one public form, or the zod issues of what the model wrote: what a kind has no use for is one of
 * them, since leaving it out would choose other people than were meant
 */
export const fromWire = (wire: WireRule): z.ZodSafeParseResult<Rule> =>
  ruleSchema.safeParse(
    wire.everyone
      ? { everyone: true }
      : {
          all: wire.all.map(({ any }) => (any.length === 1 && any[0] ? read(any[0]) : { any: any.map(read) })),
          ...(wire.none.length > 0 && { none: wire.none.map(read) }),
        },
  );

const read = ({ kind, name, ...said }: WireCond): unknown => {
  const { is, value: operand, times, within, where, outcome } = said;
  const rest = {
    ...(operand !== null && { value: operand }),
    ...(times && { times }),
    ...(within && { within }),
    ...(where && where.length > 0 && { where: where.map(withoutNull) }),
    ...(outcome && { outcome }),
  };
  if (kind === 'sample') {
    const { value: percent, ...strange } = rest;
    return { sample: { percent, salt: name }, ...strange };
  }
  // An operator alone says nothing: `is` beside no value changes nobody's place where a kind does not compare.
  const compares = kind === 'field' || kind === 'metric' || operand !== null;
  return { [kind]: name, ...(is && compares && { is }), ...rest };
};

const withoutNull = ({ value: operand, ...rest }: NonNullable<WireCond['where']>[number]) => ({
  ...rest,
  ...(operand !== null && { value: operand }),
});

/** The same rule as a model writes it. */
export const toWire = (rule: Rule): WireRule =>
  isEveryone(rule)
    ? { everyone: true, all: [], none: [] }
    : {
        everyone: false,
        all: rule.all.map((clause: Clause) => ({ any: ('any' in clause ? clause.any : [clause]).map(write) })),
        none: (rule.none ?? []).map(write),
      };

const write = (cond: Cond): WireCond => {
  if ('field' in cond) return wired({ kind: 'field', name: cond.field, is: cond.is, value: cond.value ?? null });
  if ('campaign' in cond) return wired({ kind: 'campaign', name: String(cond.campaign), outcome: cond.outcome });
  if ('in_segment' in cond) return wired({ kind: 'in_segment', name: cond.in_segment });
  if ('sample' in cond) return wired({ kind: 'sample', name: cond.sample.salt, value: cond.sample.percent });
  const within = cond.within ?? null;
  if ('metric' in cond)
    return wired({ kind: 'metric', name: cond.metric, is: cond.is, value: cond.value ?? null, within });
  const where = cond.where?.map((one) => ({ ...one, value: one.value ?? null })) ?? null;
  return 'did' in cond
    ? wired({ kind: 'did', name: cond.did, times: cond.times ?? null, within, where })
    : wired({ kind: 'did_not', name: cond.did_not, within, where });
};
