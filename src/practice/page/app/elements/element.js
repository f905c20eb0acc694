import { html, useUi } from '../ui.js';
import { Button, FeedbackButtons, IconButton } from './button.js';
import { Checks, Radios } from './choices.js';
import { DateInput, RichInput, TextInput } from './inputs.js';
import { MultiSelect } from './multi.js';
import { Overflow } from './overflow.js';
import { Select } from './select.js';

/** @type {Record<string, (props: any) => any>} */
const DRAWN = {
  button: Button,
  workflow_button: Button,
  icon_button: IconButton,
  feedback_buttons: FeedbackButtons,
  overflow: Overflow,
  static_select: Select,
  external_select: Select,
  users_select: Select,
  channels_select: Select,
  conversations_select: Select,
  multi_static_select: MultiSelect,
  multi_external_select: MultiSelect,
  multi_users_select: MultiSelect,
  multi_channels_select: MultiSelect,
  multi_conversations_select: MultiSelect,
  radio_buttons: Radios,
  checkboxes: Checks,
  plain_text_input: TextInput,
  number_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  rich_text_input: RichInput,
  datepicker: DateInput,
  timepicker: DateInput,
  datetimepicker: DateInput,
};

/**
 * One control, whatever its kind; one that is not known says its kind.
 *
 * @param {{element: Record<string, any>, blockId: string, label?: string | undefined, describedBy?: string | undefined, invalid?: boolean, dispatch?: boolean}} props
 */
export const ElementView = (props) => {
  const { w } = useUi();
  const type = String(props.element?.type ?? '?');
  if (type === 'file_input') return html`<p class="note">${w.field.noFiles}</p>`;
  const view = Object.hasOwn(DRAWN, type) ? DRAWN[type] : undefined;
  return view ? html`<${view} ...${props} />` : html`<p class="unknown">${w.field.unknown(type)}</p>`;
};
