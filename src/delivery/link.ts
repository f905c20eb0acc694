import type { ChannelName } from '../channels/channel.ts';
import { campaignKey } from '../kit/id.ts';

/** The link as it leaves us: how other systems recognise the campaign. */
export const withUtm = (
  url: string,
  { campaignId, variant, channel }: { campaignId: number; variant: string; channel: ChannelName },
): string => {
  const to = new URL(url);
  to.searchParams.set('utm_source', 'baton');
  to.searchParams.set('utm_medium', channel);
  to.searchParams.set('utm_campaign', campaignKey(campaignId));
  to.searchParams.set('utm_content', variant);
  return to.href;
};
