import type { Problem } from './blocks-check.ts';
import type { Surface } from './blocks-rules.ts';
import { WHOLE } from './blocks-table.ts';
import { blocksWithin, elementsOf, type Part } from './blocks-walk.ts';

/** What no single field shows: ids used twice, sums over a message, tables and charts that do not add up. */
export const checkWhole = (blocks: Part[], surface: Surface, pointer: string): Problem[] => {
  const all = blocksWithin(blocks);
  const of = (type: string) => all.filter((block) => block.type === type);
  const twice = (message: string) => ({ pointer, message });
  return [
    ...repeated(all.map((block) => block.block_id)).map((id) => twice(`block_id is duplicated: ${id}`)),
    ...all.flatMap((block) =>
      repeated(elementsOf(block).map((element) => element.action_id)).map((id) =>
        twice(`\`action_id\` ${id} already exists`),
      ),
    ),
    ...repeated(of('task_card').map((block) => block.task_id)).map((id) => twice(`task_id is duplicated: ${id}`)),
    ...(of('plan').length > 0 && blocks.some((block) => block.type === 'task_card')
      ? [twice('plan and task_card cannot stand beside each other')]
      : []),
    ...(of('table').length > WHOLE.tables ? [twice(`no more than ${WHOLE.tables} table allowed`)] : []),
    ...(of('data_visualization').length > WHOLE.charts
      ? [twice(`no more than ${WHOLE.charts} data_visualization allowed`)]
      : []),
    ...tooMuch(of('table').map(cellText), WHOLE.tableText, 'table text', pointer),
    ...tooMuch(of('data_table').map(cellText), WHOLE.dataTableText, 'data_table text', pointer),
    ...tooMuch(
      of('markdown').map((block) => String(block.text ?? '')),
      WHOLE.markdown,
      'markdown text',
      pointer,
    ),
    ...(surface !== 'message' && all.flatMap(elementsOf).filter((element) => element.focus_on_load === true).length > 1
      ? [twice('only one element can have focus_on_load')]
      : []),
    ...all.flatMap((block) => [...checkTable(block, pointer), ...checkChart(block, pointer)]),
    ...all.flatMap(elementsOf).flatMap((element) => checkInitial(element, pointer)),
  ];
};

const repeated = (ids: unknown[]): string[] => {
  const seen = new Set<unknown>();
  const again = new Set<string>();
  for (const id of ids) {
    if (typeof id !== 'string') continue;
    if (seen.has(id)) again.add(id);
    seen.add(id);
  }
  return [...again];
};

const tooMuch = (texts: string[], max: number, what: string, pointer: string): Problem[] => {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  return length > max ? [{ pointer, message: `${what} must be less than ${max + 1} characters in all` }] : [];
};

const rowsOf = (block: Part): Part[][] =>
  Array.isArray(block.rows) ? block.rows.filter((row): row is Part[] => Array.isArray(row)) : [];

const cellText = (block: Part): string =>
  rowsOf(block)
    .flat()
    .map((cell) => (typeof cell?.text === 'string' ? cell.text : JSON.stringify(cell?.elements ?? '')))
    .join('');

const checkTable = (block: Part, pointer: string): Problem[] => {
  if (block.type !== 'table' && block.type !== 'data_table') return [];
  const rows = rowsOf(block);
  const widths = new Set(rows.map((row) => row.length));
  return [
    ...(widths.size > 1 ? [{ pointer, message: `rows of a ${block.type} must have equal lengths` }] : []),
    ...(block.type === 'data_table' && rows[0]?.some((cell) => cell?.type === 'rich_text')
      ? [{ pointer, message: 'header row of a data_table cannot hold rich_text' }]
      : []),
  ];
};

type Chart = {
  type?: string;
  series?: { data?: { label?: string }[] }[];
  segments?: unknown;
  axis_config?: { categories?: string[] };
};

const checkChart = (block: Part, pointer: string): Problem[] => {
  if (block.type !== 'data_visualization') return [];
  const chart = (block.chart ?? {}) as Chart;
  const wrong = (message: string) => [{ pointer, message }];
  if (chart.type === 'pie') return chart.segments ? [] : wrong('a pie needs segments');
  const categories = chart.axis_config?.categories;
  if (!Array.isArray(categories) || !Array.isArray(chart.series)) return wrong('a chart needs series and categories');
  const complete = chart.series.every(
    (one) =>
      Array.isArray(one?.data) &&
      one.data.length === categories.length &&
      categories.every((category) => one.data?.some((point) => point?.label === category)),
  );
  return complete ? [] : wrong('every series needs every category');
};

const optionsOf = (element: Part): unknown[] => [
  ...(Array.isArray(element.options) ? element.options : []),
  ...(Array.isArray(element.option_groups)
    ? element.option_groups.flatMap((group: { options?: unknown[] }) => group?.options ?? [])
    : []),
];

/** A chosen option must be one of the options, word for word; a prefilled text must fit its own limit. */
const checkInitial = (element: Part, pointer: string): Problem[] => {
  const chosen = [
    ...(element.initial_option ? [element.initial_option] : []),
    ...(Array.isArray(element.initial_options) ? element.initial_options : []),
  ];
  const known = optionsOf(element).map((option) => JSON.stringify(option));
  const max = typeof element.max_length === 'number' ? element.max_length : Number.POSITIVE_INFINITY;
  return [
    ...(known.length > 0 && chosen.some((option) => !known.includes(JSON.stringify(option)))
      ? [{ pointer, message: `initial option of ${String(element.action_id)} is not one of its options` }]
      : []),
    ...(typeof element.initial_value === 'string' && element.initial_value.length > max
      ? [{ pointer, message: `initial_value of ${String(element.action_id)} is longer than max_length` }]
      : []),
  ];
};
