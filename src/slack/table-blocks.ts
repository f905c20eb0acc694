import type { Block, DataTableBlock, RawNumberElement, RawTextElement, TableBlock } from '@slack/types';
import { clip, inert } from './text.ts';

/** Tables and charts; part of blocks.ts, which hands them on. */
export type Cell = RawTextElement | RawNumberElement;

export const cell = (text: string): RawTextElement => ({ type: 'raw_text', text: clip(inert(text), 1_000) || ' ' });
/** `shown` is the number as people read it; `value` is what sorting uses. */
export const numberCell = (value: number, shown: string): RawNumberElement => ({
  type: 'raw_number',
  value,
  text: shown || ' ',
});

/** One a message. The first row is the head. */
export const table = (
  rows: readonly (readonly Cell[])[],
  numeric: readonly number[] = [],
  id?: string,
): TableBlock => ({
  type: 'table',
  ...(id && { block_id: id }),
  rows: rows.slice(0, 100).map((row) => row.slice(0, 20)),
  column_settings: (rows[0] ?? [])
    .slice(0, 20)
    .map((_, column) => (numeric.includes(column) ? { align: 'right' } : { is_wrapped: true })),
});

export const dataTable = (
  caption: string,
  rows: readonly (readonly Cell[])[],
  pageSize = 5,
  id?: string,
): DataTableBlock => ({
  type: 'data_table',
  ...(id && { block_id: id }),
  caption: clip(caption, 250),
  page_size: pageSize,
  rows: rows.slice(0, 101).map((row) => row.slice(0, 20)),
});

/** Slack's native chart, absent from @slack/types 3.2.0. At most 3 series and 20 points; always beside a sentence. */
export type ChartBlock = Block & {
  type: 'data_visualization';
  title: string;
  chart: {
    type: 'line' | 'bar' | 'area';
    series: { name: string; data: { label: string; value: number }[] }[];
    axis_config: { categories: string[]; x_label?: string; y_label?: string };
  };
};

/**
 * @param series each with one value a category, in their order
 */
export const chart = (
  title: string,
  type: ChartBlock['chart']['type'],
  categories: readonly string[],
  series: readonly { name: string; values: readonly number[] }[],
  axis: { x?: string; y?: string } = {},
): ChartBlock => {
  const labels = categories.slice(-20).map((label) => clip(label, 20));
  return {
    type: 'data_visualization',
    title: clip(title, 50),
    chart: {
      type,
      series: series.slice(0, 3).map(({ name, values }) => ({
        name: clip(name, 20),
        data: values.slice(-20).map((value, index) => ({ label: labels[index] ?? '', value })),
      })),
      axis_config: {
        categories: labels,
        ...(axis.x && { x_label: clip(axis.x, 50) }),
        ...(axis.y && { y_label: clip(axis.y, 50) }),
      },
    },
  };
};
