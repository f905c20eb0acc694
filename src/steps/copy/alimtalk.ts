import { type AlimtalkTemplate, variablesOf } from '../../channels/alimtalk.ts';
import { checkLiquid, leavesHole } from '../../delivery/liquid.ts';
import type { Variant } from './schema.ts';

export const approved = (templates: readonly AlimtalkTemplate[]): AlimtalkTemplate[] =>
  templates.filter(({ status }) => status === 'approved');

export type AlimtalkProblem =
  | { why: 'template'; template: string; known: string }
  | { why: 'empty' | 'strange' | 'hole'; names: string };

/** Why an Alimtalk could not be filled: no such approved text, a variable without a value, a value that may be empty. */
export const alimtalkProblems = (
  { alimtalk }: Pick<Variant, 'alimtalk'>,
  templates: readonly AlimtalkTemplate[],
): AlimtalkProblem[] => {
  if (!alimtalk) return [];
  const usable = approved(templates);
  const template = usable.find(({ id }) => id === alimtalk.template);
  if (!template)
    return [
      {
        why: 'template',
        template: alimtalk.template,
        known: usable.map(({ id, name }) => `${name} (${id})`).join(', '),
      },
    ];
  const wanted = variablesOf(template.text);
  const given = (name: string) => alimtalk.values.find((one) => one.name === name)?.value.trim() ?? '';
  const listed = (why: 'empty' | 'strange' | 'hole', names: readonly string[]): AlimtalkProblem[] =>
    names.length > 0 ? [{ why, names: names.map((name) => `#{${name}}`).join(', ') }] : [];
  return [
    ...listed(
      'empty',
      wanted.filter((name) => given(name) === ''),
    ),
    ...listed(
      'strange',
      alimtalk.values.map(({ name }) => name).filter((name) => !wanted.includes(name)),
    ),
    ...listed(
      'hole',
      wanted.filter((name) => leavesHole(given(name))),
    ),
  ];
};

/** Whether it can be rendered at all: what cannot is refused by its own check and has no length. */
export const isFillable = (variant: Variant, templates: readonly AlimtalkTemplate[]): boolean =>
  alimtalkProblems(variant, templates).length === 0 &&
  (variant.alimtalk?.values ?? []).every(({ value }) => checkLiquid(value) === null);
