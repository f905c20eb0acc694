import type { audienceKo } from './audience.ko.ts';

export const audienceEn: typeof audienceKo = {
  /** Names alone; rules as sentences are in rules.en.ts. */
  rule: {
    events: {
      purchase: 'purchase',
      refund: 'refund',
      visit: 'visit',
      cart: 'add to cart',
      signup: 'sign-up',
      push: 'tap on a push',
      open: 'open',
      click: 'click',
    },
    fields: {
      external_id: 'customer id',
      email: 'e-mail',
      phone: 'phone',
      first_name: 'first name',
      last_name: 'last name',
      locale: 'language',
      timezone: 'time zone',
      lifecycle: 'lifecycle stage',
      created_at: 'sign-up date',
    },
  },
  problems: {
    unknown_field: (p) => `There is no '${p.name}' data yet. You can use: ${p.known}`,
    unknown_event: (p) => `'${p.name}' was never recorded. You can use: ${p.known}`,
    unknown_property: (p) => `A purchase has no '${p.name}'. You can use: ${p.known}`,
    unknown_campaign: (p) =>
      p.known
        ? `There is no campaign '${p.name}'. You can use: ${p.known}`
        : `There is no campaign '${p.name}'. Write it like C-7.`,
    unknown_segment: (p) =>
      p.known
        ? `There is no saved segment '${p.name}'. You can use: ${p.known}`
        : `There is no saved segment '${p.name}': none has been saved yet.`,
    segment_cycle: (p) => `The saved segment '${p.name}' leads back to itself (${p.known}): take that condition out.`,
    not_available: (p) =>
      p.known ? `'${p.name}' is not computed yet. You can use: ${p.known}` : `'${p.name}' cannot be used yet.`,
    bad_value: (p) => `The comparison or value for '${p.name}' does not fit. Possible: ${p.known}`,
  },
  aggregates: {
    contacts: 'customers',
    orders_mean: 'orders per customer (mean)',
    revenue_mean: 'revenue per customer (mean)',
    average_order_value: 'average order value',
    days_since_last_order_median: 'days since the last order (median)',
    days_since_first_order_median: 'days since the first order (median)',
    quantity_mean: 'items per order (mean)',
    weekend_order_share: 'share of orders placed Friday to Sunday',
    top_revenue_share: 'share of customers in the top 30% by revenue',
    repeat_share: 'share of customers with 2 or more orders',
    visited_30d_share: 'share of customers who visited in the last 30 days',
    cart_30d_share: 'share of customers who filled a cart in the last 30 days',
    email_consent_share: 'share of customers who agreed to e-mail',
    sms_consent_share: 'share of customers who agreed to text messages',
    kakao_consent_share: 'share of customers who agreed to Kakao messages',
    push_consent_share: 'share of customers who agreed to app push',
    attribute_share: (p) => `share of customers whose ${p.field} is '${p.value}'`,
    category_share: (p) => `share of orders in '${p.value}'`,
  },
  api: {
    unauthorized: 'No API key, or a wrong one: check the Authorization: Bearer header. Nothing was stored.',
    forbidden: (p) => `This key may not write '${p.scope}'. Nothing was stored.`,
    too_large: (p) => `At most ${p.rows} rows and ${p.megabytes} MB in one request: split it. Nothing was stored.`,
    not_found: (p) => `There is no such address: after /api/v1/ comes one of ${p.kinds}. Nothing was stored.`,
    not_post: (p) => `Rows are sent by POST, not by ${p.method}. Nothing was stored.`,
    not_json: 'Content-Type must be application/json, without Content-Encoding. Nothing was stored.',
    bad_json: 'This is not JSON we can read: send an array of rows (objects). Nothing was stored.',
    internal:
      'This could not be done just now, and whether it was stored is not known. Send the same request again: rows stored already are not stored twice.',
    invalid_rows: 'No row could be stored: see row and field in results.',
    rate_limited: (p) => `Too many requests: try again in ${p.seconds} s. Nothing was stored.`,
  },
};
