/** What Slack answers instead of doing it: `{ok: false, error, response_metadata: {messages}}`. */
export class Refusal extends Error {
  readonly code: string;
  readonly messages: readonly string[];
  readonly extra: Record<string, unknown>;
  constructor(code: string, messages: readonly string[] = [], extra: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.messages = messages;
    this.extra = extra;
  }
}

export const refusalBody = (refusal: Refusal): Record<string, unknown> => ({
  ok: false,
  error: refusal.code,
  ...refusal.extra,
  ...(refusal.messages.length > 0 ? { response_metadata: { messages: refusal.messages } } : {}),
});
