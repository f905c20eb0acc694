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
  /** Takes no more requests, and resolves once those it had taken are answered. */
  close(): Promise<void>;
};

/** How long an answer under way is waited for when closing. */
const PATIENCE_MS = 2_000;

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

export const startPracticeServer = async (port: number): Promise<PracticeServer> => {
  const closed: RequestListener = (_request, response) => response.writeHead(503, { connection: 'close' }).end();
  let listener = closed;
  /** What is being worked on, and what is being answered: both end before the parts behind them do. */
  const open = new Set<Promise<unknown>>();
  const held = (work: Promise<unknown>) => {
    const one: Promise<unknown> = work.finally(() => open.delete(one));
    open.add(one);
  };
  const server = createServer((request, response) => {
    held(new Promise<void>((done) => response.once('close', done)));
    listener(request, response);
  });
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
        const work = next();
        held(work);
        await work;
      });
      for (const part of parts) app.route('/', part);
      listener = getRequestListener(app.fetch) as RequestListener;
    },
    async close() {
      listener = closed;
      const ended = new Promise<void>((done) => server.close(() => done()));
      const patience = AbortSignal.timeout(PATIENCE_MS);
      while (open.size > 0 && !patience.aborted)
        await Promise.race([Promise.allSettled(open), new Promise((done) => patience.addEventListener('abort', done))]);
      server.closeAllConnections();
      await ended;
    },
  };
};
