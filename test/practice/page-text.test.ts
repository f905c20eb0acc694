import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { said } from '../../src/slack/text.ts';
import { pageModule } from './page-module.ts';

const { parseMrkdwn } = await pageModule('text/mrkdwn.js');
const { parseMarkdown } = await pageModule('text/markdown.js');

type Inline = string | { t: string; c?: Inline[]; text?: string; id?: string; label?: string | null; url?: string };
const TAGS: Record<string, string> = { bold: 'b', italic: 'i', strike: 's' };

const flat = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) => {
      if (typeof node === 'string') return node;
      if (node.t === 'break') return '\n';
      if (node.t === 'code') return `[code ${node.text}]`;
      if (node.t === 'link') return `[${flat(node.c ?? [])}](${node.url})`;
      if (node.c) return `<${TAGS[node.t]}>${flat(node.c)}</${TAGS[node.t]}>`;
      return `{${node.t} ${node.id ?? ''}${node.label ? ` ${node.label}` : ''}}`;
    })
    .join('');
const shown = (source: string): string =>
  parseMrkdwn(source)
    .map((part: { t: string; c?: Inline[]; text?: string }) =>
      part.t === 'pre'
        ? `[pre ${part.text}]`
        : part.t === 'quote'
          ? `[quote ${flat(part.c ?? [])}]`
          : flat(part.c ?? []),
    )
    .join('|');

describe('mrkdwn', () => {
  it.each([
    ['*굵게* _기울임_ ~지움~ `코드`', '<b>굵게</b> <i>기울임</i> <s>지움</s> [code 코드]'],
    ['*굵게*은 그대로, Slack처럼', '*굵게*은 그대로, Slack처럼'],
    ['*굵게*, 다음', '<b>굵게</b>, 다음'],
    ['last_order_at 과 snake_case', 'last_order_at 과 snake_case'],
    ['3 * 4 * 5', '3 * 4 * 5'],
    // What a person wrote is defused by a space of no width, and stays as they wrote it.
    [said('*환영* _기울_ ~줄~ `칸` *둘*'), said('*환영* _기울_ ~줄~ `칸` *둘*')],
    ['*<@U0A>님의 _단골_ ~옛~*', '<b>{user U0A}님의 <i>단골</i> <s>옛</s></b>'],
    ['`*별*은 코드 안에 남는다`', '[code *별*은 코드 안에 남는다]'],
    ['&lt;b&gt; &amp; &amp;lt;', '<b> & &lt;'],
    ['<https://a.test/?x=1&amp;y=2|보기>', '[보기](https://a.test/?x=1&y=2)'],
    ['https://a.test/x. 끝', '[https://a.test/x](https://a.test/x). 끝'],
    ['<#C0A|marketing> <!channel> <!subteam^S1|@팀>', '{channel C0A marketing} {broadcast channel} {group S1 @팀}'],
    ['<javascript:alert(1)|눌러>', '<javascript:alert(1)|눌러>'],
    ['&gt; 하나\n&gt; 둘\n셋', '[quote 하나\n둘]|셋'],
    ['앞\n```const a = 1 &lt; 2\n*b*```\n뒤', '앞|[pre const a = 1 < 2\n*b*]|뒤'],
    ['*열고 닫지 않음', '*열고 닫지 않음'],
    ['*줄을\n넘지 않음*', '*줄을\n넘지 않음*'],
  ])('reads %j', (source, expected) => {
    expect(shown(source)).toBe(expected);
  });

  it('reads a date with its format and fallback', () => {
    expect(parseMrkdwn('<!date^1790000000^{date_short} {time}|내일>')[0].c[0]).toEqual({
      t: 'date',
      at: 1_790_000_000,
      format: '{date_short} {time}',
      fallback: '내일',
      url: null,
    });
  });

  it('loses no character of what was written, whatever the marks', () => {
    const marks: Record<string, string> = { bold: '*', italic: '_', strike: '~' };
    const again = (nodes: Inline[]): string =>
      nodes
        .map((node) => {
          if (typeof node === 'string') return node;
          if (node.t === 'break') return '\n';
          if (node.t === 'code') return `\`${node.text}\``;
          return `${marks[node.t]}${again(node.c ?? [])}${marks[node.t]}`;
        })
        .join('');
    const letters = fc.array(fc.constantFrom('*', '_', '~', '`', ' ', 'a', '가', '.', '\n'), { maxLength: 40 });
    fc.assert(
      fc.property(letters, (chars) => {
        const source = chars.join('').replaceAll('```', '');
        const parts = parseMrkdwn(source) as { t: string; c: Inline[] }[];
        expect(parts.map((part) => again(part.c)).join('')).toBe(source);
      }),
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (source) => void parseMrkdwn(source)));
  });
});

describe('markdown', () => {
  it('reads headings, lists in lists, tasks, quotes, code, tables and rules', () => {
    const parts = parseMarkdown(
      '## 제목\n글 **굵게** `코드`\n둘째 줄\n\n- 하나\n  - 안쪽\n- [x] 둘\n\n1. 첫째\n2. 둘째\n\n> 인용\n\n```\na | b\n```\n| 변형 | 매출 |\n|:-:|--:|\n| A | 1\\|2 |\n\n---',
    );
    expect(parts.map((part: { t: string }) => part.t)).toEqual([
      'heading',
      'para',
      'list',
      'list',
      'quote',
      'pre',
      'table',
      'rule',
    ]);
    expect(flat(parts[1].c)).toBe('글 <b>굵게</b> [code 코드]\n둘째 줄');
    expect(parts[2].items[0].c[1].t).toBe('list');
    expect(parts[2].items[1].done).toBe(true);
    expect(parts[6].align).toEqual(['center', 'right']);
    expect(flat(parts[6].rows[0][1])).toBe('1|2');
  });

  it('makes no link of a scheme that could run', () => {
    expect(flat(parseMarkdown('[눌러](javascript:alert(1))')[0].c)).toBe('[눌러](javascript:alert(1))');
    expect(JSON.stringify(parseMarkdown('[눌러](javascript:alert(1))'))).not.toContain('"link"');
  });

  it('never throws and always ends, whatever it is given', () => {
    const lines = fc.array(
      fc.constantFrom('- a', '  - b', '1. c', '> d', '```', '|a|b|', '|-|-|', '', '# e', '***', '  f', '*g*'),
      {
        maxLength: 20,
      },
    );
    fc.assert(fc.property(lines, (all) => void parseMarkdown(all.join('\n'))));
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (source) => void parseMarkdown(source)));
  });
});
