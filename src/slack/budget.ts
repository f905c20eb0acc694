import type { Blocks } from './blocks.ts';
import { clip, clipMarkup } from './text.ts';

/** Slack refuses a message near 13,200 characters of blocks (bolt-js #2509); we stay well below. */
export const BUDGET = 10_000;

export const weigh = (blocks: Blocks): number => JSON.stringify(blocks).length;

/**
 * A card within the budget: its longest words are shortened first, again and again, then whole rows of tables and blocks
 * before the last actions are let go. Buttons are never touched.
 */
export const fitted = (blocks: Blocks, budget = BUDGET): Blocks => {
  if (weigh(blocks) <= budget) return blocks;
  const kept = structuredClone(blocks);
  for (let over = weigh(kept) - budget; over > 0; over = weigh(kept) - budget)
    if (!(shortenLongest(kept, over) || dropRow(kept) || dropBlock(kept))) break;
  return kept;
};

/** Below this, shortening takes more meaning than room. */
const SHORT = 120;

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every object with words in it, but for interactive elements: those keep their names. */
const texts = (value: unknown): Node[] => {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (!isNode(value)) return [];
  if (value.type === 'button' || value.type === 'overflow') return [];
  const own = typeof value.text === 'string' ? [value] : [];
  return [...own, ...Object.values(value).flatMap(texts)];
};

/** By three tenths, or by as little as is enough. */
const shortenLongest = (blocks: Blocks, over: number): boolean => {
  const longest = texts(blocks).sort((a, b) => String(b.text).length - String(a.text).length)[0];
  const words = String(longest?.text ?? '');
  if (!longest || words.length <= SHORT) return false;
  const max = Math.max(SHORT, Math.floor(words.length * 0.7), words.length - over);
  longest.text = longest.type === 'mrkdwn' ? clipMarkup(words, max) : clip(words, max);
  return true;
};

const dropRow = (blocks: Blocks): boolean => {
  const tables = within(blocks).filter((block) => Array.isArray(block.rows) && block.rows.length > 3);
  const largest = tables.sort((a, b) => (b.rows as unknown[]).length - (a.rows as unknown[]).length)[0];
  (largest?.rows as unknown[] | undefined)?.pop();
  return Boolean(largest);
};

const within = (value: unknown): Node[] => {
  if (Array.isArray(value)) return value.flatMap(within);
  return isNode(value) ? [value, ...within(value.child_blocks)] : [];
};

/** The last block that is neither the first nor a control nor the closing context. */
const dropBlock = (blocks: Blocks): boolean => {
  const at = blocks.findLastIndex(
    (block, index) => index > 0 && index < blocks.length - 1 && !['actions', 'context', 'header'].includes(block.type),
  );
  if (at < 0) return false;
  blocks.splice(at, 1);
  return true;
};
