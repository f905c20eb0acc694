/**
 * The words in which Slack's rules for blocks are written as data (blocks-elements.ts, blocks-table.ts).
 * A rule is checked by blocks-check.ts; nothing here knows how.
 */
export type Surface = 'message' | 'modal' | 'home';
export type Registry = 'block' | 'element' | 'rich' | 'cell';

export type Rule =
  | { is: 'string'; min?: number; max?: number; among?: readonly string[]; like?: RegExp }
  | { is: 'number'; min?: number; max?: number }
  | { is: 'boolean' }
  | { is: 'text'; kind: 'plain_text' | 'mrkdwn' | 'any'; max: number }
  | { is: 'list'; of: Rule; min?: number; max?: number }
  | { is: 'object'; fields: Fields; anyOf?: readonly string[] }
  /** An object whose `type` chooses its rule in a registry. */
  | { is: 'typed'; in: Registry; among: readonly string[] }
  | { is: 'anything' };
export type Fields = Readonly<Record<string, Rule & { need?: true }>>;
/** `anyOf`: at least one of these fields. */
export type Shape = { fields: Fields; anyOf?: readonly string[]; surfaces?: readonly Surface[] };

export const string = (max: number, min = 1) => ({ is: 'string', min, max }) as const;
export const among = (...values: string[]) => ({ is: 'string', among: values }) as const;
export const plain = (max: number) => ({ is: 'text', kind: 'plain_text', max }) as const;
export const mrkdwn = (max: number) => ({ is: 'text', kind: 'mrkdwn', max }) as const;
export const text = (max: number) => ({ is: 'text', kind: 'any', max }) as const;
export const number = (min?: number, max?: number): Rule => ({
  is: 'number',
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});
export const list = (of: Rule, max: number, min = 1): Rule => ({ is: 'list', of, min, max });
export const object = (fields: Fields, anyOf?: readonly string[]): Rule => ({
  is: 'object',
  fields,
  ...(anyOf ? { anyOf } : {}),
});
export const typed = (where: Registry, ...types: string[]): Rule => ({ is: 'typed', in: where, among: types });
export const need = <R extends Rule>(rule: R): R & { need: true } => ({ ...rule, need: true });
export const boolean = { is: 'boolean' } as const;
export const anything = { is: 'anything' } as const;
export const url = { is: 'string', max: 3000, like: /^https?:\/\/\S+$/ } as const;
