import type { Arguments } from '../arguments.ts';
import { BOT } from '../cast.ts';
import { channelFor, channelWithBot, isIn } from '../channels.ts';
import { contentOf, metadataOf, threadOf } from '../content.ts';
import { findMessage, type MessageRow, rootOf, shown } from '../messages.ts';
import { edit, post, react, remove } from '../posting.ts';
import { Refusal } from '../refusal.ts';
import { type Change, type Workspace, write } from '../workspace.ts';
import type { Methods } from './method.ts';

/** A message the bot may change. @throws Refusal message_not_found, or `refusal` when somebody else wrote it */
const ownMessage = async (c: Change, channel: string, ts: string, refusal: string): Promise<MessageRow> => {
  const row = await findMessage(c.tx, channel, ts);
  // Ephemerals can only be changed through their response_url.
  if (!row || row.onlyFor) throw new Refusal('message_not_found');
  if (row.user !== BOT.user) throw new Refusal(refusal);
  return row;
};

const place = async (c: Change, args: Arguments) => {
  const channel = await channelWithBot(c.tx, args.need('channel'));
  const thread = threadOf(args);
  return { channel, threadTs: thread === undefined ? null : await rootOf(c.tx, channel.id, thread) };
};

/** Where a message is read by people: the page of this workspace. */
export const permalink = (ws: Workspace, row: MessageRow): string => {
  const thread = row.threadTs ? `?thread_ts=${row.threadTs}&cid=${row.channel}` : '';
  return `${ws.selfUrl()}/archives/${row.channel}/p${row.ts.replace('.', '')}${thread}`;
};

export const chatMethods: Methods = {
  'chat.postMessage': async (ws, args) => {
    const content = contentOf(ws, args);
    const metadata = metadataOf(args);
    const row = await write(ws, async (c) => {
      const { channel, threadTs } = await place(c, args);
      const broadcast = threadTs !== null && args.flag('reply_broadcast');
      return post(c, channel, {
        user: BOT.user,
        text: content.text ?? '',
        blocks: content.blocks ?? null,
        metadata,
        threadTs,
        broadcast,
      });
    });
    return { channel: row.channel, ts: row.ts, message: shown(row, true) };
  },
  'chat.postEphemeral': async (ws, args) => {
    const content = contentOf(ws, args);
    const user = args.need('user');
    const row = await write(ws, async (c) => {
      const { channel, threadTs } = await place(c, args);
      if (!isIn(ws, channel, user)) throw new Refusal('user_not_in_channel');
      const { text = '', blocks = null } = content;
      return post(c, channel, { user: BOT.user, text, blocks, threadTs, onlyFor: user });
    });
    return { message_ts: row.ts };
  },
  'chat.update': async (ws, args) => {
    const emptied = JSON.stringify(args.json('blocks', 'invalid_blocks_format')) === '[]';
    const content = contentOf(ws, args);
    const metadata = metadataOf(args);
    const row = await write(ws, async (c) => {
      const channel = await channelWithBot(c.tx, args.need('channel'));
      const before = await ownMessage(c, channel.id, args.need('ts'), 'cant_update_message');
      return edit(c, channel, before, {
        ...(content.text === undefined ? {} : { text: content.text }),
        ...(emptied ? { blocks: null } : content.blocks ? { blocks: content.blocks } : {}),
        ...(metadata === undefined ? {} : { metadata }),
        ...(args.flag('reply_broadcast') && before.threadTs ? { broadcast: true } : {}),
      });
    });
    return { channel: row.channel, ts: row.ts, text: row.text, message: shown(row, true) };
  },
  'chat.delete': async (ws, args) => {
    const channel = await channelWithBot(ws.db, args.need('channel'));
    const ts = args.need('ts');
    await write(ws, async (c) => remove(c, channel, await ownMessage(c, channel.id, ts, 'cant_delete_message')));
    return { channel: channel.id, ts };
  },
  'chat.getPermalink': async (ws, args) => {
    const channel = await channelFor(ws.db, args.need('channel'));
    const row = await findMessage(ws.db, channel.id, args.need('message_ts'));
    if (!row || row.onlyFor) throw new Refusal('message_not_found');
    return { channel: channel.id, permalink: permalink(ws, row) };
  },
  'reactions.add': async (ws, args) => {
    const channel = await channelWithBot(ws.db, args.need('channel'));
    const name = args.need('name');
    await write(ws, async (c) => {
      const row = await findMessage(c.tx, channel.id, args.need('timestamp'));
      if (!row || row.onlyFor) throw new Refusal('message_not_found');
      if (!(await react(c, row, name))) throw new Refusal('already_reacted');
    });
    return {};
  },
};
