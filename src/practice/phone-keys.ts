import { generateKeyPairSync } from 'node:crypto';
import type { PracticePhone } from '../channels/offered.ts';

/** How the clients of the practice phone sign in to it, as they would at the vendors. */
export type PhoneKeys = { solapiSecret: string; privateKey: string; publicKey: string };

/** Short on purpose: it is made at every first start, and guards nothing but a stand-in. */
const KEY_BITS = 1_024;
export const makePhoneKeys = (secret: string): PhoneKeys => {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: KEY_BITS,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { solapiSecret: secret, ...pair };
};

export const API_KEY = 'PRACTICE';
export const PROJECT = 'practice';
const SENDER = '0212345678';

export const phoneAt = (url: string, keys: PhoneKeys): PracticePhone => ({
  solapi: {
    apiKey: API_KEY,
    apiSecret: keys.solapiSecret,
    pfId: 'KA01PF_PRACTICE',
    from: SENDER,
    baseUrl: `${url}/phone/solapi`,
  },
  fcm: {
    account: {
      project_id: PROJECT,
      client_email: `baton@${PROJECT}.example`,
      private_key: keys.privateKey,
      token_uri: `${url}/phone/fcm/token`,
    },
    baseUrl: `${url}/phone/fcm`,
  },
});
