import { html, useUi } from '../ui.js';
import { useConfirm } from './confirm.js';
import { useForm } from './context.js';
import { heldValue } from './form.js';
import { choicesOf } from './select.js';

/** @type {Record<string, string>} */
const FIELDS = {
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  multi_users_select: 'selected_users',
  multi_channels_select: 'selected_channels',
  multi_conversations_select: 'selected_conversations',
};

/**
 * Several of many: a list of check boxes that opens in place, with what was chosen in its summary.
 *
 * @param {{element: Record<string, any>, blockId: string, label?: string | undefined}} props
 */
export const MultiSelect = ({ element, blockId, label }) => {
  const form = useForm();
  const ui = useUi();
  const [ask, dialog] = useConfirm(element);
  const groups = choicesOf(element, ui);
  const field = /** @type {string} */ (FIELDS[element.type]);
  /** @type {any[]} */
  const held = heldValue(form.values, blockId, element)[field] ?? [];
  const keys = new Set(held.map((one) => (typeof one === 'object' ? one.value : one)));
  const all = groups.flatMap(({ choices }) => choices);
  const most = element.max_selected_items ?? Number.POSITIVE_INFINITY;
  const chosen = all.filter(({ key }) => keys.has(key));
  const toggle = (/** @type {import('./select.js').Choice} */ choice) => (/** @type {any} */ event) => {
    const on = event.currentTarget.checked;
    const next = all.filter(({ key }) => (key === choice.key ? on : keys.has(key)));
    const value = { [field]: next.map((one) => one.option ?? one.key) };
    ask(
      () => {
        form.set(blockId, element, value);
        form.act(blockId, element, value);
      },
      () => {
        event.target.checked = !on;
      },
    );
  };
  return html`<details class="multi" data-action-id=${element.action_id} data-block-id=${blockId}>
      <summary aria-label=${label ? `${label}: ${ui.w.field.chosen(chosen.length)}` : undefined}>
        ${
          chosen.length === 0
            ? html`<span class="placeholder">${element.placeholder?.text ?? ui.w.field.choose}</span>`
            : chosen.map(({ key, label: name }) => html`<span key=${key} class="chip">${name}</span>`)
        }
        ${element.max_selected_items ? html`<small>${ui.w.field.most(element.max_selected_items)}</small>` : null}
      </summary>
      <div class="multi-list" role="group" aria-label=${label}>
        ${all.length === 0 ? html`<p class="note">${ui.w.field.noOptions}</p>` : null}
        ${groups.map(
          (group, index) => html`<div key=${index}>
            ${group.label ? html`<p class="group-label">${group.label}</p>` : null}
            ${group.choices.map(
              (choice) => html`<label key=${choice.key} class="choice">
                <input type="checkbox" data-value=${choice.key} checked=${keys.has(choice.key)} onChange=${toggle(choice)}
                  disabled=${form.frozen || (!keys.has(choice.key) && keys.size >= most)} />
                <span>${choice.label}${choice.note ? html`<small>${choice.note}</small>` : null}</span>
              </label>`,
            )}
          </div>`,
        )}
      </div>
    </details>${dialog}`;
};
