import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import {
  App,
  type AuthorizeResult,
  HTTPReceiver,
  type Receiver,
  type ReceiverEvent,
  SocketModeReceiver,
} from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Config } from '../config.ts';
import type { Deps, Directory } from '../deps.ts';
import type { Handler } from '../jobs/job.ts';
import { HOUR } from '../kit/clock.ts';
import { messageOf } from '../kit/log.ts';
import { boltLogger } from './bolt-log.ts';
import { connectRoutes } from './connect.ts';
import { makeDirectory } from './directory.ts';
import type { Door } from './handlers/door.ts';
import { readIntent } from './handlers/intent.ts';
import { forgetSeen } from './handlers/utterance.ts';
import { makeIdentity } from './identity.ts';
import { readImport, runImport } from './import-jobs.ts';
import { drawNow, drawThread } from './post.ts';
import { makeSpeaker } from './speaker.ts';

export type Credentials = NonNullable<Config['slack']>;

export type Slack = {
  /** For POST /slack/events of the one HTTP server. */
  listener: RequestListener;
  client: WebClient;
  directory: Directory;
  handlers: { readonly [N in 'slack.draw' | 'intent.read' | 'import.read' | 'import.run']: Handler<N> };
  /** `receive`: also listen by Socket Mode, where an app token was given. Never waits for Slack to be up. */
  start(options?: { receive: boolean }): Promise<void>;
  stop(): Promise<void>;
};

/** Drawing can wait for a slow answer; a click has three seconds in all. */
const DRAW_TIMEOUT_MS = 10_000;
const CLICK_TIMEOUT_MS = 2_500;
const RECONNECT_MS = 5_000;

/**
 * The one place where Slack comes in and goes out. Whatever a handler does is committed before its acknowledgement: over
 * HTTP the answer is held until the handler is done, over a socket the acknowledgement is. A handler that throws leaves no
 * 200 and no acknowledgement behind.
 */
export const createSlack = (deps: Deps, credentials: Credentials): Slack => {
  const logger = boltLogger(deps.log);
  // Retries are ours: what is owed stands in the database, and a click must not wait.
  const options = (timeout: number): WebClientOptions => ({
    slackApiUrl: credentials.apiUrl,
    logger,
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  const client = new WebClient(credentials.botToken, options(DRAW_TIMEOUT_MS));
  const quick = new WebClient(credentials.botToken, options(CLICK_TIMEOUT_MS));
  const identity = makeIdentity(quick);
  const directory = makeDirectory(deps, quick, identity);
  const speaker = makeSpeaker(client);
  const door: Door = { deps, client: quick, identity, directory };

  const { receiver, listener, socket } = receiverFor(credentials, options(DRAW_TIMEOUT_MS), logger);
  const app = new App({
    receiver,
    logger,
    clientOptions: options(CLICK_TIMEOUT_MS),
    convoStore: false,
    authorize: async (_source, body): Promise<AuthorizeResult> => {
      try {
        const { userId, botId, teamId } = await identity();
        return {
          botToken: credentials.botToken,
          botUserId: userId,
          ...(botId && { botId }),
          ...(teamId && { teamId }),
        };
      } catch (error) {
        // An event needs to know who we are (or we would answer ourselves): Slack sends it again. A click does not.
        if ((body as { type?: string } | undefined)?.type === 'event_callback') throw error;
        return { botToken: credentials.botToken };
      }
    },
  });
  connectRoutes(app, { ...door, permalink: speaker.permalink });
  if (socket) socket.init(ackAtTheEnd(app));

  let forgetting: NodeJS.Timeout | null = null;
  let stopped = false;
  return {
    listener,
    client,
    directory,
    handlers: {
      'slack.draw': ({ thread, later }, jobDeps) =>
        later ? drawNow(jobDeps, thread) : drawThread(jobDeps, speaker, thread),
      'intent.read': (data, jobDeps) => readIntent(jobDeps, data),
      'import.read': ({ importId }, jobDeps) => readImport(jobDeps, { client, credentials }, importId),
      'import.run': ({ importId }, jobDeps) => runImport(jobDeps, { client, credentials }, importId),
    },
    async start({ receive } = { receive: true }) {
      identity().catch((error) => deps.log.warn({ error: messageOf(error) }, 'Slack is not there yet'));
      if (receive && socket) connectForever(deps, socket, () => stopped);
      const forget = () => {
        forgetSeen(deps).catch((error) => deps.log.warn({ error: messageOf(error) }, 'old events not forgotten'));
      };
      forgetting = setInterval(forget, 6 * HOUR);
      forgetting.unref();
    },
    async stop() {
      stopped = true;
      if (forgetting) clearInterval(forgetting);
      if (socket) await socket.stop();
    },
  };
};

type Received = { receiver: Receiver; listener: RequestListener; socket: SocketModeReceiver | null };

const receiverFor = (
  credentials: Credentials,
  clientOptions: WebClientOptions,
  logger: ReturnType<typeof boltLogger>,
): Received => {
  if (credentials.appToken) {
    const socket = new SocketModeReceiver({
      appToken: credentials.appToken,
      logger,
      installerOptions: { clientOptions },
      // Bolt would acknowledge what could not be authorized: then a click is lost without a word.
      processEventErrorHandler: async () => false,
    });
    return { receiver: socket, socket, listener: notFound };
  }
  const http = new HTTPReceiver({
    signingSecret: credentials.signingSecret,
    endpoints: '/slack/events',
    processBeforeResponse: true,
    logger,
    processEventErrorHandler: async ({ response }) => {
      if (!response.headersSent) response.writeHead(500).end();
      return false;
    },
    // Later than three seconds Slack has given up; what was committed is committed, and the answer goes nowhere.
    unhandledRequestHandler: ({ response }) => {
      if (!response.headersSent) response.writeHead(500).end();
    },
  });
  return { receiver: http, socket: null, listener: guarded(http.requestListener.bind(http)) };
};

/** Bolt throws for a path that is not its own. */
const guarded =
  (listener: RequestListener): RequestListener =>
  (request, response) => {
    try {
      listener(request, response);
    } catch {
      notFound(request, response);
    }
  };

const notFound = (_request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(404).end();
};

/**
 * Over a socket Bolt acknowledges an event before its handler runs; here the acknowledgement waits, so that an event whose
 * transaction failed is sent again.
 */
const ackAtTheEnd = (app: App): App => {
  const processEvent = async (event: ReceiverEvent): Promise<void> => {
    let acked: { response: unknown } | null = null;
    await app.processEvent({
      ...event,
      ack: async (response?: unknown) => {
        acked = { response };
      },
    });
    const given = acked as { response: unknown } | null;
    if (given) await event.ack(given.response as never);
  };
  return Object.assign(Object.create(app) as App, { processEvent });
};

/** The client gives up when its first connection fails; we do not. */
const connectForever = (deps: Deps, socket: SocketModeReceiver, isStopped: () => boolean): void => {
  socket.start().catch((error: unknown) => {
    deps.log.warn({ error: messageOf(error) }, 'Socket Mode not connected yet');
    if (!isStopped()) setTimeout(() => !isStopped() && connectForever(deps, socket, isStopped), RECONNECT_MS).unref();
  });
};
