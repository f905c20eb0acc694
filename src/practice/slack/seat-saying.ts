import { practiceFiles } from '../../db/schema.ts';
import { BOT, PEOPLE, type Person } from './cast.ts';
import { allChannels, isIn, setBotIn } from './channels.ts';
import { MAX_BYTES, shownFile } from './files.ts';
import { ANSWERED, bodyOf, slashCommand } from './interactions.ts';
import { type Names, richText, slackText } from './mentions.ts';
import { findMessage, rootOf } from './messages.ts';
import { post } from './posting.ts';
import { Refusal } from './refusal.ts';
import { respond } from './response-urls.ts';
import { type ChannelRow, channelById, type Workspace, words, write } from './workspace.ts';

/** Slack's own voice: what it tells one person by itself. */
export const SLACKBOT = 'USLACKBOT';
const MAX_SAID = 40_000;

/** @throws Refusal channel_not_found | not_in_channel, for a person */
export const channelOfSeat = async (ws: Workspace, person: Person, id: string): Promise<ChannelRow> => {
  const channel = await channelById(ws.db, id);
  if (!channel) throw new Refusal('channel_not_found');
  if (!isIn(ws, channel, person.id)) throw new Refusal('not_in_channel');
  return channel;
};

const namesOf = async (ws: Workspace): Promise<Names> => {
  const { names } = await words(ws);
  const channels = (await allChannels(ws.db)).filter((each) => !each.dmUser);
  return {
    people: {
      [BOT.name]: BOT.user,
      ...Object.fromEntries(
        PEOPLE.flatMap((each) => [
          [each.handle, each.id],
          [names[each.name], each.id],
        ]),
      ),
    },
    channels: Object.fromEntries(channels.map((each) => [each.name, each.id])),
  };
};

const tellOnly = (ws: Workspace, channel: ChannelRow, person: Person, text: string, threadTs?: string) =>
  write(ws, (c) => post(c, channel, { user: SLACKBOT, text, onlyFor: person.id, threadTs: threadTs ?? null }));

const invite = async (ws: Workspace, person: Person, channel: ChannelRow): Promise<void> => {
  if (channel.dmUser) throw new Refusal('method_not_supported_for_channel_type');
  await write(ws, (c) => setBotIn(c, channel, true, person.id));
  await tellOnly(ws, channel, person, (await words(ws)).invited);
};

/** A person writes a message. `/invite @baton` brings the bot in, as in Slack. @throws Refusal */
export const say = async (
  ws: Workspace,
  person: Person,
  said: { channel: string; text: string; threadTs?: string | undefined },
): Promise<{ channel: string; ts: string }> => {
  const channel = await channelOfSeat(ws, person, said.channel);
  const typed = said.text.trim().slice(0, MAX_SAID);
  if (typed === '') throw new Refusal('no_text');
  if (new RegExp(`^/invite\\s+@${BOT.name}$`, 'i').test(typed)) {
    await invite(ws, person, channel);
    return { channel: channel.id, ts: '' };
  }
  const text = slackText(typed, await namesOf(ws));
  const row = await write(ws, async (c) => {
    const threadTs = said.threadTs ? await rootOf(c.tx, channel.id, said.threadTs) : null;
    if (threadTs && !(await findMessage(c.tx, channel.id, threadTs))) throw new Refusal('thread_not_found');
    return post(
      c,
      channel,
      { user: person.id, text, threadTs },
      { client_msg_id: ws.newId('said'), blocks: richText(text, ws.newId('block')) },
    );
  });
  if (!channel.botIn && text.includes(`<@${BOT.user}>`))
    await tellOnly(ws, channel, person, (await words(ws)).notInChannel, row.threadTs ?? undefined);
  return { channel: row.channel, ts: row.ts };
};

/** A person puts a file into a channel, with or without words. @throws Refusal file_too_big */
export const share = async (
  ws: Workspace,
  person: Person,
  shared: { channel: string; name: string; content: Buffer; text: string },
): Promise<{ channel: string; ts: string }> => {
  const channel = await channelOfSeat(ws, person, shared.channel);
  if (shared.content.length > MAX_BYTES) throw new Refusal('file_too_big');
  const text = slackText(shared.text.trim().slice(0, MAX_SAID), await namesOf(ws));
  const row = await write(ws, async (c) => {
    const file = {
      id: ws.newId('F').replaceAll('_', '').toUpperCase(),
      name: shared.name,
      user: person.id,
      size: shared.content.length,
      at: ws.clock.system(),
    };
    await c.tx.insert(practiceFiles).values({ ...file, content: shared.content.toString('base64') });
    return post(c, channel, { user: person.id, text, files: [shownFile(ws, file)] });
  });
  return { channel: row.channel, ts: row.ts };
};

/** A person types `/baton ...`. What the bot answers at once is posted like a response. @throws Refusal */
export const command = async (
  ws: Workspace,
  person: Person,
  given: { channel: string; text: string },
): Promise<boolean> => {
  const channel = await channelOfSeat(ws, person, given.channel);
  const text = slackText(given.text.trim(), await namesOf(ws));
  const answer = await slashCommand(ws, { person, channel, text });
  if (!ANSWERED(answer)) return false;
  const body = typeof answer.body === 'string' && answer.body !== '' ? { text: answer.body } : bodyOf(answer);
  if (Object.keys(body).length > 0)
    await write(ws, (c) => respond(ws, c, { user: person.id, channel: channel.id }, body));
  return true;
};
