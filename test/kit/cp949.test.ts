import { expect, it } from 'vitest';
import { cp949Decoder } from '../../src/kit/cp949.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

it('reads what EUC-KR has, what it lacks, and ASCII, wherever a chunk ends', () => {
  // From the published table: 가 B0A1, 갂 8141, 갖 B0AE, 똠 8C63, 뷁 94EE, 힣 C652, 한 C7D1, 【 A1BC, 漢 F9D3.
  const whole = bytes('41 b0a1 8141 b0ae 8c63 94ee c652 c7d1 a1bc f9d3 0a');
  expect(cp949Decoder()(whole, false)).toBe('A가갂갖똠뷁힣한【漢\n');
  const decode = cp949Decoder();
  expect([...whole].map((byte) => decode(Uint8Array.of(byte), true)).join('')).toBe('A가갂갖똠뷁힣한【漢\n');
});

it.each([
  ['half a character at the end', 'b0'],
  ['a second byte that stands for nothing', 'b020'],
  ['a byte that begins nothing', 'ff41'],
])('refuses %s', (_, hex) => {
  expect(() => cp949Decoder()(bytes(hex), false)).toThrow(TypeError);
});
