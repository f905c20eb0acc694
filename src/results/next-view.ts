import type { Voice } from '../i18n/voice.ts';
import { type Blocks, button, section } from '../slack/blocks.ts';
import { bold, saidLine } from '../slack/text.ts';
import type { Suggestion } from './suggest.ts';

/** A suggestion whose reason is already in words. */
export type ShownSuggestion = Pick<Suggestion, 'kind' | 'channel'> & { campaignId: number; why: string };

/** Characters of one reason. */
const MOST_WORDS = 200;

/** One button a suggestion, each beside its reason. */
export const next = (suggestions: readonly ShownSuggestion[], v: Voice, most = MOST_WORDS): Blocks => {
  const t = v.t.results.next;
  if (suggestions.length === 0) return [];
  return [
    section(bold(t.title)),
    ...suggestions.map(({ campaignId, kind, channel, why }) => {
      const label =
        kind === 'other_channel' ? t.label.other_channel({ channel: v.t.results.channels[channel] }) : t.label[kind];
      return section(t.line({ label, why: saidLine(why, Math.min(most, MOST_WORDS)) }), {
        id: `next.${campaignId}.${kind}`,
        accessory: button('campaign.new', t.start, nextValue(campaignId, kind), { label }),
      });
    }),
  ];
};

/** What a button that begins with a suggestion carries. */
const nextValue = (campaignId: number, kind: Suggestion['kind']): string => `next:${campaignId}.${kind}`;
