import type { Campaign, Draft } from '../campaign/store.ts';
import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import type { Plan } from '../steps/plan/schema.ts';
import { clip, moment, people, person, said } from './text.ts';

/** Small sentences that several cards share. All markup unless they say otherwise. */

/** A campaign's name for people; before the brief gave it one, the beginning of the goal. Plain words. */
export const titleOf = ({ title, goal }: Pick<Campaign, 'title' | 'goal'>): string =>
  clip((title.trim() || goal).replace(/\s+/g, ' ').trim(), 60);

export const nameOf = (campaign: Pick<Campaign, 'id' | 'title' | 'goal'>): string =>
  `${titleOf(campaign)} · ${campaignKey(campaign.id)}`;

/** An instant of business time, in each reader's own zone. */
export const at = (when: Date, v: Voice): string => moment(when, v.time(when));

const SHOWN = 3;

/** `@a, @b 외 2명`. */
export const named = (ids: readonly string[], v: Voice): string =>
  ids.length > SHOWN
    ? v.t.cards.others({ who: people(ids, SHOWN), n: v.count(ids.length - SHOWN) })
    : people(ids, SHOWN);

/** Millionths of a USD; prices of models are in USD whatever the account's currency. */
const usd = (micros: number): string => `$${(micros / 1e6).toFixed(micros >= 1e6 ? 2 : 4)}`;

/** Who wrote a draft, whether in practice, and what it cost. */
export const authorWords = (draft: Draft, v: Voice): string => {
  const t = v.t.cards.author;
  if (draft.step === 'plan' && (draft.content as Plan).notice) return v.t.notices.fixed;
  if (draft.authorKind === 'person') return t.person({ who: person(draft.author) });
  if (draft.practice) return `${t.practice} · ${v.amount(0)}`;
  return `${t.ai}${draft.model ? ` (${said(draft.model, 60)})` : ''} · ${draft.costMicros === null ? t.costUnknown : usd(draft.costMicros)}`;
};
