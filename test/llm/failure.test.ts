import { describe, expect, it } from 'vitest';
import { strings } from '../../src/i18n/language.ts';
import { retryInMs } from '../../src/llm/failure.ts';
import type { AskOutcome } from '../../src/llm/record.ts';

/** Every way to have no draft: a new one without words does not compile. */
const OUTCOMES: Record<AskOutcome | 'rules', true> = {
  refusal: true,
  truncated: true,
  filtered: true,
  invalid_json: true,
  schema: true,
  rate_limited: true,
  quota: true,
  timeout: true,
  unreachable: true,
  rejected: true,
  personal_data: true,
  budget_campaign: true,
  budget_day: true,
  rules: true,
};
type Outcome = keyof typeof OUTCOMES;
const say = (language: 'ko' | 'en', outcome: Outcome, detail = 'why'): string =>
  strings(language).llm.failed[outcome]({ detail, minutes: '10', times: '3' });

describe('a failure of the model, in words', () => {
  it.each(Object.keys(OUTCOMES) as Outcome[])(
    '%s says what happened, that the campaign is kept and what next',
    (outcome) => {
      const detail = outcome === 'personal_data' ? 'email:goal' : 'why';
      const [ko, en] = [say('ko', outcome, detail), say('en', outcome, detail)];
      expect(ko).toContain('캠페인은 그대로 있');
      expect(en).toContain('The campaign is kept');
      expect(ko).toMatch(/(주세요|볼게요|이어져요|있어요)\.$/);
      expect(`${ko}${en}`).not.toMatch(/undefined|NaN/);
    },
  );

  it("carries the model's own words in a refusal, and the rule that was broken", () => {
    expect(say('ko', 'refusal', 'I cannot help with that.')).toContain('I cannot help with that.');
    expect(say('ko', 'rules', '제목 41자 > 40자.')).toMatch(/3번 모두.*제목 41자 > 40자/);
  });

  it('names the place of personal data, not the value, and an unknown place in general', () => {
    expect(say('ko', 'personal_data', 'email:goal')).toContain(
      '목표에 이메일 주소로 보이는 것이 있어서 모델에 아무것도 보내지 않았어요',
    );
    expect(say('en', 'personal_data', 'phone:turn 3')).toContain('What was to be sent seems to hold a phone number');
  });

  it('says when the next try is where there is one by itself', () => {
    for (const outcome of ['rate_limited', 'quota', 'timeout', 'unreachable'] as const) {
      expect(retryInMs({ outcome })).not.toBeNull();
      expect(say('ko', outcome)).toContain('10분 뒤');
    }
    for (const outcome of [
      'refusal',
      'filtered',
      'rejected',
      'personal_data',
      'budget_day',
      'schema',
      'truncated',
    ] as const) {
      expect(retryInMs({ outcome })).toBeNull();
      expect(say('ko', outcome)).not.toContain('분 뒤');
    }
  });
});

describe('asking again by itself', () => {
  it('waits as long as the server asked for, within an hour', () => {
    expect(retryInMs({ outcome: 'rate_limited' })).toBe(60_000);
    expect(retryInMs({ outcome: 'rate_limited', retryAfterMs: 90_000 })).toBe(90_000);
    expect(retryInMs({ outcome: 'rate_limited', retryAfterMs: 1e9 })).toBe(3_600_000);
    expect(retryInMs({ outcome: 'timeout' })).toBe(600_000);
    expect(retryInMs({ outcome: 'unreachable', retryAfterMs: 5_000 })).toBe(600_000);
  });
});
