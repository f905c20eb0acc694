import type { Fields, Rule, Shape, Surface } from './blocks-rules.ts';
import { BLOCKS, REGISTRIES, VIEWS, WHOLE } from './blocks-table.ts';
import { checkWhole } from './blocks-whole.ts';

export type { Surface } from './blocks-rules.ts';

/** One thing wrong with a card. `pointer` is a JSON pointer from the root of what was checked. */
export type Problem = { pointer: string; message: string };

/** As Slack writes it into `response_metadata.messages`. */
export const problemText = ({ pointer, message }: Problem): string => `[ERROR] ${message} [json-pointer:${pointer}]`;

type Found = Record<string, unknown>;
const isObject = (value: unknown): value is Found =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const checkString = (rule: Rule & { is: 'string' }, value: unknown, pointer: string): Problem[] => {
  if (typeof value !== 'string') return [{ pointer, message: 'must be a string' }];
  if (rule.among && !rule.among.includes(value)) return [{ pointer, message: 'must be a valid enum value' }];
  if (rule.like && !rule.like.test(value)) return [{ pointer, message: 'must be a valid format' }];
  if (rule.max !== undefined && value.length > rule.max)
    return [{ pointer, message: `must be less than ${rule.max + 1} characters` }];
  if (rule.min !== undefined && value.length < rule.min)
    return [{ pointer, message: `must be more than ${rule.min - 1} characters` }];
  return [];
};

const checkNumber = (rule: Rule & { is: 'number' }, value: unknown, pointer: string): Problem[] => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return [{ pointer, message: 'must provide a number' }];
  if (rule.min !== undefined && value < rule.min) return [{ pointer, message: `must be at least ${rule.min}` }];
  if (rule.max !== undefined && value > rule.max) return [{ pointer, message: `must be at most ${rule.max}` }];
  return [];
};

const checkText = (rule: Rule & { is: 'text' }, value: unknown, pointer: string): Problem[] => {
  if (!isObject(value)) return [{ pointer, message: 'must provide an object' }];
  const kinds = rule.kind === 'any' ? ['plain_text', 'mrkdwn'] : [rule.kind];
  if (!kinds.includes(String(value.type))) return [{ pointer, message: `must be ${kinds.join(' or ')}` }];
  return checkFields(
    {
      type: { is: 'anything' },
      text: { is: 'string', min: 1, max: rule.max, need: true },
      ...(value.type === 'plain_text' ? { emoji: { is: 'boolean' } } : { verbatim: { is: 'boolean' } }),
    },
    value,
    pointer,
  );
};

const checkList = (rule: Rule & { is: 'list' }, value: unknown, pointer: string, surface: Surface): Problem[] => {
  if (!Array.isArray(value)) return [{ pointer, message: 'must provide an array' }];
  if (rule.max !== undefined && value.length > rule.max)
    return [{ pointer, message: `no more than ${rule.max} items allowed` }];
  if (rule.min !== undefined && value.length < rule.min)
    return [{ pointer, message: `no less than ${rule.min} items allowed` }];
  return value.flatMap((each, index) => checkRule(rule.of, each, `${pointer}/${index}`, surface));
};

const checkTyped = (rule: Rule & { is: 'typed' }, value: unknown, pointer: string, surface: Surface): Problem[] => {
  if (!isObject(value)) return [{ pointer, message: 'must provide an object' }];
  const type = String(value.type);
  const shape = REGISTRIES[rule.in][type];
  if (!shape || !rule.among.includes(type))
    return [{ pointer: `${pointer}/type`, message: `unsupported type: ${value.type === undefined ? 'none' : type}` }];
  if (shape.surfaces && !shape.surfaces.includes(surface))
    return [{ pointer: `${pointer}/type`, message: `unsupported type: ${type} (not in a ${surface})` }];
  const id: Fields =
    BLOCKS[type] === shape || type === 'rich_text' ? { block_id: { is: 'string', min: 1, max: 255 } } : {};
  return checkShape(
    { ...shape, fields: { type: { is: 'anything' }, ...id, ...shape.fields } },
    value,
    pointer,
    surface,
  );
};

