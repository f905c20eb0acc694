import type { NewId } from '../kit/id.ts';
import type { Log } from '../kit/log.ts';
import { domestic } from '../kit/phone.ts';
import { type Answer, ask } from './http.ts';
import { headerOf } from './nhn-codes.ts';

/** One of the two products: each has a key of its own. */
export type NhnSettings = {
  appKey: string;
  secretKey: string;
  /** Kakao sender key (40 characters); null for the text product. */
  senderKey: string | null;
  /** What was entered beside the webhook's address at NHN Cloud; null refuses every report. */
  webhookSignature: string | null;
  baseUrl: string;
  practice: boolean;
  log: Log;
  clock: { system(): Date };
  newId: NewId;
  timeoutMs?: number;
};

export const NHN_SMS_URL = 'https://sms.api.nhncloudservice.com';
export const NHN_KAKAO_URL = 'https://kakaotalk-bizmessage.api.nhncloudservice.com';

/** A message as their lists give it back. */
export type NhnStored = {
  requestId?: string;
  recipientSeq?: number;
  recipientNo?: string;
  recipientGroupingKey?: string | null;
  resultCode?: string | null;
  messageStatus?: string | null;
  resendStatus?: string | null;
  receiveDate?: string | null;
  resultDate?: string | null;
};

export const nhnClient = (settings: NhnSettings) => {
  const timeoutMs = settings.timeoutMs ?? 15_000;
  const call = (
    method: 'GET' | 'POST',
    path: string,
    more: { body?: string; key?: string; withinMs?: number } = {},
  ): Promise<Answer> => {
    const now = settings.clock.system();
    const headers = {
      'X-Secret-Key': settings.secretKey,
      'content-type': 'application/json;charset=UTF-8',
      ...(more.key && { 'X-NC-API-IDEMPOTENCY-KEY': more.key }),
    };
    return ask(
      `${settings.baseUrl}${path}`,
      { method, headers, timeoutMs: more.withinMs ?? timeoutMs, ...(more.body && { body: more.body }) },
      now,
    );
  };
  return { timeoutMs, call };
};
export type NhnClient = ReturnType<typeof nhnClient>;

export const nhnNumber = (e164: string): { recipientNo: string; countryCode: string } => {
  const number = domestic(e164);
  return { recipientNo: number?.national ?? e164.replace(/\D/g, ''), countryCode: number?.country ?? '82' };
};

/** Their times have no zone and are Korea's. */
export const korean = (at: Date): string =>
  new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** @returns null for what is no time */
export const fromKorean = (text: string | null | undefined): Date | null => {
  const at = new Date(`${(text ?? '').slice(0, 19).replace(' ', 'T')}+09:00`);
  return Number.isNaN(at.getTime()) ? null : at;
};

const PAGE = 1_000;
const MOST_PAGES = 20;

/** Everything a query finds, over all pages. @returns why not, when it could not be had */
export const nhnList = async (
  client: NhnClient,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<NhnStored[] | string> => {
  const found: NhnStored[] = [];
  for (let pageNum = 1; pageNum <= MOST_PAGES; pageNum += 1) {
    const params = new URLSearchParams({ ...query, pageNum: `${pageNum}`, pageSize: `${PAGE}` });
    const answer = await client.call('GET', `${path}?${params}`);
    if (answer.got === 'nothing') return answer.why;
    if (!headerOf(answer).isSuccessful) return `${answer.status} ${headerOf(answer).resultCode ?? ''}`.trim();
    const page = rowsIn(answer);
    found.push(...page);
    if (page.length < PAGE) return found;
  }
  return 'too many pages';
};

/** The two products wrap their lists differently. */
const rowsIn = (answer: Answer): NhnStored[] => {
  const body = (answer.got === 'answer' ? answer.body : null) as {
    body?: { data?: unknown };
    messageSearchResultResponse?: { messages?: unknown };
  } | null;
  const rows = body?.body?.data ?? body?.messageSearchResultResponse?.messages;
  return Array.isArray(rows) ? rows : [];
};
