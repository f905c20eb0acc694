import { Resolver } from 'node:dns/promises';
import { get as getOpen } from 'node:http';
import { get as getSecure } from 'node:https';
import { BlockList, isIP } from 'node:net';

/** Looking at the world outside, for checks; handed in, so that practice and tests have a world of their own. */
export type Net = {
  /** All addresses of a host. @throws when nobody could say */
  resolve(host: string, signal: AbortSignal): Promise<readonly string[]>;
  /** TXT records of a name; empty when it has none. @throws when nobody could say */
  texts(name: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Asks one page of exactly that address, whatever the name resolves to by now; no redirect is followed. */
  connect(to: { url: URL; address: string; signal: AbortSignal }): Promise<{ status: number; location: string | null }>;
  /** A stand-in: what it says is not about the world, and loopback may answer. */
  practice: boolean;
};

/** Nothing behind these is a page that a customer could open: private, shared, reserved, metadata, and IPv4 in disguise. */
const CLOSED: readonly (readonly [net: string, prefix: number, family: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
];
/** Of IPv6 only what is handed out to the public is open, and of that not what carries an IPv4 address inside. */
const PUBLIC_V6 = ['2000::', 3] as const;
const CARRIERS_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const closed = new BlockList();
for (const [net, prefix, family] of CLOSED) closed.addSubnet(net, prefix, family);
for (const [net, prefix] of CARRIERS_V6) closed.addSubnet(net, prefix, 'ipv6');
const open = new BlockList();
open.addSubnet(PUBLIC_V6[0], PUBLIC_V6[1], 'ipv6');

/** May a check connect to it? A text that is no address may not. */
export const isPublic = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  return family === 6 && !address.includes('%') && open.check(address, 'ipv6') && !closed.check(address, 'ipv6');
};

/** @param range `192.0.2.0/24` or `2001:db8::/32`. @returns false when it names no network */
export const addNetwork = (to: BlockList, range: string): boolean => {
  const [address = '', bits = '', ...rest] = range.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128))
    return false;
  to.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return true;
};

/** This machine by name or number, as a host in an address. */
export const isLoopback = (hostname: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);

/** Headers are all that is read; more of them than this is no page of a shop. */
const HEADER_BYTES = 16 * 1024;
const NO_RECORD = ['ENODATA', 'ENOTFOUND', 'ENONAME'];
const TRIES = { timeout: 1_500, tries: 1 };

/** The world itself. */
export const realNet: Net = {
  practice: false,

  async resolve(host) {
    const resolver = new Resolver(TRIES);
    const asked = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const found = asked.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    const failed = asked.find((each) => each.status === 'rejected' && !NO_RECORD.includes(each.reason?.code));
    if (found.length === 0 && failed?.status === 'rejected') throw failed.reason;
    return found;
  },

  async texts(name) {
    try {
      return (await new Resolver(TRIES).resolveTxt(name)).map((parts) => parts.join(''));
    } catch (error) {
      if (NO_RECORD.includes((error as { code?: string }).code ?? '')) return [];
      throw error;
    }
  },

  connect: ({ url, address, signal }) =>
    new Promise((done, fail) => {
      const get = url.protocol === 'https:' ? getSecure : getOpen;
      const request = get(
        url,
        {
          // Whatever the name says now: the address that was judged is the one that is asked.
          lookup: (_host, options, found) => {
            const family = isIP(address);
            return options.all ? found(null, [{ address, family }]) : found(null, address, family);
          },
          agent: false,
          signal,
          maxHeaderSize: HEADER_BYTES,
          headers: { 'user-agent': 'Baton link check', accept: 'text/html,*/*' },
        },
        (response) => {
          done({ status: response.statusCode ?? 0, location: response.headers.location ?? null });
          response.destroy();
        },
      );
      request.on('error', fail);
    }),
};
