import { type SQL, sql } from 'drizzle-orm';
import { parseCampaignKey, parseSegmentKey } from '../kit/id.ts';
import { compileDid, compileDidNot } from './behaviour.ts';
import { faultsOf } from './check.ts';
import { compare, instantParam, not, type Operand } from './comparison.ts';
import type { RuleContext } from './context.ts';
import { inSpan } from './context.ts';
import { CONTACT_FIELDS, conditionsOf, isContactField } from './fields.ts';
import { share } from './hash-sql.ts';
import { compileMetric, PAID } from './metric.ts';
import { RuleError } from './problem.ts';
import { type Clause, type Cond, isEveryone, type Rule } from './rule.ts';
import { earlier } from './when.ts';

/**
 * A rule as one boolean over `contacts c left join contact_stats s on s.contact_id = c.id`, every value a parameter.
 * Only EXISTS and joins correlated on contact_id (day-one rules), so that it runs shard by shard one day. The result may
 * be NULL for "no": negate it with `is not true`, never with `not`.
 *
 * @throws RuleError on a rule that `checkRule` would have refused
 */
export const compileRule = (rule: Rule, ctx: RuleContext): SQL => {
  const faults = faultsOf(rule);
  if (faults.length > 0) throw new RuleError(faults);
  if (isEveryone(rule)) return sql`true`;
  const parts = [
    ...rule.all.map((clause) => compileClause(clause, ctx)),
    // Turned round where that can be said, because a plain NOT EXISTS is what the planner makes an anti join of.
    ...(rule.none ?? []).map((cond) =>
      'did' in cond && !cond.times ? compileDidNot({ ...cond, did_not: cond.did }, ctx) : not(compileCond(cond, ctx)),
    ),
  ];
  return sql`(${sql.join(parts, sql` and `)})`;
};

/**
 * The same as a query's parts, reading as little as the rule needs: everyone has one roll-up row, so a rule that names no
 * field never touches the contacts themselves.
 */
export const matching = (rule: Rule, ctx: RuleContext): { id: SQL; from: SQL; where: SQL } => {
  const alone = !namesField(rule, ctx);
  const person = alone ? sql`s.contact_id` : sql`c.id`;
  const from = alone ? sql`contact_stats s` : sql`contacts c left join contact_stats s on s.contact_id = c.id`;
  return { id: person, from, where: compileRule(rule, { ...ctx, person }) };
};

const namesField = (rule: Rule, ctx: RuleContext): boolean =>
  conditionsOf(rule).some(({ cond }) => {
    if (!('in_segment' in cond)) return 'field' in cond;
    const saved = ctx.saved.get(parseSegmentKey(cond.in_segment) ?? -1);
    return saved !== undefined && namesField(saved.rule, ctx);
  });

export const compileClause = (clause: Clause, ctx: RuleContext): SQL =>
  'any' in clause
    ? sql`(${sql.join(
        clause.any.map((cond) => compileCond(cond, ctx)),
        sql` or `,
      )})`
    : compileCond(clause, ctx);

const compileCond = (cond: Cond, ctx: RuleContext): SQL => {
  if ('field' in cond) return sql`(${compare(fieldOperand(cond.field), cond.is, cond.value, ctx)})`;
  if ('did' in cond) return compileDid(cond, ctx);
  if ('did_not' in cond) return compileDidNot(cond, ctx);
  if ('metric' in cond) return sql`(${compileMetric(cond, ctx)})`;
  if ('campaign' in cond) return compileOutcome(cond, ctx);
  if ('sample' in cond)
    return sql`(${share(ctx.person, cond.sample.salt, 'sample')} < ${Math.round(cond.sample.percent * 10_000)})`;
  const saved = ctx.saved.get(parseSegmentKey(cond.in_segment) ?? -1);
  if (!saved) throw new Error(`${cond.in_segment} was not prepared`);
  return compileRule(saved.rule, ctx);
};

const fieldOperand = (name: string): Operand => {
  if (!isContactField(name))
    return { kind: 'json', json: sql`c.attributes -> ${name}::text`, text: sql`c.attributes ->> ${name}::text` };
  const { column, kind } = CONTACT_FIELDS[name];
  const value = sql.raw(`c.${column}`);
  return kind === 'instant' ? { kind, instant: value } : { kind, text: value };
};

/** Machine opens and clicks are kept in the events but never choose people. */
const compileOutcome = (cond: Extract<Cond, { campaign: unknown }>, ctx: RuleContext): SQL => {
  const id = parseCampaignKey(String(cond.campaign)) ?? -1;
  const sent = sql`exists (select 1 from deliveries d where d.contact_id = ${ctx.person} and d.campaign_id = ${id} and d.status in ('accepted', 'delivered') and d.handed_at < ${instantParam(ctx.now)})`;
  const reacted = (type: 'opened' | 'clicked') =>
    sql`exists (select 1 from delivery_events e where e.contact_id = ${ctx.person} and e.campaign_id = ${id} and e.type = ${type}::text and not e.machine and e.at < ${instantParam(ctx.now)})`;
  switch (cond.outcome) {
    case 'sent':
      return sent;
    case 'opened':
    case 'clicked':
      return reacted(cond.outcome);
    case 'not_opened':
      return sql`(${sent} and not ${reacted('opened')})`;
    case 'not_clicked':
      return sql`(${sent} and not ${reacted('clicked')})`;
    case 'converted': {
      const window = ctx.campaigns.get(id);
      if (!window) return sql`false`;
      const to = earlier(window.to, ctx.now);
      return sql`(${sent} and exists (select 1 from orders f where f.contact_id = ${ctx.person} and ${PAID('f')} and f.amount >= 0 and ${inSpan(sql`f.at`, { from: window.from, to })}))`;
    }
  }
};
