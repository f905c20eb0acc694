import { createVerify, randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { ownersOf } from '../http/webhooks.ts';
import { sameSecret, sha256 } from '../kit/hash.ts';
import { type PhoneKeys, PROJECT } from './phone-keys.ts';
import { RECEIPT, type Received } from './received.ts';

type World = Pick<Deps, 'db' | 'clock' | 'secretKeys'> & { keys: PhoneKeys };

/** FCM as far as a sender sees it: the token of a service account, and one message a request. */
export const pushRoutes = (world: World, keep: (rows: Received[]) => Promise<void>): Hono => {
  const { clock, keys } = world;
  const app = new Hono();
  app.post('/phone/fcm/token', async (c) => {
    const assertion = new URLSearchParams(await c.req.text()).get('assertion') ?? '';
    const [head = '', claims = '', signature = ''] = assertion.split('.');
    const good = createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(keys.publicKey, signature, 'base64url');
    return good
      ? c.json({ access_token: accessToken(keys), expires_in: 3_600, token_type: 'Bearer' })
      : c.json({ error: 'invalid_grant' }, 400);
  });

  app.post('/phone/fcm/v1/projects/:project/messages:send', async (c) => {
    if (!sameSecret(c.req.header('authorization') ?? '', `Bearer ${accessToken(keys)}`))
      return c.json({ error: { code: 401, status: 'UNAUTHENTICATED' } }, 401);
    const { message, validate_only } = await c.req.json<{
      validate_only?: boolean;
      message: {
        token?: string;
        notification?: { title: string; body: string };
        data?: { link?: string; ref?: string };
      };
    }>();
    const name = `projects/${PROJECT}/messages/0:${randomUUID()}`;
    if (validate_only || !message.token) return c.json({ name });
    const { link = '', ref = '' } = message.data ?? {};
    const owners = await ownersOf(world, ref ? [ref] : []);
    await keep([
      {
        channel: 'push',
        to: message.token,
        subject: message.notification?.title ?? '',
        text: message.notification?.body ?? '',
        html: '',
        headers: { [RECEIPT]: randomUUID(), kind: 'push', link, ref },
        messageId: name,
        at: await clock.business(),
        ...ownerOf(owners, ref),
      },
    ]);
    return c.json({ name });
  });
  return app;
};

const accessToken = ({ solapiSecret }: PhoneKeys): string => `ya29.${sha256(`fcm:${solapiSecret}`)}`;

type Owners = Awaited<ReturnType<typeof ownersOf>>;
/** The columns that say whose message it is. */
export const ownerOf = (owners: Owners, ref: string | undefined) => {
  const owner = owners.get(ref ?? '');
  return { campaignId: owner?.campaignId ?? null, contactId: owner?.contactId ?? null, test: owner?.test ?? false };
};
