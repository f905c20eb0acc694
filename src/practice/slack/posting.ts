import { practiceState } from '../../db/schema.ts';
import { BOT, personOf, TEAM } from './cast.ts';
import { changeMessage, findMessage, insertMessage, type MessageRow, shown } from './messages.ts';
import type { Change, ChannelRow } from './workspace.ts';

export type Post = {
  user: string;
  text: string;
  blocks?: unknown[] | null;
  metadata?: unknown;
  threadTs?: string | null;
  broadcast?: boolean;
  onlyFor?: string | null;
  files?: unknown[] | null;
};

const typeOf = (channel: ChannelRow) => (channel.dmUser ? 'im' : 'channel');

/** What the Events API adds to a message. */
const heard = async (c: Change, channel: ChannelRow, row: MessageRow): Promise<Record<string, unknown>> => {
  const root = row.threadTs ? await findMessage(c.tx, channel.id, row.threadTs) : undefined;
  return {
    ...shown(row),
    channel: channel.id,
    channel_type: typeOf(channel),
    event_ts: row.ts,
    ...(root ? { parent_user_id: root.user } : {}),
  };
};

/**
 * Puts a message into a channel and tells the bot, as Slack does: its own messages too, ephemerals never.
 * `extra` goes into the event only (rich text of what a person wrote, its client id).
 */
export const post = async (
  c: Change,
  channel: ChannelRow,
  message: Post,
  extra: Record<string, unknown> = {},
): Promise<MessageRow> => {
  const row = await insertMessage(c.tx, {
    channel: channel.id,
    ts: c.ts,
    seq: c.seq,
    threadTs: message.threadTs ?? null,
    user: message.user,
    onlyFor: message.onlyFor ?? null,
    broadcast: message.broadcast ?? false,
    text: message.text,
    blocks: message.blocks ?? null,
    metadata: message.metadata ?? null,
    files: message.files ?? null,
  });
  if (row.onlyFor || !channel.botIn) return row;
  const event = { ...(await heard(c, channel, row)), ...extra };
  const team = personOf(row.user)?.team ?? TEAM.id;
  await c.emit({ ...event, type: 'message' }, { team });
  if (!channel.dmUser && row.user !== BOT.user && row.text.includes(`<@${BOT.user}>`)) {
    const { subtype: _, channel_type: __, ...mention } = event as Record<string, unknown>;
    await c.emit({ ...mention, type: 'app_mention' }, { team });
  }
  return row;
};

/** Changes a message and tells the bot. `edited` marks it for readers, which Slack does when its words changed. */
export const edit = async (
  c: Change,
  channel: ChannelRow,
  before: MessageRow,
  set: Partial<Pick<MessageRow, 'text' | 'blocks' | 'metadata' | 'broadcast'>>,
): Promise<MessageRow> => {
  const edited = before.edited || (set.text !== undefined && set.text !== before.text);
  const after = await changeMessage(c.tx, before, { ...set, edited, seq: c.seq });
  if (!after.onlyFor && channel.botIn)
    await c.emit({
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      channel: channel.id,
      channel_type: typeOf(channel),
      message: shown(after),
      previous_message: shown(before),
      ts: c.ts,
      event_ts: c.ts,
    });
  return after;
};

export const remove = async (c: Change, channel: ChannelRow, before: MessageRow): Promise<void> => {
  await changeMessage(c.tx, before, { deleted: true, seq: c.seq });
  if (!before.onlyFor && channel.botIn)
    await c.emit({
      type: 'message',
      subtype: 'message_deleted',
      hidden: true,
      channel: channel.id,
      channel_type: typeOf(channel),
      deleted_ts: before.ts,
      previous_message: shown(before),
      ts: c.ts,
      event_ts: c.ts,
    });
};

/** Remembers a reaction. @returns false when it was there already */
export const react = async (c: Change, message: MessageRow, name: string): Promise<boolean> => {
  const made = await c.tx
    .insert(practiceState)
    .values({ name: `reaction:${message.channel}:${message.ts}:${name}`, value: BOT.user })
    .onConflictDoNothing()
    .returning();
  return made.length > 0;
};
