import type { ZodType } from 'zod';
import type { LlmFailure } from './llm.ts';

/** What is read out of an answer before anything is believed. Every field may be missing: servers differ. */
export type Reply = {
  text: string;
  refusal: string | null;
  finish: string | null;
  model: string | null;
  tokensIn: number;
  tokensCached: number;
  tokensOut: number;
};

type Loose = { [key: string]: unknown };
const object = (value: unknown): Loose => (typeof value === 'object' && value !== null ? (value as Loose) : {});
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const count = (value: unknown): number => (typeof value === 'number' && value > 0 ? Math.round(value) : 0);

/** Some servers answer in parts: [{type: 'text', text}]. */
const contentOf = (content: unknown): string =>
  Array.isArray(content) ? content.map((part) => text(object(part).text) ?? '').join('') : (text(content) ?? '');

/** @returns null when it is not a chat completion at all (a proxy's page, an empty list of choices) */
export const readReply = (body: unknown): Reply | null => {
  const root = object(body);
  const choice = Array.isArray(root.choices) ? root.choices[0] : undefined;
  if (choice === undefined) return null;
  const message = object(object(choice).message);
  const usage = object(root.usage);
  return {
    text: contentOf(message.content),
    refusal: text(message.refusal) || null,
    finish: text(object(choice).finish_reason),
    model: text(root.model),
    tokensIn: count(usage.prompt_tokens),
    tokensCached: count(object(usage.prompt_tokens_details).cached_tokens),
    tokensOut: count(usage.completion_tokens),
  };
};

/** One code fence and one block of thoughts before the answer are what weak servers add; nothing more is mended. */
export const bare = (raw: string): string => {
  const spoken = raw.replace(/^\s*<think>[\s\S]*?<\/think>/, '').trim();
  return /^```[a-z]*\s*\n([\s\S]*?)\n?```$/i.exec(spoken)?.[1] ?? spoken;
};

export type Judged<T> = { ok: true; value: T; raw: string } | LlmFailure;

/** Judges a reply that arrived with HTTP 200: filter and refusal before length, length before syntax, syntax before shape. */
export const judge = <T>(reply: Reply, schema: ZodType<T>): Judged<T> => {
  const raw = reply.text;
  const failed = (outcome: LlmFailure['outcome'], detail: string): LlmFailure => ({ ok: false, outcome, detail, raw });
  if (reply.finish === 'content_filter') return failed('filtered', 'content_filter');
  if (reply.refusal) return failed('refusal', reply.refusal);
  if (reply.finish === 'length') return failed('truncated', `${reply.tokensOut} tokens`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(bare(raw));
  } catch (error) {
    return failed('invalid_json', raw === '' ? 'empty answer' : String(error instanceof Error ? error.message : error));
  }
  const checked = schema.safeParse(parsed);
  if (checked.success) return { ok: true, value: checked.data, raw };
  const issues = checked.error.issues.map((issue) => `${issue.path.join('.') || '$'}: ${issue.message}`);
  return failed('schema', issues.slice(0, 5).join('; '));
};

/** What a server said when it did not answer with 200, or said in the body of a 200. */
export type Refused = { status: number; code: string; message: string; retryAfterMs: number | null };

/** Retry-After in seconds or as a date, or OpenAI's retry-after-ms. Never negative. */
export const retryAfterMs = (headers: Headers | undefined, now: Date): number | null => {
  const ms = headers?.get('retry-after-ms');
  if (ms && Number.isFinite(Number(ms))) return Math.max(0, Number(ms));
  const after = headers?.get('retry-after');
  if (!after) return null;
  const wait = Number.isFinite(Number(after)) ? Number(after) * 1000 : Date.parse(after) - now.getTime();
  return Number.isFinite(wait) ? Math.max(0, wait) : null;
};

const QUOTA = /insufficient_quota|insufficient balance|billing_hard_limit|billing_not_active/i;
const FILTER = /content_filter|content_policy|ResponsibleAIPolicyViolation|invalid_prompt/i;

/** A spent quota answers 429 like a rate limit does, but waiting does not help: told apart by its code. */
export const outcomeOf = ({ status, code, message }: Refused): LlmFailure['outcome'] => {
  if (status === 402 || QUOTA.test(`${code} ${message}`)) return 'quota';
  if (status === 429) return 'rate_limited';
  if (status === 408) return 'timeout';
  if (status === 400 && FILTER.test(code)) return 'filtered';
  return status >= 500 ? 'unreachable' : 'rejected';
};

/** An error object in the body of a 200, as gateways send; null when the body is not one. */
export const errorInBody = (body: unknown): Refused | null => {
  const root = object(body);
  if (root.error === undefined || root.error === null) return null;
  const error = object(root.error);
  const code = error.code ?? error.type ?? '';
  const status = Number(error.status ?? error.code);
  return {
    status: status >= 400 && status < 600 ? status : 502,
    code: String(code),
    message: text(error.message) ?? text(root.error) ?? 'error',
    retryAfterMs: null,
  };
};
