import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { addNetwork, isPublic } from '../kit/net.ts';

/**
 * Programs that follow links before, or instead of, a person: mail security gateways, link previews, crawlers. They are
 * answered and counted, but marked: nothing is decided on them. By user agent and by address; the rest is told by its speed.
 */
const SCANNERS: readonly RegExp[] = [
  /bot\b|crawler|spider|preview|scanner|headless/i,
  /barracuda|proofpoint|mimecast|symantec|trend ?micro|fortinet|forcepoint|safelinks|urldefense/i,
  /slackbot|facebookexternalhit|kakaotalk-scrap|whatsapp|telegrambot|twitterbot|linkedinbot|discordbot/i,
  /googleimageproxy|yahoomailproxy|bingpreview|google-read-aloud|feedfetcher/i,
  /^(curl|wget|python-requests|go-http-client|java|okhttp|axios|libwww|httpclient)\b/i,
];

/** What mail gateways publish of their own networks: they open links under a browser's name. Operators add others. */
const GATEWAYS = [
  // Exchange Online Protection
  '40.92.0.0/15',
  '40.107.0.0/16',
  '52.100.0.0/14',
  '104.47.0.0/17',
  // Proofpoint
  '67.231.144.0/20',
  '148.163.128.0/19',
  // Barracuda
  '64.235.144.0/20',
  '209.222.80.0/21',
  // Symantec Email Security.cloud
  '67.219.240.0/20',
  '85.158.136.0/21',
  '216.82.240.0/20',
];

export type Request = {
  method: string;
  userAgent: string | undefined;
  /** `Sec-Purpose` or `Purpose`. */
  purpose: string | undefined;
  /** Where it came from; null when nobody knows. */
  address: string | null;
};

/** @param more networks beside the published ones, `192.0.2.0/24` */
export const scannersOf = (more: readonly string[]): ((request: Request) => boolean) => {
  const networks = new BlockList();
  for (const range of [...GATEWAYS, ...more]) addNetwork(networks, range);
  return ({ method, userAgent, purpose, address }) =>
    method === 'HEAD' ||
    /prefetch|preview/i.test(purpose ?? '') ||
    SCANNERS.some((pattern) => pattern.test(userAgent ?? '')) ||
    (address !== null && networks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'));
};

/**
 * Who asked. A peer on a private network is a proxy of ours: then the last public address of what it was told counts.
 * Whoever writes that header themselves can only have their own clicks taken for a machine's.
 */
export const addressOf = (
  incoming: Pick<IncomingMessage, 'socket'> | undefined,
  forwarded: string | undefined,
): string | null => {
  const plain = (address: string): string => address.trim().replace(/^::ffff:/, '');
  const peer = plain(incoming?.socket.remoteAddress ?? '');
  if (isPublic(peer)) return peer;
  return (forwarded ?? '').split(',').map(plain).findLast(isPublic) ?? null;
};
