import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { personalData } from '../../src/llm/guard.ts';
import { masked } from '../../src/steps/masked.ts';

describe('what people wrote, before it goes to a model', () => {
  test('loses addresses, numbers and marks of people, and keeps the rest', () => {
    const words = '문의는 kim.cs@shop.kr 또는 010-1234-5678, 담당 <@U123ABC> 60일 넘게 안 산 단골';
    const left = masked(words);
    for (const secret of ['kim', '1234-5678', 'U123']) expect(left).not.toContain(secret);
    expect(left).toContain('60일 넘게 안 산 단골');
    expect(personalData(left)).toBeNull();
  });

  test('an ordinary sentence goes through letter by letter', () => {
    for (const words of ['매출 10,000,000원, 2026-11-30까지 <3', '１천만원을 ①번으로', 'a < b', '주문 20261124번'])
      expect(masked(words)).toBe(words);
  });

  test('reaches into lists and objects and leaves numbers alone', () => {
    expect(masked({ a: ['x@y.kr', 7], b: { c: 'call 02-123-4567' }, d: null })).toEqual({
      a: ['[e-mail]', 7],
      b: { c: 'call [number]' },
      d: null,
    });
  });

  test('nothing the guard would stop is left, whatever the words', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom(
        'a@b.kr',
        '010 1234 5678',
        '+82-10-1234-5678',
        '900101-1234567',
        '4111 1111 1111 1111',
        '０１０-1234-5678',
        'kim@가게.한국',
        '(02)123-4567',
      ),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 6 }),
        (parts) => void expect(personalData(masked(parts.join(' ')))).toBeNull(),
      ),
    );
  });
});
