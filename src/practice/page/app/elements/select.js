import { wordsOf } from '../text/draw.js';
import { html, useUi } from '../ui.js';
import { useConfirm } from './confirm.js';
import { useForm } from './context.js';
import { heldValue } from './form.js';

/**
 * What can be chosen, whatever the kind of select: groups of options with a plain key.
 *
 * @typedef {{key: string, label: string, note: string | null, option: Record<string, any> | null}} Choice
 * @param {Record<string, any>} element @param {import('../ui.js').Ui} ui
 * @returns {{label: string | null, choices: Choice[]}[]}
 */
export const choicesOf = (element, ui) => {
  const kind = element.type.replace(/^multi_/, '');
  const fromOption = (/** @type {Record<string, any>} */ option) => ({
    key: option.value ?? '',
    label: wordsOf(option.text),
    note: option.description ? wordsOf(option.description) : null,
    option,
  });
  if (kind === 'static_select')
    return element.option_groups
      ? element.option_groups.map((/** @type {Record<string, any>} */ group) => ({
          label: wordsOf(group.label),
          choices: (group.options ?? []).map(fromOption),
        }))
      : [{ label: null, choices: (element.options ?? []).map(fromOption) }];
  const named = (/** @type {Iterable<{id: string, name: string}>} */ all, /** @type {string} */ mark) => [
    {
      label: null,
      choices: [...all].map(({ id, name }) => ({
        key: id,
        label: `${mark}${name.replace(/^#/, '')}`,
        note: null,
        option: null,
      })),
    },
  ];
  if (kind === 'users_select') return named(ui.people.values(), '@');
  if (kind === 'channels_select' || kind === 'conversations_select')
    return named(
      [...ui.channels.values()].filter((channel) => kind === 'conversations_select' || channel.kind === 'channel'),
      '#',
    );
  return [
    { label: null, choices: element.type.endsWith('external_select') ? heldOptions(element).map(fromOption) : [] },
  ];
};

/** An external list cannot be loaded here; what it came with can still be shown. @param {Record<string, any>} element */
const heldOptions = (element) => element.initial_options ?? (element.initial_option ? [element.initial_option] : []);

/** @type {Record<string, string>} */
export const FIELD = {
  static_select: 'selected_option',
  external_select: 'selected_option',
  users_select: 'selected_user',
  channels_select: 'selected_channel',
  conversations_select: 'selected_conversation',
};

/** @param {{element: Record<string, any>, blockId: string, label?: string | undefined, describedBy?: string | undefined}} props */
export const Select = ({ element, blockId, label, describedBy }) => {
  const form = useForm();
  const ui = useUi();
  const [ask, dialog] = useConfirm(element);
  const groups = choicesOf(element, ui);
  const field = /** @type {string} */ (FIELD[element.type]);
  const held = heldValue(form.values, blockId, element)[field];
  const heldKey = held && typeof held === 'object' ? (held.value ?? '') : (held ?? '');
  const all = groups.flatMap(({ choices }) => choices);
  const note = all.find(({ key }) => key === heldKey)?.note;
  const choose = (/** @type {any} */ event) => {
    const input = event.currentTarget;
    const choice = all.find(({ key }) => key === input.value);
    const value = { [field]: choice ? (choice.option ?? choice.key) : null };
    ask(
      () => {
        form.set(blockId, element, value);
        form.act(blockId, element, value);
      },
      () => {
        input.value = heldKey;
      },
    );
  };
  const option = (/** @type {Choice} */ choice) =>
    html`<option key=${choice.key} value=${choice.key}>${choice.label}</option>`;
  return html`<span class="select">
      <select data-action-id=${element.action_id} data-block-id=${blockId} aria-label=${label} aria-describedby=${describedBy}
        value=${heldKey} disabled=${form.frozen} onChange=${choose}>
        <option value="">${wordsOf(element.placeholder) || ui.w.field.choose}</option>
        ${groups.map((group, index) =>
          group.label === null
            ? group.choices.map(option)
            : html`<optgroup key=${index} label=${group.label}>${group.choices.map(option)}</optgroup>`,
        )}
      </select>
      ${note ? html`<small class="note">${note}</small>` : null}
      ${element.type === 'external_select' ? html`<small class="note">${ui.w.field.external}</small>` : null}
    </span>${dialog}`;
};
