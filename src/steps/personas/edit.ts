import { type Field, readValues, type Values } from '../field.ts';
import { said } from '../said.ts';
import type { Edited, StepContext } from '../step.ts';
import { NAME_MAX, SUMMARY_MAX } from './checks.ts';
import type { Personas } from './schema.ts';

const both = (text: string) => ({ ko: text, en: text });

/** Name and summary are a person's to rewrite; the claims stay, because each rests on a number. */
export const fieldsOfPersonas = ({ personas }: Personas): Field[] =>
  personas.flatMap(({ segment, name, summary }): Field[] => [
    { id: `name_${segment}`, label: 'personaName', of: both(segment), kind: 'text', value: name, max: NAME_MAX },
    {
      id: `summary_${segment}`,
      label: 'personaSummary',
      of: both(segment),
      kind: 'longtext',
      value: summary,
      max: SUMMARY_MAX,
    },
  ]);

export const editPersonas = (content: Personas, values: Values, ctx: StepContext): Edited<Personas> => {
  const form = readValues(fieldsOfPersonas(content), values, (make) =>
    said(ctx.deps.config, (v) => make(v.t.steps.edit, v)),
  );
  const personas = content.personas.map((persona) => ({
    ...persona,
    name: form.text(`name_${persona.segment}`, persona.name),
    summary: form.text(`summary_${persona.segment}`, persona.summary),
  }));
  return Object.keys(form.errors).length > 0 ? { ok: false, errors: form.errors } : { ok: true, content: { personas } };
};
