import type { ChannelName, Channels } from '../../channels/channel.ts';
import type { Brief } from './schema.ts';

/** Every way a campaign can go, the usual one first. Kakao with a text message behind it is one message, not two. */
export const WAYS = [
  ['email'],
  ['sms'],
  ['kakao'],
  ['kakao', 'sms'],
  ['push'],
] as const satisfies readonly (readonly ChannelName[])[];

const isChannel = (name: string | undefined): name is ChannelName => WAYS.some(([first]) => first === name);

type Asked = Pick<Brief, 'channels'>;

/** What carries the campaign. A brief that names nothing known is refused by its own check. */
export const channelOf = ({ channels }: Asked): ChannelName => {
  const [first] = channels;
  return isChannel(first) ? first : 'email';
};

/** Steps in for whoever Kakao cannot reach; part of the same message. */
export const fallbackOf = ({ channels }: Asked): 'sms' | null =>
  channels[0] === 'kakao' && channels[1] === 'sms' ? 'sms' : null;

/** The same as one word: `kakao+sms`. */
export type WayName = 'email' | 'sms' | 'kakao' | 'kakao+sms' | 'push';
export const WAY_NAMES: readonly WayName[] = WAYS.map((way) => way.join('+') as WayName);

/** Null for what is no way of ours: a channel nobody knows, or several that are not one message. */
export const wayOf = ({ channels }: Asked): WayName | null =>
  WAY_NAMES.find((name) => name === channels.join('+')) ?? null;
export const channelsOf = (way: WayName): ChannelName[] => way.split('+') as ChannelName[];

/** Those whose every channel has settings, in order. */
export const offeredWays = (channels: Pick<Channels, 'has'>): WayName[] =>
  WAY_NAMES.filter((way) => channelsOf(way).every((name) => channels.has(name)));
