import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonalData, personalData } from '../../src/llm/guard.ts';
import { PROMPT_INPUTS, type PromptName, renderPrompt } from '../../src/llm/prompt.ts';

describe('what is never sent to a model', () => {
  it.each([
    ['email', 'kim@example.com에게 보내줘'],
    ['email', '<mailto:a.b+c@mail.co.kr|a.b+c@mail.co.kr>'],
    ['email', '김철수@회사.한국'],
    ['email', 'ｋｉｍ＠ｅｘａｍｐｌｅ.com'],
    ['email', 'kim@\u200bexample.com'],
    ['phone', '010-1234-5678'],
    ['phone', '01012345678'],
    ['phone', '010 1234 5678'],
    ['phone', '011-123-4567'],
    ['phone', '+82 10-1234-5678'],
    ['phone', '+821012345678'],
    ['phone', '02-123-4567'],
    ['phone', '(02) 1234-5678'],
    ['phone', '080-123-4567'],
    ['rrn', '주민번호 900101-1234567'],
    ['rrn', '9001011234567'],
    ['rrn', '051231-4123456'],
    ['card', '4111 1111 1111 1111'],
    ['card', '5555-5555-5555-4444'],
    ['card', '378282246310005'],
  ])('%s: %s', (kind, text) => {
    expect(personalData(text)).toBe(kind);
  });

  it.each([
    '60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원',
    '매출 10,000,000원, 12/31까지',
    '{"value":0.0101234567812,"n":10123}',
    '{"deciles":[0,11.99,24.5,1234567.8912345]}',
    '주문번호 4111111111111112',
    '2026-11-24T14:00',
    'C-42 v3 @marketer',
    '1588-1234로 문의',
    '20261124-1400',
    'sha256 9f86d081884c7d659a2feaa0c55ad015',
  ])('is not: %s', (text) => {
    expect(personalData(text)).toBeNull();
  });

  it('finds it wherever it stands in a text', () => {
    const secret = fc.constantFrom('kim@example.com', '010-9876-5432', '900101-1234567', '4111 1111 1111 1111');
    const words = fc.stringMatching(/^[가-힣 ,.!\n]{0,40}$/);
    fc.assert(
      fc.property(words, secret, words, (before, found, after) => {
        expect(personalData(`${before} ${found} ${after}`)).not.toBeNull();
      }),
    );
  });

  it('says where, and never repeats the value', () => {
    const found = findPersonalData({ goal: '다시 오게', constraints: 'kim@example.com은 빼줘' });
    expect(found).toEqual({ kind: 'email', where: 'constraints' });
    expect(JSON.stringify(found)).not.toContain('kim');
  });

  it('holds nothing personal in the prompts themselves, however they are rendered', () => {
    for (const [name, keys] of Object.entries(PROMPT_INPUTS)) {
      const inputs = Object.fromEntries(keys.map((key) => [key, 'x'])) as never;
      const { turns } = renderPrompt(name as PromptName, inputs, 'k3f9k3f9k3f9k3f9');
      for (const turn of turns) expect(personalData(turn.content)).toBeNull();
    }
    const dir = new URL('../../prompts/', import.meta.url);
    for (const file of readdirSync(dir)) expect(personalData(readFileSync(new URL(file, dir), 'utf8'))).toBeNull();
  });
});
