import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleKit } from '../../src/brand/example.ts';
import { kitInputs, placeOf, writtenInputs, writtenKit } from '../../src/brand/form.ts';
import type { BrandKit } from '../../src/brand/kit.ts';
import { kitSchema } from '../../src/brand/kit.ts';
import { fieldsOf, readRows, SECTION_NAMES, writeRow } from '../../src/brand/sections.ts';
import { readKit } from '../../src/brand/store.ts';
import { sampleKit } from '../../src/practice/sample/kit.ts';
import { typedNumber } from '../../src/steps/field.ts';

const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .filter((text) => text.trim() !== '' && !/[\r\n]/.test(text))
  .map((text) => text.trim());
/** What people's separators do to each other. */
const nasty = fc.oneof(words, fc.constantFrom('a|b', '\\', '|', 'a \\| b', '\\\\|', '끝 |', 'C:\\새 폴더'));
const written = (section: (typeof SECTION_NAMES)[number], kit: BrandKit) =>
  Object.fromEntries(kitInputs(section, kit, String).map(({ id, text }) => [id, text]));

describe("the brand kit's sections", () => {
  it('hold every value of the kit exactly once', () => {
    const paths = (value: unknown, path: string): string[] =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).flatMap(([key, each]) => paths(each, path ? `${path}.${key}` : key))
        : [path];
    const held = SECTION_NAMES.flatMap((section) => fieldsOf(section).map(({ path }) => path));
    expect([...held].sort()).toEqual(paths(exampleKit, '').sort());
    expect(Object.keys(exampleKit).sort()).toEqual(Object.keys(kitSchema.shape).sort());
    for (const field of SECTION_NAMES.flatMap((section) => [...fieldsOf(section)]))
      if (field.kind === 'rows' && field.columns.length > 0) {
        const [row] = exampleKit[field.path as 'links'] as object[];
        expect(Object.keys(row ?? {})).toEqual(field.columns);
      }
  });

  it('shown and written back unchanged, every kit is the same kit', () => {
    for (const kit of [sampleKit, exampleKit])
      for (const section of SECTION_NAMES)
        expect(readKit(writtenKit(section, kit, written(section, kit), typedNumber))).toEqual({ ok: true, kit });
  });

  it('lose no word of a list, whatever stands in it and however long it is', () => {
    const rows = fc.array(fc.record({ id: nasty, ko: nasty, en: nasty }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rows, fc.array(nasty, { maxLength: 200 }), (messages, bannedWords) => {
        const kit = { ...sampleKit, messages, bannedWords };
        for (const section of ['messages', 'banned'] as const) {
          const form = kitInputs(section, kit, String);
          for (const { text } of form) expect(text.length).toBeLessThanOrEqual(2_500);
          const typed = written(section, kit);
          expect(writtenKit(section, kit, typed, typedNumber)).toEqual(kit);
          expect(writtenInputs(section, typed)).toEqual(form);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('read a row as people write it: without spaces, with too few parts, with bars in the last', () => {
    const columns = ['id', 'ko', 'en'];
    expect(readRows('\n a|가 |A \n\nb', columns)).toEqual([
      { id: 'a', ko: '가', en: 'A' },
      { id: 'b', ko: '', en: '' },
    ]);
    expect(readRows('a | b | c | d', columns)).toEqual([{ id: 'a', ko: 'b', en: 'c | d' }]);
    expect(readRows(writeRow({ code: 'x|y', text: 'a|b' }, ['code', 'text']), ['code', 'text'])).toEqual([
      { code: 'x|y', text: 'a|b' },
    ]);
  });

  it('say in which line of which input something is wrong', () => {
    const many = Array.from({ length: 49 }, (_, n) => ({ id: `f${n}`, text: '가'.repeat(90), evidence: `e${n}` }));
    const typed = written('facts', { ...sampleKit, facts: many });
    expect(Object.keys(typed)).toEqual(['facts', 'facts_2', 'facts_3']);
    const second = typed.facts_2?.split('\n') ?? [];
    const wrong = { ...typed, facts_2: ['', second[0], 'no evidence | here', ...second.slice(1)].join('\n') };
    const read = readKit(writtenKit('facts', sampleKit, wrong, typedNumber));
    expect(read.ok).toBe(false);
    const [problem] = read.ok ? [] : read.problems;
    expect(problem && placeOf('facts', problem, wrong)).toMatchObject({ id: 'facts_2', line: 3, column: 'evidence' });
    expect(placeOf('facts', { field: 'sender.email' }, wrong)).toBeNull();
    expect(placeOf('sender', { field: 'sender.email' }, {})).toMatchObject({ id: 'sender_email', line: null });
    expect(placeOf('links', { field: 'links' }, {})).toMatchObject({ id: 'links', line: null });
  });

  it('make a number that is none a problem of its field', () => {
    const typed = { ...written('money', sampleKit), minutes_saved: '많이', month_target: '2천만' };
    const read = readKit(writtenKit('money', sampleKit, typed, typedNumber));
    expect(read).toMatchObject({ ok: false, problems: [{ field: 'minutesSaved' }] });
  });
});

describe('the example kit', () => {
  it('is a whole kit with every field filled', () => {
    expect(readKit(exampleKit)).toEqual({ ok: true, kit: exampleKit });
    expect(JSON.stringify(exampleKit)).not.toMatch(/null|\[\]|""/);
  });
});
