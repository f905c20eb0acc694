import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromMajor, priceOf, toMajor, unitPrice } from '../../src/kit/money.ts';

describe('money', () => {
  it('is whole minor units, whatever the price of one and however many there are', () => {
    const price = fc.double({ min: 0, max: 10_000, noNaN: true });
    fc.assert(
      fc.property(fc.nat(10_000_000), price, fc.constantFrom('KRW', 'USD', 'KWD'), (n, major, currency) => {
        const cost = priceOf(n, unitPrice(major, currency));
        expect(Number.isSafeInteger(cost)).toBe(true);
        // Rounded once: at most half a minor unit from the exact product, but for the price's own millionth.
        expect(Math.abs(cost - n * unitPrice(major, currency))).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it('keeps prices below one minor unit, and none of the noise of floating point', () => {
    expect(unitPrice(0.5, 'KRW')).toBe(0.5);
    expect(unitPrice(0.07, 'USD')).toBe(7);
    expect(unitPrice(0.0001, 'USD')).toBe(0.01);
    expect(priceOf(3, 0.5)).toBe(2);
    expect(priceOf(10_000, unitPrice(0.0001, 'USD'))).toBe(100);
  });

  it('comes back from major units as it went', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.constantFrom('KRW', 'USD'),
        (minor, currency) => void expect(fromMajor(toMajor({ minor, currency }), currency).minor).toBe(minor),
      ),
    );
  });
});
