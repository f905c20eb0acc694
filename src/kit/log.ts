import { type DestinationStream, pino } from 'pino';

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

/** pino: maintained, typed, fast, and it redacts by path. A stack begins with its error's message: only the frames are kept. */
export const makeLog = (level: string, to: DestinationStream = pino.destination(2)): Log =>
  pino(
    {
      level,
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' },
      serializers: { stack: framesOf },
    },
    to,
  );

const framesOf = (stack: unknown): unknown =>
  typeof stack === 'string'
    ? stack
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .join('\n')
    : stack;

/** What the database said of a statement; `detail`, which quotes whole rows, stays out. */
type DatabaseError = Error & { code: string; severity: string };
const isOfDatabase = (error: Error): error is DatabaseError => 'severity' in error && 'code' in error;

/**
 * The message of whatever was thrown, for a log line or an operator. A failed query says why it failed, never what it was
 * or held: its parameters are people's addresses.
 */
export const messageOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown);
  if ('query' in thrown && 'params' in thrown)
    return `query failed: ${thrown.cause === undefined ? 'no cause given' : messageOf(thrown.cause)}`;
  if (!isOfDatabase(thrown)) return thrown.message;
  // Class 22, data exceptions, quotes the value it could not take.
  const said = thrown.code.startsWith('22') ? thrown.message.replace(/"[\s\S]*"/g, '"…"') : thrown.message;
  return `${thrown.code} ${said}`;
};
