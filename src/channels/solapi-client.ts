import { hexHmac } from '../kit/hash.ts';
import type { NewId } from '../kit/id.ts';
import type { Log } from '../kit/log.ts';
import { ask } from './http.ts';
import { errorCodeOf } from './solapi-codes.ts';

export type SolapiSettings = {
  apiKey: string;
  apiSecret: string;
  /** Kakao channel; null without one. */
  pfId: string | null;
  /** Registered sender number of what goes by Kakao. */
  from: string;
  baseUrl: string;
  practice: boolean;
  log: Log;
  clock: { system(): Date };
  newId: NewId;
  timeoutMs?: number;
};

export const SOLAPI_URL = 'https://api.solapi.com';

const PAGE = 100;
const MOST_PAGES = 5;

/** A message as Solapi gives it back. */
export type Stored = {
  messageId?: string;
  statusCode?: string | null;
  to?: unknown;
  country?: string | null;
  type?: string | null;
  customFields?: Record<string, string> | null;
  dateReceived?: string | null;
  dateReported?: string | null;
  dateUpdated?: string;
};

export const solapiClient = (settings: SolapiSettings) => {
  const timeoutMs = settings.timeoutMs ?? 15_000;
  const call = (method: 'GET' | 'POST', path: string, body: string | undefined, withinMs: number) => {
    const now = settings.clock.system();
    const headers = {
      authorization: signature(settings, now),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const request = { method, headers, timeoutMs: withinMs, ...(body !== undefined && { body }) };
    return ask(`${settings.baseUrl}${path}`, request, now);
  };
  return {
    timeoutMs,
    post: (path: string, body: unknown, withinMs = timeoutMs) => call('POST', path, JSON.stringify(body), withinMs),
    get: (path: string, query: Readonly<Record<string, string>>, withinMs = timeoutMs) =>
      call('GET', `${path}?${new URLSearchParams(query)}`, undefined, withinMs),
  };
};
export type Client = ReturnType<typeof solapiClient>;

/** Good for one request: the salt may not come twice within 15 minutes. */
const signature = ({ apiKey, apiSecret, newId }: SolapiSettings, now: Date): string => {
  const date = inSeoul(now);
  const salt = newId('salt')
    .replace(/[^A-Za-z0-9]/g, '')
    .padEnd(12, '0')
    .slice(0, 64);
  return `HMAC-SHA256 apiKey=${apiKey}, date=${date}, salt=${salt}, signature=${hexHmac(apiSecret, date + salt)}`;
};

/** A time without a zone is read in the zone of whoever reads it: ours always name theirs. */
export const inSeoul = (at: Date): string =>
  `${new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(0, 19)}+09:00`;

export const refOf = (stored: Stored): string | null => stored.customFields?.ref ?? null;

/** All messages a query finds. @returns why not, when they could not be had */
export const listMessages = async (
  client: Client,
  query: Readonly<Record<string, string>>,
): Promise<Stored[] | string> => {
  const found: Stored[] = [];
  let startKey: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.get('/messages/v4/list', { ...query, limit: `${PAGE}`, ...(startKey && { startKey }) });
    if (answer.got === 'nothing') return answer.why;
    if (answer.status !== 200) return `${answer.status} ${errorCodeOf(answer.body)}`;
    const body = answer.body as { messageList?: Record<string, Stored>; nextKey?: string | null } | null;
    found.push(...Object.entries(body?.messageList ?? {}).map(([messageId, one]) => ({ messageId, ...one })));
    if (!body?.nextKey) return found;
    startKey = body.nextKey;
  }
  return 'too many messages to one number';
};
