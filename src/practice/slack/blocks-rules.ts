/**
 * Every block type Slack knows, as data: where it may stand, its fields and their limits.
 * Shapes: @slack/types 3.2.0. Limits: docs.slack.dev/reference/block-kit and Slack's block-kit guide, read 2026-11-21;
 * where copies differ the smaller number stands here. One table on purpose, hence the length of this file.
 */
export type Surface = 'message' | 'modal' | 'home';
export type Registry = 'block' | 'element' | 'rich' | 'cell';

export type Rule =
  | { is: 'string'; min?: number; max?: number; among?: readonly string[]; like?: RegExp }
  | { is: 'number'; min?: number; max?: number }
  | { is: 'boolean' }
  | { is: 'text'; kind: 'plain_text' | 'mrkdwn' | 'any'; max: number }
  | { is: 'list'; of: Rule; min?: number; max?: number }
  | { is: 'object'; fields: Fields; anyOf?: readonly string[] }
  /** An object whose `type` chooses its rule in a registry. */
  | { is: 'typed'; in: Registry; among: readonly string[] }
  | { is: 'anything' };
export type Fields = Readonly<Record<string, Rule & { need?: true }>>;
/** `anyOf`: at least one of these fields. */
export type Shape = { fields: Fields; anyOf?: readonly string[]; surfaces?: readonly Surface[] };

const string = (max: number, min = 1) => ({ is: 'string', min, max }) as const;
const among = (...values: string[]) => ({ is: 'string', among: values }) as const;
const plain = (max: number) => ({ is: 'text', kind: 'plain_text', max }) as const;
const mrkdwn = (max: number) => ({ is: 'text', kind: 'mrkdwn', max }) as const;
const text = (max: number) => ({ is: 'text', kind: 'any', max }) as const;
const number = (min?: number, max?: number): Rule => ({
  is: 'number',
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});
const list = (of: Rule, max: number, min = 1): Rule => ({ is: 'list', of, min, max });
const object = (fields: Fields, anyOf?: readonly string[]): Rule => ({
  is: 'object',
  fields,
  ...(anyOf ? { anyOf } : {}),
});
const typed = (where: Registry, ...types: string[]): Rule => ({ is: 'typed', in: where, among: types });
const need = <R extends Rule>(rule: R): R & { need: true } => ({ ...rule, need: true });
const boolean = { is: 'boolean' } as const;
const anything = { is: 'anything' } as const;
const url = { is: 'string', max: 3000, like: /^https?:\/\/\S+$/ } as const;
const richText = typed('block', 'rich_text');
const style = among('primary', 'danger');

const confirm = object({
  title: plain(100),
  text: need(text(300)),
  confirm: plain(30),
  deny: plain(30),
  style,
});
const option = (words: Rule) => object({ text: need(words), value: string(75), description: text(75), url });
const plainOption = option(plain(75));
const richOption = option(text(75));
const optionGroups = list(object({ label: need(plain(75)), options: need(list(plainOption, 100)) }), 100);
const dispatch = {
  dispatch_action_config: object({ trigger_actions_on: list(among('on_enter_pressed', 'on_character_entered'), 2) }),
};
const act: Fields = { action_id: string(255) };
const ask: Fields = { ...act, confirm };
const focus: Fields = { focus_on_load: boolean };
const holder: Fields = { placeholder: plain(150) };
const pick: Fields = { ...ask, ...focus, ...holder };
const many: Fields = { ...pick, max_selected_items: number(1) };
const filter = object({
  include: list(among('im', 'mpim', 'private', 'public'), 4),
  exclude_external_shared_channels: boolean,
  exclude_bot_users: boolean,
});
const ids = list(string(255), 100, 0);
const date = { is: 'string', like: /^\d{4}-\d{2}-\d{2}$/ } as const;
const time = { is: 'string', like: /^\d{2}:\d{2}$/ } as const;
const numeric = { is: 'string', like: /^-?\d+(\.\d+)?$/ } as const;
const image: Fields = { alt_text: need(string(2000)), image_url: url, slack_file: object({ id: string(255), url }) };
const imageElement = typed('element', 'image');
const feedback = object({ text: need(plain(75)), accessibility_label: string(75), value: need(string(2000)) });

