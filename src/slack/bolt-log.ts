import { type Logger, LogLevel } from '@slack/bolt';
import { type Log, messageOf } from '../kit/log.ts';

/**
 * Bolt's and the client's own remarks in our log: messages of errors only, never a body, which may hold what people wrote.
 * Debug is left out for the same reason.
 */
export const boltLogger = (log: Log): Logger => {
  const words = (args: unknown[]): string =>
    args.map((arg) => (typeof arg === 'string' ? arg : messageOf(arg))).join(' ');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...args) => log.warn({ from: 'bolt' }, words(args)),
    error: (...args) => log.error({ from: 'bolt' }, words(args)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
};
