/**
 * Programs that follow links before, or instead of, a person: mail security gateways, link previews, crawlers. They are
 * answered and counted, but marked: nothing is decided on them. By user agent; the rest is told by its speed.
 */
const SCANNERS: readonly RegExp[] = [
  /bot\b|crawler|spider|preview|scanner|headless/i,
  /barracuda|proofpoint|mimecast|symantec|trend ?micro|fortinet|forcepoint|safelinks|urldefense/i,
  /slackbot|facebookexternalhit|kakaotalk-scrap|whatsapp|telegrambot|twitterbot|linkedinbot|discordbot/i,
  /googleimageproxy|yahoomailproxy|bingpreview|google-read-aloud|feedfetcher/i,
  /^(curl|wget|python-requests|go-http-client|java|okhttp|axios|libwww|httpclient)\b/i,
];

export const isScanner = (request: {
  method: string;
  userAgent: string | undefined;
  /** `Sec-Purpose` or `Purpose`. */
  purpose: string | undefined;
}): boolean =>
  request.method === 'HEAD' ||
  /prefetch|preview/i.test(request.purpose ?? '') ||
  SCANNERS.some((pattern) => pattern.test(request.userAgent ?? ''));