export const ELEMENTS: Readonly<Record<string, Shape>> = {
  button: {
    fields: { ...ask, text: need(plain(75)), value: string(2000, 0), url, style, accessibility_label: string(75) },
  },
  workflow_button: {
    fields: { ...ask, text: need(plain(75)), workflow: need(anything), style, accessibility_label: string(75) },
  },
  overflow: { fields: { ...ask, options: need(list(plainOption, 5)) } },
  checkboxes: {
    fields: { ...ask, ...focus, options: need(list(richOption, 10)), initial_options: list(richOption, 10) },
  },
  radio_buttons: { fields: { ...ask, ...focus, options: need(list(richOption, 10)), initial_option: richOption } },
  datepicker: { fields: { ...pick, initial_date: date } },
  timepicker: { fields: { ...pick, initial_time: time, timezone: string(100) } },
  datetimepicker: { fields: { ...ask, ...focus, initial_date_time: number(0) } },
  static_select: {
    fields: { ...pick, options: list(plainOption, 100), option_groups: optionGroups, initial_option: plainOption },
    anyOf: ['options', 'option_groups'],
  },
  multi_static_select: {
    fields: {
      ...many,
      options: list(plainOption, 100),
      option_groups: optionGroups,
      initial_options: list(plainOption, 100),
    },
    anyOf: ['options', 'option_groups'],
  },
  external_select: { fields: { ...pick, initial_option: plainOption, min_query_length: number(0) } },
  multi_external_select: { fields: { ...many, initial_options: list(plainOption, 100), min_query_length: number(0) } },
  users_select: { fields: { ...pick, initial_user: string(255) } },
  multi_users_select: { fields: { ...many, initial_users: ids } },
  channels_select: { fields: { ...pick, initial_channel: string(255), response_url_enabled: boolean } },
  multi_channels_select: { fields: { ...many, initial_channels: ids } },
  conversations_select: {
    fields: {
      ...pick,
      initial_conversation: string(255),
      default_to_current_conversation: boolean,
      filter,
      response_url_enabled: boolean,
    },
  },
  multi_conversations_select: {
    fields: { ...many, initial_conversations: ids, default_to_current_conversation: boolean, filter },
  },
  plain_text_input: {
    fields: {
      ...act,
      ...focus,
      ...holder,
      ...dispatch,
      initial_value: string(3000, 0),
      multiline: boolean,
      min_length: number(0, 3000),
      max_length: number(1, 3000),
    },
  },
  number_input: {
    fields: {
      ...act,
      ...focus,
      ...holder,
      ...dispatch,
      is_decimal_allowed: need(boolean),
      initial_value: numeric,
      min_value: numeric,
      max_value: numeric,
    },
  },
  email_text_input: { fields: { ...act, ...focus, ...holder, ...dispatch, initial_value: string(3000, 0) } },
  url_text_input: { fields: { ...act, ...focus, ...holder, ...dispatch, initial_value: string(3000, 0) } },
  rich_text_input: {
    fields: {
      ...act,
      ...focus,
      ...holder,
      ...dispatch,
      initial_value: richText,
      min_lines: number(1),
      max_lines: number(1),
    },
  },
  file_input: { fields: { ...act, filetypes: list(string(20), 100), max_files: number(1, 10) } },
  feedback_buttons: { fields: { ...act, positive_button: need(feedback), negative_button: need(feedback) } },
  icon_button: {
    fields: {
      ...ask,
      icon: need(string(75)),
      text: need(plain(75)),
      accessibility_label: string(75),
      value: string(2000),
      visible_to_user_ids: ids,
    },
  },
  image: { fields: image, anyOf: ['image_url', 'slack_file'] },
  plain_text: { fields: { text: need(string(2000)), emoji: boolean } },
  mrkdwn: { fields: { text: need(string(2000)), verbatim: boolean } },
  url: { fields: { url: need(url), text: need(string(255)) } },
};

const PICKERS = ['datepicker', 'timepicker', 'datetimepicker'];
const SELECTS = ['static', 'external', 'users', 'conversations', 'channels'].flatMap((kind) => [
  `${kind}_select`,
  `multi_${kind}_select`,
]);
const CHOICES = ['checkboxes', 'radio_buttons', ...PICKERS, ...SELECTS];
const WRITTEN = [
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
  'rich_text_input',
  'file_input',
];

const look: Fields = {
  style: object({
    bold: boolean,
    italic: boolean,
    strike: boolean,
    code: boolean,
    underline: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
  }),
};
const LEAVES = ['text', 'link', 'user', 'usergroup', 'channel', 'broadcast', 'emoji', 'date', 'color', 'team'];
const leaves = (min: number) => need(list(typed('rich', ...LEAVES), 1000, min));

export const RICH: Readonly<Record<string, Shape>> = {
  rich_text_section: { fields: { elements: leaves(0) } },
  rich_text_list: {
    fields: {
      elements: need(list(typed('rich', 'rich_text_section'), 500)),
      style: need(among('bullet', 'ordered')),
      indent: number(0, 8),
      border: number(0, 1),
      offset: number(0),
    },
  },
  rich_text_quote: { fields: { elements: leaves(1), border: number(0, 1) } },
  rich_text_preformatted: {
    fields: { elements: need(list(typed('rich', 'text', 'link'), 1000)), border: number(0, 1) },
  },
  text: { fields: { ...look, text: need(string(12_000)) } },
  link: { fields: { ...look, url: need(string(3000)), text: string(3000), unsafe: boolean } },
  user: { fields: { ...look, user_id: need(string(255)) } },
  usergroup: { fields: { ...look, usergroup_id: need(string(255)) } },
  channel: { fields: { ...look, channel_id: need(string(255)) } },
  broadcast: { fields: { ...look, range: need(among('here', 'channel', 'everyone')) } },
  emoji: { fields: { ...look, name: need(string(255)), unicode: string(255), url: string(3000) } },
  date: {
    fields: {
      ...look,
      timestamp: need(number(0)),
      format: need(string(255)),
      url: string(3000),
      fallback: string(255),
    },
  },
  color: { fields: { ...look, value: need(string(20)) } },
  team: { fields: { ...look, team_id: need(string(255)) } },
};

export const CELLS: Readonly<Record<string, Shape>> = {
  raw_text: { fields: { text: need(string(3000)) } },
  raw_number: { fields: { value: need(number()), text: need(string(255)) } },
};

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
