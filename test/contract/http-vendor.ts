import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Heard = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
};
/** `silent`: the request is taken and never answered. `drop`: taken, and the line cut. */
export type Reply = { status: number; body?: unknown; headers?: Record<string, string> } | 'silent' | 'drop';

/** A real HTTP server on loopback, whose answers a test decides. */
export const httpVendor = async (reply: (heard: Heard) => Reply | Promise<Reply>) => {
  const heard: Heard[] = [];
  const sockets = new Set<Socket>();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://vendor.test');
    const one: Heard = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    heard.push(one);
    const said = await reply(one);
    if (said === 'silent') return;
    if (said === 'drop') {
      request.socket.destroy();
      return;
    }
    response.writeHead(said.status, { 'content-type': 'application/json', ...said.headers });
    response.end(said.body === undefined ? '' : JSON.stringify(said.body));
  };
  const make = () => {
    const server = createServer((request, response) => void answer(request, response));
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    return server;
  };
  let server = make();
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', () => done()));
  const stop = async () => {
    await new Promise<void>((done) => {
      server.close(() => done());
      for (const socket of sockets) socket.destroy();
    });
    // The other side of a line, in this same process, hears of its end a turn later.
    for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setTimeout(done, 1));
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  let up = true;
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    /** Nobody listens there until it comes back. */
    away: async () => {
      if (up) await stop();
      up = false;
    },
    back: async () => {
      if (up) return;
      server = make();
      await listen(port);
      up = true;
    },
    close: async () => {
      if (up) await stop();
      up = false;
    },
  };
};
