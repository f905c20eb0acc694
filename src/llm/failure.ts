import type { Problem } from '../db/schema.ts';
import type { Strings } from '../i18n/language.ts';
import { addMs, MINUTE } from '../kit/clock.ts';
import type { AskFailure, AskOutcome } from './record.ts';

/** `rules`: the model answered, and its draft broke rules even after the repairs. */
export type LlmProblem = AskOutcome | 'rules';

/**
 * When the job asks again by itself, ms; null when only a person can go on. What passes with time is waited for; what
 * the model said no to, or what the settings are wrong about, is not asked again unasked.
 */
export const retryInMs = (failure: Pick<AskFailure, 'outcome' | 'retryAfterMs'>): number | null => {
  switch (failure.outcome) {
    case 'rate_limited':
      return Math.min(Math.max(failure.retryAfterMs ?? MINUTE, MINUTE), 60 * MINUTE);
    case 'timeout':
    case 'unreachable':
    case 'quota':
      return Math.min(Math.max(failure.retryAfterMs ?? 0, 10 * MINUTE), 60 * MINUTE);
    default:
      return null;
  }
};

/** What a campaign carries so that its card can say what went wrong. `now` is business time. */
export const problemOf = (failure: AskFailure, now: Date): Problem => {
  const wait = retryInMs(failure);
  return {
    code: `llm.${failure.outcome}`,
    params: { detail: failure.detail, minutes: wait === null ? 0 : Math.round(wait / MINUTE) },
    at: now.toISOString(),
    ...(wait !== null && { retryAt: addMs(now, wait).toISOString() }),
  };
};

/** A draft that broke rules in all of its attempts. */
export const rulesProblem = (attempts: number, detail: string, now: Date): Problem => ({
  code: 'llm.rules',
  params: { detail, times: attempts },
  at: now.toISOString(),
});

/** @returns the sentence for a problem of the model, or null when the problem is another part's */
export const problemText = (t: Strings, problem: Pick<Problem, 'code' | 'params'>): string | null => {
  if (!problem.code.startsWith('llm.')) return null;
  const say = t.llm.failed[problem.code.slice(4) as LlmProblem];
  if (!say) return null;
  const { detail = '', minutes = 0, times = 0 } = problem.params ?? {};
  return say({ detail: String(detail), minutes: String(minutes), times: String(times) });
};
