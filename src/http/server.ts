import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { strings } from '../i18n/language.ts';
import { messageOf } from '../kit/log.ts';
import { apiRoutes } from './api.ts';
import { healthRoutes } from './health.ts';
import { trackingRoutes } from './tracking.ts';
import { webRoutes } from './web.ts';
import { webhookRoutes } from './webhooks.ts';

export type WebServer = { port: number; close(): Promise<void> };

/** Longer than the minute for which proxies and clients keep a connection, so that none uses one that is being closed here. */
const KEEP_ALIVE_MS = 65_000;

/**
 * The public port: Slack's requests go to Bolt with their raw body untouched, everything else to Hono (chosen over express
 * for being typed, small and dependency-free). While Slack is practised it answers on loopback only: the practice workspace
 * lets anybody who can reach it sit in any seat, and the port behind it must not be open to more people than that.
 *
 * @throws EADDRINUSE when the port is taken
 */
export const startWebServer = async (deps: Deps, port: number, slack: RequestListener | null): Promise<WebServer> => {
  const app = new Hono();
  app.route('/', healthRoutes(deps, isLoopback));
  app.route('/', trackingRoutes(deps));
  app.route('/', apiRoutes(deps));
  app.route('/', webRoutes(deps));
  app.route('/', webhookRoutes(deps));
  app.onError((error, c) => {
    deps.log.error({ path: c.req.routePath, error: messageOf(error) }, 'request failed');
    // Whether anything was stored is not known here: a commit's answer may be what was lost.
    if (c.req.path.startsWith('/api/'))
      return c.json({ error: 'internal', message: strings(deps.config.locale).audience.api.internal }, 500);
    return c.text(`${strings('ko').mail.failed}\n${strings('en').mail.failed}\n`, 500);
  });
  const hono = getRequestListener(app.fetch) as RequestListener;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) =>
    slack && request.url?.startsWith('/slack/') ? slack(request, response) : hono(request, response),
  );
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    if (deps.config.practice.has('slack')) server.listen(port, '127.0.0.1', done);
    else server.listen(port, done);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2_000).unref();
      }),
  };
};

const isLoopback = (env: unknown): boolean => {
  const incoming: IncomingMessage | undefined = (env as Partial<HttpBindings> | undefined)?.incoming;
  return /^(?:::1|127\.|::ffff:127\.)/.test(incoming?.socket.remoteAddress ?? '');
};
