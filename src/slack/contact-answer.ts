import type { AnyBlock } from '@slack/types';
import type { Voice } from '../i18n/voice.ts';
import { type Blocks, context, section } from './blocks.ts';
import { said } from './text.ts';

/** A message holds about 13,000 characters of blocks; what stands around the JSON needs some of them. */
const ROOM = 9_000;

type Exported = Readonly<Record<string, unknown>>;

/**
 * Everything that is held of one person as JSON, for the asker alone. Where it is more than a message holds, the oldest rows
 * of the longest lists are left out, and it is said how many and where all of it can be had. Pure.
 */
export const exportAnswer = (id: string, all: Exported, v: Voice): { text: string; blocks: Blocks } => {
  const t = v.t.commands.contact;
  const { shown, left } = fitting(all);
  const head = t.head({ id: said(id, 200) });
  const json = JSON.stringify(shown, null, left === 0 && pretty(all).length <= ROOM ? 2 : 0);
  return {
    text: head,
    blocks: [
      section(head),
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: json }] }],
      } satisfies AnyBlock,
      context(left > 0 ? t.cut({ n: v.count(left), id: said(id, 200) }) : '', t.recorded),
    ],
  };
};

const pretty = (all: Exported): string => JSON.stringify(all, null, 2);

/** Lists are oldest first: what is left out is taken from the front of the longest, a half at a time. */
const fitting = (all: Exported): { shown: Exported; left: number } => {
  let shown = all;
  let left = 0;
  while (JSON.stringify(shown).length > ROOM) {
    const longest = Object.entries(shown).reduce<[string, unknown[]] | null>((most, [name, value]) => {
      const size = (list: unknown[]) => JSON.stringify(list).length;
      return Array.isArray(value) && value.length > 0 && (!most || size(value) > size(most[1])) ? [name, value] : most;
    }, null);
    if (!longest) break;
    const [name, list] = longest;
    const kept = list.slice(Math.ceil(list.length / 2));
    left += list.length - kept.length;
    shown = { ...shown, [name]: kept };
  }
  return JSON.stringify(shown).length > ROOM ? { shown: {}, left: left + 1 } : { shown, left };
};
