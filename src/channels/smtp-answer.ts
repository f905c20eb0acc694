import type { Outcome } from './channel.ts';
import type { Reason } from './reason.ts';

/** How an SMTP conversation failed, as far as it is known. */
export type SmtpFailure = {
  /** Bytes of the message had been written: from here on silence means that it may have been taken. */
  started: boolean;
  /** The server's own code; absent when it said nothing. */
  code?: number;
  /** Enhanced status (RFC 3463) such as `5.1.1`; absent when the server gave none. */
  status?: string;
  /** What was being asked: `CONN`, `AUTH`, `MAIL FROM`, `RCPT TO`, `DATA`. */
  command: string;
  /** Too big by the server's own announcement, found before anything was written. */
  oversized?: boolean;
};

/** Why a whole account must wait: sender, login or the server itself, not this one recipient. */
const hold = (reason: Reason, afterMs = 0): Outcome => ({ outcome: 'retry_later', reason, afterMs, whole: true });
const later = (reason: Reason): Outcome => ({ outcome: 'retry_later', reason, afterMs: 0 });
const rejected = (reason: Reason): Outcome => ({ outcome: 'rejected', reason, permanent: true });

/** A refused login or sender will not mend itself in seconds. */
const REFUSED_PAUSE_MS = 30_000;

/**
 * Every way a conversation can end, sorted. The order matters: what the server said after the message was written is
 * certain; silence after that point is not, and is never tried again by itself.
 */
export const outcomeOf = (failure: SmtpFailure): Outcome => {
  const { started, code, status, command } = failure;
  if (failure.oversized) return rejected('too_big');
  if (code === undefined || code < 400) return started ? { outcome: 'unknown', reason: 'no_answer' } : hold('down');
  // 421: the service closes the connection, whatever was asked; nothing was taken.
  if (code === 421) return hold('busy');
  if (command.startsWith('AUTH')) return hold('down', REFUSED_PAUSE_MS);
  if (command === 'RCPT TO') return ofRecipient(code, status);
  if (command === 'DATA' || started) return ofMessage(code, status);
  // Greeting, EHLO, MAIL FROM: it is about us, so no recipient is spent on it.
  if (code === 552 || status === '5.3.4') return rejected('too_big');
  return code < 500 ? hold('busy') : hold('refused', REFUSED_PAUSE_MS);
};

const ofRecipient = (code: number, status: string | undefined): Outcome => {
  if (code < 500) return status?.startsWith('4.3.') ? hold('busy') : later('busy');
  if (status === '5.2.2' || code === 552) return rejected('mailbox_full');
  if (status?.startsWith('5.7.') || code === 554) return rejected('refused');
  if (status === '5.1.3' || code === 501 || code === 553) return rejected('bad_address');
  if (status?.startsWith('5.1.') || status === '5.2.1' || code === 550 || code === 551) return rejected('no_mailbox');
  return rejected('other');
};

const ofMessage = (code: number, status: string | undefined): Outcome => {
  if (code < 500) return status?.startsWith('4.3.') ? hold('busy') : later('busy');
  if (status === '5.1.1') return rejected('no_mailbox');
  if (status === '5.2.2') return rejected('mailbox_full');
  if (code === 552 || status === '5.3.4' || status === '5.2.3') return rejected('too_big');
  return rejected('refused');
};
