import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';

/**
 * The one loopback server of everything that stands in for the world: workspace, mailbox, clock, drafter. Bound to
 * 127.0.0.1 only; `Host` must be a loopback name (a page of a rebound domain cannot read it) and a foreign `Origin` cannot
 * post to it.
 */
export type PracticeServer = { url: string; server: Server; mount(routes: Hono): void; close(): Promise<void> };

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

export const startPracticeServer = async (port: number): Promise<PracticeServer> => {
  const app = new Hono();
  const mounted: Hono[] = [];
  app.use('*', async (c, next) => {
    if (!LOOPBACK.test(c.req.header('host') ?? '')) return c.text('practice answers on loopback only', 403);
    const origin = c.req.header('origin');
    if (origin && (!URL.canParse(origin) || !LOOPBACK.test(new URL(origin).host))) return c.text('foreign origin', 403);
    await next();
  });
  // Routes are mounted as their parts come up, so each request is offered to them in turn.
  app.all('*', async (c) => {
    for (const routes of mounted) {
      const answer = await routes.fetch(c.req.raw.clone(), c.env);
      if (answer.status !== 404 || answer.headers.has('x-baton-here')) return answer;
    }
    return c.text('not found', 404);
  });
  const server = createServer(getRequestListener(app.fetch));
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  const address = server.address();
  const url = `http://localhost:${typeof address === 'object' && address ? address.port : port}`;
  return {
    url,
    server,
    mount: (routes) => mounted.push(routes),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
