/**
 * What stands inside blocks: buttons, inputs, rich text, table cells, with their limits.
 * Shapes: @slack/types 3.2.0. Limits: docs.slack.dev/reference/block-kit, read 2026-11-21; where copies differ, the smaller.
 */
import {
  among,
  anything,
  boolean,
  type Fields,
  list,
  need,
  number,
  object,
  plain,
  type Rule,
  type Shape,
  string,
  text,
  typed,
  url,
} from './blocks-rules.ts';

export const richText = typed('block', 'rich_text');
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
export const image: Fields = {
  alt_text: need(string(2000)),
  image_url: url,
  slack_file: object({ id: string(255), url }),
};
export const imageElement = typed('element', 'image');
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
export const CHOICES = ['checkboxes', 'radio_buttons', ...PICKERS, ...SELECTS];
export const WRITTEN = [
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
