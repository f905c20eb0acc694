import type { ChannelName } from '../../channels/channel.ts';
import type { HeardWay } from './heard/hear.ts';
import type { Words } from './words.ts';

/** What a brief says of how it is sent: the way, what was assumed about it, what later drafts must keep to. */
export type Sent = { channels: ChannelName[]; assumptions: string[]; constraints: string[] };

const same = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join();

/**
 * E-mail unless the words ask for another way. What has no settings is not taken: the first that has is, and the brief
 * says so.
 */
export const sentBy = (asked: HeardWay | null, offered: readonly ChannelName[][], words: Words): Sent => {
  const usual = offered[0] ?? ['email'];
  if (!asked) return { channels: usual, assumptions: [], constraints: [] };
  const { way, strange, alimtalk } = asked;
  const kept = offered.find((each) => way !== null && same(each, way));
  // Where no text message can step in, Kakao alone is still what was asked for.
  const closest = kept ?? offered.find((each) => way !== null && same(each, way.slice(0, 1)));
  const channels = closest ?? usual;
  const name = (list: readonly string[]): string => words.ways[list.join('+') as keyof Words['ways']];
  const assumptions = [
    ...(way && !kept ? [words.assume.notOffered(name(way), name(channels))] : []),
    ...(way ? [] : strange.map((said) => words.assume.strangeWay(said, name(channels)))),
    ...(channels.length > 1 ? [words.assume.stepsIn] : []),
  ];
  return { channels, assumptions, constraints: alimtalk && channels[0] === 'kakao' ? [words.alimtalk] : [] };
};
