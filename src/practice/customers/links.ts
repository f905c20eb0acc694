import { unitHash } from '../../kit/hash.ts';

/** What a reader can press in a message; only links of our own server. */
export type Links = { pixel: string | null; click: string | null; unsubscribe: string | null };

/**
 * A mail's are in its HTML, a text message's in its words, Kakao's behind its buttons.
 *
 * @param reader picks one of several links, always the same for the same person
 */
export const linksIn = (
  mail: { html: string; text: string; headers: Record<string, string> },
  publicUrl: string,
  reader: string,
): Links => {
  const urls = mail.html
    ? [...mail.html.matchAll(/(?:href|src)\s*=\s*"([^"]+)"/gi)].map((found) =>
        (found[1] ?? '').replaceAll('&amp;', '&'),
      )
    : (`${mail.text} ${mail.headers.buttons ?? ''}`.match(/https?:\/\/[^\s"<>\\]+/g) ?? []);
  const ours = urls.filter((url) => url.startsWith(`${publicUrl}/`));
  const under = (path: string) => ours.filter((url) => url.startsWith(`${publicUrl}/${path}/`));
  const clicks = [...new Set(under('c'))];
  const header = Object.entries(mail.headers).find(([name]) => name.toLowerCase() === 'list-unsubscribe')?.[1] ?? '';
  const oneClick = [...header.matchAll(/<([^>]+)>/g)]
    .map((found) => found[1] ?? '')
    .find((url) => url.startsWith(`${publicUrl}/`));
  return {
    pixel: under('o')[0] ?? null,
    click: clicks[Math.floor(unitHash('link', reader) * clicks.length)] ?? null,
    unsubscribe: oneClick ?? under('u')[0] ?? null,
  };
};
