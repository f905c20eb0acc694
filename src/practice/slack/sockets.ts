import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { NewId } from '../../kit/id.ts';
import { APP_ID } from './cast.ts';
import { ANSWER_MS, type Answer, type Kind } from './delivery.ts';

/** Socket Mode: the bot connects to us instead of us to the bot. */
export type Sockets = {
  /** A path with a ticket for one connection, for apps.connections.open. */
  ticket(): string;
  attach(server: Server): void;
  connected(): boolean;
  send(kind: Kind, payload: Record<string, unknown>, retry: { attempt: number; reason: string }): Promise<Answer>;
  close(): void;
};

const PATH = '/socket-mode';
const PING_MS = 10_000;

export const makeSockets = (newId: NewId, answerMs = ANSWER_MS): Sockets => {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const open: WebSocket[] = [];
  const waiting = new Map<string, (answer: Omit<Answer, 'noRetry'>) => void>();
  const detach: (() => void)[] = [];
  let turn = 0;

  const heard = (data: string): void => {
    try {
      const { envelope_id: id, payload } = JSON.parse(data) as { envelope_id?: string; payload?: unknown };
      if (id) waiting.get(id)?.({ status: 200, body: payload ?? '', reason: '' });
    } catch {
      // Not an acknowledgement: Slack ignores it too.
    }
  };

  const welcome = (socket: WebSocket): void => {
    open.push(socket);
    const ping = setInterval(() => socket.ping(), PING_MS);
    socket.on('message', (data) => heard(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(ping);
      open.splice(open.indexOf(socket), 1);
    });
    const hello = { type: 'hello', num_connections: open.length, connection_info: { app_id: APP_ID } };
    socket.send(JSON.stringify({ ...hello, debug_info: { host: 'practice', approximate_connection_time: 3600 } }));
  };

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const url = new URL(request.url ?? '/', 'http://practice');
    if (url.pathname !== PATH) return;
    if (!tickets.delete(url.searchParams.get('ticket') ?? '')) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    server.handleUpgrade(request, socket, head, welcome);
  };

  return {
    ticket: () => {
      const ticket = newId('ticket');
      tickets.add(ticket);
      return `${PATH}?ticket=${encodeURIComponent(ticket)}&app_id=${APP_ID}`;
    },
    attach: (http) => {
      http.on('upgrade', upgrade);
      detach.push(() => http.off('upgrade', upgrade));
    },
    connected: () => open.length > 0,
    send: (kind, payload, { attempt, reason }) =>
      new Promise((resolve) => {
        turn += 1;
        const socket = open[turn % open.length];
        const id = newId('envelope');
        const end = (answer: Omit<Answer, 'noRetry'>) => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve({ noRetry: false, ...answer });
        };
        const timer = setTimeout(() => end({ status: 0, body: null, reason: 'timeout' }), answerMs);
        waiting.set(id, end);
        const retry = kind === 'events_api' ? { retry_attempt: attempt, retry_reason: reason } : {};
        socket?.send(
          JSON.stringify({
            envelope_id: id,
            type: kind,
            payload,
            accepts_response_payload: kind !== 'events_api',
            ...retry,
          }),
        );
      }),
    close: () => {
      for (const each of detach) each();
      for (const socket of [...open]) {
        socket.send(
          JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'practice' } }),
        );
        socket.close(1000);
      }
      for (const end of waiting.values()) end({ status: 0, body: null, reason: 'connection_failed' });
      server.close();
    },
  };
};
