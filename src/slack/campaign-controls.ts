import { allows, isDrafting } from '../campaign/lifecycle.ts';
import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import { type actions, button, sure } from './blocks.ts';
import type { CampaignState } from './state.ts';

/**
 * What can be done to the campaign as a whole, by the lifecycle table and nothing else. `cancel`: what the reader is asked
 * before it is cancelled.
 */
export const controls = (
  { campaign }: CampaignState,
  cancel: { title: string; text: string; yes: string },
  v: Voice,
): Parameters<typeof actions>[0] => {
  const t = v.t.cards;
  const key = campaignKey(campaign.id);
  return [
    // A pause by a problem is ended by Resume on the sending card.
    ...(campaign.problem && (isDrafting(campaign.status) || campaign.status === 'sending')
      ? [button('job.retry', t.buttons.retry, key, { style: 'primary' })]
      : []),
    ...(allows(campaign.status, 'reschedule') ? [button('campaign.reschedule', t.buttons.reschedule, key)] : []),
    ...(allows(campaign.status, 'cancel')
      ? [button('campaign.cancel', t.buttons.cancel, key, { confirm: sure({ ...cancel, no: t.confirm.no }, true) })]
      : []),
  ];
};