const checkFields = (fields: Fields, value: Found, pointer: string, surface: Surface = 'message'): Problem[] => [
  ...Object.keys(value)
    .filter((name) => value[name] !== undefined && !Object.hasOwn(fields, name))
    .map((name) => ({ pointer, message: `invalid additional property: ${name}` })),
  ...Object.entries(fields).flatMap(([name, rule]) => {
    const given = value[name];
    if (given === undefined) return rule.need ? [{ pointer, message: `missing required field: ${name}` }] : [];
    return checkRule(rule, given, `${pointer}/${name}`, surface);
  }),
];

const checkShape = (shape: Shape, value: Found, pointer: string, surface: Surface): Problem[] => [
  ...(shape.anyOf && !shape.anyOf.some((name) => value[name] !== undefined)
    ? [{ pointer, message: `missing required field: ${shape.anyOf.join(' or ')}` }]
    : []),
  ...checkFields(shape.fields, value, pointer, surface),
];

const checkRule = (rule: Rule, value: unknown, pointer: string, surface: Surface): Problem[] => {
  switch (rule.is) {
    case 'anything':
      return [];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [{ pointer, message: 'must be a boolean' }];
    case 'string':
      return checkString(rule, value, pointer);
    case 'number':
      return checkNumber(rule, value, pointer);
    case 'text':
      return checkText(rule, value, pointer);
    case 'list':
      return checkList(rule, value, pointer, surface);
    case 'typed':
      return checkTyped(rule, value, pointer, surface);
    case 'object':
      return isObject(value)
        ? checkShape(rule, value, pointer, surface)
        : [{ pointer, message: 'must provide an object' }];
  }
};

/** Holds a list of blocks against Slack's limits on one surface: [] when Slack would take it. */
export const checkBlocks = (blocks: unknown, surface: Surface, pointer = '/blocks'): Problem[] => {
  if (!Array.isArray(blocks)) return [{ pointer, message: 'must provide an array' }];
  const max = WHOLE.blocks[surface];
  if (blocks.length > max) return [{ pointer, message: `no more than ${max} items allowed` }];
  const rule: Rule = { is: 'typed', in: 'block', among: Object.keys(BLOCKS) };
  return [
    ...blocks.flatMap((block, index) => checkRule(rule, block, `${pointer}/${index}`, surface)),
    ...checkWhole(blocks.filter(isObject), surface, pointer),
  ];
};

/** The same for a whole modal or Home view: its title, buttons, metadata and blocks. */
export const checkView = (view: unknown): Problem[] => {
  const pointer = '/view';
  if (!isObject(view)) return [{ pointer, message: 'must provide an object' }];
  if (view.type !== 'modal' && view.type !== 'home')
    return [{ pointer: `${pointer}/type`, message: 'must be a valid enum value' }];
  const blocks = Array.isArray(view.blocks) ? view.blocks : [];
  const asks = blocks.some((block) => isObject(block) && block.type === 'input');
  return [
    ...(view.type === 'modal' && asks && view.submit === undefined
      ? [{ pointer, message: 'missing required field: submit' }]
      : []),
    ...checkShape(VIEWS[view.type], view, pointer, view.type),
    ...checkWhole(blocks.filter(isObject), view.type, `${pointer}/blocks`),
    ...(JSON.stringify(view).length > WHOLE.viewBytes ? [{ pointer, message: 'view is too large' }] : []),
  ];
};

export type MessageError = 'invalid_blocks' | 'invalid_blocks_format' | 'msg_blocks_too_long' | 'no_text';

/** Holds a message against Slack's limits: null when Slack would take it, else Slack's error and its reasons. */
export const checkMessage = (message: {
  text?: string | undefined;
  blocks?: unknown;
}): { error: MessageError; problems: Problem[] } | null => {
  const { text, blocks } = message;
  if (blocks !== undefined && !Array.isArray(blocks)) return { error: 'invalid_blocks_format', problems: [] };
  if (!text && !blocks?.length) return { error: 'no_text', problems: [] };
  if (!blocks) return null;
  const problems = checkBlocks(blocks, 'message');
  if (problems.length > 0) return { error: 'invalid_blocks', problems };
  return JSON.stringify(blocks).length > WHOLE.messageBlocks ? { error: 'msg_blocks_too_long', problems: [] } : null;
};
