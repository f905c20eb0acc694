/**
 * What a person has put into the controls of a message or a modal, in the very shape Slack sends back
 * (`state.values[block_id][action_id]`). No drawing here.
 *
 * @typedef {Record<string, any>} Element a Block Kit element
 * @typedef {Record<string, any>} Block
 * @typedef {Record<string, any> & {type: string}} Value
 * @typedef {Readonly<Record<string, Value>>} Values by `keyOf`
 */

/** @param {string} blockId @param {string} actionId */
export const keyOf = (blockId, actionId) => `${blockId} ${actionId}`;

/** @type {Record<string, (element: Element) => Record<string, any>>} */
const INITIAL = {
  plain_text_input: (e) => ({ value: e.initial_value ?? null }),
  number_input: (e) => ({ value: e.initial_value ?? null }),
  email_text_input: (e) => ({ value: e.initial_value ?? null }),
  url_text_input: (e) => ({ value: e.initial_value ?? null }),
  rich_text_input: (e) => ({ rich_text_value: e.initial_value ?? null }),
  static_select: (e) => ({ selected_option: e.initial_option ?? null }),
  external_select: (e) => ({ selected_option: e.initial_option ?? null }),
  users_select: (e) => ({ selected_user: e.initial_user ?? null }),
  channels_select: (e) => ({ selected_channel: e.initial_channel ?? null }),
  conversations_select: (e) => ({ selected_conversation: e.initial_conversation ?? null }),
  multi_static_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  multi_external_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  multi_users_select: (e) => ({ selected_users: e.initial_users ?? [] }),
  multi_channels_select: (e) => ({ selected_channels: e.initial_channels ?? [] }),
  multi_conversations_select: (e) => ({ selected_conversations: e.initial_conversations ?? [] }),
  radio_buttons: (e) => ({ selected_option: e.initial_option ?? null }),
  checkboxes: (e) => ({ selected_options: e.initial_options ?? [] }),
  datepicker: (e) => ({ selected_date: e.initial_date ?? null }),
  timepicker: (e) => ({ selected_time: e.initial_time ?? null }),
  datetimepicker: (e) => ({ selected_date_time: e.initial_date_time ?? null }),
  file_input: () => ({ files: [] }),
};

/** A value of its own, or nothing for buttons and menus. @param {Element} element @returns {Value | null} */
export const initialOf = (element) => {
  const make = Object.hasOwn(INITIAL, element.type) ? INITIAL[element.type] : undefined;
  return make ? { type: element.type, ...make(element) } : null;
};

/** @param {Values} values @param {string} blockId @param {Element} element @returns {Value} */
export const heldValue = (values, blockId, element) => {
  const held = values[keyOf(blockId, element.action_id)];
  return held && held.type === element.type ? held : (initialOf(element) ?? { type: element.type });
};

/** @param {Block} block @returns {Element[]} */
const elementsOf = (block) => {
  if (block.type === 'input') return [block.element];
  if (block.type === 'actions') return block.elements ?? [];
  if (block.type === 'section') return block.accessory ? [block.accessory] : [];
  return [];
};

/** Slack names blocks that have no name; where a server did not, their place does. @param {Block} block @param {number} index */
export const blockIdOf = (block, index) => block.block_id ?? `block-${index}`;

/** Every block, also those in containers, with its id. @param {readonly Block[]} blocks @returns {{id: string, block: Block}[]} */
export const everyBlock = (blocks) =>
  blocks.flatMap((block, index) => [
    { id: blockIdOf(block, index), block },
    ...(block.type === 'container' ? everyBlock(block.child_blocks ?? []) : []),
  ]);

/** `state` as sent with an action or a submission. @param {readonly Block[]} blocks @param {Values} values */
export const stateOf = (blocks, values) => {
  /** @type {Record<string, Record<string, Value>>} */
  const state = {};
  for (const { id, block } of everyBlock(blocks))
    for (const element of elementsOf(block)) {
      if (!element || initialOf(element) === null) continue;
      state[id] = { ...state[id], [element.action_id]: heldValue(values, id, element) };
    }
  return { values: state };
};

/** Is nothing in it? @param {Value} value */
export const isEmpty = (value) =>
  Object.entries(value).every(
    ([key, held]) =>
      key === 'type' ||
      held === null ||
      held === undefined ||
      held === '' ||
      (Array.isArray(held) && held.length === 0),
  );

/**
 * What Slack itself refuses before the bot is asked: block id -> sentence.
 *
 * @param {readonly Block[]} blocks @param {Values} values @param {import('../words.js').Words['field']} w
 * @returns {Record<string, string>}
 */
export const problemsOf = (blocks, values, w) => {
  /** @type {Record<string, string>} */
  const problems = {};
  for (const { id, block } of everyBlock(blocks)) {
    if (block.type !== 'input') continue;
    const value = heldValue(values, id, block.element);
    const problem = isEmpty(value) ? (block.optional ? null : w.required) : problemOf(block.element, value, w);
    if (problem) problems[id] = problem;
  }
  return problems;
};

/** @param {Element} element @param {Value} value @param {import('../words.js').Words['field']} w @returns {string | null} */
const problemOf = (element, value, w) => {
  const text = String(value.value ?? '');
  if (element.type === 'plain_text_input') {
    if (element.min_length && text.length < element.min_length) return w.tooShort(element.min_length);
    if (element.max_length && text.length > element.max_length) return w.tooLong(element.max_length, text.length);
  }
  if (element.type === 'number_input') {
    if (!(element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/).test(text))
      return element.is_decimal_allowed ? w.number : w.wholeNumber;
    if (element.min_value !== undefined && Number(text) < Number(element.min_value))
      return w.atLeast(element.min_value);
    if (element.max_value !== undefined && Number(text) > Number(element.max_value)) return w.atMost(element.max_value);
  }
  if (element.type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return w.email;
  if (element.type === 'url_text_input' && !/^https?:\/\/\S+$/.test(text)) return w.url;
  return null;
};
