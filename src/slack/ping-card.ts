import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import { actions, type Blocks, button, type Card, context, section } from './blocks.ts';
import type { PingState } from './state.ts';
import { person, said, stripped } from './text.ts';
import { at, titleOf } from './words.ts';

/** Two lines to somebody who may decide, with the way to the card; once decided, what came of it. */
export const pingCard = ({ campaign, request, occasion, href }: PingState, v: Voice): Card => {
  const t = v.t.cards.ping;
  const key = campaignKey(campaign.id);
  const what = v.t.cards.steps[request.step];
  if (request.state !== 'pending') {
    const line = t.settled[request.state]({ key, what });
    return { text: stripped(line), blocks: [section(line), ...way(href, campaign.channel, v, false)] };
  }
  const line = t[occasion]({ key, title: said(titleOf(campaign)), what });
  const { send = 0, holdout = 0 } = request.shown;
  const requester = person(campaign.requester);
  const scope =
    request.action === 'launch'
      ? t.scope({ all: v.count(send + holdout), send: v.count(send), requester })
      : t.scopeStep({ requester });
  return {
    text: stripped(line),
    blocks: [
      section(`${line}\n${scope} · ${t.expires({ at: at(request.expiresAt, v) })}`),
      ...way(href, campaign.channel, v, true),
    ],
  };
};

/** A button that only opens an address; without one, the channel's name says where to look. */
const way = (href: string | null, channel: string, v: Voice, first: boolean): Blocks => {
  if (href)
    return actions([
      button('card.open', v.t.cards.buttons.review, 'open', { url: href, ...(first && { style: 'primary' as const }) }),
    ]);
  return first && !channel.startsWith('D') ? [context(v.t.cards.ping.where({ channel: `<#${channel}>` }))] : [];
};
