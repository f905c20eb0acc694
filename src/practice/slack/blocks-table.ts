/**
 * Every block type Slack knows, as data: where it may stand, its fields and their limits.
 * Shapes: @slack/types 3.2.0. Limits: docs.slack.dev/reference/block-kit and Slack's block-kit guide, read 2026-11-21;
 * where copies differ, the smaller number.
 */
import { CELLS, CHOICES, ELEMENTS, image, imageElement, RICH, richText, WRITTEN } from './blocks-elements.ts';
import {
  among,
  boolean,
  type Fields,
  list,
  mrkdwn,
  need,
  number,
  object,
  plain,
  type Registry,
  type Shape,
  type Surface,
  string,
  text,
  typed,
  url,
} from './blocks-rules.ts';

const cell = typed('cell', 'raw_text', 'raw_number', 'rich_text');
const rows = (max: number) => need(list(list(cell, 20), max));
const short = string(20);
const points = list(object({ label: need(short), value: need(number()) }), 20);

const ALL: readonly Surface[] = ['message', 'modal', 'home'];
const SHOWN: readonly Surface[] = ['message', 'home'];
const POSTED: readonly Surface[] = ['message'];

export const BLOCKS: Readonly<Record<string, Shape & { surfaces: readonly Surface[] }>> = {
  actions: {
    surfaces: ALL,
    fields: {
      elements: need(
        list(typed('element', 'button', 'overflow', 'workflow_button', 'rich_text_input', ...CHOICES), 25),
      ),
    },
  },
  // The types allow it anywhere; Slack takes it in modals only.
  alert: {
    surfaces: ['modal'],
    fields: { text: need(text(200)), level: among('default', 'info', 'warning', 'error', 'success') },
  },
  card: {
    surfaces: ALL,
    fields: {
      hero_image: imageElement,
      icon: imageElement,
      title: mrkdwn(150),
      subtitle: mrkdwn(150),
      body: mrkdwn(200),
      actions: list(typed('element', 'button'), 3),
    },
    anyOf: ['hero_image', 'title', 'actions', 'body'],
  },
  carousel: { surfaces: SHOWN, fields: { elements: need(list(typed('block', 'card'), 10)) } },
  container: {
    surfaces: SHOWN,
    fields: {
      title: plain(150),
      rich_text_title: richText,
      subtitle: text(150),
      child_blocks: need(
        list(
          typed(
            'block',
            'actions',
            'context',
            'divider',
            'file',
            'header',
            'image',
            'input',
            'rich_text',
            'section',
            'table',
            'video',
          ),
          10,
        ),
      ),
      width: among('narrow', 'standard', 'wide', 'full'),
      icon: imageElement,
      is_collapsible: boolean,
      default_collapsed: boolean,
      has_header_divider: boolean,
    },
    anyOf: ['title', 'rich_text_title'],
  },
  context: { surfaces: ALL, fields: { elements: need(list(typed('element', 'image', 'plain_text', 'mrkdwn'), 10)) } },
  context_actions: {
    surfaces: POSTED,
    fields: { elements: need(list(typed('element', 'feedback_buttons', 'icon_button'), 5)) },
  },
  data_table: {
    surfaces: SHOWN,
    fields: {
      rows: rows(101),
      caption: need(string(255)),
      page_size: number(1, 100),
      row_header_column_index: number(0, 19),
    },
  },
  data_visualization: {
    surfaces: SHOWN,
    fields: {
      title: need(string(50)),
      chart: need(
        object(
          {
            type: need(among('line', 'bar', 'area', 'pie')),
            series: list(object({ name: need(short), data: need(points) }), 6),
            axis_config: object({ categories: need(list(short, 20)), x_label: string(50), y_label: string(50) }),
            segments: list(object({ label: need(short), value: need(number()) }), 6),
          },
          ['series', 'segments'],
        ),
      ),
    },
  },
  divider: { surfaces: ALL, fields: {} },
  // Slack puts it into what it gives back; nobody may post it.
  file: { surfaces: [], fields: { source: need(among('remote')), external_id: need(string(255)) } },
  header: { surfaces: ALL, fields: { text: need(plain(150)), level: number(1, 4) } },
  image: { surfaces: ALL, fields: { ...image, title: plain(2000) }, anyOf: ['image_url', 'slack_file'] },
  input: {
    surfaces: ALL,
    fields: {
      label: need(plain(2000)),
      element: need(typed('element', ...WRITTEN, ...CHOICES)),
      hint: plain(2000),
      optional: boolean,
      dispatch_action: boolean,
    },
  },
  markdown: { surfaces: POSTED, fields: { text: need(string(12_000)) } },
  plan: { surfaces: POSTED, fields: { title: need(string(255)), tasks: list(typed('block', 'task_card'), 50, 0) } },
  rich_text: {
    surfaces: ALL,
    fields: {
      elements: need(
        list(typed('rich', 'rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted'), 200, 0),
      ),
    },
  },
  section: {
    surfaces: ALL,
    fields: {
      text: text(3000),
      fields: list(text(2000), 10),
      accessory: typed('element', 'button', 'overflow', 'workflow_button', 'image', ...CHOICES),
      expand: boolean,
    },
    anyOf: ['text', 'fields'],
  },
  table: {
    surfaces: SHOWN,
    fields: {
      rows: rows(100),
      column_settings: list(object({ align: among('left', 'center', 'right'), is_wrapped: boolean }), 20),
    },
  },
  task_card: {
    surfaces: POSTED,
    fields: {
      task_id: need(string(255)),
      title: need(string(255)),
      status: need(among('pending', 'in_progress', 'complete', 'error')),
      details: richText,
      output: richText,
      sources: list(typed('element', 'url'), 20),
    },
  },
  video: {
    surfaces: ALL,
    fields: {
      video_url: need(url),
      thumbnail_url: need(url),
      alt_text: need(string(2000)),
      title: need(plain(199)),
      title_url: url,
      author_name: string(49),
      provider_name: string(255),
      provider_icon_url: url,
      description: plain(200),
    },
  },
};

export const REGISTRIES: Readonly<Record<Registry, Readonly<Record<string, Shape>>>> = {
  block: BLOCKS,
  element: ELEMENTS,
  rich: RICH,
  cell: { ...CELLS, rich_text: BLOCKS.rich_text as Shape },
};

const viewFields: Fields = {
  type: need(among('modal', 'home')),
  blocks: need(list(typed('block', ...Object.keys(BLOCKS)), 100, 0)),
  private_metadata: string(3000, 0),
  callback_id: string(255, 0),
  external_id: string(255, 0),
};
export const VIEWS: Readonly<Record<'modal' | 'home', Shape>> = {
  modal: {
    fields: {
      ...viewFields,
      title: need(plain(24)),
      submit: plain(24),
      close: plain(24),
      clear_on_close: boolean,
      notify_on_close: boolean,
    },
  },
  home: { fields: viewFields },
};

/** Limits over a whole message or view. */
export const WHOLE = {
  blocks: { message: 50, modal: 100, home: 100 },
  /** Characters of blocks as JSON at which a message fails with msg_blocks_too_long (slackapi/bolt-js #2509). */
  messageBlocks: 13_200,
  markdown: 12_000,
  tables: 1,
  tableText: 10_000,
  dataTableText: 20_000,
  charts: 2,
  viewBytes: 250_000,
} as const;
