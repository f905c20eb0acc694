import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { messageOf } from '../../kit/log.ts';
import { makeArguments, readArguments } from './arguments.ts';
import type { Switches } from './control.ts';
import { APP_LEVEL, appMethods } from './methods/apps.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationMethods } from './methods/conversations.ts';
import { fileMethods } from './methods/files.ts';
import type { Methods } from './methods/method.ts';
import { userMethods } from './methods/users.ts';
import { viewMethods } from './methods/views.ts';
import { Refusal, refusalBody } from './refusal.ts';
import type { Workspace } from './workspace.ts';

/** Breaks the connection without an answer, as a network does; without a socket at hand, 503. */
export const cut = (c: Context): Response => {
  const socket = (c.env as Partial<HttpBindings> | undefined)?.incoming?.socket;
  socket?.destroy();
  return c.body(null, 503);
};

/** @throws Refusal not_authed | invalid_auth | not_allowed_token_type */
const authorize = (ws: Workspace, method: string, bearer: string | undefined, field: unknown): void => {
  const token = bearer?.replace(/^Bearer\s+/i, '') ?? (typeof field === 'string' ? field : undefined);
  if (!token) throw new Refusal('not_authed');
  const wanted = method === APP_LEVEL ? ws.appToken : ws.botToken;
  if (token === wanted) return;
  if (token === ws.appToken || token === ws.botToken) throw new Refusal('not_allowed_token_type');
  throw new Refusal('invalid_auth');
};

/** Slack's Web API: POST or GET /:method. */
export const webApiRoutes = (ws: Workspace, fate: Switches['fate'], connect: () => string): Hono => {
  const methods: Methods = {
    ...appMethods(connect),
    ...chatMethods,
    ...conversationMethods,
    ...fileMethods,
    ...userMethods,
    ...viewMethods,
  };

  const answer = async (
    c: Context,
    name: string,
  ): Promise<{ body: Record<string, unknown>; lose: boolean } | Response> => {
    const all = await readArguments(c);
    const decided = await fate(name, all);
    if (decided.kind === 'cut') return cut(c);
    if (decided.kind === 'status')
      return c.text('', decided.status, decided.retryAfter ? { 'retry-after': String(decided.retryAfter) } : {});
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) throw new Refusal('unknown_method', [], { req_method: name });
    authorize(ws, name, c.req.header('authorization'), all.token);
    if (decided.kind === 'refuse') throw new Refusal(decided.error);
    return { body: { ok: true, ...(await method(ws, makeArguments(all))) }, lose: decided.loseAnswer };
  };

  return new Hono().on(['GET', 'POST'], '/:method', async (c) => {
    try {
      const found = await answer(c, c.req.param('method'));
      if (found instanceof Response) return found;
      return found.lose ? cut(c) : c.json(found.body);
    } catch (thrown) {
      if (thrown instanceof Refusal) return c.json(refusalBody(thrown));
      ws.log.error({ method: c.req.param('method'), reason: messageOf(thrown) }, 'practice Slack: method failed');
      return c.json({ ok: false, error: 'internal_error' }, 500);
    }
  });
};
