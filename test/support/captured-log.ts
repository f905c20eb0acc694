import { type Log, makeLog } from '../../src/kit/log.ts';

/** The real log, as an operator's file would have it. */
export const capturedLog = (): { log: Log; written(): string } => {
  let written = '';
  return {
    log: makeLog('info', {
      write: (line) => {
        written += line;
      },
    }),
    written: () => written,
  };
};
