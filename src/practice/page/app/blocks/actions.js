import { FormContext, useForm } from '../elements/context.js';
import { ElementView } from '../elements/element.js';
import { wordsOf } from '../text/draw.js';
import { html, useElementId, useUi } from '../ui.js';

/** @typedef {{block: Record<string, any>, id: string}} Props */

/** @param {Props} props */
export const Actions = ({ block, id }) => html`<div class="actions">
  ${(block.elements ?? []).map(
    (/** @type {Record<string, any>} */ element, /** @type {number} */ n) =>
      html`<${ElementView} key=${`${n} ${element.action_id ?? ''}`} element=${element} blockId=${id} label=${wordsOf(element.placeholder) || undefined} />`,
  )}
</div>`;

export const ContextActions = Actions;

const GROUPS = new Set(['radio_buttons', 'checkboxes']);

/**
 * A labelled control. What is typed is kept until the view is submitted; only `dispatch_action` tells the bot at once.
 *
 * @param {Props} props
 */
export const Input = ({ block, id }) => {
  const { w } = useUi();
  const form = useForm();
  const labelId = useElementId('label');
  const helpId = useElementId('help');
  const element = block.element ?? {};
  const error = form.errors[id];
  const quiet = block.dispatch_action ? form : { ...form, act: () => undefined };
  const label = wordsOf(block.label);
  const control = html`<${FormContext.Provider} value=${quiet}>
    <${ElementView} element=${element} blockId=${id} label=${label} describedBy=${error || block.hint ? helpId : undefined}
      invalid=${Boolean(error)} dispatch=${Boolean(block.dispatch_action)} />
  <//>`;
  const help = html`<div id=${helpId}>
    ${error ? html`<p class="field-error" data-error-for=${id} role="alert">${error}</p>` : null}
    ${block.hint ? html`<p class="hint">${wordsOf(block.hint)}</p>` : null}
  </div>`;
  const title = html`<span id=${labelId} class="input-label">${label}${block.optional ? html` <small>${w.field.optional}</small>` : null}</span>`;
  const shell = `input-block ${error ? 'has-error' : ''}`;
  // A label around several controls would name them all alike and steal their clicks.
  return GROUPS.has(element.type) || String(element.type).startsWith('multi_')
    ? html`<div class=${shell} data-block-id=${id} role="group" aria-labelledby=${labelId}>${title}${control}${help}</div>`
    : html`<div class=${shell} data-block-id=${id}><label>${title}${control}</label>${help}</div>`;
};
