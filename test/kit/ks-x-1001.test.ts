import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mend, outside, pairs, smsBytes } from '../../src/kit/ks-x-1001.ts';

describe('KS X 1001, as a Korean text message is counted', () => {
  it('knows the standard and nothing of what CP949 added to it', () => {
    expect(pairs().size).toBe(8_224);
    for (const char of '뷁똠펲—–•₩©é😀€®') expect(outside(char)).toEqual([char]);
    expect(outside('―·…“”‘’￦™★♥→①～\n')).toEqual([]);
  });

  it('counts the vectors of carriers, which a UTF-8 counter gets wrong', () => {
    const text = '(광고)무신사 봄 세일 최대 50% 할인! 지금 확인하기 무료거부 0801234567';
    expect([text.length, smsBytes(text), Buffer.byteLength(text)]).toEqual([47, 69, 91]);
    expect(smsBytes('(광고)[마켓A] ')).toBe(14);
    expect(smsBytes('\n무료수신거부 080-123-4567')).toBe(26);
  });

  it('writes otherwise what can be written otherwise', () => {
    expect(mend('값 ₩39,000 — 하나–둘 • 셋\u00a0넷 ₩')).toBe('값 39,000원 - 하나-둘 · 셋 넷 원');
    expect(mend('봄\u200b👍🏽\ufe0f이\ufeff다🇰🇷')).toBe('봄이다');
    expect(mend('가\r\n나\t다')).toBe('가\n나 다');
    expect(mend('가'.normalize('NFD'))).toBe('가');
    // Composing alone would make of these what no carrier takes, or another character of the same look.
    for (const char of ['\u212b', '\uf900']) expect(mend(char)).toBe(char);
    // Other words are needed for these, and only a person has them.
    expect(outside(mend('뷁 ©'))).toEqual(['뷁', '©']);
  });

  const char = fc.oneof(
    fc.constantFrom(...'가나다 A1(광고)·★♥\n₩—–•👍🇰🇷\u00a0\u200b\ufe0f\r\t'),
    fc.constantFrom(...pairs()),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  );
  const text = fc.array(char, { maxLength: 80 }).map((chars) => chars.join(''));

  it('property: mending twice is mending once, and what a carrier takes already stays as it is', () => {
    fc.assert(
      fc.property(text, (given) => {
        const once = mend(given);
        expect(mend(once)).toBe(once);
        expect(new Set(outside(given.normalize('NFC')))).toEqual(
          new Set([...outside(given.normalize('NFC')), ...outside(once)]),
        );
        if (outside(given).length === 0) expect(once).toBe(given);
      }),
    );
  });

  it('property: bytes are those of the encoding, whichever way the text is cut', () => {
    const decoder = new TextDecoder('euc-kr');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pairs(), ...'aZ 9~\n'), { maxLength: 60 }), fc.nat(), (chars, at) => {
        const whole = chars.join('');
        const cut = at % (chars.length + 1);
        expect(smsBytes(whole)).toBe(smsBytes(chars.slice(0, cut).join('')) + smsBytes(chars.slice(cut).join('')));
        expect(smsBytes(whole)).toBe(chars.reduce((sum, one) => sum + (one.charCodeAt(0) < 128 ? 1 : 2), 0));
        expect(decoder.encoding).toBe('euc-kr');
      }),
    );
  });
});
