import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChannelName } from '../../src/channels/channel.ts';
import type { Template } from '../../src/steps/plan/schema.ts';
import { type Sink, smtpSink, type Verdict } from './smtp.ts';

/**
 * What a campaign of the harness leaves by: a mail server; a gateway that takes one signed POST a message; a vendor that
 * takes many in one request and can be asked about them afterwards. All of them count, by address.
 */
export type Provider = {
  channel: ChannelName;
  account: string;
  /** Settings by which the product finds it. */
  env: Record<string, string>;
  template: ((key: { variant: string; segment: string }) => Template) | null;
  /** The column that holds its address. */
  column: 'email' | 'phone' | 'push_token';
  /** Can be asked what it took: then nothing of that stays unknown. */
  remembers: boolean;
  sink: Sink;
};
export const KINDS = ['smtp', 'gateway', 'vendor'] as const;
export type Kind = (typeof KINDS)[number];

type Judge = (to: string) => Verdict;

const smtp = async (judge: Judge): Promise<Provider> => {
  const sink = await smtpSink(judge);
  const account = `smtp:127.0.0.1:${sink.port}`;
  const env = { SMTP_URL: `smtp://127.0.0.1:${sink.port}` };
  return { channel: 'email', account, env, template: null, column: 'email', remembers: false, sink };
};

const gateway = async (judge: Judge): Promise<Provider> => {
  const taken = new Map<string, number>();
  const sink = await httpSink(taken, ({ body }) => {
    const { data } = JSON.parse(body) as { data: { to: string; messageId: string } };
    const { count, answer } = judge(data.to);
    if (count) taken.set(data.to, (taken.get(data.to) ?? 0) + 1);
    return answer ? { id: data.messageId } : null;
  });
  const host = `127.0.0.1:${sink.port}`;
  return {
    channel: 'push',
    account: `webhook:${host}:push`,
    env: {
      GATEWAY_URL: `http://${host}/`,
      GATEWAY_SECRET: `whsec_${Buffer.from('a key of the crash harness').toString('base64')}`,
      GATEWAY_MEDIA: 'push',
    },
    template: (key) => ({ ...key, channel: 'push', title: '봄', body: WORDS, link: '{{ link_1 }}' }),
    column: 'push_token',
    remembers: false,
    sink,
  };
};

/** Solapi's doors for sending and asking, as far as the product knocks at them. */
const vendor = async (judge: Judge): Promise<Provider> => {
  type Message = { to: string; customFields: { ref: string } };
  const taken = new Map<string, number>();
  const kept: { messageId: string; statusCode: string; to: string; customFields: Message['customFields'] }[] = [];
  const sink = await httpSink(taken, ({ path, query, body }) => {
    if (path === '/messages/v4/list') {
      const found = kept.filter(({ to }) => to === query.get('to'));
      return { messageList: Object.fromEntries(found.map((one) => [one.messageId, one])), nextKey: null };
    }
    if (path !== '/messages/v4/send-many/detail') return {};
    const { messages } = JSON.parse(body) as { messages: Message[] };
    const verdicts = messages.map(({ to, customFields }) => {
      const address = `+82${to.slice(1)}`;
      const verdict = judge(address);
      if (verdict.count) {
        taken.set(address, (taken.get(address) ?? 0) + 1);
        kept.push({ messageId: `M${kept.length}`, statusCode: '2000', to, customFields });
      }
      return verdict;
    });
    if (verdicts.some(({ answer }) => !answer)) return null;
    return { failedMessageList: [], messageList: kept.slice(-messages.length) };
  });
  return {
    channel: 'sms',
    account: 'solapi:harness:',
    env: {
      SOLAPI_API_KEY: 'harness',
      SOLAPI_API_SECRET: 'a secret of the harness',
      SOLAPI_URL: `http://127.0.0.1:${sink.port}`,
      SMS_FROM: '029302266',
    },
    template: (key) => ({ ...key, channel: 'sms', kind: 'sms', subject: '', text: WORDS }),
    column: 'phone',
    remembers: true,
    sink,
  };
};
const WORDS = '{{ first_name | default: "고객" }}님, 새 음반이에요';

export const openProvider: Readonly<Record<Kind, (judge: Judge) => Promise<Provider>>> = { smtp, gateway, vendor };

type Asked = { path: string; query: URLSearchParams; body: string };

/** @param answer null: the sender never hears of it */
const httpSink = async (taken: Map<string, number>, answer: (asked: Asked) => unknown): Promise<Sink> => {
  const server = createServer(async (request, response) => {
    let body = '';
    request.setEncoding('utf8');
    try {
      for await (const chunk of request) body += chunk;
    } catch {
      // Killed while it spoke: nothing was asked.
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://provider.test');
    const said = answer({ path: pathname, query: searchParams, body });
    if (said === null) return;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
