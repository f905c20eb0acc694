/** A block or element as it came over the wire. */
export type Part = Record<string, unknown> & { type?: unknown };

const parts = (value: unknown): Part[] =>
  Array.isArray(value) ? value.filter((each): each is Part => typeof each === 'object' && each !== null) : [];

/** A block, and the blocks inside it (container, carousel, plan), outermost first. */
export const blocksWithin = (blocks: unknown): Part[] =>
  parts(blocks).flatMap((block) => [
    block,
    ...blocksWithin(block.child_blocks),
    ...(block.type === 'carousel' ? blocksWithin(block.elements) : []),
    ...(block.type === 'plan' ? blocksWithin(block.tasks) : []),
  ]);

/** The interactive elements that stand directly in one block. */
export const elementsOf = (block: Part): Part[] => {
  switch (block.type) {
    case 'actions':
    case 'context_actions':
      return parts(block.elements);
    case 'card':
      return parts(block.actions);
    case 'section':
      return parts([block.accessory]).filter((each) => each.type !== 'image');
    case 'input':
      return parts([block.element]);
    default:
      return [];
  }
};

/** Slack names what the app left unnamed, so that clicks and inputs can be told apart. */
export const withIds = (blocks: unknown[], name: (kind: 'block' | 'action') => string): unknown[] => {
  const copy = structuredClone(blocks);
  for (const block of blocksWithin(copy)) {
    block.block_id ??= name('block');
    for (const element of elementsOf(block)) element.action_id ??= name('action');
  }
  return copy;
};

/** The block and element that an action came from, by the ids given; the value decides between equals. */
export const findElement = (
  blocks: unknown,
  by: { blockId: string | undefined; actionId: string; value: string | undefined },
): { block: Part; element: Part } | undefined => {
  const all = blocksWithin(blocks)
    .filter((block) => by.blockId === undefined || block.block_id === by.blockId)
    .flatMap((block) => elementsOf(block).map((element) => ({ block, element })))
    .filter(({ element }) => element.action_id === by.actionId);
  return all.find(({ element }) => by.value === undefined || element.value === by.value) ?? all[0];
};
