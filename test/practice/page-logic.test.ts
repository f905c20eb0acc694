import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/slack/handlers/commands.ts';
import * as views from './page-fixture-views.ts';
import type * as fixtures from './page-fixtures.ts';
import { pageModule } from './page-module.ts';

const form = await pageModule('elements/form.js');
const store = await pageModule('store.js');
const { errorText } = await pageModule('api.js');
const { WORDS } = await pageModule('words.js');
const { COMMANDS: OFFERED, GOALS } = await pageModule('goals.js');

describe('words', () => {
  const leaves = (of: unknown, path = ''): [string, unknown][] =>
    typeof of === 'object' && of !== null
      ? Object.entries(of).flatMap(([key, inside]) => leaves(inside, `${path}.${key}`))
      : [[path, typeof of === 'function' ? of(...[2, 3, 4].slice(0, of.length || 3)) : of]];

  it('are all there in both languages, and the English ones hold no Korean', () => {
    const ko = leaves(WORDS.ko);
    const en = leaves(WORDS.en);
    expect(en.map(([path]) => path)).toEqual(ko.map(([path]) => path));
    for (const [path, text] of [...ko, ...en]) expect(text, path).toEqual(expect.stringMatching(/\S/));
    for (const [path, text] of en) expect(text, path).not.toMatch(/[가-힣]/);
  });

  it('offer the default goal first, one that leaves at once and a small one, in both languages', () => {
    expect(GOALS.ko[0].text).toBe('@baton 60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원');
    for (const language of ['ko', 'en'] as const) {
      const ids = GOALS[language].map(({ id }: { id: string }) => id);
      expect(ids).toEqual(['lapsed', 'now', 'small']);
      for (const { text } of GOALS[language]) expect(text).toMatch(/^@baton /);
    }
    expect(GOALS.ko[1].text).toContain('지금 바로');
  });

  it('complete every word that the bot handles, and none that it does not', () => {
    expect([...OFFERED].sort()).toEqual(Object.keys(COMMANDS).sort());
    for (const language of ['ko', 'en'] as const)
      expect(Object.keys(WORDS[language].composer.commands).sort()).toEqual(Object.keys(COMMANDS).sort());
  });

  it('say a sentence of the server as it is, and put a code into words', () => {
    expect(errorText('이미 승인했어요.', WORDS.ko)).toBe('이미 승인했어요.');
    expect(errorText('message_not_found', WORDS.ko)).toBe('이 메시지는 지워졌어요.');
    expect(errorText('odd_code', WORDS.ko)).toBe('문제가 생겼어요. 다시 시도해 주세요. (odd_code)');
  });
});

describe('what a person put in', () => {
  const blocks = views.editModal.blocks as fixtures.Block[];
  const elements = new Map(blocks.map((block) => [block.block_id, block.element as fixtures.Block]));

  it('travels in the shape Slack sends, untouched fields with what they started with', () => {
    const values = { [form.keyOf('count', 'value')]: { type: 'number_input', value: '12' } };
    const state = form.stateOf(blocks, values).values;
    expect(state.name.value).toEqual({ type: 'plain_text_input', value: '60–120일 쉰 단골' });
    expect(state.count.value).toEqual({ type: 'number_input', value: '12' });
    expect(state.period.value.selected_option.value).toBe('7');
    expect(state.keep.value).toEqual({ type: 'checkboxes', selected_options: [] });
    expect(state.mail.value.value).toBeNull();
  });

  it('also from within containers', () => {
    const state = form.stateOf([{ type: 'container', child_blocks: blocks }], {}).values;
    expect(Object.keys(state)).toEqual(blocks.map(({ block_id }) => block_id));
  });

  it('is refused in words where Slack would refuse it', () => {
    const put = (values: Record<string, unknown>) =>
      form.problemsOf(
        blocks,
        Object.fromEntries(
          Object.entries(values).map(([id, value]) => [
            form.keyOf(id, 'value'),
            { type: elements.get(id)?.type, value },
          ]),
        ),
        WORDS.ko.field,
      );
    expect(put({})).toEqual({ count: '비워 둘 수 없어요.' });
    expect(put({ count: '1.5', name: '가', mail: 'x', link: 'ftp://x' })).toEqual({
      count: '소수점 없는 숫자로 써 주세요.',
      name: '2자 이상 써 주세요.',
      mail: '메일 주소 모양이 아니에요.',
      link: 'http:// 나 https:// 로 시작하는 주소를 써 주세요.',
    });
    expect(put({ count: '0' })).toEqual({ count: '1 이상이어야 해요.' });
    expect(put({ count: '5842', name: '가'.repeat(41) })).toEqual({ name: '40자까지 쓸 수 있어요. 지금 41자예요.' });
    expect(put({ count: '5842', mail: 'a@example.test', link: 'https://a.test' })).toEqual({});
  });
});

