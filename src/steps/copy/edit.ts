import { type AlimtalkTemplate, variablesOf } from '../../channels/alimtalk.ts';
import { listTemplates } from '../../channels/alimtalk-registry.ts';
import { checkLiquid } from '../../delivery/liquid.ts';
import { fallbackOf } from '../brief/channel.ts';
import { type Field, NONE, type Reader, readValues, type Values } from '../field.ts';
import { said } from '../said.ts';
import { type Edited, earlier, type StepContext } from '../step.ts';
import { approved } from './alimtalk.ts';
import { pictureFields, withPicture } from './picture.ts';
import type { Copy, Measured, Variant } from './schema.ts';
import { buttonLimit, LIMITS, mayLeadNowhere } from './shape.ts';

/** Beyond what any field may hold once checked: the check then says by how much it is too long. */
const LINE = 200;
const BODY = 3_000;
/** Inputs for the values of a template: beyond these a modal is no form any more. */
const VALUES = 8;

const chosen = ({ variants }: Copy, key: unknown): Variant | undefined =>
  variants.find((variant) => variant.key === key) ?? variants[0];

/**
 * One variant at a time, with what its channel has, and which to leave out. `part` is the variant's key; the form gives it
 * back as the value `variant`.
 */
export const fieldsOfCopy = async (content: Copy, ctx: StepContext, part?: string): Promise<Field[]> => {
  const variant = chosen(content, part);
  if (!variant) return [];
  const of = { variant, ctx };
  return [
    ...(await written(of)),
    linkField(of),
    ...(variant.channel === 'kakao' && (fallbackOf(earlier(ctx, 'brief')) || variant.fallback)
      ? [fallbackField(of)]
      : []),
    {
      id: 'leave_out',
      label: 'leaveOut',
      kind: 'checkbox',
      value: [],
      options: content.variants.map(({ key, angle }) => ({ value: key, label: both(`${key} · ${angle}`) })),
    },
  ];
};

type Of = { variant: Variant; ctx: StepContext };

const written = async ({ variant, ctx }: Of): Promise<Field[]> => {
  const body: Field = {
    id: 'body',
    label: 'body',
    kind: 'longtext',
    value: variant.paragraphs.join('\n\n'),
    max: BODY,
    ...lengthHint(measuredOf(variant, ctx), ctx),
  };
  const button: Field = {
    id: 'button',
    label: 'button',
    kind: 'text',
    value: variant.buttonLabel,
    max: buttonLimit(variant),
  };
  const line = (label: 'subject' | 'textTitle' | 'pushTitle', optional = false): Field => ({
    id: 'subject',
    label,
    kind: 'text',
    value: variant.subject,
    max: LINE,
    ...(optional && { optional: true }),
  });
  switch (variant.channel) {
    case 'email':
      return [
        line('subject'),
        { id: 'preheader', label: 'preheader', kind: 'text', value: variant.preheader, max: LINE, optional: true },
        // Of a letter the length is no number that anybody writes by.
        { id: 'body', label: 'body', kind: 'longtext', value: variant.paragraphs.join('\n\n'), max: BODY },
        button,
      ];
    case 'sms':
      return [line('textTitle', true), body, ...(await pictureFields(variant, ctx))];
    case 'push':
      return [line('pushTitle'), body];
    case 'kakao': {
      const templates = await listTemplates(ctx.db);
      const kind = kindField(variant, templates, ctx);
      return variant.alimtalk ? [kind, ...valueFields(variant.alimtalk, templates)] : [kind, body, button];
    }
  }
};

const measuredOf = ({ key }: Variant, { standing }: StepContext): Measured | undefined =>
  (standing?.evidence as { measured?: Record<string, Measured> } | undefined)?.measured?.[key];

const lengthHint = (now: Pick<Measured, 'form' | 'length'> | undefined, ctx: StepContext): Pick<Field, 'hint'> => {
  const { form, length } = now ?? {};
  if (!form || !length) return {};
  return {
    hint: said(ctx.deps.config, (v) => {
      const { value, limit, unit } = length;
      const t = v.t.channels;
      const words = { form: t.forms[form], n: v.count(value), max: v.count(limit), unit: t.units[unit] };
      return `${t.copy.length(words)} (${t.copy.longest})`;
    }),
  };
};

/** A brand message, or one of the approved texts. */
const kindField = ({ alimtalk }: Variant, templates: readonly AlimtalkTemplate[], ctx: StepContext): Field => {
  const usable = approved(templates);
  return {
    id: 'template',
    label: 'kakaoKind',
    kind: 'choice',
    value: alimtalk?.template ?? NONE,
    options: [
      { value: NONE, label: said(ctx.deps.config, (v) => v.t.channels.copy.brand) },
      ...usable.map(({ id, name }) => ({
        value: id,
        label: said(ctx.deps.config, (v) => v.t.channels.copy.approved({ name })),
      })),
    ],
  };
};

