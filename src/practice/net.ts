import { generateKeyPairSync } from 'node:crypto';
import { get } from 'node:http';
import { Hono } from 'hono';
import type { Net } from '../kit/net.ts';

/**
 * The world of practice, for the checks of a launch: every name leads to the sample shop on loopback, and every sender's
 * domain has the records it should have. Nothing is asked outside this machine, and every line that rests on it says 연습.
 */
export const practiceNet = (server: () => string): Net => ({
  practice: true,
  resolve: async () => ['127.0.0.1'],
  texts: async (name) => {
    if (name.startsWith('_dmarc.')) return ['v=DMARC1; p=none'];
    return name.includes('._domainkey.') ? [`v=DKIM1; k=ed25519; p=${dkimKey()}`] : ['v=spf1 -all'];
  },
  connect: ({ url, signal }) =>
    new Promise((done, fail) => {
      const { port } = new URL(server());
      const request = get(
        { host: '127.0.0.1', port, path: `/shop${url.pathname}`, signal, agent: false },
        (response) => {
          done({ status: response.statusCode ?? 0, location: response.headers.location ?? null });
          response.destroy();
        },
      );
      request.on('error', fail);
    }),
});

let key: string | null = null;
/** Made once a process; nothing is signed with it. */
const dkimKey = (): string => {
  key ??= generateKeyPairSync('ed25519')
    .publicKey.export({ type: 'spki', format: 'der' })
    .subarray(-32)
    .toString('base64');
  return key;
};

/** Pages of the sample shop that are not there, so that a broken link can be practised too. */
const GONE = /\/(?:missing|gone|404)(?:\/|$)/;

/** The sample shop: every page of it, with nothing to buy. */
export const shopRoutes = (): Hono =>
  new Hono().get('/shop/*', (c) =>
    GONE.test(c.req.path)
      ? c.text('practice: no such page', 404)
      : c.html(
          '<!doctype html><meta charset="utf-8"><title>소리상점 (연습)</title><p>연습용 상점이에요. / A shop for practice.</p>',
        ),
  );
