import { createServer, type RequestListener, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';

/**
 * The one loopback server of everything that stands in for the world: workspace, mailbox, clock, drafter. Bound to
 * 127.0.0.1 only; `Host` must be a loopback name (a page of a rebound domain cannot read it) and a foreign `Origin` cannot
 * post to it.
 */
export type PracticeServer = {
  /** `http://localhost:3030` */
  url: string;
  server: Server;
  /** The address is known before the parts that need it are made; until then the server answers 503. */
  serve(parts: readonly Hono[]): void;
  close(): Promise<void>;
};

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

export const startPracticeServer = async (port: number): Promise<PracticeServer> => {
  let listener: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => listener(request, response));
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  const address = server.address();
  return {
    url: `http://localhost:${typeof address === 'object' && address ? address.port : port}`,
    server,
    serve(parts) {
      const app = new Hono();
      app.use('*', async (c, next) => {
        if (!LOOPBACK.test(c.req.header('host') ?? '')) return c.text('practice answers on loopback only', 403);
        const origin = c.req.header('origin');
        if (origin && (!URL.canParse(origin) || !LOOPBACK.test(new URL(origin).host)))
          return c.text('foreign origin', 403);
        await next();
      });
      for (const part of parts) app.route('/', part);
      listener = getRequestListener(app.fetch) as RequestListener;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
