import { type Arguments, clean } from './arguments.ts';
import { checkMessage, problemText } from './blocks-check.ts';
import { blocksWithin, withIds } from './blocks-walk.ts';
import { Refusal } from './refusal.ts';
import type { Workspace } from './workspace.ts';

/** Slack cuts longer texts. */
const MAX_TEXT = 40_000;

/** @throws Refusal with `code` when a block has a type that a test made unknown */
export const refuseUnknownBlocks = (ws: Workspace, blocks: unknown, code: string, pointer = '/blocks'): void => {
  const type = blocksWithin(blocks)
    .map((block) => String(block.type))
    .find((each) => ws.control.isUnknownBlock(each));
  if (type) throw new Refusal(code, [`[ERROR] unsupported type: ${type} [json-pointer:${pointer}]`]);
};

export type Content = { text?: string; blocks?: unknown[] };

/**
 * The words and blocks of a message as given by the app, checked and named.
 * @throws Refusal no_text | invalid_blocks | invalid_blocks_format | msg_blocks_too_long
 */
export const contentOf = (ws: Workspace, args: Arguments): Content => {
  const blocks = args.json('blocks', 'invalid_blocks_format');
  const text = args.text('text');
  const wrong = checkMessage({ text: text ?? (args.has('attachments') ? ' ' : undefined), blocks });
  if (wrong) throw new Refusal(wrong.error, wrong.problems.map(problemText));
  refuseUnknownBlocks(ws, blocks, 'invalid_blocks');
  return {
    ...(text === undefined ? {} : { text: text.slice(0, MAX_TEXT) }),
    ...(Array.isArray(blocks) && blocks.length > 0 ? { blocks: withIds(blocks, (kind) => ws.newId(kind)) } : {}),
  };
};

const MAX_METADATA = 8000;

/** @throws Refusal invalid_metadata_format | invalid_metadata_schema | metadata_too_large */
export const metadataOf = (args: Arguments): unknown => {
  const given = args.json('metadata', 'invalid_metadata_format');
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'object' || Array.isArray(given)) throw new Refusal('invalid_metadata_format');
  if (Object.keys(given).length === 0) return null;
  const { event_type: type, event_payload: payload } = given as Record<string, unknown>;
  if (typeof type !== 'string' || type === '' || typeof payload !== 'object' || payload === null)
    throw new Refusal('invalid_metadata_schema');
  if (JSON.stringify(given).length > MAX_METADATA) throw new Refusal('metadata_too_large');
  return clean(given);
};

/** @throws Refusal invalid_thread_ts */
export const threadOf = (args: Arguments): string | undefined => {
  const given = args.text('thread_ts');
  if (given !== undefined && !/^\d+\.\d+$/.test(given))
    throw new Refusal('invalid_thread_ts', [`[ERROR] ${given} is not a valid thread_ts`]);
  return given;
};
