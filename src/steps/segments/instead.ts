import type { Catalogue } from '../../audience/catalogue.ts';
import { PURCHASE } from '../../audience/fields.ts';
import { type Cond, isEveryone, type Rule } from '../../audience/rule.ts';

const LAPSED_DAYS = 60;

/**
 * A kind of goal that somebody would match, by the distributions of the account, for a segment that nobody matches;
 * `other` where none is sure to fit.
 */
export const goalInstead = (
  rule: Rule | undefined,
  { metrics }: Pick<Catalogue, 'metrics'>,
): 'second_order' | 'lapsed' | 'other' => {
  const deciles = (name: string) => metrics.find((metric) => metric.name === name)?.deciles ?? [];
  const asked =
    rule && !isEveryone(rule) ? rule.all.flatMap((clause) => ('any' in clause ? clause.any : [clause])) : [];
  if (asked.some(neverBought) && deciles('orders')[0] === 1) return 'second_order';
  const longest = deciles('days_since_last_order')[8] ?? 0;
  const isLapse = asked.some((one) => 'metric' in one && one.metric === 'days_since_last_order');
  return longest >= LAPSED_DAYS && !isLapse ? 'lapsed' : 'other';
};

const neverBought = (one: Cond): boolean =>
  ('did_not' in one && one.did_not === PURCHASE && !one.within) ||
  ('metric' in one &&
    one.metric === 'orders' &&
    ((one.value === 0 && (one.is === 'eq' || one.is === 'lte')) || (one.value === 1 && one.is === 'lt')));
