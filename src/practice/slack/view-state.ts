import { blocksWithin, elementsOf, type Part } from './blocks-walk.ts';

/** `values[block_id][action_id]`, as Slack sends it with views and messages that hold inputs. */
export type Values = Record<string, Record<string, Record<string, unknown>>>;

type Held = { field: string; initial: string; empty: null | [] };

/** Under which name an input's content travels, and what it starts with. */
const HELD: Readonly<Record<string, Held>> = {
  plain_text_input: { field: 'value', initial: 'initial_value', empty: null },
  number_input: { field: 'value', initial: 'initial_value', empty: null },
  email_text_input: { field: 'value', initial: 'initial_value', empty: null },
  url_text_input: { field: 'value', initial: 'initial_value', empty: null },
  rich_text_input: { field: 'rich_text_value', initial: 'initial_value', empty: null },
  static_select: { field: 'selected_option', initial: 'initial_option', empty: null },
  external_select: { field: 'selected_option', initial: 'initial_option', empty: null },
  radio_buttons: { field: 'selected_option', initial: 'initial_option', empty: null },
  multi_static_select: { field: 'selected_options', initial: 'initial_options', empty: [] },
  multi_external_select: { field: 'selected_options', initial: 'initial_options', empty: [] },
  checkboxes: { field: 'selected_options', initial: 'initial_options', empty: [] },
  users_select: { field: 'selected_user', initial: 'initial_user', empty: null },
  multi_users_select: { field: 'selected_users', initial: 'initial_users', empty: [] },
  channels_select: { field: 'selected_channel', initial: 'initial_channel', empty: null },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels', empty: [] },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation', empty: null },
  multi_conversations_select: { field: 'selected_conversations', initial: 'initial_conversations', empty: [] },
  datepicker: { field: 'selected_date', initial: 'initial_date', empty: null },
  timepicker: { field: 'selected_time', initial: 'initial_time', empty: null },
  datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time', empty: null },
  file_input: { field: 'files', initial: '', empty: [] },
};

export const heldBy = (element: Part): Held | undefined => HELD[String(element.type)];

const optionsOf = (element: Part): Part[] => [
  ...((element.options as Part[] | undefined) ?? []),
  ...((element.option_groups as { options: Part[] }[] | undefined) ?? []).flatMap(({ options }) => options),
];

/** A choice named by its value alone becomes the whole option, words included, as Slack sends it. */
export const wholeOption = (element: Part, chosen: unknown): unknown => {
  if (Array.isArray(chosen)) return chosen.map((each) => wholeOption(element, each));
  const value = typeof chosen === 'object' && chosen !== null ? (chosen as Part).value : undefined;
  return (value !== undefined && optionsOf(element).find((option) => option.value === value)) || chosen;
};

/** Every input of these blocks with what the person put in, or else what it started with. */
export const stateOf = (blocks: unknown, given: Values): Values => {
  const values: Values = {};
  for (const block of blocksWithin(blocks)) {
    for (const element of elementsOf(block)) {
      const held = heldBy(element);
      if (!held) continue;
      const blockId = String(block.block_id);
      const actionId = String(element.action_id);
      const filled = given[blockId]?.[actionId];
      const content = filled && held.field in filled ? filled[held.field] : element[held.initial];
      values[blockId] = {
        ...values[blockId],
        [actionId]: { type: element.type, [held.field]: wholeOption(element, content ?? held.empty) },
      };
    }
  }
  return values;
};

/** Why Slack itself would not let a modal be submitted, by block id; the app is not even asked. */
export type Unfit =
  | { why: 'required' | 'number' | 'email' | 'url' }
  | { why: 'tooLong' | 'tooShort' | 'tooBig' | 'tooSmall'; limit: number };

export const unfitInputs = (blocks: unknown, values: Values): Record<string, Unfit> => {
  const found: Record<string, Unfit> = {};
  for (const block of blocksWithin(blocks)) {
    const [element] = elementsOf(block);
    const held = element && heldBy(element);
    if (block.type !== 'input' || !held) continue;
    const content = values[String(block.block_id)]?.[String(element.action_id)]?.[held.field];
    const unfit = unfitOne(block, element, content);
    if (unfit) found[String(block.block_id)] = unfit;
  }
  return found;
};

const unfitOne = (block: Part, element: Part, content: unknown): Unfit | undefined => {
  const empty =
    content === null || content === undefined || content === '' || (Array.isArray(content) && !content.length);
  if (empty) return block.optional === true ? undefined : { why: 'required' };
  if (typeof content !== 'string') return undefined;
  if (element.type === 'plain_text_input') return unfitLength(element, content);
  if (element.type === 'number_input') return unfitNumber(element, content);
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(content)) return { why: 'email' };
  if (element.type === 'url_text_input' && !/^https?:\/\/\S+$/.test(content)) return { why: 'url' };
  return undefined;
};

const unfitLength = (element: Part, content: string): Unfit | undefined => {
  const max = typeof element.max_length === 'number' ? element.max_length : 3000;
  const min = typeof element.min_length === 'number' ? element.min_length : 0;
  if (content.length > max) return { why: 'tooLong', limit: max };
  return content.length < min ? { why: 'tooShort', limit: min } : undefined;
};

const unfitNumber = (element: Part, content: string): Unfit | undefined => {
  const pattern = element.is_decimal_allowed === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(content)) return { why: 'number' };
  const value = Number(content);
  if (element.max_value !== undefined && value > Number(element.max_value))
    return { why: 'tooBig', limit: Number(element.max_value) };
  return element.min_value !== undefined && value < Number(element.min_value)
    ? { why: 'tooSmall', limit: Number(element.min_value) }
    : undefined;
};
