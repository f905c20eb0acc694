import { describe, expect, it } from 'vitest';
import { strings } from '../../src/i18n/language.ts';
import { problemOf, problemText, retryInMs, rulesProblem } from '../../src/llm/failure.ts';
import type { AskOutcome } from '../../src/llm/record.ts';

const OUTCOMES: AskOutcome[] = [
  'refusal',
  'truncated',
  'filtered',
  'invalid_json',
  'schema',
  'rate_limited',
  'quota',
  'timeout',
  'unreachable',
  'rejected',
  'personal_data',
  'budget_campaign',
  'budget_day',
];
const now = new Date('2026-11-21T01:00:00Z');
const failure = (outcome: AskOutcome, retryAfterMs?: number) => ({
  ok: false as const,
  outcome,
  detail: outcome === 'personal_data' ? 'email:goal' : 'why',
  raw: '',
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});

describe('a failure of the model, in words', () => {
  it.each(OUTCOMES)('%s says what happened, that the campaign is kept and what next', (outcome) => {
    const problem = problemOf(failure(outcome), now);
    const ko = problemText(strings('ko'), problem) ?? '';
    const en = problemText(strings('en'), problem) ?? '';
    expect(ko).toContain('캠페인은 그대로 있');
    expect(en).toContain('The campaign is kept');
    expect(ko).toMatch(/(주세요|볼게요|이어져요|있어요)\.$/);
    expect(`${ko}${en}`).not.toMatch(/undefined|NaN|\b0분|\b0 min/);
  });

  it('carries the model its own words in a refusal', () => {
    const problem = problemOf({ ...failure('refusal'), detail: 'I cannot help with that.' }, now);
    expect(problemText(strings('ko'), problem)).toContain('I cannot help with that.');
  });

  it('names the place of personal data, not the value', () => {
    const problem = problemOf(failure('personal_data'), now);
    expect(problemText(strings('ko'), problem)).toContain(
      '목표에 이메일 주소로 보이는 것이 있어서 모델에 아무것도 보내지 않았어요',
    );
  });

  it('says how often a draft broke which rule', () => {
    const text = problemText(strings('ko'), rulesProblem(3, '제목 41자 > 40자.', now));
    expect(text).toContain('3번');
    expect(text).toContain('제목 41자 > 40자');
  });

  it('leaves the problems of other parts to them', () => {
    expect(problemText(strings('ko'), { code: 'send.smtp' })).toBeNull();
    expect(problemText(strings('ko'), { code: 'llm.no_such_thing' })).toBeNull();
  });
});

describe('asking again by itself', () => {
  it('waits for what passes with time, as long as the server asked for, within an hour', () => {
    expect(retryInMs(failure('rate_limited'))).toBe(60_000);
    expect(retryInMs(failure('rate_limited', 90_000))).toBe(90_000);
    expect(retryInMs(failure('rate_limited', 1e9))).toBe(3_600_000);
    expect(retryInMs(failure('timeout'))).toBe(600_000);
    expect(retryInMs(failure('unreachable', 5_000))).toBe(600_000);
    expect(problemOf(failure('quota'), now).retryAt).toBe('2026-11-21T01:10:00.000Z');
  });

  it('does not for what only a person can change', () => {
    for (const outcome of ['refusal', 'filtered', 'rejected', 'personal_data', 'budget_day', 'schema'] as const) {
      expect(retryInMs(failure(outcome))).toBeNull();
      expect(problemOf(failure(outcome), now)).not.toHaveProperty('retryAt');
    }
  });
});
