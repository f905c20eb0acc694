import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topic, toward } from '../../src/i18n/particle.ts';
import { voice } from '../../src/i18n/voice.ts';
import { checkMessage } from '../../src/practice/slack/blocks-check.ts';
import {
  actions,
  type Blocks,
  button,
  cell,
  container,
  context,
  facts,
  markup,
  section,
  table,
} from '../../src/slack/blocks.ts';
import { BUDGET, fitted, weigh } from '../../src/slack/budget.ts';
import { diffLines, wordDiff } from '../../src/slack/diff.ts';
import { plainer, wordsOf } from '../../src/slack/plainer.ts';
import { clip, clipMarkup, inert, said, saidLine, stripped } from '../../src/slack/text.ts';

const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<!channel>',
        '<@U1>',
        '<https://x.example|here>',
        '*',
        '_',
        '~',
        '`',
        '&amp;',
        '&',
        '>',
        '\n',
        'https://x.example',
        '@here',
        '\u202e',
        'שלום',
        '🎧',
        '{{ x }}',
      ),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(' '));

describe('words by people and the model', () => {
  it('never become markup that mentions, links or breaks out, whatever they are', () => {
    fc.assert(
      fc.property(nasty, (words) => {
        const safe = said(words);
        expect(safe).not.toMatch(/<|>/);
        expect(safe.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
        expect(safe).not.toMatch(/https?:\/\//i);
        expect(safe).not.toMatch(/@(channel|here|everyone)\b/i);
        expect(safe).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
      }),
    );
  });

  it('stay readable: an ordinary sentence goes through letter by letter', () => {
    const sentence = '60일 넘게 안 산 단골(3회 이상)을 다시 오게 해서 이번 달 매출 1천만원, 15% 할인은 빼고!';
    expect(said(sentence)).toBe(sentence);
    expect(saidLine('  두\n줄  ')).toBe('두 줄');
    expect(said('snake_case 3*4 a~b')).toBe('snake_case 3*4 a~b');
  });

  it('are inert in plain text, where Slack shows what it is given', () => {
    fc.assert(
      fc.property(nasty, (words) => {
        expect(inert(words)).not.toMatch(/<[!@#]|https?:\/\//i);
      }),
    );
  });

  it('are cut to any length without half a character, entity or link', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 60 }), (words, max) => {
        expect(clip(words, max).length).toBeLessThanOrEqual(max);
        expect(clip(words, max).isWellFormed() || !words.isWellFormed()).toBe(true);
        const cut = clipMarkup(said(words), max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
      }),
    );
    expect(clipMarkup('가 <https://x.example/p|카드>', 12)).toBe('가…');
  });

  it('lose only their formatting for notifications', () => {
    expect(stripped('*굵게* ~지움~ _기울임_ <@U1> &lt;x&gt; <!date^1^{time}|10:42>')).toBe(
      '굵게 지움 기울임 <@U1> &lt;x&gt; 10:42',
    );
  });
});

describe('the budget of a message', () => {
  const words = fc.string({ minLength: 1, maxLength: 3_000 });
  const blocks: fc.Arbitrary<Blocks> = fc
    .array(
      fc.oneof(
        words.map((text) => section(text)),
        fc.array(fc.tuple(fc.constant('라벨'), words), { minLength: 1, maxLength: 6 }).map((pairs) => facts(pairs)),
        fc
          .array(words, { minLength: 1, maxLength: 30 })
          .map((rows) => table([[cell('a')], ...rows.map((row) => [cell(row)])])),
      ),
      { minLength: 1, maxLength: 8 },
    )
    // One table a message is Slack's own rule, and not what is tested here.
    .map((all) =>
      all.filter((block, index) => block.type !== 'table' || all.findIndex(({ type }) => type === 'table') === index),
    )
    .map((all) => [
      section('질문'),
      ...all,
      ...actions([button('step.approve', '승인', 'req_1')], 'req_1.a'),
      context('끝'),
    ]);

  it('holds for any card, which keeps its first line, its buttons and its end', () => {
    fc.assert(
      fc.property(blocks, (card) => {
        const kept = fitted(card);
        expect(weigh(kept)).toBeLessThanOrEqual(BUDGET);
        expect(kept[0]).toEqual(card[0]);
        expect(kept.at(-2)).toEqual(card.at(-2));
        expect(kept.at(-1)).toEqual(card.at(-1));
        expect(checkMessage({ text: 'x', blocks: kept })).toBeNull();
        expect(checkMessage({ text: 'x', blocks: plainer(kept) })).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it('leaves a card alone that fits', () => {
    const card = [section('짧다'), ...container('더', [section('안')])];
    expect(fitted(card)).toBe(card);
  });
});

describe('a plainer card', () => {
  it('keeps every word of a table', () => {
    const card = [
      table([
        [cell('변형'), cell('매출')],
        [cell('A-1'), cell('230만원')],
      ]),
    ];
    expect(wordsOf(card)).toBe('변형 | 매출\nA-1 | 230만원');
  });
});

describe('what changed', () => {
  const v = voice('ko', { timezone: 'Asia/Seoul', currency: 'KRW' });

  it('names the label, what it was and what it is', () => {
    expect(
      diffLines(
        [
          ['목표', '3,000만원'],
          ['혜택', '15% 쿠폰'],
        ],
        [
          ['목표', '1,000만원'],
          ['혜택', ''],
        ],
        v,
      ),
    ).toEqual(['목표: ~3,000만원~ → *1,000만원*', '혜택: ~15% 쿠폰~ → *없음*']);
    expect(diffLines([['목표', 'a']], [['목표', 'a']], v)).toEqual([]);
  });

  it('compares long words word by word', () => {
    const before = '두 달 사이에 나온 좋은 음반이 아주 많이 있어요 그래서 몇 장을 골라 두었어요 천천히 들어 보세요';
    expect(wordDiff(before, before.replace('아주 많이', '조금'))).toContain('~아주 많이~ *조금*');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 }),
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 }),
        (a, b) => {
          const shown = wordDiff(a.join(' '), b.join(' '));
          const without = (mark: RegExp) =>
            shown.replaceAll(mark, ' ').replaceAll(/[*~…]/g, '').split(/\s+/).filter(Boolean);
          // Long unchanged runs are shortened; these never get that long.
          if (a.length <= 8 && b.length <= 8) {
            expect(without(/\*[^*]*\*/g)).toEqual(a);
            expect(without(/~[^~]*~/g)).toEqual(b);
          }
        },
      ),
    );
  });
});

describe('Korean after a number', () => {
  it('is as it is read aloud', () => {
    expect(['1', '2', '3', '6', '7', '9', '10', '20'].map(topic)).toEqual([
      '1은',
      '2는',
      '3은',
      '6은',
      '7은',
      '9는',
      '10은',
      '20은',
    ]);
    expect(['1', '2', '3', '6', '7', '8', '10'].map(toward)).toEqual([
      '1로',
      '2로',
      '3으로',
      '6으로',
      '7로',
      '8로',
      '10으로',
    ]);
  });
});

describe('bold words before a Korean particle', () => {
  it.each([
    ['*3명*이에요', '*3명*\u200b이에요'],
    ['값은 *몰라요*. 산 사람이 *약 3명*이에요', '값은 *몰라요*. 산 사람이 *약 3명*\u200b이에요'],
    ['*가* · *나*를', '*가* · *나*\u200b를'],
    ['*3 people* and', '*3 people* and'],
  ])('end where Slack sees a word end: %s', (given, made) => {
    expect(markup(given).text).toBe(made);
  });
});
