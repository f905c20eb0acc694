import { Text } from '../text/draw.js';
import { html, useElementId } from '../ui.js';
import { useConfirm } from './confirm.js';
import { useForm } from './context.js';
import { heldValue } from './form.js';

/** @param {{element: Record<string, any>, blockId: string, label?: string | undefined, describedBy?: string | undefined}} props */
export const Radios = ({ element, blockId, label, describedBy }) => {
  const form = useForm();
  const name = useElementId('radio');
  const [ask, dialog] = useConfirm(element);
  const held = heldValue(form.values, blockId, element).selected_option?.value ?? null;
  const choose = (/** @type {Record<string, any>} */ option) => () =>
    ask(() => {
      form.set(blockId, element, { selected_option: option });
      form.act(blockId, element, { selected_option: option });
    });
  return html`<div class="choices" role="radiogroup" aria-label=${label} aria-describedby=${describedBy} data-action-id=${element.action_id} data-block-id=${blockId}>
      ${(element.options ?? []).map(
        (/** @type {Record<string, any>} */ option) => html`<label key=${option.value} class="choice">
          <input type="radio" name=${name} value=${option.value} data-value=${option.value} data-action-id=${element.action_id}
            checked=${held === option.value} disabled=${form.frozen} onChange=${choose(option)} />
          <${ChoiceText} option=${option} />
        </label>`,
      )}
    </div>${dialog}`;
};

/** @param {{element: Record<string, any>, blockId: string, label?: string | undefined, describedBy?: string | undefined}} props */
export const Checks = ({ element, blockId, label, describedBy }) => {
  const form = useForm();
  const [ask, dialog] = useConfirm(element);
  /** @type {Record<string, any>[]} */
  const held = heldValue(form.values, blockId, element).selected_options ?? [];
  const keys = new Set(held.map(({ value }) => value));
  const toggle = (/** @type {Record<string, any>} */ option) => (/** @type {any} */ event) => {
    const on = event.currentTarget.checked;
    const next = (element.options ?? []).filter((/** @type {Record<string, any>} */ one) =>
      one.value === option.value ? on : keys.has(one.value),
    );
    ask(
      () => {
        form.set(blockId, element, { selected_options: next });
        form.act(blockId, element, { selected_options: next });
      },
      () => {
        event.target.checked = !on;
      },
    );
  };
  return html`<div class="choices" role="group" aria-label=${label} aria-describedby=${describedBy} data-action-id=${element.action_id} data-block-id=${blockId}>
      ${(element.options ?? []).map(
        (/** @type {Record<string, any>} */ option) => html`<label key=${option.value} class="choice">
          <input type="checkbox" value=${option.value} data-value=${option.value} data-action-id=${element.action_id}
            checked=${keys.has(option.value)} disabled=${form.frozen} onChange=${toggle(option)} />
          <${ChoiceText} option=${option} />
        </label>`,
      )}
    </div>${dialog}`;
};

/** @param {{option: Record<string, any>}} props */
const ChoiceText = ({ option }) =>
  html`<span class="choice-text"><${Text} text=${option.text} />${option.description ? html`<small><${Text} text=${option.description} /></small>` : null}</span>`;
