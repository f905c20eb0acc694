import fc from 'fast-check';
import { expect, test } from 'vitest';
import { richText, slackText } from '../../../src/practice/slack/mentions.ts';

const names = {
  people: { baton: 'U0BATON', 이승인: 'U0APPROVER1' },
  channels: { marketing: 'C0MARKETING', 'marketing-digest': 'C0DIGEST' },
};
const of = (typed: string) => slackText(typed, names);

test.each([
  ['@baton 안녕', '<@U0BATON> 안녕'],
  ['@Baton에게', '<@U0BATON>에게'],
  ['(@baton, @이승인님)', '(<@U0BATON>, <@U0APPROVER1>님)'],
  ['@batonist', '@batonist'],
  ['me@baton.test', 'me@baton.test'],
  ['#marketing-digest 와 #marketing', '<#C0DIGEST|marketing-digest> 와 <#C0MARKETING|marketing>'],
  ['@channel 모두', '<!channel> 모두'],
  ['<!channel> <@U0BATON>', '&lt;!channel&gt; &lt;@U0BATON&gt;'],
  ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
  ['보기: https://a.test/x?y=1&z=2.', '보기: <https://a.test/x?y=1&amp;z=2>.'],
  ['https://a.test/@baton', '<https://a.test/@baton>'],
  ['{{name}} {% x %} *굵게* مرحبا 🎉', '{{name}} {% x %} *굵게* مرحبا 🎉'],
])('%s', (typed, stored) => {
  expect(of(typed)).toBe(stored);
});

test('whatever is typed, only known names become commands', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
      for (const [inside] of of(typed).matchAll(/<[^>]*>/g))
        expect(inside).toMatch(
          /^<(?:@U0BATON|@U0APPROVER1|!(?:channel|here|everyone)|#C0(?:MARKETING|DIGEST)\|[a-z-]+|https?:\/\/[^<>]+)>$/,
        );
    }),
  );
});

test('rich text says the same as the text', () => {
  expect(richText(of('@baton 보기 https://a.test #marketing <!x> @here'), 'b')).toEqual([
    {
      type: 'rich_text',
      block_id: 'b',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'user', user_id: 'U0BATON' },
            { type: 'text', text: ' 보기 ' },
            { type: 'link', url: 'https://a.test' },
            { type: 'text', text: ' ' },
            { type: 'channel', channel_id: 'C0MARKETING' },
            { type: 'text', text: ' <!x> ' },
            { type: 'broadcast', range: 'here' },
          ],
        },
      ],
    },
  ]);
});
