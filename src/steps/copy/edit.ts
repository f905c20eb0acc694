import { checkLiquid } from '../../delivery/liquid.ts';
import { type Field, readValues, type Values } from '../field.ts';
import { said } from '../said.ts';
import type { Edited, StepContext } from '../step.ts';
import type { Copy, Variant } from './schema.ts';
import { LIMITS } from './shape.ts';

/** Beyond what any field may hold once checked: the check then says by how much it is too long. */
const LINE = 200;
const BODY = 3_000;

const chosen = ({ variants }: Copy, key: unknown): Variant | undefined =>
  variants.find((variant) => variant.key === key) ?? variants[0];

/**
 * One variant at a time, and which to leave out. `part` is the variant's key; the form gives it back as the value `variant`.
 */
export const fieldsOfCopy = (content: Copy, ctx: StepContext, part?: string): Field[] => {
  const variant = chosen(content, part);
  if (!variant) return [];
  return [
    { id: 'subject', label: 'subject', kind: 'text', value: variant.subject, max: LINE },
    { id: 'preheader', label: 'preheader', kind: 'text', value: variant.preheader, max: LINE, optional: true },
    { id: 'body', label: 'body', kind: 'longtext', value: variant.paragraphs.join('\n\n'), max: BODY },
    { id: 'button', label: 'button', kind: 'text', value: variant.buttonLabel, max: LIMITS.button },
    {
      id: 'link',
      label: 'link',
      kind: 'choice',
      value: variant.link,
      options: ctx.kit.links.map(({ id, url }) => ({ value: id, label: both(`${id} · ${url}`) })),
    },
    {
      id: 'leave_out',
      label: 'leaveOut',
      kind: 'checkbox',
      value: [],
      options: content.variants.map(({ key, angle }) => ({ value: key, label: both(`${key} · ${angle}`) })),
    },
  ];
};

export const editCopy = (content: Copy, values: Values, ctx: StepContext): Edited<Copy> => {
  const say = (make: Parameters<typeof said>[1]) => said(ctx.deps.config, make);
  const key = typeof values.variant === 'string' ? values.variant : undefined;
  const variant = chosen(content, key);
  if (!variant || (key !== undefined && variant.key !== key))
    return { ok: false, errors: { subject: say((v) => v.t.steps.edit.noVariant({ key: key ?? '' })) } };
  const form = readValues(fieldsOfCopy(content, ctx, key), values, (make) => say((v) => make(v.t.steps.edit, v)));
  const body = form.text('body', variant.paragraphs.join('\n\n'));
  const changed: Variant = {
    ...variant,
    subject: form.text('subject', variant.subject),
    preheader: form.optionalText('preheader', variant.preheader) ?? '',
    paragraphs: body
      .split(/\n\s*\n/)
      .map((text) => text.trim())
      .filter(Boolean),
    buttonLabel: form.text('button', variant.buttonLabel),
    link: form.text('link', variant.link),
  };
  // What is no template would not even be measured: said at the field, before anything is kept.
  const templates = {
    subject: [changed.subject],
    preheader: [changed.preheader],
    body: changed.paragraphs,
    button: [changed.buttonLabel],
  };
  for (const [id, texts] of Object.entries(templates)) {
    const why = texts.map(checkLiquid).find((each) => each !== null);
    if (why) form.errors[id] ??= say((v) => v.t.steps.edit.liquid({ why }));
  }
  const gone = form.list('leave_out', []);
  const variants = content.variants
    .map((each) => (each.key === variant.key ? changed : each))
    .filter((each) => !gone.includes(each.key));
  const emptied = [...new Set(content.variants.map(({ segment }) => segment))].filter(
    (segment) => !variants.some((each) => each.segment === segment),
  );
  if (emptied.length > 0)
    form.errors.leave_out = say((v) => v.t.steps.edit.keepVariant({ segments: emptied.join(', ') }));
  return Object.keys(form.errors).length > 0 ? { ok: false, errors: form.errors } : { ok: true, content: { variants } };
};

const both = (text: string) => ({ ko: text, en: text });
