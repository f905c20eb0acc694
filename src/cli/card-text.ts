import type { Card } from '../slack/blocks.ts';
import { wordsOf } from '../slack/plainer.ts';
import { unmarked } from '../slack/text.ts';

/** Everything a card says, for a terminal: no markup, people by their id because nobody asks Slack for names. */
export const cardText = ({ blocks }: Pick<Card, 'blocks'>): string =>
  unmarked(wordsOf(blocks)).replaceAll(/<@(\w+)>/g, '@$1');
