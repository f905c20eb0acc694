import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { WebClient } from '@slack/web-api';
import { slackError } from './errors.ts';

/** Slack will not give the file, and never will: gone, or the app may not read files. `code` is Slack's own word. */
export class FileRefused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`Slack refused the file: ${code}`);
    this.code = code;
  }
}

export type SlackFile = { name: string; open(): Promise<Readable> };

const GONE = new Set(['file_not_found', 'file_deleted', 'missing_scope', 'not_allowed_token_type', 'access_denied']);

/**
 * A file somebody gave to the bot: looked up anew, since addresses end, and streamed. The token goes to Slack's own hosts and
 * to the host of the API alone.
 *
 * @throws FileRefused
 */
export const slackFile = async (
  client: WebClient,
  { apiUrl, botToken }: { apiUrl: string; botToken: string },
  id: string,
): Promise<SlackFile> => {
  const { file } = await client.files.info({ file: id }).catch((error: unknown) => {
    const code = slackError(error) ?? '';
    throw GONE.has(code) ? new FileRefused(code) : error;
  });
  const address = file?.url_private_download ?? file?.url_private;
  if (!address || !isSlack(address, apiUrl)) throw new FileRefused('no_address');
  return {
    name: file?.name ?? id,
    open: async () => {
      const response = await fetch(address, { headers: { authorization: `Bearer ${botToken}` } });
      // A page to log in on, where the file should be: Slack's way to refuse a token without files:read.
      if (/^text\/html/.test(response.headers.get('content-type') ?? '') && !/\.html?$/i.test(file?.name ?? '')) {
        await response.body?.cancel();
        throw new FileRefused('missing_scope');
      }
      if (response.status === 404) throw new FileRefused('file_not_found');
      if (!response.ok || !response.body) throw new Error(`download: ${response.status}`);
      return Readable.fromWeb(response.body as ReadableStream);
    },
  };
};

const isSlack = (address: string, apiUrl: string): boolean => {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, host } = new URL(address);
  return host === new URL(apiUrl).host || (protocol === 'https:' && /(?:^|\.)slack\.com$/.test(hostname));
};
