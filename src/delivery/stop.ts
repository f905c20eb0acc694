import type { ChannelName } from '../channels/channel.ts';
import { addMs, DAY, MINUTE } from '../kit/clock.ts';
import { fromMajor, priceOf, toMajor } from '../kit/money.ts';
import { instantOf, localDay, localMinutes } from '../kit/zone.ts';
import type { Plan } from '../steps/plan/schema.ts';
import type { Progress } from './progress.ts';

type Rate = 'bounce' | 'complaint' | 'failure';

/** Why a sending pauses by itself. Percent of what was answered; amounts in major units. */
export type StopReason =
  | { rule: Rate; percent: number; limit: number }
  | { rule: 'budget'; spent: number; budget: number }
  | { rule: 'night' }
  | { rule: 'provider'; failures: number };

const RULES: readonly unknown[] = ['bounce', 'complaint', 'failure', 'budget', 'night', 'provider'];
export const isRule = (name: unknown): name is StopReason['rule'] => RULES.includes(name);

/** Below this many answers a percentage says nothing. */
const ENOUGH = 50;

/**
 * The rates the plan does not bear.
 *
 * @param borne percentages a person has already seen and gone on with: the same limit counts from there
 */
export const stopRule = (
  now: Progress,
  plan: Pick<Plan, 'stop'>,
  borne: Readonly<Partial<Record<Rate, number>>> = {},
): Extract<StopReason, { rule: Rate }> | null => {
  const answered = now.byStatus.accepted + now.byStatus.delivered + now.byStatus.failed + now.byStatus.expired;
  if (answered < ENOUGH) return null;
  const of = (rule: Rate, n: number, most: number) => ({
    rule,
    percent: Math.round((n / answered) * 1000) / 10,
    limit: Math.round(((borne[rule] ?? 0) + most) * 10) / 10,
  });
  const rules = [
    of('complaint', now.complained, plan.stop.complaintPercent),
    of('bounce', now.bounced, plan.stop.bouncePercent),
    of('failure', now.byStatus.failed + now.byStatus.expired, plan.stop.failurePercent),
  ];
  return rules.find((rule) => rule.percent > rule.limit) ?? null;
};

/** How many messages the budget pays for; null when a message costs nothing. */
export const affordable = ({ budget, prices }: Pick<Plan, 'budget' | 'prices'>): number | null =>
  prices.perMessageMinor > 0
    ? Math.floor(fromMajor(budget, prices.currency).minor / prices.perMessageMinor + 1e-9)
    : null;

/** The budget is used up and somebody is still waiting. What may have arrived may be charged. */
export const budgetRule = (now: Progress, plan: Pick<Plan, 'budget' | 'prices'>): StopReason | null => {
  const most = affordable(plan);
  const { claimed, handed, accepted, delivered, unknown } = now.byStatus;
  const sent = handed + accepted + delivered + unknown;
  if (most === null || now.byStatus.planned === 0 || sent + claimed < most) return null;
  const { perMessageMinor, currency } = plan.prices;
  return { rule: 'budget', spent: toMajor({ minor: priceOf(sent, perMessageMinor), currency }), budget: plan.budget };
};

type Hours = { from: number; to: number };
/** Minutes of the Korean day: 21:00:00 is night, 08:00:00 is not. Kakao takes no brand message after 20:50. */
const BOUND: Readonly<Partial<Record<ChannelName, Hours>>> = {
  sms: { from: 8 * 60, to: 21 * 60 },
  push: { from: 8 * 60, to: 21 * 60 },
  kakao: { from: 8 * 60, to: 20 * 60 + 50 },
};

/** An advertisement by a channel bound by the night must not leave at this moment. E-mail is not bound. */
export const isNight = (channel: ChannelName, isAd: boolean, now: Date): boolean => {
  const hours = isAd ? BOUND[channel] : undefined;
  if (!hours) return false;
  const at = localMinutes(now, 'Asia/Seoul');
  return at < hours.from || at >= hours.to;
};

/** The first instant from `at` on at which it may leave. */
export const outOfNight = (channel: ChannelName, isAd: boolean, at: Date): Date => {
  const hours = isAd ? BOUND[channel] : undefined;
  if (!hours || !isNight(channel, isAd, at)) return at;
  const minutes = (hours.from - localMinutes(at, 'Asia/Seoul') + DAY_MINUTES) % DAY_MINUTES;
  return new Date(Math.floor(at.getTime() / MINUTE + minutes) * MINUTE);
};
const DAY_MINUTES = 24 * 60;

/** When a legal notice may ring somebody's telephone: it is no advertisement, and yet nobody wants it at night. */
const NOTICE_HOURS: Hours = { from: 9 * 60, to: 20 * 60 };
export const isDaytime = (at: Date): boolean => {
  const minutes = localMinutes(at, 'Asia/Seoul');
  return minutes >= NOTICE_HOURS.from && minutes < NOTICE_HOURS.to;
};

/** The next time such a notice may leave. */
export const nextMorning = (at: Date): Date => {
  const minutes = localMinutes(at, 'Asia/Seoul');
  const day = localDay(addMs(at, minutes < NOTICE_HOURS.from ? 0 : DAY), 'Asia/Seoul');
  return instantOf(`${day}T09:00`, 'Asia/Seoul');
};

/** Nothing of this plan may leave at this moment. */
export const mustWait = ({ channel, isAd, notice }: Pick<Plan, 'channel' | 'isAd' | 'notice'>, now: Date): boolean =>
  notice ? channel.name !== 'email' && !isDaytime(now) : isNight(channel.name, isAd, now);

/** Holds in a row after which a provider is not waited for any more: about eight minutes. */
const BREAKS = 8;

/** The circuit breaker: past this a person is asked. */
export const providerRule = (held: { failures: number } | null): StopReason | null =>
  held && held.failures >= BREAKS ? { rule: 'provider', failures: held.failures } : null;
