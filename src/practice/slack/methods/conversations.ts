import { and, eq, isNull, sql } from 'drizzle-orm';
import { practiceMessages } from '../../../db/schema.ts';
import type { Arguments } from '../arguments.ts';
import { allChannels, channelFor, channelWithBot, membersOf, openDm, setBotIn, shownChannel } from '../channels.ts';
import { findMessage, type MessageRow, shown, threadFacts } from '../messages.ts';
import { Refusal } from '../refusal.ts';
import { type Workspace, write } from '../workspace.ts';
import type { Methods } from './method.ts';

const cursorOf = (offset: number): string => Buffer.from(`next:${offset}`).toString('base64');

/** Slack's paging: `limit` and an opaque `cursor` in, `response_metadata.next_cursor` out (empty at the end). */
export const page = <T>(all: readonly T[], args: Arguments, usual = 100) => {
  const cursor = args.text('cursor');
  const found = cursor === undefined ? 0 : Number(/^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1]);
  if (!Number.isInteger(found)) throw new Refusal('invalid_cursor');
  const limit = Math.min(Math.max(1, args.number('limit', usual)), 1000);
  const end = found + limit;
  return {
    items: all.slice(found, end),
    more: end < all.length,
    response_metadata: { next_cursor: end < all.length ? cursorOf(end) : '' },
  };
};

const inRange = (args: Arguments) => (row: MessageRow) => {
  const latest = args.text('latest');
  const oldest = args.text('oldest');
  const inclusive = args.flag('inclusive');
  const ts = Number(row.ts);
  const before = latest === undefined || ts < Number(latest) || (inclusive && row.ts === latest);
  const after = oldest === undefined || ts > Number(oldest) || (inclusive && row.ts === oldest);
  return before && after;
};

const withFacts = async (ws: Workspace, channel: string, rows: MessageRow[], args: Arguments) => {
  const facts = await threadFacts(
    ws.db,
    channel,
    rows.filter((row) => !row.threadTs).map(({ ts }) => ts),
  );
  return rows.map((row) => ({
    ...shown(row, args.flag('include_all_metadata')),
    ...(facts.has(row.ts) ? { thread_ts: row.ts, ...facts.get(row.ts) } : {}),
  }));
};

const kindsOf = (args: Arguments): string[] => (args.text('types') ?? 'public_channel').split(',').map((t) => t.trim());

const listed = async (ws: Workspace, args: Arguments) => {
  const kinds = kindsOf(args);
  const all = await allChannels(ws.db);
  return all.filter((each) => kinds.includes(each.dmUser ? 'im' : 'public_channel'));
};

export const conversationMethods: Methods = {
  'conversations.open': async (ws, args) => {
    const given = args.text('channel');
    const users = (args.text('users') ?? '').split(',').filter((each) => each !== '');
    if (!given && users.length === 0) throw new Refusal('users_list_not_supplied');
    if (users.length > 1) throw new Refusal('method_not_supported_for_channel_type');
    const channel = given ? await channelFor(ws.db, given) : await openDm(ws.db, users[0] as string);
    return {
      no_op: true,
      already_open: true,
      channel: args.flag('return_im') ? shownChannel(ws, channel) : { id: channel.id },
    };
  },
  'conversations.info': async (ws, args) => ({
    channel: shownChannel(ws, await channelFor(ws.db, args.need('channel'))),
  }),
  'conversations.list': async (ws, args) => {
    const { items, response_metadata } = page(await listed(ws, args), args);
    return { channels: items.map((each) => shownChannel(ws, each)), response_metadata };
  },
  'users.conversations': async (ws, args) => {
    const user = args.text('user');
    const mine = (await listed(ws, args)).filter((each) => (user ? membersOf(ws, each).includes(user) : each.botIn));
    const { items, response_metadata } = page(mine, args);
    return { channels: items.map((each) => shownChannel(ws, each)), response_metadata };
  },
  'conversations.join': async (ws, args) => {
    const channel = await channelFor(ws.db, args.need('channel'));
    if (channel.dmUser) throw new Refusal('method_not_supported_for_channel_type');
    await write(ws, (c) => setBotIn(c, channel, true));
    return { channel: shownChannel(ws, { ...channel, botIn: true }) };
  },
  'conversations.members': async (ws, args) => {
    const channel = await channelFor(ws.db, args.need('channel'));
    const { items, response_metadata } = page(membersOf(ws, channel), args);
    return { members: items, response_metadata };
  },
  'conversations.history': async (ws, args) => {
    const channel = await channelWithBot(ws.db, args.need('channel'));
    const rows = await ws.db
      .select()
      .from(practiceMessages)
      .where(
        and(
          eq(practiceMessages.channel, channel.id),
          eq(practiceMessages.deleted, false),
          isNull(practiceMessages.onlyFor),
          sql`(${practiceMessages.threadTs} is null or ${practiceMessages.broadcast})`,
        ),
      )
      .orderBy(sql`${practiceMessages.ts} desc`);
    const { items, more, response_metadata } = page(rows.filter(inRange(args)), args);
    return {
      messages: await withFacts(ws, channel.id, items, args),
      has_more: more,
      pin_count: 0,
      ...(more ? { response_metadata } : {}),
    };
  },
  'conversations.replies': async (ws, args) => {
    const channel = await channelWithBot(ws.db, args.need('channel'));
    const asked = await findMessage(ws.db, channel.id, args.need('ts'));
    if (!asked || asked.onlyFor) throw new Refusal('thread_not_found');
    const root = asked.threadTs ?? asked.ts;
    const rows = await ws.db
      .select()
      .from(practiceMessages)
      .where(
        and(
          eq(practiceMessages.channel, channel.id),
          eq(practiceMessages.deleted, false),
          isNull(practiceMessages.onlyFor),
          sql`(${practiceMessages.ts} = ${root} or ${practiceMessages.threadTs} = ${root})`,
        ),
      )
      .orderBy(practiceMessages.ts);
    // The root comes with every page, whatever the range.
    const kept = rows.filter((row) => row.ts === root || inRange(args)(row));
    const { items, more, response_metadata } = page(kept, args, 1000);
    return {
      messages: await withFacts(ws, channel.id, items, args),
      has_more: more,
      ...(more ? { response_metadata } : {}),
    };
  },
};
