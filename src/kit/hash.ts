import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/**
 * Hash of what a person approves: sha256 of the canonical JSON (RFC 8785), so that key order and spacing never matter.
 *
 * @throws on values JSON cannot hold (undefined at the root, functions): our mistake, never user input
 */
export const contentHash = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('contentHash: value has no JSON form');
  return sha256(text);
};

/** A number in 0..1 that depends on salt and key alone: no dice, so a re-run decides the same. 52 bits used. */
export const unitHash = (salt: string, key: string | number): number =>
  Number.parseInt(createHmac('sha256', salt).update(String(key)).digest('hex').slice(0, 13), 16) / 2 ** 52;

/** As other systems write it. */
export const hexHmac = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text, 'utf8').digest('hex');

/** Compares in constant time; differing lengths are simply unequal. */
export const sameSecret = (a: string, b: string): boolean => {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
};
