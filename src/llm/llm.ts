import type { ZodType } from 'zod';
import type { LlmOutcome } from '../db/schema.ts';

/** One turn of the talk with the model. */
export type Turn = { role: 'system' | 'user' | 'assistant'; content: string };

export type Usage = {
  tokensIn: number;
  tokensCached: number;
  tokensOut: number;
  /** Millionths of a USD by the dated price table; null when the model is not in it, never 0 then. */
  costMicros: number | null;
};

/** Why there is no usable answer. `refusal` carries the model's own words. */
export type LlmFailure = {
  ok: false;
  outcome: Exclude<LlmOutcome, 'ok'>;
  detail: string;
  raw: string;
  /** System ms to wait, where the server said so. */
  retryAfterMs?: number;
};

export type LlmAnswer<T> = { usage: Usage; model: string; latencyMs: number } & (
  | { ok: true; value: T; raw: string }
  | LlmFailure
);

/**
 * The one door to a language model: text in, one object of a known shape out. No tools, no streaming. Never throws for
 * what the server said. Callers never pass personal data; `guard.ts` refuses to send what looks like it.
 */
export type Llm = {
  model: string;
  /** True when the practice drafter answers. */
  practice: boolean;
  complete<T>(request: {
    name: string;
    turns: readonly Turn[];
    schema: ZodType<T>;
    cacheKey: string;
  }): Promise<LlmAnswer<T>>;
  probe(): Promise<string | null>;
};
