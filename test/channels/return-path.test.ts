import fc from 'fast-check';
import { expect, it } from 'vitest';
import { referenceIn, returnPath } from '../../src/channels/return-path.ts';
import { makeTokens } from '../../src/delivery/tokens.ts';

it('brings a reference back, whatever the servers on the way do to its letters', () => {
  const id = fc.integer({ min: 0, max: 100_000_000 });
  const tokens = makeTokens(['a test key of enough length']);
  fc.assert(
    fc.property(id, id, (campaignId, contactId) => {
      const reference = tokens.report({ campaignId, occurrence: 1, contactId, channel: 'email' });
      const path = returnPath('bounces@mail.shop.example', reference);
      expect(path).toMatch(/^bounces\+[a-z2-7]+@mail\.shop\.example$/);
      expect(path.split('@')[0]?.length).toBeLessThanOrEqual(64);
      expect(referenceIn(path)).toBe(reference);
      expect(referenceIn(`<${path.toUpperCase()}>`)).toBe(reference);
    }),
  );
});

it('is the plain address where the tag does not fit, and none is read out of an address of somebody else', () => {
  expect(returnPath('bounces@shop.example', 'A'.repeat(64))).toBe('bounces@shop.example');
  for (const address of ['bounces@shop.example', 'somebody+tag@shop.example', 'a b+abcdefgh@x.y', ''])
    expect(referenceIn(address)).toBeNull();
});
