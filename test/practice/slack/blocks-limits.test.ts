import { describe, expect, test } from 'vitest';
import { checkBlocks, type Surface } from '../../../src/practice/slack/blocks-check.ts';
import { a, button, chart, GOOD, input, md, option, plain, raw, rich, task, times } from './blocks-examples.ts';

/** [what, surface, the block at its limit, the same one step over] */
const LIMITS: [string, Surface, object | object[], object | object[]][] = [
  ['header text', 'message', { type: 'header', text: plain(a(150)) }, { type: 'header', text: plain(a(151)) }],
  ['section text', 'message', { type: 'section', text: md(a(3000)) }, { type: 'section', text: md(a(3001)) }],
  [
    'section fields',
    'message',
    { type: 'section', fields: times(10, () => md('x')) },
    { type: 'section', fields: times(11, () => md('x')) },
  ],
  ['one field', 'message', { type: 'section', fields: [md(a(2000))] }, { type: 'section', fields: [md(a(2001))] }],
  [
    'actions',
    'message',
    { type: 'actions', elements: times(25, (n) => button(`b${n}`)) },
    { type: 'actions', elements: times(26, (n) => button(`b${n}`)) },
  ],
  [
    'button text',
    'message',
    { type: 'actions', elements: [button('b', a(75))] },
    { type: 'actions', elements: [button('b', a(76))] },
  ],
  [
    'button value',
    'message',
    { type: 'actions', elements: [{ ...button('b'), value: a(2000) }] },
    { type: 'actions', elements: [{ ...button('b'), value: a(2001) }] },
  ],
  [
    'context',
    'message',
    { type: 'context', elements: times(10, () => md('x')) },
    { type: 'context', elements: times(11, () => md('x')) },
  ],
  [
    'overflow',
    'message',
    { type: 'actions', elements: [{ type: 'overflow', action_id: 'o', options: times(5, (n) => option(`${n}`)) }] },
    { type: 'actions', elements: [{ type: 'overflow', action_id: 'o', options: times(6, (n) => option(`${n}`)) }] },
  ],
  [
    'radio buttons',
    'modal',
    input({ type: 'radio_buttons', action_id: 'value', options: times(10, (n) => option(`${n}`)) }),
    input({ type: 'radio_buttons', action_id: 'value', options: times(11, (n) => option(`${n}`)) }),
  ],
  [
    'select',
    'modal',
    input({ type: 'static_select', action_id: 'value', options: times(100, (n) => option(`${n}`)) }),
    input({ type: 'static_select', action_id: 'value', options: times(101, (n) => option(`${n}`)) }),
  ],
  [
    'option text',
    'modal',
    input({ type: 'static_select', options: [option('x', a(75))] }),
    input({ type: 'static_select', options: [option('x', a(76))] }),
  ],
  [
    'input hint',
    'modal',
    input({ type: 'plain_text_input' }, { hint: plain(a(2000)) }),
    input({ type: 'plain_text_input' }, { hint: plain(a(2001)) }),
  ],
  [
    'input max_length',
    'modal',
    input({ type: 'plain_text_input', max_length: 3000 }),
    input({ type: 'plain_text_input', max_length: 3001 }),
  ],
  [
    'prefilled text',
    'modal',
    input({ type: 'plain_text_input', max_length: 5, initial_value: a(5) }),
    input({ type: 'plain_text_input', max_length: 5, initial_value: a(6) }),
  ],
  ['alert', 'modal', { type: 'alert', text: plain(a(200)) }, { type: 'alert', text: plain(a(201)) }],
  ['card body', 'message', { type: 'card', body: md(a(200)) }, { type: 'card', body: md(a(201)) }],
  [
    'card buttons',
    'message',
    { type: 'card', actions: times(3, (n) => button(`${n}`)) },
    { type: 'card', actions: times(4, (n) => button(`${n}`)) },
  ],
  [
    'carousel',
    'message',
    { type: 'carousel', elements: times(10, () => GOOD.card) },
    { type: 'carousel', elements: times(11, () => GOOD.card) },
  ],
  [
    'container children',
    'message',
    { type: 'container', title: plain('x'), child_blocks: times(10, () => GOOD.divider) },
    { type: 'container', title: plain('x'), child_blocks: times(11, () => GOOD.divider) },
  ],
  [
    'container without a card inside',
    'message',
    GOOD.container as object,
    { type: 'container', title: plain('x'), child_blocks: [GOOD.card] },
  ],
  [
    'plan tasks',
    'message',
    { type: 'plan', title: 'x', tasks: times(50, (n) => task(`${n}`)) },
    { type: 'plan', title: 'x', tasks: times(51, (n) => task(`${n}`)) },
  ],
  ['task status', 'message', { ...task('x'), status: 'complete' }, { ...task('x'), status: 'completed' }],
  [
    'table rows',
    'message',
    { type: 'table', rows: times(100, () => [raw('x')]) },
    { type: 'table', rows: times(101, () => [raw('x')]) },
  ],
  [
    'table columns',
    'message',
    { type: 'table', rows: [times(20, () => raw('x'))] },
    { type: 'table', rows: [times(21, () => raw('x'))] },
  ],
  [
    'table text',
    'message',
    { type: 'table', rows: times(10, () => [raw(a(1000))]) },
    { type: 'table', rows: times(11, () => [raw(a(1000))]) },
  ],
  ['tables in a message', 'message', [GOOD.table as object], [GOOD.table as object, GOOD.table as object]],
  [
    'rows of one length',
    'message',
    { type: 'table', rows: [[raw('x')], [raw('y')]] },
    { type: 'table', rows: [[raw('x')], [raw('y'), raw('z')]] },
  ],
  ['data_table caption', 'message', GOOD.data_table as object, { ...GOOD.data_table, caption: undefined }],
  ['data_table header', 'message', GOOD.data_table as object, { ...GOOD.data_table, rows: [[rich('x')], [raw('y')]] }],
  ['data_table page', 'message', { ...GOOD.data_table, page_size: 100 }, { ...GOOD.data_table, page_size: 101 }],
  ['chart points', 'message', chart(20), chart(21)],
  ['chart series', 'message', chart(2, 6), chart(2, 7)],
  ['charts in a message', 'message', [chart(2), chart(3)], [chart(2), chart(3), chart(4)]],
  [
    'markdown in all',
    'message',
    [{ type: 'markdown', text: a(12_000) }],
    [
      { type: 'markdown', text: a(11_999) },
      { type: 'markdown', text: 'aa' },
    ],
  ],
  ['blocks in a message', 'message', times(50, () => GOOD.divider as object), times(51, () => GOOD.divider as object)],
  ['blocks in a modal', 'modal', times(100, () => GOOD.divider as object), times(101, () => GOOD.divider as object)],
  ['block_id', 'message', { type: 'divider', block_id: a(255) }, { type: 'divider', block_id: a(256) }],
  [
    'block ids once',
    'message',
    [
      { type: 'divider', block_id: 'x' },
      { type: 'divider', block_id: 'y' },
    ],
    [
      { type: 'divider', block_id: 'x' },
      { type: 'divider', block_id: 'x' },
    ],
  ],
  [
    'action ids once in a block',
    'message',
    { type: 'actions', elements: [button('x'), button('y')] },
    { type: 'actions', elements: [button('x'), button('x')] },
  ],
  [
    'task ids once',
    'message',
    { type: 'plan', title: 'x', tasks: [task('x'), task('y')] },
    { type: 'plan', title: 'x', tasks: [task('x'), task('x')] },
  ],
  ['plan or task cards', 'message', [GOOD.plan as object], [GOOD.plan as object, task('beside')]],
  ['text not empty', 'message', { type: 'section', text: md('x') }, { type: 'section', text: md('') }],
  [
    'plain text where plain is asked',
    'message',
    { type: 'header', text: plain('x') },
    { type: 'header', text: md('x') },
  ],
  [
    'button style',
    'message',
    { type: 'actions', elements: [{ ...button('b'), style: 'danger' }] },
    { type: 'actions', elements: [{ ...button('b'), style: 'green' }] },
  ],
  [
    'chosen option',
    'modal',
    input({ type: 'static_select', options: [option('x')], initial_option: option('x') }),
    input({ type: 'static_select', options: [option('x')], initial_option: option('y') }),
  ],
  [
    'one focus',
    'modal',
    [input({ type: 'plain_text_input', focus_on_load: true })],
    times(2, () => input({ type: 'plain_text_input', focus_on_load: true })),
  ],
];

describe('each limit', () => {
  test.each(LIMITS)('%s', (_what, surface, at, over) => {
    expect(checkBlocks([at].flat(), surface)).toEqual([]);
    expect(checkBlocks([over].flat(), surface)).not.toEqual([]);
  });

  test('a series that lacks a category is refused', () => {
    const short = chart(3);
    short.chart.series[0]?.data.pop();
    expect(checkBlocks([short], 'message')).toMatchObject([{ message: 'every series needs every category' }]);
  });
});
