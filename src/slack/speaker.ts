import type { WebClient } from '@slack/web-api';
import type { Card } from './blocks.ts';
import { troubleOf } from './errors.ts';
import { plainer, wordsOf } from './plainer.ts';
import { isPersonal, type Metadata } from './render.ts';
import { clipMarkup } from './text.ts';

type Words = { text: string; blocks?: Card['blocks'] };

/** What drawing says to Slack. Everything throws what the client threw; errors.ts says what it means. */
export type Speaker = {
  post(to: {
    channel: string;
    threadTs: string | null;
    broadcast: boolean;
    card: Card;
    metadata: Metadata | null;
  }): Promise<{ ts: string; postedTo: string }>;
  update(to: { channel: string; ts: string; card: Card; metadata: Metadata | null }): Promise<void>;
  /** Only `user` sees it, now; Slack keeps nothing of it. */
  whisper(to: { channel: string; user: string; threadTs: string | null; card: Card }): Promise<void>;
  /** The same by direct message, for somebody who is not in the channel. @returns false when that is not possible either */
  confide(user: string, card: Card): Promise<boolean>;
  /** A message of ours posted since, found by its metadata; null when there is none, or when nobody may look. */
  find(channel: string, threadTs: string | null, metadata: Metadata, since: Date): Promise<string | null>;
  /** The channel id of a person, a channel name or an id. */
  home(channel: string): Promise<string>;
  permalink(channel: string, ts: string): Promise<string | null>;
};

/** As many are remembered; a restart asks again. */
const REMEMBERED = 5_000;

export const makeSpeaker = (client: WebClient): Speaker => {
  const links = new Map<string, string>();
  const homes = new Map<string, string>();
  const call = async (method: string, args: Record<string, unknown>): Promise<Answer> =>
    (await client.apiCall(method, args)) as Answer;

  /** The card as it is; where Slack will not have it, the plainer one; then its words alone. */
  const plainly = async <T>(card: Card, send: (words: Words) => Promise<T>): Promise<T> => {
    const forms: (() => Words)[] = [
      () => card,
      () => ({ text: card.text, blocks: plainer(card.blocks) }),
      () => ({ text: clipMarkup(wordsOf(card.blocks) || card.text, 3_900), blocks: [] }),
    ];
    for (const [index, form] of forms.entries()) {
      try {
        return await send(form());
      } catch (error) {
        if (index === forms.length - 1 || troubleOf(error).kind !== 'plainer') throw error;
      }
    }
    throw new Error('unreachable: the last form returns or throws');
  };

  const speaker: Speaker = {
    post: ({ channel, threadTs, broadcast, card, metadata }) =>
      plainly(card, async (words) => {
        const { ts, channel: postedTo } = await call('chat.postMessage', {
          channel,
          ...words,
          unfurl_links: false,
          unfurl_media: false,
          ...(threadTs && { thread_ts: threadTs }),
          ...(threadTs && broadcast && { reply_broadcast: true }),
          ...(metadata && { metadata }),
        });
        if (!ts) throw new Error('chat.postMessage answered without a ts');
        return { ts, postedTo: typeof postedTo === 'string' ? postedTo : channel };
      }),
    update: ({ channel, ts, card, metadata }) =>
      plainly(card, async (words) => {
        await call('chat.update', { channel, ts, ...words, ...(metadata && { metadata }) });
      }),
    whisper: ({ channel, user, threadTs, card }) =>
      plainly(card, async (words) => {
        await call('chat.postEphemeral', { channel, user, ...words, ...(threadTs && { thread_ts: threadTs }) });
      }),
    confide: async (user, card) => {
      try {
        const channel = await speaker.home(user);
        await speaker.post({ channel, threadTs: null, broadcast: false, card, metadata: null });
        return true;
      } catch {
        return false;
      }
    },
    find: async (channel, threadTs, metadata, since) => {
      // Slack's clock and ours differ a little.
      const oldest = String(Math.floor(since.getTime() / 1000) - 60);
      const where = { channel, oldest, limit: 200, include_all_metadata: true };
      try {
        const { messages = [] } = threadTs
          ? await call('conversations.replies', { ...where, ts: threadTs })
          : await call('conversations.history', where);
        return messages.find((one) => isSame(one.metadata, metadata))?.ts ?? null;
      } catch (error) {
        if (troubleOf(error).kind === 'later') throw error;
        return null;
      }
    },
    home: async (channel) => {
      const known = homes.get(channel);
      if (known) return known;
      const found = isPersonal(channel) ? await openDm(call, channel) : await channelNamed(call, channel);
      if (homes.size < REMEMBERED) homes.set(channel, found);
      return found;
    },
    permalink: async (channel, ts) => {
      const key = `${channel}:${ts}`;
      const known = links.get(key);
      if (known) return known;
      try {
        const { permalink } = await call('chat.getPermalink', { channel, message_ts: ts });
        if (!permalink) return null;
        if (links.size < REMEMBERED) links.set(key, permalink);
        return permalink;
      } catch {
        return null;
      }
    },
  };
  return speaker;
};

type Answer = {
  ts?: string;
  channel?: string | { id?: string };
  permalink?: string;
  messages?: { ts?: string; metadata?: unknown }[];
  channels?: { id?: string; name?: string }[];
  response_metadata?: { next_cursor?: string };
};
type Call = (method: string, args: Record<string, unknown>) => Promise<Answer>;

const isSame = (found: unknown, wanted: Metadata): boolean => {
  const { event_type, event_payload } = (found ?? {}) as {
    event_type?: string;
    event_payload?: Record<string, unknown>;
  };
  const payload = wanted.event_payload;
  return (
    event_type === wanted.event_type &&
    event_payload?.campaign_id === payload.campaign_id &&
    event_payload.step === payload.step &&
    Number(event_payload.version) === payload.version
  );
};

/** Where direct messages cannot be opened, Slack itself is left to resolve the person: it takes a user for a channel. */
const openDm = async (call: Call, user: string): Promise<string> => {
  try {
    const { channel } = await call('conversations.open', { users: user });
    return (typeof channel === 'object' ? channel.id : channel) ?? user;
  } catch (error) {
    if (troubleOf(error).kind === 'unsupported') return user;
    throw error;
  }
};

const MOST_PAGES = 20;

/** `marketing-digest` to its id; where channels cannot be listed, Slack itself is left to resolve `#name`. */
const channelNamed = async (call: Call, channel: string): Promise<string> => {
  if (/^[CGD][A-Z0-9_]{2,}$/.test(channel)) return channel;
  const name = channel.replace(/^#/, '');
  try {
    let cursor = '';
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { channels = [], response_metadata } = await call('conversations.list', {
        types: 'public_channel,private_channel',
        exclude_archived: true,
        limit: 1_000,
        ...(cursor && { cursor }),
      });
      const id = channels.find((one) => one.name === name)?.id;
      if (id) return id;
      cursor = response_metadata?.next_cursor ?? '';
      if (!cursor) break;
    }
  } catch (error) {
    if (troubleOf(error).kind === 'later') throw error;
  }
  return `#${name}`;
};
