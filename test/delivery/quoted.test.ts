import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { quoted } from '../../src/delivery/quoted.ts';

/** One part as a mail program reads it, its line ends as LF. */
const read = async (body: string): Promise<string> => {
  const head = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n';
  return ((await PostalMime.parse(head + body)).text ?? '').replaceAll('\r\n', '\n').replace(/\n$/, '');
};

const pieces = fc.array(
  fc.oneof(
    fc.string({
      unit: fc.constantFrom('a', ' ', '=', '.', '\n', '\r\n', '가', '🎵', '\t', '=3D', 'https://x.test/?a=b&c'),
    }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
  ),
  { maxLength: 8 },
);

describe('quoted-printable', () => {
  it('reads back as what its pieces said one after the other, wherever they were cut', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const said = parts.join('').replaceAll('\r\n', '\n').replace(/\n$/, '');
        expect(await read(parts.map(quoted).join(''))).toBe(said);
      }),
    );
  });

  it('keeps lines of at most 76 plain characters, none of which ends in a space', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        for (const line of parts.map(quoted).join('').split('\r\n')) {
          expect(line).toMatch(/^[ -~]{0,76}$/);
          expect(line).not.toMatch(/ $/);
        }
      }),
    );
  });
});
