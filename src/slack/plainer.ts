import type { AnyBlock, KnownBlock, RichTextBlock } from '@slack/types';
import { actions, type Blocks, type ChartBlock, section } from './blocks.ts';
import { moment, person, said, stripped } from './text.ts';

/**
 * The same card without the blocks that a workspace may not know: plan, container, carousel, card, and tables
 * become sections, a chart gives way to the table beside it or to its numbers in words; buttons, their ids and their order stay. Used when Slack answers `invalid_blocks`.
 */
export const plainer = (blocks: Blocks): Blocks => {
  // A message holds one table, and where there is a chart it says what the chart says.
  const tabled = JSON.stringify(blocks).includes('"type":"table"');
  return blocks.flatMap((one) => (isChart(one) && !tabled ? chartRows(one) : onePlainer(one))).slice(0, 50);
};

const isChart = (block: AnyBlock | ChartBlock): block is ChartBlock => block.type === 'data_visualization';

/** A chart as a table in words. */
const chartRows = ({ title, chart: { series, axis_config } }: ChartBlock): Blocks =>
  words([
    `*${[title, ...series.map(({ name }) => name)].map((name) => said(name)).join(' | ')}*`,
    ...axis_config.categories.map((label, at) =>
      [label, ...series.map(({ data }) => String(data[at]?.value ?? '—'))].map((text) => said(text)).join(' | '),
    ),
  ]);

type Known = KnownBlock | ChartBlock;

const onePlainer = (any: AnyBlock): Blocks => {
  const block = any as Known;
  switch (block.type) {
    case 'plan': {
      const tasks = (block.tasks ?? []) as TaskLike[];
      return words([`*${said(block.title)}*`, ...tasks.map(taskLine)]);
    }
    case 'task_card':
      return words([taskLine(block)]);
    case 'container':
      return [
        ...words([`*${block.title ? said(block.title.text) : richMarkup(block.rich_text_title)}*`]),
        ...plainer(block.child_blocks as Blocks),
      ];
    case 'carousel':
      return block.elements.flatMap((one) => onePlainer(one));
    case 'card':
      return [
        ...words([block.title?.text ?? '', block.subtitle?.text ?? '', block.body?.text ?? '']),
        ...actions(block.actions ?? [], block.block_id ? `${block.block_id}.a` : undefined),
      ];
    case 'table':
      return rows(block.rows as CellLike[][]);
    case 'data_table':
      return [...words([`*${said(block.caption)}*`]), ...rows(block.rows as CellLike[][])];
    case 'data_visualization':
      // Its numbers stand in the table beside it, or are written out instead of it.
      return [];
    case 'rich_text':
      return words([richMarkup(block)]);
    case 'context_actions':
      return [];
    default:
      return [any];
  }
};

type TaskLike = { title: string; status: string; details?: RichTextBlock; output?: RichTextBlock };
type CellLike = { text?: string; elements?: unknown };

const MARKS: Readonly<Record<string, string>> = { complete: '✓', in_progress: '◌', pending: '○', error: '✗' };

const taskLine = (task: TaskLike): string =>
  [`${MARKS[task.status] ?? '○'} ${said(task.title)}`, richMarkup(task.output), richMarkup(task.details)]
    .filter(Boolean)
    .join(' · ');

/** Sections hold 3,000 characters: long lists go on in the next one. */
const words = (lines: readonly string[]): Blocks => {
  const kept = lines.filter((line) => line.trim());
  const out: string[] = [];
  for (const line of kept) {
    const last = out.at(-1);
    if (last !== undefined && last.length + line.length < 2_800) out[out.length - 1] = `${last}\n${line}`;
    else out.push(line);
  }
  return out.map((text) => section(text));
};

const rows = (cells: CellLike[][]): Blocks =>
  words(
    cells.map((row, index) => {
      const line = row.map((one) => (one.text === undefined ? richMarkup(one) : said(one.text))).join(' | ');
      return index === 0 ? `*${line}*` : line;
    }),
  );

type Rich = {
  type?: string;
  text?: unknown;
  elements?: unknown;
  user_id?: string;
  timestamp?: number;
  fallback?: string;
};

/** Anything rich as markup, whatever its nesting. */
const richMarkup = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(richMarkup).join('');
  if (typeof value !== 'object' || value === null) return '';
  const one = value as Rich;
  if (one.type === 'user' && one.user_id) return person(one.user_id);
  if (one.type === 'date' && one.timestamp !== undefined)
    return moment(new Date(one.timestamp * 1000), one.fallback ?? '');
  if (typeof one.text !== 'string') return richMarkup(one.elements);
  // `said` trims; spaces between the parts of a line are theirs.
  const [, before = '', after = ''] = /^(\s*)[\s\S]*?(\s*)$/.exec(one.text) ?? [];
  return one.text.trim() ? `${before}${said(one.text)}${after}` : one.text;
};

/** Everything a card says, as lines without formatting, still safe to send: what is left when even the plainer blocks are refused. */
export const wordsOf = (blocks: Blocks): string =>
  plainer(blocks)
    .flatMap((block) => {
      const one = block as { text?: { text: string }; fields?: { text: string }[]; elements?: { text?: unknown }[] };
      return [
        one.text?.text,
        ...(one.fields ?? []).map(({ text }) => text.replace('\n', ': ')),
        ...(block.type === 'context'
          ? (one.elements ?? []).map(({ text }) => (typeof text === 'string' ? text : ''))
          : []),
      ];
    })
    .filter((line): line is string => Boolean(line?.trim()))
    .map(stripped)
    .join('\n');
