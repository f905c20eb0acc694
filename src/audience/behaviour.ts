import { type SQL, sql } from 'drizzle-orm';
import { compare, instantParam, not, type Operand } from './comparison.ts';
import { inSpan, type RuleContext, spanOf } from './context.ts';
import {
  CART,
  CLICK,
  isOfOrders,
  isPurchaseProperty,
  OPEN,
  PURCHASE,
  PUSH,
  type PurchaseProperty,
  REFUND,
  VISIT,
} from './fields.ts';
import { PAID, scaleOf } from './metric.ts';
import type { Cond } from './rule.ts';
import { dateOf, type Span, startOfDay } from './when.ts';

type Did = Extract<Cond, { did: string }>;
type DidNot = Extract<Cond, { did_not: string }>;
/** Which facts: the event's name and what bounds them. */
type Facts = { event: string } & Pick<Did, 'within' | 'where'>;

/** What the roll-up keeps of an event: its newest instant, and for a click the one before. */
const NEWEST: Readonly<Record<string, { last: string; previous?: string }>> = {
  [PURCHASE]: { last: 'last_order_at' },
  [VISIT]: { last: 'last_visit_at' },
  [CART]: { last: 'last_cart_at' },
  [PUSH]: { last: 'last_push_at' },
  [OPEN]: { last: 'last_open_at' },
  [CLICK]: { last: 'last_click_at', previous: 'prev_click_at' },
};

/** What someone does with our own messages is an event of theirs too. Machines are not people. */
const REACTIONS: Readonly<Record<string, string>> = { [OPEN]: 'opened', [CLICK]: 'clicked' };

/** `did`: at least once, or as often as `times` says; `lte` and `eq 0` include those who never did. */
export const compileDid = (cond: Did, ctx: RuleContext): SQL => {
  const facts = { ...cond, event: cond.did };
  const { is, value } = cond.times ?? { is: 'gte', value: 1 };
  if (value === 0) return is === 'gte' ? sql`true` : compileDidNot({ ...cond, did_not: cond.did }, ctx);
  if (is === 'gte' && value === 1) return atLeastOnce(facts, ctx);
  if (cond.did === PURCHASE && ctx.source === 'rollups' && !cond.within && !cond.where)
    return sql`(s.orders ${SYMBOL[is]} ${value})`;
  const times = sql`${count(facts, ctx)} ${SYMBOL[is]} ${value}::bigint`;
  if (is === 'lte') return sql`(${not(atLeastOnce(facts, ctx))} or ${times})`;
  const previous = NEWEST[cond.did]?.previous;
  if (is === 'gte' && value === 2 && previous && !cond.where) return atLeastTwice(facts, previous, times, ctx);
  // Once at least, first: few are left to be counted.
  return sql`(${atLeastOnce(facts, ctx)} and ${times})`;
};

const SYMBOL = { gte: sql.raw('>='), lte: sql.raw('<='), eq: sql.raw('=') };

/** Negated here and not outside: an anti join where there is no roll-up, and never NULL. */
export const compileDidNot = (cond: Pick<DidNot, 'did_not' | 'within' | 'where'>, ctx: RuleContext): SQL => {
  const facts = { ...cond, event: cond.did_not };
  return NEWEST[facts.event] ? not(atLeastOnce(facts, ctx)) : sql`(not ${exists(facts, ctx)})`;
};

/**
 * By the newest instant alone where that decides: before the span is no, in it is yes. Only who did it again after the
 * span is looked up. So a question about an earlier instant reads the facts exactly where they matter.
 */
const atLeastOnce = (facts: Facts, ctx: RuleContext): SQL => {
  const newest = NEWEST[facts.event];
  if (!newest) return exists(facts, ctx);
  const last = sql.raw(`s.${newest.last}`);
  const span = spanOf(facts.within, ctx);
  const since = span.from ? sql`${last} >= ${instantParam(span.from)}` : sql`${last} is not null`;
  if (facts.where) return sql`(${since} and ${exists(facts, ctx)})`;
  const months = facts.event === PURCHASE ? monthsOf(facts, ctx) : null;
  if (months) return inMonths(months, exists(facts, ctx), ctx);
  // No order is known to be at or after now: the newest is in whatever span ends there.
  if (facts.event === PURCHASE && ctx.source === 'rollups' && span.to >= ctx.now) return sql`(${since})`;
  return sql`(${since} and (${last} < ${instantParam(span.to)} or ${exists(facts, ctx)}))`;
};

