type Block = Record<string, unknown>;
type Text = { type?: string; text?: string };

/** What Slack's own documentation limits, judged anew and not with the product's builders: everything too long, too many or doubled. */
export const complaintsAbout = (
  blocks: readonly Block[],
  text: string,
  modal?: { title?: Text; submit?: Text; private_metadata?: string },
): string[] => {
  const found: string[] = [];
  const most = (what: string, size: number | undefined, max: number) => {
    if ((size ?? 0) > max) found.push(`${what}: ${size} > ${max}`);
  };
  if (!text) found.push('no text: nothing for notifications and screen readers');
  most('text', text.length, 4_000);
  most('blocks', blocks.length, modal ? 100 : 50);
  if (modal) {
    most('title', modal.title?.text?.length, 24);
    most('submit', modal.submit?.text?.length, 24);
    most('private_metadata', modal.private_metadata?.length, 3_000);
  }
  const ids = blocks.flatMap(({ block_id: id }) => (typeof id === 'string' ? [id] : []));
  if (new Set(ids).size !== ids.length) found.push(`block ids twice: ${ids.join(' ')}`);
  for (const block of blocks) {
    most('block_id', (block.block_id as string | undefined)?.length, 255);
    if (block.type === 'section') {
      most('section', (block.text as Text | undefined)?.text?.length, 3_000);
      for (const field of (block.fields as Text[] | undefined) ?? []) most('field', field.text?.length, 2_000);
      most('fields', (block.fields as Text[] | undefined)?.length, 10);
    }
    if (block.type === 'header') most('header', (block.text as Text).text?.length, 150);
    if (block.type === 'context') most('context', (block.elements as unknown[]).length, 10);
    if (block.type === 'actions') actionsIn(block.elements as Block[], found, most);
    if (block.type === 'input') most('label', (block.label as Text).text?.length, 2_000);
  }
  const markup = JSON.stringify(blocks);
  if (/<!(channel|here|everyone)/.test(`${markup}${text}`)) found.push('would ping everybody');
  if (/"text":""/.test(markup)) found.push('an empty text');
  return found;
};

const actionsIn = (elements: Block[], found: string[], most: (what: string, size: number, max: number) => void) => {
  most('actions', elements.length, 25);
  const ids = elements.map(({ action_id: id }) => String(id));
  if (new Set(ids).size !== ids.length) found.push(`action ids twice: ${ids.join(' ')}`);
  for (const one of elements) {
    most('button', (one.text as Text | undefined)?.text?.length ?? 0, 75);
    most('value', String(one.value ?? '').length, 2_000);
  }
};
