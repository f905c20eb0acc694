import { Icon } from '../icons.js';
import { readPermalink } from '../place.js';
import { Plain, wordsOf } from '../text/draw.js';
import { html, useUi } from '../ui.js';
import { useConfirm } from './confirm.js';
import { useForm } from './context.js';

/** @param {{element: Record<string, any>, blockId: string}} props */
export const Button = ({ element, blockId }) => {
  const form = useForm();
  const { go } = useUi();
  const [ask, dialog] = useConfirm(element);
  const busy = form.busy === `${blockId} ${element.action_id} ${element.value ?? ''}`;
  const tone = element.style === 'primary' ? 'primary' : element.style === 'danger' ? 'danger' : '';
  const act = () =>
    form.act(blockId, element, {
      text: element.text,
      ...(element.value === undefined ? {} : { value: element.value }),
    });
  const shared = {
    class: `button ${tone} ${busy ? 'busy' : ''}`,
    'data-action-id': element.action_id,
    'data-value': element.value,
    'data-block-id': blockId,
    'aria-label': element.accessibility_label,
    'aria-busy': busy ? 'true' : undefined,
  };
  const label = html`<${Plain} text=${element.text?.text ?? ''} emoji=${element.text?.emoji !== false} />`;
  if (element.url) {
    const here = readPermalink(element.url);
    const follow = (/** @type {Event} */ event) => {
      if (here) {
        event.preventDefault();
        go({ place: here.channel, thread: here.thread ?? here.ts });
      }
      act();
    };
    return html`<a ...${shared} href=${element.url} target="_blank" rel="noopener noreferrer" onClick=${follow}>${label}</a>`;
  }
  return html`<button type="button" ...${shared} disabled=${form.frozen || busy} onClick=${() => ask(act)}>${label}</button>${dialog}`;
};

/** @param {{element: Record<string, any>, blockId: string}} props */
export const IconButton = ({ element, blockId }) => {
  const form = useForm();
  const { seat } = useUi();
  const [ask, dialog] = useConfirm(element);
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(seat)) return null;
  const label = element.accessibility_label ?? wordsOf(element.text);
  const act = () => form.act(blockId, element, element.value === undefined ? {} : { value: element.value });
  return html`<button type="button" class="button quiet" data-action-id=${element.action_id} data-value=${element.value} data-block-id=${blockId}
      aria-label=${label} disabled=${form.frozen} onClick=${() => ask(act)}>
      <${Icon} name=${element.icon === 'trash' ? 'close' : 'spark'} size=${15} />${wordsOf(element.text)}
    </button>${dialog}`;
};

/** @param {{element: Record<string, any>, blockId: string}} props */
export const FeedbackButtons = ({ element, blockId }) => {
  const form = useForm();
  const one = (/** @type {Record<string, any>} */ button, /** @type {string} */ icon) =>
    button &&
    html`<button type="button" class="button quiet" data-action-id=${element.action_id} data-value=${button.value} data-block-id=${blockId}
      aria-label=${button.accessibility_label} disabled=${form.frozen}
      onClick=${() => form.act(blockId, element, { value: button.value, text: button.text })}>
      <${Icon} name=${icon} size=${15} />${wordsOf(button.text)}
    </button>`;
  return html`<span class="feedback">${one(element.positive_button, 'thumbUp')}${one(element.negative_button, 'thumbDown')}</span>`;
};
