import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { BOT, DIGEST, JUNHO, MARKETING, SARAH, TEAM, USERS } from './other-slack-cast.ts';
import { acting } from './other-slack-people.ts';
import { complaintsAbout } from './slack-limits.ts';

/**
 * A Slack that is not ours: it shares no line with the practice workspace, knows ten methods and answers `unknown_method` to
 * the rest, as somebody else's stand-in would. What the bot does with it is all that such a stand-in could see.
 */
export type Posted = {
  channel: string;
  ts: string;
  threadTs: string | null;
  text: string;
  blocks: Record<string, unknown>[];
  metadata: { event_type: string; event_payload: { campaign_id: string; step: string; version: number } } | null;
  onlyFor: string | null;
  edits: number;
  /** Milliseconds since the epoch. */
  at: number;
};
export type Opened = {
  id: string;
  user: string;
  view: { callback_id: string; blocks: Record<string, unknown>[]; title?: { text?: string } };
};
type Loose = Record<string, unknown>;

export type OtherSlack = Awaited<ReturnType<typeof otherSlack>>;

export const otherSlack = async () => {
  const token = 'xoxb-other-4711';
  const secret = 'another signing secret';
  const posted: Posted[] = [];
  const opened: Opened[] = [];
  const calls: { method: string; args: Loose; error: string | null }[] = [];
  const complaints: string[] = [];
  const triggers = new Set<string>();
  const out = new Set<string>();
  let bot = '';
  let down: '503' | 'cut' | null = null;
  let classic = false;
  let lacking: readonly string[] = [];
  let count = 0;
  const stamp = () => `${Math.floor(Date.now() / 1000)}.${String(++count).padStart(6, '0')}`;

  const place = (channel: unknown): string => {
    if (typeof channel !== 'string' || !(channel in { [MARKETING]: 1, [DIGEST]: 1 } || /^[DU]0\w+$/.test(channel)))
      throw new Error('channel_not_found');
    if (out.has(channel)) throw new Error('not_in_channel');
    return channel;
  };
  const content = ({ text = '', blocks = [] }: Loose) => {
    const list = blocks as Posted['blocks'];
    if (classic && JSON.stringify(list).match(/"type":"(plan|task_card|container|carousel|card|table|alert|data_\w+)"/))
      throw new Error('invalid_blocks');
    complaints.push(...complaintsAbout(list, String(text)));
    return { text: String(text), blocks: list };
  };
  const post = (args: Loose, onlyFor: string | null): Posted => {
    const message = {
      channel: place(args.channel),
      ts: stamp(),
      threadTs: (args.thread_ts as string | undefined) ?? null,
      ...content(args),
      metadata: (args.metadata as Posted['metadata']) ?? null,
      onlyFor,
      edits: 0,
      at: Date.now(),
    };
    posted.push(message);
    return message;
  };

  const methods: Readonly<Record<string, (args: Loose) => Loose>> = {
    'auth.test': () => ({ user_id: BOT, bot_id: 'B0OTHERBOT', team_id: TEAM, user: 'baton', team: 'Other' }),
    'chat.postMessage': (args) => {
      const { ts, channel } = post(args, null);
      return { ts, channel };
    },
    'chat.postEphemeral': (args) => ({ message_ts: post(args, String(args.user)).ts }),
    'chat.update': (args) => {
      const found = posted.find(({ ts, channel, onlyFor }) => ts === args.ts && channel === args.channel && !onlyFor);
      if (!found) throw new Error('message_not_found');
      Object.assign(found, content(args), { edits: found.edits + 1 }, args.metadata && { metadata: args.metadata });
      return { ts: found.ts, channel: found.channel };
    },
    'conversations.open': ({ users }) => ({ channel: { id: `D0${String(users).slice(2)}` } }),
    'conversations.replies': () => {
      throw new Error('unknown_method');
    },
    'users.info': ({ user }) => {
      const known = USERS[String(user)];
      if (!known) throw new Error('user_not_found');
      return { user: { id: user, name: String(user).toLowerCase(), team_id: TEAM, ...known } };
    },
    'views.open': ({ trigger_id: trigger, view }) => {
      if (!triggers.delete(String(trigger))) throw new Error('expired_trigger_id');
      const given = (typeof view === 'string' ? JSON.parse(view) : view) as Opened['view'];
      complaints.push(...complaintsAbout(given.blocks, 'modal', given));
      opened.push({ id: `V${++count}`, user: String(trigger).split(':')[1] ?? '', view: given });
      return { view: { ...given, id: opened.at(-1)?.id, hash: String(count) } };
    },
    'views.update': () => ({ view: {} }),
  };

  const api = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let raw = '';
    for await (const chunk of request) raw += String(chunk);
    if (down === 'cut') return void request.socket.destroy();
    if (down) return void response.writeHead(503).end();
    const method = (request.url ?? '').replace(/^\/api\//, '');
    const args = argumentsOf(raw, request.headers['content-type'] ?? '');
    const answer = (body: Loose) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    try {
      if (request.headers.authorization !== `Bearer ${token}`) throw new Error('invalid_auth');
      const handler = Object.hasOwn(methods, method) && !lacking.includes(method) ? methods[method] : undefined;
      if (!handler) throw new Error('unknown_method');
      const body = handler(args);
      calls.push({ method, args, error: null });
      answer({ ok: true, ...body });
    } catch (error) {
      const code = (error as Error).message;
      calls.push({ method, args, error: code });
      answer({ ok: false, error: code });
    }
  };
  const server = createServer((request, response) => void api(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;

  const trigger = (user: string) => {
    const id = `${++count}:${user}`;
    triggers.add(id);
    return id;
  };
  const people = acting({ secret, bot: () => bot, stamp, trigger, opened });

  return {
    address,
    posted,
    opened,
    calls,
    complaints,
    stamp,
    ...people,
    env: (more: Record<string, string> = {}) => ({
      SLACK_BOT_TOKEN: token,
      SLACK_SIGNING_SECRET: secret,
      SLACK_API_URL: address,
      APPROVERS: `${JUNHO},${SARAH}`,
      ADMINS: 'U0BOSS',
      DIGEST_CHANNEL: DIGEST,
      ...more,
    }),
    reach: (url: string) => {
      bot = url;
    },
    /** No answer that means anything, until `up()`. */
    goDown: (by: '503' | 'cut' = '503') => {
      down = by;
    },
    up: () => {
      down = null;
    },
    /** Knows none of Slack's newer blocks, and none of these methods. */
    beSmall: (without: readonly string[]) => {
      classic = true;
      lacking = without;
    },
    dropBot: (channel: string) => void out.add(channel),
    takeBotIn: async (channel: string) => {
      out.delete(channel);
      const event = { type: 'member_joined_channel', user: BOT, channel, channel_type: 'C', team: TEAM };
      return people.send(people.envelope(event, `EvX${++count}`), 'application/json');
    },
    /** Waits for a message that is, or becomes, so. */
    until: async (what: string, look: (message: Posted) => unknown, ms = 120_000): Promise<Posted> => {
      for (const end = Date.now() + ms; Date.now() < end; await sleep(25)) {
        const found = posted.findLast(look);
        if (found) return found;
      }
      const last = posted.slice(-6).map(({ text, onlyFor }) => `${onlyFor ?? ''} ${text.slice(0, 160)}`);
      throw new Error(`waited ${ms} ms for ${what}; last said:\n${last.join('\n')}`);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};

const argumentsOf = (raw: string, type: string): Loose => {
  if (type.includes('json')) return JSON.parse(raw || '{}') as Loose;
  return Object.fromEntries(
    [...new URLSearchParams(raw)].map(([name, value]) => [
      name,
      /^[[{]/.test(value) && ['blocks', 'metadata', 'view'].includes(name) ? JSON.parse(value) : value,
    ]),
  );
};