const valueFields = (
  { template, values }: NonNullable<Variant['alimtalk']>,
  templates: readonly AlimtalkTemplate[],
): Field[] => {
  const names = variablesOf(templates.find(({ id }) => id === template)?.text ?? '');
  return names.slice(0, VALUES).map((name, i) => ({
    id: `value_${i + 1}`,
    label: 'templateValue',
    of: both(name),
    kind: 'text',
    value: values.find((one) => one.name === name)?.value ?? '',
    max: LINE,
  }));
};

const linkField = ({ variant, ctx }: Of): Field => ({
  id: 'link',
  label: 'link',
  kind: 'choice',
  value: variant.link || NONE,
  options: [
    ...(mayLeadNowhere(variant)
      ? [{ value: NONE, label: said(ctx.deps.config, (v) => v.t.channels.copy.noLink) }]
      : []),
    ...ctx.kit.links.map(({ id, url }) => ({ value: id, label: both(`${id} · ${url}`) })),
  ],
});

const fallbackField = ({ variant, ctx }: Of): Field => ({
  id: 'fallback',
  label: 'fallback',
  kind: 'longtext',
  value: variant.fallback ?? '',
  max: LIMITS.fallback,
  optional: true,
  ...lengthHint(measuredOf(variant, ctx)?.fallback, ctx),
});

export const editCopy = async (content: Copy, values: Values, ctx: StepContext): Promise<Edited<Copy>> => {
  const say = (make: Parameters<typeof said>[1]) => said(ctx.deps.config, make);
  const key = typeof values.variant === 'string' ? values.variant : undefined;
  const variant = chosen(content, key);
  if (!variant || (key !== undefined && variant.key !== key))
    return { ok: false, errors: { subject: say((v) => v.t.steps.edit.noVariant({ key: key ?? '' })) } };
  const fields = await fieldsOfCopy(content, ctx, key);
  const form = readValues(fields, values, (make) => say((v) => make(v.t.steps.edit, v)));
  const changed = changedBy(form, variant, fields, await listTemplates(ctx.db));
  // What is no template would not even be measured: said at the field, before anything is kept.
  const templates: Record<string, readonly string[]> = {
    subject: [changed.subject],
    preheader: [changed.preheader],
    body: changed.paragraphs,
    button: [changed.buttonLabel],
    fallback: [changed.fallback ?? ''],
    ...Object.fromEntries((changed.alimtalk?.values ?? []).map(({ value }, i) => [`value_${i + 1}`, [value]])),
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

const changedBy = (
  form: Reader,
  variant: Variant,
  fields: readonly Field[],
  templates: readonly AlimtalkTemplate[],
): Variant => {
  const body = form.text('body', variant.paragraphs.join('\n\n'));
  const mayBeEmpty = fields.some(({ id, optional }) => id === 'subject' && optional);
  const link = form.text('link', variant.link || NONE);
  const now: Variant = {
    ...variant,
    subject: mayBeEmpty ? (form.optionalText('subject', variant.subject) ?? '') : form.text('subject', variant.subject),
    preheader: form.optionalText('preheader', variant.preheader) ?? '',
    paragraphs: body
      .split(/\n\s*\n/)
      .map((text) => text.trim())
      .filter(Boolean),
    buttonLabel: form.text('button', variant.buttonLabel),
    link: link === NONE ? '' : link,
    ...(form.has('fallback') && { fallback: form.optionalText('fallback', variant.fallback ?? null) }),
  };
  if (variant.channel === 'sms') return withPicture(now, form);
  return variant.channel === 'kakao' ? asKakao(now, form, fields, templates) : now;
};

/** Another template begins without values: the check asks for each, and the form then has them. */
const asKakao = (
  variant: Variant,
  form: Reader,
  fields: readonly Field[],
  templates: readonly AlimtalkTemplate[],
): Variant => {
  const before = variant.alimtalk ?? null;
  const picked = form.text('template', before?.template ?? NONE);
  if (picked === NONE) return { ...variant, alimtalk: null };
  if (picked !== before?.template) {
    const name = templates.find(({ id }) => id === picked)?.name ?? picked;
    return { ...variant, subject: name, paragraphs: [], buttonLabel: '', alimtalk: { template: picked, values: [] } };
  }
  const values = fields
    .filter(({ id }) => id.startsWith('value_'))
    .map(({ id, of }) => {
      const name = of?.ko ?? '';
      return { name, value: form.text(id, before.values.find((one) => one.name === name)?.value ?? '') };
    });
  return { ...variant, alimtalk: { template: picked, values } };
};

const both = (text: string) => ({ ko: text, en: text });
