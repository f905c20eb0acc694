import OpenAI, { APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import type { ZodType } from 'zod';
import type { Clock } from '../kit/clock.ts';
import { type Log, messageOf } from '../kit/log.ts';
import { errorInBody, judge, outcomeOf, type Refused, readReply, retryAfterMs } from './classify.ts';
import { costMicros } from './cost.ts';
import { type Dialect, FULL, requestBody, simpler } from './dialect.ts';
import { strictSchema } from './json-schema.ts';
import type { Llm, LlmAnswer, LlmFailure, Turn, Usage } from './llm.ts';

export type OpenAiOptions = {
  apiKey: string;
  baseUrl: string;
  model: string;
  practice: boolean;
  clock: Pick<Clock, 'system'>;
  log: Log;
  /** Longest a call may take from first byte out to last byte in, ms. */
  timeoutMs?: number;
};

type Question<T> = { name: string; turns: readonly Turn[]; schema: ZodType<T>; cacheKey: string };

const NO_USAGE: Usage = { tokensIn: 0, tokensCached: 0, tokensOut: 0, costMicros: 0 };
/** The server may have worked on a call we gave up on: its cost is not known. */
const UNKNOWN_USAGE: Usage = { ...NO_USAGE, costMicros: null };

type Spoken = { body: unknown } | { refused: Refused } | { failed: LlmFailure };

/**
 * Any OpenAI-compatible server (OpenAI, Azure, vLLM, LM Studio, Ollama, the practice drafter) by Chat Completions with a
 * JSON schema. `create`, never `parse`: parse throws away raw text and usage of whatever it dislikes. No retries in here:
 * the job owns them, so that a person sees what happened and a kill loses nothing.
 */
export const openAiLlm = (options: OpenAiOptions): Llm => {
  const { model, practice, clock, log } = options;
  const timeoutMs = options.timeoutMs ?? 60_000;
  // Everything the client would otherwise take from the environment is given, so that config.ts stays its only reader.
  const client = new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseUrl,
    organization: null,
    project: null,
    webhookSecret: null,
    adminAPIKey: null,
    timeout: timeoutMs,
    maxRetries: 0,
    logLevel: 'off',
  });
  let dialect: Dialect = FULL;

  const speak = async (call: (signal: AbortSignal) => Promise<unknown>): Promise<Spoken> => {
    // The client's own time-out ends with the headers: a body that never ends needs this one.
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const body = await call(signal);
      const refused = errorInBody(body);
      return refused ? { refused } : { body };
    } catch (thrown) {
      const failed = (outcome: LlmFailure['outcome']): Spoken => ({
        failed: { ok: false, outcome, detail: messageOf(thrown).slice(0, 300), raw: '' },
      });
      if (signal.aborted || thrown instanceof APIConnectionTimeoutError || thrown instanceof APIUserAbortError)
        return failed('timeout');
      if (!(thrown instanceof APIError) || thrown.status === undefined) return failed('unreachable');
      const said = `${thrown.param ?? ''} ${thrown.message} ${JSON.stringify(thrown.error ?? '')}`;
      return {
        refused: {
          status: thrown.status,
          code: `${thrown.code ?? ''} ${thrown.type ?? ''}`.trim(),
          message: said.trim(),
          retryAfterMs: retryAfterMs(thrown.headers, clock.system()),
        },
      };
    }
  };

  const failure = (refused: Refused): LlmFailure => ({
    ok: false,
    outcome: outcomeOf(refused),
    detail: `${refused.status} ${refused.code || refused.message}`.trim().slice(0, 300),
    raw: '',
    ...(refused.retryAfterMs !== null && { retryAfterMs: refused.retryAfterMs }),
  });

  /** Asks in the richest dialect the server has not refused yet. At most three refusals, then it is the answer. */
  const ask = async (request: Parameters<typeof requestBody>[1]): Promise<Spoken> => {
    for (;;) {
      const body = requestBody(model, request, dialect);
      const spoken = await speak((signal) => client.chat.completions.create(body, { signal }));
      if (!('refused' in spoken)) return spoken;
      const next = simpler(dialect, { status: spoken.refused.status, words: spoken.refused.message });
      if (!next) return spoken;
      log.warn({ from: dialect, to: next }, 'model server refuses part of the request; asking in a simpler form');
      dialect = next;
    }
  };

  return {
    model,
    practice,
    complete: async <T>(request: Question<T>): Promise<LlmAnswer<T>> => {
      const started = clock.system().getTime();
      const spoken = await ask({ ...request, schema: strictSchema(request.schema) });
      const at = clock.system();
      const frame = { model, latencyMs: at.getTime() - started };
      if ('failed' in spoken) return { ...frame, usage: UNKNOWN_USAGE, ...spoken.failed };
      if ('refused' in spoken) return { ...frame, usage: NO_USAGE, ...failure(spoken.refused) };
      const reply = readReply(spoken.body);
      if (!reply) {
        const raw = JSON.stringify(spoken.body ?? null).slice(0, 2_000);
        return { ...frame, usage: NO_USAGE, ok: false, outcome: 'unreachable', detail: 'not a chat completion', raw };
      }
      const { tokensIn, tokensCached, tokensOut } = reply;
      const spent = { tokensIn, tokensCached, tokensOut };
      const priced = practice ? 0 : costMicros(reply.model ?? model, at, spent);
      const usage: Usage = { ...spent, costMicros: priced };
      return { ...frame, model: reply.model ?? model, usage, ...judge(reply, request.schema) };
    },
    probe: async () => {
      const spoken = await speak((signal) => client.models.list({ signal }));
      // A server without a list of models is reachable all the same.
      if ('body' in spoken || ('refused' in spoken && [404, 405].includes(spoken.refused.status))) return null;
      return 'failed' in spoken ? spoken.failed.detail : failure(spoken.refused).detail;
    },
  };
};
