import { createHmac } from 'node:crypto';
import { sameSecret } from './hash.ts';

/** Standard Webhooks (standardwebhooks.com): three headers, HMAC-SHA256 over id, time and body. Svix names them `svix-*`. */
const TOLERANCE_MS = 5 * 60_000;

const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret, 'utf8');

const signatureOf = (secret: string, id: string, seconds: string, body: string): string =>
  `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.${body}`).digest('base64')}`;

export const signWebhook = (secret: string, id: string, at: Date, body: string): Record<string, string> => {
  const seconds = `${Math.floor(at.getTime() / 1000)}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': signatureOf(secret, id, seconds, body),
  };
};

/** @returns the id of what was signed, or null for what is not signed, signed by another, or older than five minutes */
export const verifyWebhook = (
  secret: string,
  header: (name: string) => string | null,
  body: string,
  now: Date,
): string | null => {
  const of = (name: string) => header(`webhook-${name}`) ?? header(`svix-${name}`) ?? '';
  const [id, seconds] = [of('id'), of('timestamp')];
  if (!id || !/^\d{1,12}$/.test(seconds)) return null;
  if (Math.abs(Number(seconds) * 1000 - now.getTime()) > TOLERANCE_MS) return null;
  const expected = signatureOf(secret, id, seconds, body);
  // Several while a secret is rotated.
  return of('signature')
    .split(' ')
    .some((given) => sameSecret(given, expected))
    ? id
    : null;
};
