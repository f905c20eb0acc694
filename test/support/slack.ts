import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { App, type AppOptions, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Connection } from '../../src/db/client.ts';
import { addMs, type Clock } from '../../src/kit/clock.ts';
import { randomId } from '../../src/kit/id.ts';
import type { Log } from '../../src/kit/log.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../../src/practice/slack/gateway.ts';
import { testDatabase } from './database.ts';

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const quiet = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

export const SECRETS = { signingSecret: 'shh', botToken: 'xoxb-test', appToken: 'xapp-test' } as const;

/** A clock that a test may push ahead; its business begins on the day of the cards that tests show, whatever the machine says. */
export const pushedClock = (): Clock & { ahead: number } => {
  const began = new Date();
  const clock = {
    ahead: 0,
    system: () => addMs(new Date(), clock.ahead),
    business: async () => addMs(new Date('2026-11-24T01:00:00Z'), Date.now() - began.getTime() + clock.ahead),
  };
  return clock;
};

export type TestWorkspace = {
  gateway: Gateway;
  url: string;
  clock: ReturnType<typeof pushedClock>;
  database: Connection;
  client: WebClient;
  /** Calls the page's API. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  ask(path: string, body?: unknown): Promise<any>;
  bot(url: string): void;
  /** A new gateway on the same database and port, as after a restart. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

/** A practice Slack on loopback with a database of its own. */
export const testWorkspace = async (
  patience: NonNullable<GatewayOptions['patience']> = { tries: [0, 20, 40] },
): Promise<TestWorkspace> => {
  const database = await testDatabase();
  const clock = pushedClock();
  let botUrl = 'http://127.0.0.1:1/slack/events';
  let url = '';
  const opts: GatewayOptions = {
    db: database.db,
    clock,
    newId: randomId,
    log: silent,
    botUrl: () => botUrl,
    selfUrl: () => url,
    patience,
    ...SECRETS,
  };
  let listener: ReturnType<typeof getRequestListener>;
  const server: Server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const self = {} as TestWorkspace;
  const start = async () => {
    self.gateway = await createGateway(opts);
    self.gateway.attach(server);
    listener = getRequestListener(self.gateway.routes.fetch);
  };
  await start();
  return Object.assign(self, {
    url,
    clock,
    database,
    client: new WebClient(SECRETS.botToken, {
      slackApiUrl: `${url}/api/`,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: quiet,
    }),
    ask: async (path: string, body?: unknown) => {
      const init =
        body === undefined
          ? {}
          : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      return (await fetch(`${url}/practice${path}`, init)).json();
    },
    bot: (at: string) => {
      botUrl = at;
    },
    restart: async () => {
      await self.gateway.close();
      await start();
    },
    close: async () => {
      await self.gateway.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await database.close();
    },
  });
};

/** A real Bolt app, by HTTP or by Socket Mode, with what it heard. */
export const testBot = async (
  workspace: TestWorkspace,
  how: 'http' | 'socket',
  listen: (app: App) => void,
): Promise<{ app: App; port: number; stop(): Promise<void> }> => {
  const options: AppOptions = {
    token: SECRETS.botToken,
    logger: quiet,
    clientOptions: { slackApiUrl: `${workspace.url}/api/` },
    ...(how === 'http' ? { signingSecret: SECRETS.signingSecret } : { socketMode: true, appToken: SECRETS.appToken }),
  };
  const app = new App(options);
  listen(app);
  const server = (await app.start(0)) as Server | undefined;
  const port = how === 'http' && server ? (server.address() as AddressInfo).port : 0;
  if (how === 'http') workspace.bot(`http://127.0.0.1:${port}/slack/events`);
  return { app, port, stop: async () => void (await app.stop()) };
};
