import { describe, expect, test } from 'vitest';
import {
  checkBlocks,
  checkMessage,
  checkView,
  problemText,
  type Surface,
} from '../../../src/practice/slack/blocks-check.ts';
import { BLOCKS } from '../../../src/practice/slack/blocks-table.ts';
import { a, GOOD, md, plain, times } from './blocks-examples.ts';

describe('each block type', () => {
  test('has an example here, except the one that cannot be posted', () => {
    expect(Object.keys(GOOD).sort()).toEqual(
      Object.keys(BLOCKS)
        .filter((type) => type !== 'file')
        .sort(),
    );
  });

  test.each(Object.keys(GOOD))('%s is taken where it belongs and nowhere else', (type) => {
    for (const surface of ['message', 'modal', 'home'] as Surface[]) {
      const problems = checkBlocks([GOOD[type]], surface);
      if (BLOCKS[type]?.surfaces.includes(surface)) expect(problems).toEqual([]);
      else expect(problems.map(problemText)).toEqual([expect.stringContaining(`unsupported type: ${type}`)]);
    }
  });

  test.each(Object.keys(GOOD))('%s with a field Slack does not know is refused', (type) => {
    const [surface] = BLOCKS[type]?.surfaces ?? [];
    expect(checkBlocks([{ ...GOOD[type], colour: 'red' }], surface as Surface)).toEqual([
      { pointer: '/blocks/0', message: 'invalid additional property: colour' },
    ]);
  });

  test.each(Object.keys(GOOD).filter((type) => type !== 'divider'))('%s without its content is refused', (type) => {
    const [surface] = BLOCKS[type]?.surfaces ?? [];
    expect(checkBlocks([{ type }], surface as Surface)).not.toEqual([]);
  });
});

describe('a whole view', () => {
  const modal = {
    type: 'modal',
    title: plain(a(24)),
    submit: plain(a(24)),
    close: plain(a(24)),
    private_metadata: a(3000),
    callback_id: a(255),
    blocks: [GOOD.input],
  };
  test('at every limit is taken', () => expect(checkView(modal)).toEqual([]));
  test.each([
    ['title', { title: plain(a(25)) }],
    ['submit', { submit: plain(a(25)) }],
    ['close', { close: plain(a(25)) }],
    ['private_metadata', { private_metadata: a(3001) }],
    ['callback_id', { callback_id: a(256) }],
    ['no submit beside inputs', { submit: undefined }],
    ['submit_disabled', { submit_disabled: true }],
    ['blocks', { blocks: times(101, () => GOOD.divider) }],
    ['a message-only block', { blocks: [GOOD.markdown] }],
    ['type', { type: 'workflow_step' }],
  ])('%s over the limit is refused', (_what, change) => {
    expect(checkView({ ...modal, ...change })).not.toEqual([]);
  });
  test('Home has no title', () => {
    expect(checkView({ type: 'home', blocks: [GOOD.card] })).toEqual([]);
    expect(checkView({ type: 'home', title: plain('x'), blocks: [] })).not.toEqual([]);
  });
});

describe('a whole message', () => {
  test('needs words or blocks', () => {
    expect(checkMessage({})).toMatchObject({ error: 'no_text' });
    expect(checkMessage({ text: 'x' })).toBeNull();
    expect(checkMessage({ blocks: [GOOD.divider] })).toBeNull();
    expect(checkMessage({ text: 'x', blocks: 'nonsense' })).toMatchObject({ error: 'invalid_blocks_format' });
    expect(checkMessage({ text: 'x', blocks: [null] })).toMatchObject({ error: 'invalid_blocks' });
  });
  test('is at most 13,200 characters of blocks', () => {
    const of = (length: number) => {
      const blocks = times(5, () => ({ type: 'section', text: md('') }));
      const empty = JSON.stringify(blocks).length;
      let left = length - empty;
      for (const block of blocks) {
        const take = Math.min(3000, left);
        block.text.text = a(take);
        left -= take;
      }
      return { text: 'x', blocks };
    };
    expect(checkMessage(of(13_200))).toBeNull();
    expect(checkMessage(of(13_201))).toMatchObject({ error: 'msg_blocks_too_long' });
  });
  test('whatever is thrown at it, it answers and does not fall', () => {
    for (const odd of [
      null,
      1,
      'x',
      [],
      {},
      { type: null },
      { type: 'section', text: null },
      { type: 'table', rows: [[null]] },
      { type: 'data_visualization', chart: null },
      { type: 'carousel', elements: 3 },
      { type: 'plan', title: 1, tasks: 'x' },
    ])
      expect(checkBlocks([odd], 'message')).not.toEqual([]);
  });
});
