import { pino } from 'pino';

/**
 * Structured log on stderr. Never pass personal data or secrets: ids and counts only. The names below are a last net,
 * not a licence.
 */
export type Log = {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};

const REDACTED = ['email', 'phone', 'token', 'secret', 'password', 'authorization', 'to', 'address', 'url'];

/** pino: maintained, typed, fast, and it redacts by path. */
export const makeLog = (level: string): Log =>
  pino(
    { level, redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' } },
    pino.destination(2),
  );

/** The message of whatever was thrown, for a log line. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
