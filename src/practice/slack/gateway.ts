import type { Server } from 'node:http';
import { Hono } from 'hono';
import { type Control, makeSwitches } from './control.ts';
import { makeDelivery } from './delivery.ts';
import { FILES, fileRoutes } from './files.ts';
import { pageApi } from './page-api.ts';
import { responseRoutes } from './response-urls.ts';
import { makeSockets } from './sockets.ts';
import { makeTriggers } from './triggers.ts';
import { makeWake } from './wake.ts';
import { webApiRoutes } from './web-api.ts';
import { type GatewayOptions, seed, type Workspace } from './workspace.ts';

export type { Control } from './control.ts';
export type { GatewayOptions } from './workspace.ts';

/** A small Slack on loopback: what the bot talks to in practice, and what our tests hold the bot against. */
export type Gateway = {
  /** `/api/:method`, `/response/:id`, `/practice/*`, `/files-pri/...`, `/archives/...` */
  routes: Hono;
  /** Takes Socket Mode connections on this server. */
  attach(server: Server): void;
  /** Resolves when nothing is on its way to the bot, retries included. */
  idle(): Promise<void>;
  isIdle(): boolean;
  /** For tests, in this process only. */
  control: Control;
  close(): Promise<void>;
};

export const createGateway = async (opts: GatewayOptions): Promise<Gateway> => {
  const sockets = makeSockets(opts.newId, opts.patience?.answer);
  const delivery = makeDelivery(opts, sockets);
  const { control, fate } = makeSwitches(() => ws);
  const wake = makeWake();
  const ws: Workspace = { ...opts, delivery, triggers: makeTriggers(opts.clock, opts.newId), wake, control };
  await seed(opts.db);
  await delivery.resume();

  const routes = new Hono()
    .route('/api', webApiRoutes(ws, fate, sockets.ticket))
    .route('/response', responseRoutes(ws, fate))
    .route('/practice', pageApi(ws))
    .route(FILES, fileRoutes(ws))
    .get('/archives/:channel/:message', (c) => {
      const digits = /^p(\d+)(\d{6})$/.exec(c.req.param('message'));
      return c.redirect(digits ? `/#/${c.req.param('channel')}/${digits[1]}.${digits[2]}` : '/');
    });

  return {
    routes,
    attach: sockets.attach,
    idle: delivery.idle,
    isIdle: delivery.isIdle,
    control,
    close: async () => {
      wake.close();
      delivery.close();
      sockets.close();
      await delivery.idle();
    },
  };
};
