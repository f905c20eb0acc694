import { DateTime } from 'luxon';
import { instantOf, isLocalMinute } from '../../kit/zone.ts';
import { ads, type PreflightInput, type Rule } from './rule.ts';

const AHEAD_MS = 2 * 60_000;
const LONGEST_MINUTES = 24 * 60;
/** Korean night for advertisements, in Korea whatever the account's zone is. */
const KOREA = 'Asia/Seoul';
const NIGHT = { from: 21, to: 8 };

const startOf = ({ plan, now, timezone }: PreflightInput): Date =>
  plan.sendAt === 'now' ? now : instantOf(plan.sendAt, timezone);

/** 21:00:00 is night, 08:00:00 is not. */
const isNight = (at: DateTime): boolean => at.hour >= NIGHT.from || at.hour < NIGHT.to;

const touchesNight = (from: Date, minutes: number): boolean => {
  const start = DateTime.fromJSDate(from, { zone: KOREA });
  const end = start.plus({ minutes });
  if (!start.isValid || !end.isValid) throw new Error('no time to judge the night by');
  return isNight(start) || isNight(end) || end.diff(start, 'hours').hours >= 13;
};

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
    concerns: (input) => ads(input) && input.plan.ratePerSecond > 0,
    judge: (input) => ({ passed: !touchesNight(startOf(input), input.evidence.minutes) }),
  },
];
