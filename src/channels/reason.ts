/**
 * Why a message did not arrive, as a closed set: stored in the ledger, worded in i18n `mail.reasons`. A vendor's own code
 * is mapped to one of these in the vendor's file.
 */
export const REASONS = [
  'no_mailbox',
  'mailbox_full',
  'refused',
  'too_big',
  'bad_address',
  'no_address',
  'no_coupon',
  'bounced',
  'render',
  'suppressed',
  'no_consent',
  'consent_expired',
  'untold',
  'answered_anew',
  'capped',
  'busy',
  'down',
  'no_answer',
  'lease_ended',
  'left',
  'not_kakao',
  'template',
  'sender',
  'credit',
  'hours',
  'dead_token',
  'duplicate',
  'phone_off',
  'opted_out',
  'spam',
  'other',
] as const;
export type Reason = (typeof REASONS)[number];

const BOUNCES: ReadonlySet<string> = new Set<Reason>([
  'no_mailbox',
  'mailbox_full',
  'refused',
  'bad_address',
  'bounced',
  'dead_token',
  'phone_off',
  'opted_out',
  'spam',
]);

/** The receiving side would not have it: what a bounce rate counts. */
export const isBounce = (reason: string | null): boolean => reason !== null && BOUNCES.has(reason);
