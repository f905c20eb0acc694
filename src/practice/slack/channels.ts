import { eq, sql } from 'drizzle-orm';
import { practiceChannels } from '../../db/schema.ts';
import type { Tx } from '../../deps.ts';
import { BOT, dmOf, PEOPLE, personOf, TEAM } from './cast.ts';
import { Refusal } from './refusal.ts';
import { type Change, type ChannelRow, channelById, type Workspace } from './workspace.ts';

/** Everybody who is in a channel now. People leave public ones only by `control.removePerson`. */
export const membersOf = (ws: Workspace, channel: ChannelRow): string[] =>
  channel.dmUser
    ? [channel.dmUser, BOT.user]
    : [
        ...PEOPLE.filter((each) => !each.deleted && !ws.control.isRemoved(channel.id, each.id)).map(({ id }) => id),
        ...(channel.botIn ? [BOT.user] : []),
      ];

export const isIn = (ws: Workspace, channel: ChannelRow, user: string): boolean =>
  membersOf(ws, channel).includes(user);

/**
 * The channel a bot's method means: an id, a `#name`, or a user id (their direct messages).
 * @throws Refusal channel_not_found
 */
export const channelFor = async (tx: Tx, given: string): Promise<ChannelRow> => {
  if (given.startsWith('U')) return openDm(tx, given);
  const byId = await channelById(tx, given);
  if (byId) return byId;
  const name = given.replace(/^#/, '');
  const [named] = await tx.select().from(practiceChannels).where(eq(practiceChannels.name, name));
  if (!named || named.dmUser) throw new Refusal('channel_not_found');
  return named;
};

/** @throws Refusal channel_not_found | not_in_channel */
export const channelWithBot = async (tx: Tx, given: string): Promise<ChannelRow> => {
  const channel = await channelFor(tx, given);
  if (!channel.botIn) throw new Refusal('not_in_channel');
  return channel;
};

/** The direct messages of a person with the bot, made when first needed. @throws Refusal user_not_found */
export const openDm = async (tx: Tx, user: string): Promise<ChannelRow> => {
  const person = personOf(user);
  if (!person) throw new Refusal(user === BOT.user ? 'cannot_dm_bot' : 'user_not_found');
  if (person.deleted) throw new Refusal('user_disabled');
  const id = dmOf(user);
  await tx.insert(practiceChannels).values({ id, name: id, dmUser: user }).onConflictDoNothing();
  return (await channelById(tx, id)) as ChannelRow;
};

/** The bot enters or leaves a channel. Entering is told to the bot, as Slack tells it. */
export const setBotIn = async (c: Change, channel: ChannelRow, botIn: boolean, inviter?: string): Promise<void> => {
  if (channel.botIn === botIn) return;
  await c.tx.update(practiceChannels).set({ botIn }).where(eq(practiceChannels.id, channel.id));
  if (!botIn) return;
  await c.emit({
    type: 'member_joined_channel',
    user: BOT.user,
    channel: channel.id,
    channel_type: 'C',
    team: TEAM.id,
    ...(inviter ? { inviter } : {}),
    event_ts: c.ts,
  });
};

/** A channel as Slack's methods show it. */
export const shownChannel = (ws: Workspace, channel: ChannelRow): Record<string, unknown> =>
  channel.dmUser
    ? { id: channel.id, is_im: true, is_channel: false, is_archived: false, user: channel.dmUser, created: 0 }
    : {
        id: channel.id,
        name: channel.name,
        name_normalized: channel.name,
        is_channel: true,
        is_group: false,
        is_im: false,
        is_mpim: false,
        is_private: false,
        is_archived: false,
        is_general: false,
        is_shared: false,
        is_ext_shared: false,
        is_member: channel.botIn,
        created: 0,
        creator: PEOPLE[0]?.id,
        num_members: membersOf(ws, channel).length,
        topic: { value: '', creator: '', last_set: 0 },
        purpose: { value: '', creator: '', last_set: 0 },
      };

export const allChannels = async (tx: Tx): Promise<ChannelRow[]> =>
  tx.select().from(practiceChannels).orderBy(sql`${practiceChannels.dmUser} is not null`, practiceChannels.id);
