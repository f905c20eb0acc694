import type { Clause, Cond, Rule } from './rule.ts';
import { isEveryone } from './rule.ts';

/** What a field, event property or metric can be compared as. */
export type FieldKind = 'text' | 'number' | 'instant' | 'json';

/** Columns of a contact that a rule may name. Everything else is a typed attribute (`json`: its kind is the row's own). */
export const CONTACT_FIELDS = {
  external_id: { column: 'external_id', kind: 'text', personal: true },
  email: { column: 'email', kind: 'text', personal: true },
  phone: { column: 'phone', kind: 'text', personal: true },
  first_name: { column: 'first_name', kind: 'text', personal: true },
  last_name: { column: 'last_name', kind: 'text', personal: true },
  locale: { column: 'locale', kind: 'text', personal: false },
  timezone: { column: 'timezone', kind: 'text', personal: false },
  lifecycle: { column: 'lifecycle', kind: 'text', personal: false },
  created_at: { column: 'created_at', kind: 'instant', personal: false },
} as const satisfies Record<string, { column: string; kind: FieldKind; personal: boolean }>;
export type ContactField = keyof typeof CONTACT_FIELDS;

export const isContactField = (name: string): name is ContactField => Object.hasOwn(CONTACT_FIELDS, name);

/** Properties of the event `purchase`, which is held in `orders`. Amounts in major units. */
export const PURCHASE = 'purchase';
export const PURCHASE_PROPERTIES = {
  order_id: 'text',
  amount: 'number',
  currency: 'text',
  quantity: 'number',
  category: 'text',
  product: 'text',
} as const satisfies Record<string, FieldKind>;
export type PurchaseProperty = keyof typeof PURCHASE_PROPERTIES;

export const isPurchaseProperty = (name: string): name is PurchaseProperty => Object.hasOwn(PURCHASE_PROPERTIES, name);

/** Orders that were refunded, and money given back under an id of its own: held in `orders` too, with its properties. */
export const REFUND = 'refund';
export const isOfOrders = (event: string): boolean => event === PURCHASE || event === REFUND;

/** Events that the roll-up keeps (rollup.ts). `open` and `click` are also what people do with our own messages. */
export const VISIT = 'visit';
export const CART = 'cart';
export const PUSH = 'push';
export const OPEN = 'open';
export const CLICK = 'click';

/** Metrics that a model writes at night, as of then; who never bought has none, and they have no window. */
export const PREDICTED_METRICS: readonly string[] = ['predicted_ltv', 'p_alive'];

/** Each condition of a rule with where it stands: `all[0]`, `all[1].any[0]`, `none[2]`. */
export const conditionsOf = (rule: Rule): { cond: Cond; path: string }[] => {
  if (isEveryone(rule)) return [];
  const clause = (c: Clause, path: string) =>
    'any' in c ? c.any.map((cond, i) => ({ cond, path: `${path}.any[${i}]` })) : [{ cond: c, path }];
  return [
    ...rule.all.flatMap((c, i) => clause(c, `all[${i}]`)),
    ...(rule.none ?? []).map((cond, i) => ({ cond, path: `none[${i}]` })),
  ];
};
