import { type SQL, sql } from 'drizzle-orm';
import { parseCampaignKey } from '../kit/id.ts';
import { faultsOf } from './check.ts';
import { compare, instantParam, not, type Operand } from './comparison.ts';
import type { RuleContext } from './context.ts';
import { inSpan, spanOf } from './context.ts';
import { CONTACT_FIELDS, isContactField, isPurchaseProperty, PURCHASE, type PurchaseProperty } from './fields.ts';
import { share } from './hash-sql.ts';
import { compileMetric, PAID, scaleOf } from './metric.ts';
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
    ...(rule.none ?? []).map((cond) =>
      isBehaviour(cond) ? sql`not ${compileCond(cond, ctx)}` : not(compileCond(cond, ctx)),
    ),
  ];
  return sql`(${sql.join(parts, sql` and `)})`;
};

export const compileClause = (clause: Clause, ctx: RuleContext): SQL =>
  'any' in clause
    ? sql`(${sql.join(
        clause.any.map((cond) => compileCond(cond, ctx)),
        sql` or `,
      )})`
    : compileCond(clause, ctx);

/** EXISTS is never NULL, and a plain NOT EXISTS is what the planner turns into an anti join. */
const isBehaviour = (cond: Cond): boolean => 'did' in cond || 'did_not' in cond;

const compileCond = (cond: Cond, ctx: RuleContext): SQL => {
  if ('field' in cond) return sql`(${compare(fieldOperand(cond.field), cond.is, cond.value, ctx)})`;
  if ('did' in cond) return compileDid(cond, ctx);
  if ('did_not' in cond) return sql`(not ${exists(cond.did_not, cond, ctx)})`;
  if ('metric' in cond) return sql`(${compileMetric(cond, ctx)})`;
  if ('campaign' in cond) return compileOutcome(cond, ctx);
  if ('sample' in cond)
    return sql`(${share(sql`c.id`, cond.sample.salt, 'sample')} < ${Math.round(cond.sample.percent * 10_000)})`;
  // Saved segments come with a later issue; `faultsOf` has refused it by now.
  throw new RuleError([{ code: 'not_available', path: '', name: 'in_segment', known: [] }]);
};

const fieldOperand = (name: string): Operand => {
  if (!isContactField(name))
    return { kind: 'json', json: sql`c.attributes -> ${name}::text`, text: sql`c.attributes ->> ${name}::text` };
  const { column, kind } = CONTACT_FIELDS[name];
  const value = sql.raw(`c.${column}`);
  return kind === 'instant' ? { kind, instant: value } : { kind, text: value };
};

type Behaviour = Pick<Extract<Cond, { did: string }>, 'within' | 'where'>;

const compileDid = (cond: Extract<Cond, { did: string }>, ctx: RuleContext): SQL => {
  const times = cond.times ?? { is: 'gte', value: 1 };
  if (times.is === 'gte' && times.value === 0) return sql`true`;
  if (times.is === 'gte' && times.value === 1) return exists(cond.did, cond, ctx);
  if (times.is !== 'gte' && times.value === 0) return sql`(not ${exists(cond.did, cond, ctx)})`;
  const symbol = sql.raw({ gte: '>=', lte: '<=', eq: '=' }[times.is]);
  return sql`((select count(*) from ${facts(cond.did, cond, ctx)}) ${symbol} ${times.value}::bigint)`;
};

const exists = (event: string, cond: Behaviour, ctx: RuleContext): SQL =>
  sql`exists (select 1 from ${facts(event, cond, ctx)})`;

/** `from ... where ...` of one contact's facts. `purchase` is held in `orders`; what was refunded did not happen. */
const facts = (event: string, cond: Behaviour, ctx: RuleContext): SQL => {
  const span = spanOf(cond.within, ctx);
  const where = (cond.where ?? []).map(
    (w) => sql` and (${compare(propertyOperand(event, w.property, ctx), w.is, w.value, ctx)})`,
  );
  return event === PURCHASE
    ? sql`orders f where f.contact_id = c.id and ${PAID('f')} and f.amount >= 0 and ${inSpan(sql`f.at`, span)}${sql.join(where)}`
    : sql`events f where f.contact_id = c.id and f.name = ${event}::text and ${inSpan(sql`f.at`, span)}${sql.join(where)}`;
};

const PURCHASE_COLUMNS: Record<PurchaseProperty, (ctx: RuleContext) => Operand> = {
  order_id: () => ({ kind: 'text', text: sql`f.order_id` }),
  amount: (ctx) => ({ kind: 'number', number: sql`f.amount`, scale: scaleOf(ctx) }),
  currency: () => ({ kind: 'text', text: sql`f.currency` }),
  quantity: () => ({ kind: 'number', number: sql`f.quantity`, scale: 1 }),
  category: () => ({ kind: 'text', text: sql`f.category` }),
  product: () => ({ kind: 'text', text: sql`f.product` }),
};

const propertyOperand = (event: string, name: string, ctx: RuleContext): Operand =>
  event === PURCHASE && isPurchaseProperty(name)
    ? PURCHASE_COLUMNS[name](ctx)
    : { kind: 'json', json: sql`f.properties -> ${name}::text`, text: sql`f.properties ->> ${name}::text` };

/** Machine opens and clicks are kept in the events but never choose people. */
const compileOutcome = (cond: Extract<Cond, { campaign: unknown }>, ctx: RuleContext): SQL => {
  const id = parseCampaignKey(String(cond.campaign)) ?? -1;
  const sent = sql`exists (select 1 from deliveries d where d.contact_id = c.id and d.campaign_id = ${id} and d.status in ('accepted', 'delivered') and d.handed_at < ${instantParam(ctx.now)})`;
  const reacted = (type: 'opened' | 'clicked') =>
    sql`exists (select 1 from delivery_events e where e.contact_id = c.id and e.campaign_id = ${id} and e.type = ${type}::text and not e.machine and e.at < ${instantParam(ctx.now)})`;
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
      return sql`(${sent} and exists (select 1 from orders f where f.contact_id = c.id and ${PAID('f')} and f.amount >= 0 and ${inSpan(sql`f.at`, { from: window.from, to })}))`;
    }
  }
};
