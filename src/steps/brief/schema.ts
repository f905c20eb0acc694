import { z } from 'zod';
import type { SegmentCount } from '../segments/schema.ts';
import type { CouponShown } from './coupon.ts';

export const KPI_METRICS = ['attributed_revenue', 'orders', 'signups', 'conversion_rate'] as const;

/** What the model gives for a brief. Wire rules: no optional, no record, no root union (strict JSON schema). */
export const briefSchema = z.object({
  /** Why this is not a campaign goal, in the reader's language; null when it is one. */
  unclear: z.string().nullable(),
  title: z.string(),
  objective: z.enum(['acquisition', 'activation', 'retention', 'referral', 'revenue']),
  kpi: z.object({
    metric: z.enum(KPI_METRICS),
    /** Major units of the account's currency for revenue; a count; or a share 0..1. */
    target: z.number(),
    /** `2026-12-31`, the last day that counts, in the account's zone. */
    deadline: z.string(),
  }),
  /** The audience as an idea; the rule comes with the segments. */
  audience: z.string(),
  /** Whole currency units for sending; null when the marketer said nothing. */
  budget: z.number().nullable(),
  offer: z.string().nullable(),
  /** Id of one of the coupon pools; null: none. Drafts of before there were pools lack it. */
  coupon: z.string().nullable().default(null),
  /** `now` only when the words say so. */
  sendWhen: z.enum(['now', 'later']),
  /** Local date and time the words name (`2026-11-24T14:00`); null to be proposed by the plan. */
  sendAt: z.string().nullable(),
  channels: z.array(z.string()),
  constraints: z.array(z.string()),
  guardrails: z.array(z.string()),
  /** Id of one of the brand's fixed messages. */
  keyMessage: z.string(),
  /** Days after delivery in which an order counts. */
  windowDays: z.number(),
  assumptions: z.array(z.string()),
  questions: z.array(z.string()),
  /** How each number in the words was read: `1천만원` -> 10000000 KRW. */
  readings: z.array(z.object({ text: z.string(), value: z.number(), unit: z.string() })),
});
export type Brief = z.infer<typeof briefSchema>;

/** Attributed revenue = audience x reach x (ctr x cvr + anyway) x aov, by today's values: what the launch forecasts from too. */
export type KpiTree = {
  /** Null where the words ask for something no number was read from: everybody is not put in its place. */
  audience: number | null;
  reach: number;
  ctr: number;
  cvr: number;
  /** Share that buys within the window though nobody writes to them: attributed to the message all the same. */
  anyway: number;
  windowDays: number;
  /** Both null while too few people bought lately to take an order's value from: not known is not nothing. */
  aovMajor: number | null;
  expectedMajor: number | null;
};

/** Shown with the brief, not hashed. */
export type BriefEvidence = {
  tree: KpiTree;
  /** Words of the audience that no number was read from. */
  unread: string[];
  /** Where nobody fits: the condition that took most people away. */
  cutMost: SegmentCount['cutMost'];
  /** How often the target is what today's values give; null when they give nothing. */
  gapTimes: number | null;
  keyMessageText: string;
  /** Absent where none is promised. */
  coupon?: CouponShown;
  /** Where ctr and cvr come from. */
  basis: 'history' | 'prior';
  /** Where those who buy anyway come from. */
  anywayBasis: 'holdout' | 'orders' | 'prior';
};
