import { z } from 'zod';
import type { PictureMeta } from '../../brand/pictures.ts';
import type { ChannelName } from '../../channels/channel.ts';
import type { PlanCoupon } from '../../coupons/pool.ts';
import type { Length } from '../../delivery/message/length.ts';
import type { Form } from '../../delivery/message/message.ts';
import type { KpiHistory } from '../../results/history.ts';
import type { PooledSummary } from '../../results/pooled-words.ts';
import type { PlanNotice } from '../notice/plan.ts';
import type { Segment } from '../segments/schema.ts';
import { type Waves, wavesSchema } from './waves.ts';

export const planSchema = z.object({
  /** `now` or a local date and time in the account's zone, `2026-11-24T14:00`. */
  sendAt: z.string(),
  ratePerSecond: z.number(),
  holdoutPercent: z.number(),
  /** Whole currency units. */
  budget: z.number(),
  stop: z.object({ bouncePercent: z.number(), complaintPercent: z.number(), failurePercent: z.number() }),
  reason: z.string(),
  /** A test share first; null: all variants at once, in equal shares. */
  waves: wavesSchema.nullable().default(null),
});
export type PlanDraft = z.infer<typeof planSchema>;

/**
 * One message as it will leave, but for the person's own values: everything code adds is already in. Liquid is still
 * inside, links are {{ link_N }}.
 */
export type Template = MailTemplate | TextTemplate | KakaoTemplate | PushTemplate;
type OfVariant = { variant: string; segment: string };

export type MailTemplate = OfVariant & {
  channel: 'email';
  subject: string;
  html: string;
  text: string;
  preheader: string;
};

/** SMS where its longest rendering fits one, else LMS, and MMS with a picture; an SMS has no subject. */
export type TextBody = { kind: 'sms' | 'lms' | 'mms'; subject: string; text: string; picture?: PictureMeta };
export type TextTemplate = OfVariant & TextBody & { channel: 'sms' };

/** An approved template with what fills it, or a brand message. `fallback` is sent where Kakao cannot reach. */
export type KakaoTemplate = OfVariant & {
  channel: 'kakao';
  text: string;
  buttons: { name: string; url: string }[];
  /** Null: a brand message. `status`: what Kakao said of the template when this was built. */
  alimtalk: { template: string; status: string; variables: Record<string, string> } | null;
  fallback: TextBody | null;
};

/** `link`: where a tap leads. */
export type PushTemplate = OfVariant & { channel: 'push'; title: string; body: string; link: string };

/** What is approved at the launch: everything that leaves the house. */
export type Plan = Omit<PlanDraft, 'waves'> & {
  /** Absent from plans stored before there were waves: read it by `wavesOf`. */
  waves?: Waves | null;
  channel: { name: ChannelName; account: string };
  /** True unless a person's edit says otherwise: decides label, consent and law. */
  isAd: boolean;
  templates: Template[];
  links: { id: string; url: string }[];
  /** `number`: what a text message comes from. `optOut`: the way out where it is no link. Each only where it is used. */
  sender: { name: string; email: string; address: string; phone: string; number?: string; optOut?: string };
  segments: { key: string; ruleHash: string; rule: Segment['rule'] }[];
  /** The codes it gives away, as promised; absent in plans of before there were pools. */
  coupon?: PlanCoupon | null;
  /** A legal notice and no campaign: what it tells of. Whom it is for is asked by code. */
  notice?: PlanNotice;
  salt: string;
  windowDays: number;
  /**
   * A rate, perhaps below one minor unit; `priceOf` makes amounts of it. `perMessageMinor` is of the dearest form that may
   * leave; `byVariant` is there where the forms of the variants cost different amounts.
   */
  prices: { perMessageMinor: number; byVariant?: Record<string, number>; currency: string };
};

export type Spread = { p10: number; p50: number; p90: number };

export type Forecast = {
  /** Null while nobody knows what an order is worth. */
  revenueMajor: Spread | null;
  /** Null with it, and where nothing was spent that one could divide by. */
  roi: Spread | null;
  /** Share of simulations in which ROI is 200 % or more; null where ROI is. Absent from plans of before. */
  chanceOfRoi?: number | null;
  /** Share of simulations that reach the target; null when the target is not in money, or money is not known. */
  chanceOfTarget: number | null;
  /** Where the rates come from. */
  basis: 'history' | 'prior';
  /** What was believed of each rate, Beta(a, b), after what was seen; the priors stand in results/history.ts and on the card. */
  beliefs?: KpiHistory['beliefs'];
  /** Errors of the account's earlier forecasts, newest first: -0.18 means 18 % too low a result. */
  pastErrors: number[];
};

/** Messages of one form, and the longest of them. */
export type FormUse = { form: Form; variants: number; length: Length };

export type PlanEvidence = {
  audience: { matched: number; send: number; holdout: number; excluded: Record<string, number> };
  everyone: boolean;
  /** Absent in plans of before there were several. */
  forms?: FormUse[];
  costMinor: number;
  /** Minutes from the first to the last message at the planned rate. */
  minutes: number;
  forecast: Forecast;
  smallestLift: number | null;
  /** Share of contacts who buy in the window though nobody writes to them: what `smallestLift` is a rise of. */
  baseline?: number;
  /** Percent held out of every campaign; and the newest reading of all together, null while there is none. */
  heldOfEverything?: number;
  pooled?: PooledSummary | null;
  /** What one contact's amount is capped at in the second reading, minor units; null without orders enough to say. */
  capMinor?: number | null;
};
