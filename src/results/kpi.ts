import { sql } from 'drizzle-orm';
import type { Tx } from '../deps.ts';

/**
 * From the ledger to the till, in the order in which people fall out. Counts of contacts; opens are kept and never decide
 * anything; clicks are those of people, the machines' are counted apart.
 */
export type Funnel = {
  planned: number;
  handed: number;
  accepted: number;
  /** Delivered, or accepted without a later bounce. */
  delivered: number;
  failed: number;
  unknown: number;
  /** Kept back since the freeze (opted out, over the cap, expired) or cancelled by a stop; absent from readings of before. */
  notSent?: number;
  /** Not sent yet, or on its way; with these all that was planned is accounted for. Absent from readings of before. */
  waiting?: number;
  opened: number;
  clicked: number;
  machineClicked: number;
  unsubscribed: number;
  bounced: number;
  complained: number;
};
export type VariantFunnel = Funnel & { variant: string };

const EMPTY: Required<Funnel> = {
  planned: 0,
  handed: 0,
  accepted: 0,
  delivered: 0,
  failed: 0,
  unknown: 0,
  notSent: 0,
  waiting: 0,
  opened: 0,
  clicked: 0,
  machineClicked: 0,
  unsubscribed: 0,
  bounced: 0,
  complained: 0,
};

export const readFunnel = async (
  tx: Tx,
  q: { campaignId: number; occurrence: number; to: Date },
): Promise<VariantFunnel[]> => {
  const to = sql`${q.to.toISOString()}::timestamptz`;
  const ledger = await tx.execute<Record<string, unknown>>(sql`
    select variant, count(*) as planned,
      count(*) filter (where handed_at <= ${to}) as handed,
      count(*) filter (where accepted_at <= ${to}) as accepted,
      count(*) filter (where status in ('accepted', 'delivered')) as delivered,
      count(*) filter (where status = 'failed') as failed,
      count(*) filter (where status = 'unknown') as unknown,
      count(*) filter (where status in ('suppressed', 'expired', 'cancelled')) as "notSent",
      count(*) filter (where status in ('planned', 'claimed', 'handed')) as waiting
    from deliveries where campaign_id = ${q.campaignId} and occurrence = ${q.occurrence}
    group by variant order by variant`);
  const happened = await tx.execute<Record<string, unknown>>(sql`
    select variant,
      count(distinct contact_id) filter (where type = 'opened' and not machine) as opened,
      count(distinct contact_id) filter (where type = 'clicked' and not machine) as clicked,
      count(distinct contact_id) filter (where type = 'clicked' and machine) as "machineClicked",
      count(distinct contact_id) filter (where type = 'unsubscribed') as unsubscribed,
      count(distinct contact_id) filter (where type = 'bounced') as bounced,
      count(distinct contact_id) filter (where type = 'complained') as complained
    from delivery_events
    where campaign_id = ${q.campaignId} and occurrence = ${q.occurrence} and at < ${to}
    group by variant`);
  const found = happened.rows as Partial<VariantFunnel>[];
  return (ledger.rows as Partial<VariantFunnel>[]).map((row) => ({
    ...EMPTY,
    variant: '',
    ...row,
    ...found.find(({ variant }) => variant === row.variant),
  }));
};

export const sumFunnels = (parts: readonly Funnel[]): Funnel => {
  const total = { ...EMPTY };
  for (const part of parts) for (const key of Object.keys(EMPTY) as (keyof Funnel)[]) total[key] += part[key] ?? 0;
  return total;
};

/** A quotient that keeps what it was made of; null, never 0 or infinity, where there is nothing to divide by. */
export type Ratio = { value: number | null; numerator: number; denominator: number };

export const ratio = (numerator: number, denominator: number): Ratio => ({
  value: denominator > 0 ? numerator / denominator : null,
  numerator,
  denominator,
});

/** Formulas in words: i18n `results.formulas`. Money in minor units. */
export type Rates = {
  /** People who clicked ÷ delivered. */
  ctr: Ratio;
  /** People who clicked and were then credited with an order ÷ people who clicked. */
  cvr: Ratio;
  /** Contacts credited with an order ÷ delivered, clicked or not. */
  conversion: Ratio;
  /** Cost (sending, AI, labour) ÷ contacts credited with an order. */
  cpa: Ratio;
  /** Cost (sending, AI, labour) ÷ contacts credited with the first order they ever made. */
  cac: Ratio;
  /** What the contacts credited with an order are expected to spend over the next year ÷ those of whom it is known. */
  ltv: Ratio;
  /** Attributed revenue ÷ attributed orders. */
  aov: Ratio;
  /** Attributed revenue ÷ sending cost. */
  roas: Ratio;
  /** Unsubscribed ÷ delivered. */
  unsubscribe: Ratio;
};

export const ratesOf = (
  funnel: Pick<Funnel, 'delivered' | 'clicked' | 'unsubscribed'>,
  credit: { contacts: number; clickContacts: number; newContacts: number; orders: number; revenueMinor: number },
  cost: { totalMinor: number; sendingMinor: number },
  ltv: { contacts: number; minor: number },
): Rates => ({
  ctr: ratio(funnel.clicked, funnel.delivered),
  cvr: ratio(credit.clickContacts, funnel.clicked),
  conversion: ratio(credit.contacts, funnel.delivered),
  cpa: ratio(cost.totalMinor, credit.contacts),
  cac: ratio(cost.totalMinor, credit.newContacts),
  ltv: ratio(ltv.minor, ltv.contacts),
  aov: ratio(credit.revenueMinor, credit.orders),
  roas: ratio(credit.revenueMinor, cost.sendingMinor),
  unsubscribe: ratio(funnel.unsubscribed, funnel.delivered),
});
