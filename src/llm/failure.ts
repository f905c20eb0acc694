import { MINUTE } from '../kit/clock.ts';
import type { AskFailure } from './record.ts';

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
