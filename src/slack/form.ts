import type { InputBlock, InputBlockElement, PlainTextOption } from '@slack/types';
import type { Voice } from '../i18n/voice.ts';
import { instantOf, localMinute } from '../kit/zone.ts';
import { type Field, isDay, type Value, type Values } from '../steps/field.ts';
import { plain } from './blocks.ts';
import type { Input } from './handlers/door.ts';
import { clip } from './text.ts';

/** Inputs of a modal, and back: block ids are the fields' names, every action id is `value`. Pure. */
export const VALUE = 'value';
/** Slack's own limit of a text input. */
export const TEXT_MAX = 3_000;

export const input = (
  id: string,
  label: string,
  element: InputBlockElement,
  more: { hint?: string | undefined; optional?: boolean } = {},
): InputBlock => ({
  type: 'input',
  block_id: id,
  label: plain(label, 2_000),
  element,
  ...(more.hint && { hint: plain(more.hint, 2_000) }),
  ...(more.optional && { optional: true }),
});

export const textInput = (value: string, max: number, multiline = false): InputBlockElement => ({
  type: 'plain_text_input',
  action_id: VALUE,
  multiline,
  max_length: Math.min(max, TEXT_MAX),
  ...(value && { initial_value: clip(value, Math.min(max, TEXT_MAX)) }),
});

export const option = (value: string, text: string): PlainTextOption => ({
  text: plain(text, 75),
  value,
  // What does not fit in 75 characters is said below.
  ...(text.length > 75 && { description: plain(text, 75) }),
});

/** One input a field of a step's edit form. */
export const fieldInput = (field: Field, v: Voice, timezone: string): InputBlock => {
  const { language } = v;
  const of = field.of?.[language];
  const label = [v.t.steps.fields[field.label], of].filter(Boolean).join(' · ');
  return input(field.id, label, elementOf(field, v, timezone), {
    hint: field.hint?.[language],
    // A checkbox with nothing ticked is an answer too.
    optional: field.optional === true || field.kind === 'checkbox',
  });
};

const elementOf = (field: Field, v: Voice, timezone: string): InputBlockElement => {
  switch (field.kind) {
    case 'text':
      return textInput(field.value, field.max);
    case 'longtext':
      return textInput(field.value, field.max, true);
    case 'number':
      // Not a number input: people write 1천만, and the step reads it.
      return textInput(
        field.value === null ? '' : Number.isInteger(field.value) ? v.count(field.value) : String(field.value),
        40,
      );
    case 'choice': {
      const options = field.options.slice(0, 100).map(({ value, label }) => option(value, label[v.language]));
      const chosen = options.find(({ value }) => value === field.value);
      return { type: 'static_select', action_id: VALUE, options, ...(chosen && { initial_option: chosen }) };
    }
    case 'checkbox': {
      const options = field.options.slice(0, 10).map(({ value, label }) => option(value, label[v.language]));
      const chosen = options.filter(({ value }) => field.value.includes(value ?? ''));
      return {
        type: 'checkboxes',
        action_id: VALUE,
        options,
        ...(chosen.length > 0 && { initial_options: chosen }),
      };
    }
    case 'date':
      return { type: 'datepicker', action_id: VALUE, ...(isDay(field.value) && { initial_date: field.value }) };
    case 'datetime':
      return timeInput(field.value === null ? null : instantOf(field.value, timezone));
  }
};

export const timeInput = (at: Date | null): InputBlockElement => ({
  type: 'datetimepicker',
  action_id: VALUE,
  ...(at && { initial_date_time: Math.floor(at.getTime() / 1000) }),
});

/** What a submitted form says, as the step reads it. */
export const valuesOf = (fields: readonly Field[], inputs: Readonly<Record<string, Input>>, timezone: string): Values =>
  Object.fromEntries(
    fields
      .filter(({ id }) => Object.hasOwn(inputs, id))
      .map(({ id, kind }): [string, Value] => {
        const given = inputs[id] ?? null;
        return [id, kind === 'datetime' && typeof given === 'string' ? localOf(given, timezone) : given];
      }),
  );

/** Slack's seconds to the account's wall clock. */
export const localOf = (seconds: string, timezone: string): string =>
  localMinute(new Date(Number(seconds) * 1000), timezone);
