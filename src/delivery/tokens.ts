import { hash, timingSafeEqual } from 'node:crypto';
import type { ChannelName } from '../channels/channel.ts';

/**
 * Signed tokens in the links of a message: short, no personal data (ids only), no table to look them up in. The newest key
 * signs, all of them verify, so rotating keys keeps old links alive. An unsubscribe token never expires.
 *
 * Layout, base64url: kind (1 byte), campaign, occurrence, contact, link or 0 (varints), tag (first 10 bytes of HMAC-SHA256).
 */
export type TokenKind = 'click' | 'open' | 'unsubscribe' | 'visitor' | 'report';
export type LinkToken = {
  kind: TokenKind;
  campaignId: number;
  occurrence: number;
  /** 0 in a test message: nothing is counted for nobody. */
  contactId: number;
  /** Number of the link in the plan, 1 first; of a visitor the minute (since 1970) it ends in; of a report the channel's number; 0 for the other kinds. */
  link: number;
};

export type Tokens = {
  click(t: Omit<LinkToken, 'kind'>): string;
  open(t: Omit<LinkToken, 'kind' | 'link'>): string;
  unsubscribe(t: Omit<LinkToken, 'kind' | 'link'>): string;
  /** What a vendor is given along with a message, to find it again by in its reports. */
  report(t: Omit<LinkToken, 'kind' | 'link'> & { channel: ChannelName }): string;
  /** Who a visitor of the shop's site is (http/visitor.ts). */
  visitor(t: Omit<LinkToken, 'kind'>): string;
  /** @returns what was signed, or null for anything that was not: wrong kind, forged, cut short, garbage */
  verify(kind: TokenKind, token: string): LinkToken | null;
};

/** Numbers of the channels in a report's token: appended to, never reordered. */
const REPORTED: readonly ChannelName[] = ['email', 'kakao', 'sms', 'push'];
export const reportedChannel = (token: LinkToken): ChannelName | null => REPORTED[token.link] ?? null;

const KINDS: readonly TokenKind[] = ['click', 'open', 'unsubscribe', 'visitor', 'report'];
const TAG_BYTES = 10;
/** Longest possible token; anything longer is not looked at. */
const MOST_CHARS = 64;

export const makeTokens = (secretKeys: readonly string[]): Tokens => {
  const tags = secretKeys.map(signer);
  const [newest] = tags;
  if (!newest) throw new Error('makeTokens: no key to sign with');
  const sign = (t: LinkToken): string => {
    const body = pack(t);
    return Buffer.concat([body, newest(body)]).toString('base64url');
  };
  return {
    click: (t) => sign({ ...t, kind: 'click' }),
    open: (t) => sign({ ...t, kind: 'open', link: 0 }),
    unsubscribe: (t) => sign({ ...t, kind: 'unsubscribe', link: 0 }),
    report: ({ channel, ...t }) => sign({ ...t, kind: 'report', link: REPORTED.indexOf(channel) }),
    visitor: (t) => sign({ ...t, kind: 'visitor' }),
    verify: (kind, token) => {
      if (token.length > MOST_CHARS) return null;
      const bytes = Buffer.from(token, 'base64url');
      // Node skips what is not base64url and ignores spare bits: only the one spelling that we made is taken.
      if (bytes.length <= TAG_BYTES || bytes.toString('base64url') !== token) return null;
      const body = bytes.subarray(0, bytes.length - TAG_BYTES);
      const given = bytes.subarray(bytes.length - TAG_BYTES);
      // Every key is tried, so that the time does not tell which one fitted.
      const good = tags.map((tag) => timingSafeEqual(tag(body), given)).includes(true);
      const found = good ? unpack(body) : null;
      return found?.kind === kind ? found : null;
    },
  };
};

/** HMAC-SHA256 by hand: two hashes, a fifth of what an object of `createHmac` costs, four times a message. */
const signer = (key: string): ((body: Buffer) => Buffer) => {
  const block = Buffer.alloc(64);
  (Buffer.byteLength(key) > 64 ? hash('sha256', Buffer.from(key), 'buffer') : Buffer.from(key)).copy(block);
  const inner = Buffer.concat([block.map((byte) => byte ^ 0x36), Buffer.from('baton.link.1')]);
  const outer = block.map((byte) => byte ^ 0x5c);
  return (body) =>
    hash('sha256', Buffer.concat([outer, hash('sha256', Buffer.concat([inner, body]), 'buffer')]), 'buffer').subarray(
      0,
      TAG_BYTES,
    );
};

const pack = (t: LinkToken): Buffer => {
  const bytes = [KINDS.indexOf(t.kind)];
  for (const id of [t.campaignId, t.occurrence, t.contactId, t.link]) varint(id, bytes);
  return Buffer.from(bytes);
};

const varint = (n: number, bytes: number[]): void => {
  if (!Number.isSafeInteger(n) || n < 0) throw new Error(`token: ${n} is no id`);
  let rest = n;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
};

const unpack = (body: Buffer): LinkToken | null => {
  const kind = KINDS[body[0] ?? KINDS.length];
  const numbers: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of body.subarray(1)) {
    value += (byte % 128) * scale;
    scale *= 128;
    if (byte >= 128) continue;
    numbers.push(value);
    value = 0;
    scale = 1;
  }
  const [campaignId, occurrence, contactId, link] = numbers;
  if (!kind || numbers.length !== 4 || scale !== 1) return null;
  return { kind, campaignId: campaignId!, occurrence: occurrence!, contactId: contactId!, link: link! };
};
