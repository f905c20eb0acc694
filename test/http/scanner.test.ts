import { describe, expect, it } from 'vitest';
import { addressOf, scannersOf } from '../../src/http/scanner.ts';

const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) Safari/604.1';
const isScanner = scannersOf(['2a0d:1234::/32', '203.113.7.0/24']);
const asked = (over: Partial<Parameters<typeof isScanner>[0]> = {}) =>
  isScanner({ method: 'GET', userAgent: PHONE, purpose: undefined, address: '211.36.140.9', ...over });

describe('who follows a link', () => {
  it('is a person, as far as one can see', () => {
    expect(asked()).toBe(false);
    expect(asked({ address: null })).toBe(false);
  });

  it.each([
    ['asks for the head alone', { method: 'HEAD' }],
    ['looks ahead', { purpose: 'prefetch' }],
    ['says it is a program', { userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' }],
    ['is no browser', { userAgent: 'curl/8.9.0' }],
    ['comes from a mail gateway, under the name of a browser', { address: '52.101.3.4' }],
    ['comes from the edge of its range', { address: '104.47.127.255' }],
    ['comes from a network that the operator named', { address: '203.113.7.200' }],
    ['and from one of IPv6', { address: '2a0d:1234:1::9' }],
  ])('is a machine when it %s', (_, over) => expect(asked(over)).toBe(true));

  it('is not one just outside a range', () => expect(asked({ address: '104.47.128.0' })).toBe(false));
});

describe('where it comes from', () => {
  const from = (peer: string, forwarded?: string) => addressOf({ socket: { remoteAddress: peer } } as never, forwarded);

  it('is the peer itself when that is on the public network, whatever it claims', () => {
    expect(from('8.8.8.8', '52.101.3.4')).toBe('8.8.8.8');
    expect(from('::ffff:8.8.8.8')).toBe('8.8.8.8');
  });

  it('is what our own proxy was asked by, not what the asker wrote before it', () => {
    expect(from('10.0.0.7', '52.101.3.4, 8.8.8.8')).toBe('8.8.8.8');
    expect(from('::1', '8.8.8.8, 10.0.0.9')).toBe('8.8.8.8');
    expect(from('10.0.0.7', 'nonsense')).toBeNull();
    expect(from('127.0.0.1')).toBeNull();
    expect(addressOf(undefined, undefined)).toBeNull();
  });
});
