import { Liquid, type Template as LiquidNode } from 'liquidjs';
import { messageOf } from '../kit/log.ts';

/**
 * Personal values in copy. What a model or a person wrote here is a template over two names and a coupon code and nothing else: no tag that
 * reads a file or loops, no filter that leaves output unescaped, own properties only, time and size bounded.
 */
export const PERSONAL = ['first_name', 'last_name', 'coupon'] as const;

const TAGS = new Set(['if', 'unless', 'case', 'comment']);
const FILTERS = new Set(['default', 'strip', 'upcase', 'downcase', 'capitalize', 'append', 'prepend', 'truncate']);
// Without loops the text's length and memory bound the work. The render limit is of wall time, in ms: a busy machine or a
// pause of the collector must not make a good message one that cannot be rendered.
const LIMITS = { parseLimit: 200_000, renderLimit: 10_000, memoryLimit: 2_000_000 };

const engine = (escaped: boolean, strict: boolean): Liquid => {
  const liquid = new Liquid({
    ...LIMITS,
    strictFilters: true,
    strictVariables: strict,
    lenientIf: true,
    ownPropertyOnly: true,
    templates: {},
    ...(escaped && { outputEscape: escapeHtml }),
  });
  for (const tag of Object.keys(liquid.tags)) if (!TAGS.has(tag)) delete liquid.tags[tag];
  for (const filter of Object.keys(liquid.filters)) if (!FILTERS.has(filter)) delete liquid.filters[filter];
  return liquid;
};

export const escapeHtml = (value: unknown): string =>
  String(value ?? '').replace(
    /[&<>"']/g,
    (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c] ?? c,
  );

const html = engine(true, false);
const plain = engine(false, false);
const strict = engine(false, true);

/** Fills a parsed template; a value that is missing is empty, never an error in the middle of sending. */
export type Filler = (values: Readonly<Record<string, string>>) => string;

/** @throws when the text is no template: checked long before a message is written */
export const compileHtml = (text: string): Filler => filler(html, text);
export const compilePlain = (text: string): Filler => filler(plain, text);

const filler = (liquid: Liquid, text: string): Filler => {
  const nodes: LiquidNode[] = liquid.parse(text);
  return (values) => String(liquid.renderSync(nodes, values));
};

/** Whether there is a code to fill in is the brief's to say; that everybody has one is held when a message is written. */
const CODE = { coupon: 'CODE' };
const SOMEBODY = { first_name: '이름', last_name: '성', ...CODE };

/** @returns why this is no template over the personal values, or null when it is one */
export const checkLiquid = (text: string): string | null => {
  try {
    strict.renderSync(strict.parse(text), SOMEBODY);
    return null;
  } catch (error) {
    return messageOf(error).split('\n')[0] ?? 'error';
  }
};

/** True when somebody without a name would read a hole: a personal value neither defaulted nor asked about first. */
export const leavesHole = (text: string): boolean => {
  if (checkLiquid(text) !== null) return false;
  try {
    strict.renderSync(strict.parse(text), CODE);
    return false;
  } catch {
    return true;
  }
};

/** Splits into what is written and what is Liquid, so that only the first is escaped. */
export const liquidParts = (text: string): { liquid: boolean; text: string }[] =>
  text
    .split(/(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/)
    .map((part, i) => ({ liquid: i % 2 === 1, text: part }))
    .filter((part) => part.text !== '');

/** Words of a person that must stay as they are, also with braces in them: no template. */
export const literal = (text: string): string => text.replaceAll('{', '{{ brace }}');
/** What `literal` leans on, part of every fill. */
export const BRACE = { brace: '{' };
