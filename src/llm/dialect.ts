import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { JsonSchema } from './json-schema.ts';
import type { Turn } from './llm.ts';

/**
 * What a server understands of the request, learned from its own refusals and kept for the life of the client: one
 * refused call a server, then never again. Lost at a restart, and learned again.
 */
export type Dialect = {
  format: 'json_schema' | 'json_object' | 'text';
  /** `store` and `prompt_cache_key`, which strict servers refuse as unknown. */
  extras: boolean;
};

export const FULL: Dialect = { format: 'json_schema', extras: true };

/** @returns the next simpler dialect when the refusal names what this one asked for, or null when it is about something else */
export const simpler = (dialect: Dialect, refusal: { status: number; words: string }): Dialect | null => {
  if (refusal.status !== 400 && refusal.status !== 422) return null;
  if (dialect.extras && /prompt_cache_key|\bstore\b|extra (inputs|fields)/i.test(refusal.words))
    return { ...dialect, extras: false };
  if (!/response_format|json_schema|json_object|json mode|structured output|guided/i.test(refusal.words)) return null;
  if (dialect.format === 'json_schema') return { ...dialect, format: 'json_object' };
  return dialect.format === 'json_object' ? { ...dialect, format: 'text' } : null;
};

/** The schema in words, for servers that cannot enforce one; in the stable part, so that it is cached with it. */
const inWords = (name: string, schema: JsonSchema): string =>
  `\n\nAnswer with one JSON object and nothing else. It must be valid for this JSON schema, named ${name}:\n${JSON.stringify(schema)}`;

export const requestBody = (
  model: string,
  request: { name: string; turns: readonly Turn[]; schema: JsonSchema; cacheKey: string },
  dialect: Dialect,
): ChatCompletionCreateParamsNonStreaming => {
  const { name, schema } = request;
  const enforced = dialect.format === 'json_schema';
  const messages = request.turns.map((turn, i) =>
    enforced || i > 0 ? { ...turn } : { ...turn, content: turn.content + inWords(name, schema) },
  );
  return {
    model,
    messages,
    ...(enforced && { response_format: { type: 'json_schema', json_schema: { name, schema, strict: true } } }),
    ...(dialect.format === 'json_object' && { response_format: { type: 'json_object' } }),
    ...(dialect.extras && { store: false, prompt_cache_key: request.cacheKey }),
  };
};
