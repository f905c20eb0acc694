import { messageOf } from '../kit/log.ts';

/** One request to a vendor, and how much is certain of it when no answer came. Nothing is ever asked twice here. */
export type Request = {
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  body?: string;
  timeoutMs: number;
};

export type Answer =
  | { got: 'answer'; status: number; retryAfterMs: number; body: unknown; text: string }
  /** No byte of the request can have reached the vendor. */
  | { got: 'nothing'; begun: false; why: string }
  /** It was being said, or was said: the vendor may have acted on it. */
  | { got: 'nothing'; begun: true; why: string };

/** Errors of looking the host up, connecting and shaking hands: before anything of the request is written. */
const BEFORE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** A vendor's answer is small; what is larger is not one. */
const MOST_BYTES = 8 * 1024 * 1024;

/** @param now system time, which a Retry-After with a date is measured from */
export const ask = async (url: string, request: Request, now: Date): Promise<Answer> => {
  const { timeoutMs, ...rest } = request;
  try {
    // A redirected POST would be said twice.
    const answer = await fetch(url, { ...rest, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    const text = await readText(answer);
    return {
      got: 'answer',
      status: answer.status,
      retryAfterMs: retryAfter(answer.headers.get('retry-after'), now),
      body: parsed(text),
      text,
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    const code = (cause as { code?: unknown }).code;
    return { got: 'nothing', begun: !BEFORE.has(String(code)), why: String(code ?? messageOf(cause)) };
  }
};

const readText = async (answer: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error('answer too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Longest a vendor may ask us to stay away with one answer. */
const MOST_WAIT_MS = 3_600_000;

const retryAfter = (value: string | null, now: Date): number => {
  if (!value) return 0;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), MOST_WAIT_MS) : 0;
};
