import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelName } from '../../src/channels/channel.ts';
import { type LinkToken, makeTokens, reportedChannel } from '../../src/delivery/tokens.ts';

const OLD = 'old-key-0123456789';
const NEW = 'new-key-0123456789';
const id = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const anyKey = fc.record({ campaignId: id, occurrence: id, contactId: id, link: id });

const KINDS = ['click', 'open', 'unsubscribe'] as const;
const sign = (keys: readonly string[], kind: (typeof KINDS)[number], t: Omit<LinkToken, 'kind'>): string =>
  makeTokens(keys)[kind](t);

describe('tokens in links', () => {
  it('give back what was signed, and only as the kind that was signed', () => {
    fc.assert(
      fc.property(anyKey, fc.constantFrom(...KINDS), (t, kind) => {
        const tokens = makeTokens([NEW]);
        const token = sign([NEW], kind, t);
        expect(tokens.verify(kind, token)).toEqual({ ...t, kind, link: kind === 'click' ? t.link : 0 });
        for (const other of [...KINDS, 'report'] as const)
          if (other !== kind) expect(tokens.verify(other, token)).toBeNull();
      }),
    );
  });

  it('name the channel a report is about, within what a vendor keeps', () => {
    fc.assert(
      fc.property(anyKey, fc.constantFrom<ChannelName>('email', 'kakao', 'sms', 'push'), ({ link, ...t }, channel) => {
        const token = makeTokens([NEW]).report({ ...t, channel });
        const signed = makeTokens([NEW]).verify('report', token);
        expect(signed).toMatchObject(t);
        expect(signed && reportedChannel(signed)).toBe(channel);
        expect(token).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      }),
    );
  });

  it('stay valid when a newer key signs, and not without their own', () => {
    const t = { campaignId: 7, occurrence: 1, contactId: 42 };
    const token = makeTokens([OLD]).unsubscribe(t);
    expect(makeTokens([NEW, OLD]).verify('unsubscribe', token)).toMatchObject(t);
    expect(makeTokens([NEW]).verify('unsubscribe', token)).toBeNull();
    expect(makeTokens([NEW, OLD]).unsubscribe(t)).toBe(makeTokens([NEW]).unsubscribe(t));
  });

  it('refuse every single changed, missing or added character', () => {
    const tokens = makeTokens([NEW]);
    const token = tokens.click({ campaignId: 12, occurrence: 1, contactId: 345_678, link: 2 });
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let i = 0; i < token.length; i += 1) {
      expect(tokens.verify('click', token.slice(0, i) + token.slice(i + 1))).toBeNull();
      for (const letter of letters)
        if (letter !== token[i])
          expect(tokens.verify('click', token.slice(0, i) + letter + token.slice(i + 1))).toBeNull();
    }
    for (const letter of letters) expect(tokens.verify('click', token + letter)).toBeNull();
  });

  it('refuse whatever else comes in', () => {
    const tokens = makeTokens([NEW]);
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => tokens.verify('click', text) === null));
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 48 }),
        (bytes) => tokens.verify('open', Buffer.from(bytes).toString('base64url')) === null,
      ),
    );
  });

  it('are short', () => {
    expect(
      makeTokens([NEW]).click({ campaignId: 42, occurrence: 1, contactId: 69_659, link: 1 }).length,
    ).toBeLessThanOrEqual(24);
  });
});
