import { Liquid, type Template as LiquidNode, TokenKind } from 'liquidjs';
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

const MARKUP = /[&<>"']/;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (value: unknown): string => {
  const text = String(value ?? '');
  return MARKUP.test(text) ? text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c) : text;
};

const html = engine(true, false);
const plain = engine(false, false);
const strict = engine(false, true);

/** Fills a parsed template; a value that is missing is empty, never an error in the middle of sending. */
export type Filler = (values: Readonly<Record<string, string>>) => string;

/** What is the same in every message, and what is filled in. */
export type Piece = string | Filler;

/** @throws when the text is no template: checked long before a message is written */
export const htmlPieces = (text: string): Piece[] => pieces(html, text, escapeHtml);
export const plainPieces = (text: string): Piece[] => pieces(plain, text, String);
export const compileHtml = (text: string): Filler => filler(htmlPieces(text));
export const compilePlain = (text: string): Filler => filler(plainPieces(text));

const filler = (parts: readonly Piece[]): Filler => {
  const [only = ''] = parts;
  if (parts.length < 2 && typeof only === 'string') return () => only;
  return (values) => parts.reduce<string>((text, part) => text + (typeof part === 'string' ? part : part(values)), '');
};

/** `{{ name }}` and `{{ name | default: "word" }}`: what nearly all copy consists of. The rest is Liquid's own to fill. */
const SIMPLE = /^\{\{ *([a-z_][a-z_0-9]*) *(?:\| *default: *"([^"\\]*)" *)?\}\}$/;

const pieces = (liquid: Liquid, text: string, written: (value: string) => string): Piece[] => {
  const parts: Piece[] = [];
  for (const node of liquid.parse(text)) {
    const part = pieceOf(liquid, node, written);
    const before = parts.at(-1);
    if (typeof part === 'string' && typeof before === 'string') parts[parts.length - 1] = before + part;
    else parts.push(part);
  }
  return parts;
};

const pieceOf = (liquid: Liquid, node: LiquidNode, written: (value: string) => string): Piece => {
  if (node.token.kind === TokenKind.HTML) return String(liquid.renderSync([node], {}));
  const [, name, word] = SIMPLE.exec(node.token.getText()) ?? [];
  if (name === undefined || LITERALS.has(name)) return (values) => String(liquid.renderSync([node], values));
  const missing = written(word ?? '');
  return (values) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value ? written(value) : missing;
  };
};
/** Words that Liquid reads as values, not as names. */
const LITERALS = new Set(['nil', 'null', 'true', 'false', 'empty', 'blank']);

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