describe('what a seat sees', () => {
  const message = (ts: string, seq: number, more: object = {}) => ({
    channel: 'C0A',
    ts,
    threadTs: null,
    user: 'U1',
    onlyFor: null,
    broadcast: false,
    text: ts,
    blocks: null,
    edited: false,
    deleted: false,
    seq,
    ...more,
  });
  const texts = (eyes: unknown) =>
    store
      .channelMessages(eyes, 'C0A')
      .map(({ root, replies }: { root: { text: string }; replies: { text: string }[] }) => [
        root.text,
        ...replies.map(({ text }) => text),
      ]);

  it('has replies in the thread only, broadcast ones in the channel too, and no private note in the count', () => {
    const eyes = store.see(store.BLIND, {
      seq: 5,
      views: [],
      messages: [
        message('1.1', 1),
        message('1.2', 2, { threadTs: '1.1' }),
        message('1.3', 3, { threadTs: '1.1', broadcast: true }),
        message('1.4', 4, { threadTs: '1.1', onlyFor: 'U1' }),
        message('1.5', 5),
      ],
    });
    expect(texts(eyes)).toEqual([['1.1', '1.2', '1.3'], ['1.3'], ['1.5']]);
    expect(store.threadMessages(eyes, 'C0A', '1.1').map(({ ts }: { ts: string }) => ts)).toEqual([
      '1.1',
      '1.2',
      '1.3',
      '1.4',
    ]);
  });

  it('forgets everything when the server has started anew', () => {
    const before = store.see(store.BLIND, { seq: 9, views: [], messages: [message('1.1', 9)] });
    expect(texts(store.see(before, { seq: 2, views: [], messages: [message('2.1', 2)] }))).toEqual([['2.1']]);
  });

  it('keeps a closed modal out, and the newest home', () => {
    const view = (id: string, seq: number, depth: number | null, kind = 'modal') => ({
      id,
      kind,
      view: {},
      hash: '',
      depth,
      seq,
    });
    const eyes = store.see(store.BLIND, {
      seq: 4,
      messages: [],
      views: [view('A', 1, 0), view('B', 2, 1), view('H', 3, 0, 'home')],
    });
    expect(store.modalStack(eyes).map(({ id }: { id: string }) => id)).toEqual(['A', 'B']);
    const next = store.see(eyes, { seq: 5, messages: [], views: [view('B', 5, null)] });
    expect(store.modalStack(next).map(({ id }: { id: string }) => id)).toEqual(['A']);
    expect(store.homeOf(next).id).toBe('H');
  });

  it('is the same however the changes were cut into answers', () => {
    const one = fc.record({ n: fc.integer({ min: 1, max: 6 }), deleted: fc.boolean() });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 20 }), fc.integer({ min: 1, max: 5 }), (all, size) => {
        const messages = all.map(({ n, deleted }, at) => message(`1.${n}`, at + 1, { deleted, text: `${n}@${at}` }));
        const whole = store.see(store.BLIND, { seq: all.length, views: [], messages });
        let cut = store.see(store.BLIND, { seq: 0, views: [], messages: [] });
        for (let from = 0; from < messages.length; from += size) {
          const part = messages.slice(from, from + size);
          cut = store.see(cut, { seq: part.at(-1)?.seq, views: [], messages: part });
        }
        expect(texts(cut)).toEqual(texts(whole));
      }),
    );
  });
});
