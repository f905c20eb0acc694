import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Channel, MailOut } from '../../src/channels/channel.ts';
import { dkimSigned } from '../../src/channels/dkim.ts';
import { writeMime } from '../../src/delivery/mime.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** The header section as RFC 6376 signs it (relaxed). */
const relaxed = (line: string): string => {
  const at = line.indexOf(':');
  return `${line.slice(0, at).trim().toLowerCase()}:${line
    .slice(at + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim()}`;
};

it('signs what leaves for the domain it is from, the one-click way out included', async () => {
  const sent: MailOut[] = [];
  const relay = {
    send: async (messages: readonly MailOut[]) => {
      sent.push(...messages);
      return messages.map(() => ({ outcome: 'accepted', providerId: '1' }) as const);
    },
  } as unknown as Channel<MailOut>;
  const body = writeMime({
    from: { name: '가게', email: 'hello@shop.example' },
    to: 'p1@example.com',
    subject: '(광고) 봄 세일',
    date: new Date('2026-11-22T03:00:00Z'),
    messageId: '<m1@shop.example>',
    html: '<p>안녕</p>',
    text: '안녕',
    unsubscribe: 'https://shop.example/u/x',
    extra: {},
  });
  const message = {
    channel: 'email',
    messageId: 'm1',
    reference: 'r1',
    to: 'p1@example.com',
    from: 'b@shop.example',
    body,
  } as const;
  await dkimSigned(relay, { selector: 's1', privateKey }).send([message]);
  const [signed] = sent;
  expect(signed?.body.endsWith(body)).toBe(true);
  const header = signed?.body.slice(0, -body.length).trimEnd() ?? '';
  const tags = Object.fromEntries(
    [...header.replace(/\r\n\s+/g, ' ').matchAll(/(\w+)=([^;]*)/g)].map(([, name = '', value = '']) => [
      name,
      value.replace(/\s/g, ''),
    ]),
  );
  expect(tags).toMatchObject({ d: 'shop.example', s: 's1', a: 'rsa-sha256' });
  const names = tags.h?.split(':').map((name) => name.toLowerCase()) ?? [];
  expect(names).toEqual(expect.arrayContaining(['from', 'list-unsubscribe', 'list-unsubscribe-post']));
  const lines = body.slice(0, body.indexOf('\r\n\r\n')).split(/\r\n(?![ \t])/);
  const text = names.map((name) => relaxed(lines.find((line) => line.toLowerCase().startsWith(`${name}:`)) ?? ''));
  const own = relaxed(header.replace(/\bb=[^;]*$/, 'b='));
  const good = createVerify('RSA-SHA256')
    .update([...text, own].join('\r\n'))
    .verify(createPublicKey(publicKey), tags.b ?? '', 'base64');
  expect(good).toBe(true);
});
