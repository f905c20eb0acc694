import type { Reason } from './reason.ts';

/** Why mail came back, by its enhanced status (RFC 3463), which some vendors leave in the text. */
export const bounceReason = (status: string | undefined, text = ''): Reason => {
  const code = /^\d\.\d{1,3}\.\d{1,3}/.exec(status ?? '')?.[0] ?? /\b\d\.\d{1,3}\.\d{1,3}\b/.exec(text)?.[0] ?? '';
  if (code === '5.2.2' || code === '4.2.2') return 'mailbox_full';
  if (code === '5.1.3') return 'bad_address';
  if (/^5\.1\.|^5\.2\.1/.test(code)) return 'no_mailbox';
  if (/^5\.7\./.test(code)) return 'refused';
  if (code === '5.3.4' || code === '5.2.3') return 'too_big';
  return 'bounced';
};
