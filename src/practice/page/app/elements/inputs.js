import { wordsOf } from '../text/draw.js';
import { html, useUi } from '../ui.js';
import { fromWall, toWall } from '../when.js';
import { useConfirm } from './confirm.js';
import { useForm } from './context.js';
import { heldValue } from './form.js';

/**
 * @typedef {{element: Record<string, any>, blockId: string, label?: string | undefined, describedBy?: string | undefined, invalid?: boolean, dispatch?: boolean}} Props
 */

/** @param {Props} props */
export const TextInput = ({ element, blockId, label, describedBy, invalid, dispatch }) => {
  const form = useForm();
  const value = heldValue(form.values, blockId, element).value ?? '';
  const put = (/** @type {any} */ event) => form.set(blockId, element, { value: event.currentTarget.value || null });
  const enter = (/** @type {KeyboardEvent} */ event) => {
    if (!dispatch || event.key !== 'Enter' || event.isComposing || element.multiline) return;
    event.preventDefault();
    form.act(blockId, element, { value: value || null });
  };
  const shared = {
    'data-action-id': element.action_id,
    'data-block-id': blockId,
    'aria-label': label,
    'aria-describedby': describedBy,
    'aria-invalid': invalid ? 'true' : undefined,
    placeholder: wordsOf(element.placeholder) || undefined,
    value,
    disabled: form.frozen,
    autofocus: element.focus_on_load,
    onInput: put,
    onKeyDown: enter,
  };
  const limit = element.type === 'plain_text_input' ? element.max_length : undefined;
  // No maxlength on the box itself: it would cut a Korean syllable being composed, and swallow what was pasted.
  const box = element.multiline
    ? html`<textarea class="box" rows="4" ...${shared}></textarea>`
    : html`<input class="box" type=${TYPES[element.type] ?? 'text'} inputmode=${element.type === 'number_input' ? 'numeric' : undefined} autocomplete="off" ...${shared} />`;
  return limit
    ? html`<span class="counted">${box}<small class=${`counter ${value.length > limit ? 'over' : ''}`} aria-hidden="true">${value.length.toLocaleString('en-US')} / ${limit.toLocaleString('en-US')}</small></span>`
    : box;
};

/** Numbers stay text: what cannot be read as one is answered in words, not dropped. @type {Record<string, string>} */
const TYPES = { email_text_input: 'text', url_text_input: 'text', number_input: 'text' };

/** @param {Props} props */
export const RichInput = ({ element, blockId, label, describedBy }) => {
  const form = useForm();
  const held = heldValue(form.values, blockId, element).rich_text_value;
  const text = (held?.elements ?? [])
    .flatMap((/** @type {Record<string, any>} */ part) => part.elements ?? [])
    .map((/** @type {Record<string, any>} */ one) => one.text ?? '')
    .join('');
  const put = (/** @type {any} */ event) => {
    const typed = event.currentTarget.value;
    const rich = {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: typed }] }],
    };
    form.set(blockId, element, { rich_text_value: typed ? rich : null });
  };
  return html`<textarea class="box" rows="4" data-action-id=${element.action_id} data-block-id=${blockId} aria-label=${label}
    aria-describedby=${describedBy} value=${text} disabled=${form.frozen} onInput=${put}></textarea>`;
};

/** @param {Props} props */
export const DateInput = ({ element, blockId, label, describedBy, invalid }) => {
  const form = useForm();
  const { timeZone } = useUi();
  const [ask, dialog] = useConfirm(element);
  const value = heldValue(form.values, blockId, element);
  const kind = KINDS[element.type] ?? 'date';
  const shown =
    kind === 'datetime-local'
      ? value.selected_date_time
        ? toWall(value.selected_date_time * 1000, timeZone)
        : ''
      : (value.selected_date ?? value.selected_time ?? '');
  const put = (/** @type {any} */ event) => {
    const typed = event.currentTarget.value;
    const input = event.currentTarget;
    const next =
      kind === 'datetime-local'
        ? { selected_date_time: typed ? Math.round(fromWall(typed, timeZone) / 1000) : null }
        : { [kind === 'date' ? 'selected_date' : 'selected_time']: typed || null };
    ask(
      () => {
        form.set(blockId, element, next);
        form.act(blockId, element, next);
      },
      () => {
        input.value = shown;
      },
    );
  };
  return html`<input class="box date" type=${kind} data-action-id=${element.action_id} data-block-id=${blockId} aria-label=${label ?? (wordsOf(element.placeholder) || undefined)}
      aria-describedby=${describedBy} aria-invalid=${invalid ? 'true' : undefined} value=${shown} disabled=${form.frozen} onChange=${put} />${dialog}`;
};

/** @type {Record<string, string>} */
const KINDS = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' };
