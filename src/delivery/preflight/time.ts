import { DateTime } from 'luxon';
import { instantOf, isLocalMinute } from '../../kit/zone.ts';
import type { Form } from '../message/message.ts';
import { ads, type PreflightInput, type Rule } from './rule.ts';

const AHEAD_MS = 2 * 60_000;
const LONGEST_MINUTES = 24 * 60;
/** Korean night for advertisements, in Korea whatever the account's zone is. */
const KOREA = 'Asia/Seoul';

const startOf = ({ plan, now, timezone }: PreflightInput): Date =>
  plan.sendAt === 'now' ? now : instantOf(plan.sendAt, timezone);

type Hours = { from: number; to: number };
/** Minutes of the day within which everything leaves: the first counts, the last does not. 21:00:00 is night, 08:00:00 is not. */
const DAY: Hours = { from: 8 * 60, to: 21 * 60 };
/** Kakao takes no brand message later, whatever anybody consented to. */
const BRAND: Hours = { from: 8 * 60, to: 20 * 60 + 50 };

/** The first and the last moment something leaves. */
const spanOf = (input: PreflightInput, zone: string): { start: DateTime; end: DateTime } => {
  const start = DateTime.fromJSDate(startOf(input), { zone });
  const end = start.plus({ minutes: input.evidence.minutes });
  if (!start.isValid || !end.isValid) throw new Error('no time to judge the night by');
  return { start, end };
};

const keepsTo = (hours: Hours, { start, end }: { start: DateTime; end: DateTime }): boolean => {
  const inside = (at: DateTime) => at.hour * 60 + at.minute >= hours.from && at.hour * 60 + at.minute < hours.to;
  return inside(start) && inside(end) && end.diff(start, 'minutes').minutes < hours.to - hours.from;
};

const clock = ({ start, end }: { start: DateTime; end: DateTime }) => ({
  from: start.toFormat('HH:mm'),
  to: end.toFormat(end.hasSame(start, 'day') ? 'HH:mm' : 'MM-dd HH:mm'),
});

/** Bound by the night; e-mail is not, and Alimtalk carries no advertisement. */
const BOUND: readonly Form[] = ['sms', 'lms', 'mms', 'brand', 'push'];
const leavesAs = ({ messages }: PreflightInput, forms: readonly Form[]): boolean =>
  messages.some(({ form }) => forms.includes(form));

/** When it leaves and how long that takes. */
export const timeRules: readonly Rule[] = [
  {
    id: 'SCHED-01',
    family: 'time',
    severity: 'block',
    judge: (input) => {
      const { sendAt } = input.plan;
      if (sendAt === 'now') return { passed: true };
      return {
        passed: isLocalMinute(sendAt) && startOf(input).getTime() >= input.now.getTime() + AHEAD_MS,
        say: { at: sendAt },
      };
    },
  },
  {
    id: 'SCHED-02',
    family: 'time',
    severity: 'block',
    judge: ({ plan, evidence: { minutes } }) => ({
      passed: plan.ratePerSecond > 0 && Number.isFinite(minutes) && minutes <= LONGEST_MINUTES,
      say: { minutes: Math.max(1, Math.round(minutes)) },
    }),
  },
  {
    id: 'KR-NIGHT-02',
    family: 'time',
    severity: 'warn',
    // How long it takes is known only at some speed; SCHED-02 says so.
    concerns: (input) => ads(input) && input.plan.channel.name === 'email' && input.plan.ratePerSecond > 0,
    judge: (input) => ({ passed: keepsTo(DAY, spanOf(input, KOREA)) }),
  },
  {
    id: 'KR-NIGHT-01',
    family: 'time',
    severity: 'block',
    looksAt: 'messages',
    concerns: (input) => ads(input) && leavesAs(input, BOUND) && input.plan.ratePerSecond > 0,
    judge: (input) => {
      const span = spanOf(input, KOREA);
      // Counted by the door of the night, only those who consented to it are left.
      const consented = input.evidence.audience.excluded.night !== undefined;
      return { passed: consented || keepsTo(DAY, span), say: clock(span) };
    },
  },
  {
    id: 'KR-NIGHT-03',
    family: 'time',
    severity: 'block',
    looksAt: 'messages',
    concerns: (input) => leavesAs(input, ['brand']) && input.plan.ratePerSecond > 0,
    judge: (input) => {
      const span = spanOf(input, KOREA);
      return { passed: keepsTo(BRAND, span), say: clock(span) };
    },
  },
  {
    id: 'US-TCPA-01',
    family: 'time',
    severity: 'block',
    confirm: true,
    looksAt: 'messages',
    concerns: (input) => ads(input) && input.region === 'US' && leavesAs(input, ['sms', 'lms', 'mms']),
    judge: (input) => ({ passed: keepsTo(DAY, spanOf(input, input.timezone)) }),
  },
];