const atLeastTwice = (facts: Facts, previous: string, times: SQL, ctx: RuleContext): SQL => {
  const last = sql.raw(`s.${NEWEST[facts.event]?.last}`);
  const before = sql.raw(`s.${previous}`);
  const span = spanOf(facts.within, ctx);
  const since = span.from ? sql`${before} >= ${instantParam(span.from)}` : sql`${before} is not null`;
  return sql`(${since} and (${last} < ${instantParam(span.to)} or ${times}))`;
};

/** Months of the account, as the roll-up numbers them (year * 12 + month - 1), and how many of them it keeps. */
type Months = { first: number; last: number };
const KEPT = 60;
const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;

/** The whole calendar months a span is made of; null where it is not, or where one of them is not over. */
const monthsOf = ({ within }: Facts, ctx: RuleContext): Months | null => {
  if (!within || 'days' in within || startOfDay(within.to, ctx.timezone, 1) > ctx.now) return null;
  const next = new Date(Date.parse(`${within.to}T00:00:00Z`) + 86_400_000).toISOString();
  if (!within.from.endsWith('-01') || next.slice(8, 10) !== '01') return null;
  const months = { first: monthOf(within.from), last: monthOf(within.to) };
  return months.last - months.first < 12 ? months : null;
};

/**
 * One bit a month, counted back from the newest with an order; what is older than the roll-up keeps is looked up. Where no
 * order is after now and the months are near, none can be older, and a single month is one test.
 */
const inMonths = ({ first, last }: Months, read: SQL, ctx: RuleContext): SQL => {
  const mask = 2 ** (last - first + 1) - 1;
  const near = ctx.source === 'rollups' && monthOf(dateOf(ctx.now, ctx.timezone)) - first < KEPT;
  const after = sql`(s.order_months >> (s.order_month - ${last}::int)) & ${mask}::bigint <> 0`;
  const before = sql`(s.order_months << (${last}::int - s.order_month)) & ${mask}::bigint <> 0`;
  if (near && first === last) return sql`(s.order_month >= ${first}::int and ${after})`;
  const old = near ? sql`` : sql` when s.order_month - ${first}::int >= ${KEPT}::int then ${read}`;
  return sql`(s.order_month >= ${first}::int and case${old} when s.order_month >= ${last}::int then ${after} else ${before} end)`;
};

/** `from ... where ...` of one contact's facts. `purchase` and `refund` are held in `orders`. */
const relation = ({ event, within, where }: Facts, ctx: RuleContext): SQL => {
  const span = spanOf(within, ctx);
  const asked = (where ?? []).map(
    (w) => sql` and (${compare(propertyOperand(event, w.property, ctx), w.is, w.value, ctx)})`,
  );
  return isOfOrders(event)
    ? sql`orders f where f.contact_id = ${ctx.person} and ${kindOf(event)} and ${inSpan(sql`f.at`, span)}${sql.join(asked)}`
    : sql`events f where f.contact_id = ${ctx.person} and f.name = ${event}::text and ${inSpan(sql`f.at`, span)}${sql.join(asked)}`;
};

/** What was refunded did not happen; money given back under an id of its own is a refund too. */
const kindOf = (event: string): SQL =>
  event === REFUND ? sql`(f.status = 'refunded' or f.amount < 0)` : sql`${PAID('f')} and f.amount >= 0`;

/** Reactions have no properties of their own: a condition on one leaves them out. */
const reactions = ({ event, within, where }: Facts, ctx: RuleContext): SQL | null => {
  const type = REACTIONS[event];
  if (!type || where) return null;
  const span: Span = spanOf(within, ctx);
  return sql`delivery_events f where f.contact_id = ${ctx.person} and f.type = ${type}::text and not f.machine and ${inSpan(sql`f.at`, span)}`;
};

const exists = (facts: Facts, ctx: RuleContext): SQL => {
  const ours = reactions(facts, ctx);
  const theirs = sql`exists (select 1 from ${relation(facts, ctx)})`;
  return ours ? sql`(${theirs} or exists (select 1 from ${ours}))` : theirs;
};

const count = (facts: Facts, ctx: RuleContext): SQL => {
  const ours = reactions(facts, ctx);
  const theirs = sql`(select count(*) from ${relation(facts, ctx)})`;
  return ours ? sql`(${theirs} + (select count(*) from ${ours}))` : theirs;
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
  isOfOrders(event) && isPurchaseProperty(name)
    ? PURCHASE_COLUMNS[name](ctx)
    : { kind: 'json', json: sql`f.properties -> ${name}::text`, text: sql`f.properties ->> ${name}::text` };
