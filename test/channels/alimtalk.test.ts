import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillTemplate, matchesTemplate, variablesOf } from '../../src/channels/alimtalk.ts';

const TEMPLATE = '#{이름}님, #{상품} 주문이 접수됐어요.\n주문번호 #{번호}\n#{이름}님께 곧 보내 드릴게요.';
const values = { 이름: '길동', 상품: '봄 LP', 번호: 'A-1' };
const FILLED = '길동님, 봄 LP 주문이 접수됐어요.\n주문번호 A-1\n길동님께 곧 보내 드릴게요.';

describe('an Alimtalk template', () => {
  it('names its variables once, and is filled only when each has a value', () => {
    expect(variablesOf(TEMPLATE)).toEqual(['이름', '상품', '번호']);
    expect(fillTemplate(TEMPLATE, values)).toBe(FILLED);
    expect(fillTemplate(TEMPLATE, { 이름: '길동', 상품: '봄 LP' })).toBeNull();
    expect(fillTemplate('#{toString}', {})).toBeNull();
  });

  it.each<[string, string, boolean]>([
    ['as filled', FILLED, true],
    ['a space more at the end', `${FILLED} `, false],
    ['another line break', FILLED.replaceAll('\n', '\r\n'), false],
    ['another normal form', FILLED.normalize('NFD'), false],
    ['an empty value', FILLED.replace('봄 LP', ''), false],
    ['a word changed', FILLED.replace('접수', '취소'), false],
  ])('%s: %#', (_name, rendered, fits) => {
    expect(matchesTemplate(TEMPLATE, rendered)).toBe(fits);
  });

  it('fits whatever its values are, and nothing with a character more or less in a fixed place', () => {
    const value = fc.string({
      minLength: 1,
      maxLength: 12,
      unit: fc.constantFrom('가', 'a', ' ', '\n', '님', ',', '#', '{', '}', '$', '주문'),
    });
    const fixed = fc.string({ maxLength: 6, unit: fc.constantFrom('가', 'a', ' ', '님', ',', '주문') });
    const name = fc.constantFrom('이름', '상품', '번호');
    const template = fc
      .array(
        fc.oneof(
          fixed,
          name.map((one) => `#{${one}}`),
        ),
        { maxLength: 7 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(template, value, value, value, (text, a, b, c) => {
        const filled = fillTemplate(text, { 이름: a, 상품: b, 번호: c }) ?? '';
        expect(matchesTemplate(text, filled)).toBe(true);
        expect(matchesTemplate(`${text}끝`, filled)).toBe(false);
        expect(matchesTemplate(`처음${text}`, filled)).toBe(false);
      }),
    );
  });

  it('is compared in no time, however hard it is made', () => {
    const hard = Array.from({ length: 40 }, (_, i) => `#{v${i}}a`).join('');
    expect(matchesTemplate(hard, `${'a'.repeat(1_000)}b`)).toBe(false);
  });
});
