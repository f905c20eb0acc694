import type { problemsKo } from './problems.ko.ts';

export const problemsEn: typeof problemsKo = {
  content_changed: () =>
    'What is stored is not what was approved, so sending stopped. Everything that left is what was approved. Please tell an admin.',
  channel_missing: () =>
    'The sending channel has no settings any more, so sending stopped. Nothing is lost. Put the settings back, then resume.',
  account_changed: () =>
    'The sending account is not the approved one, so sending stopped. Nothing is lost. Put it back, or stop and ask for a new approval.',
  coupons_short: (p) =>
    `The coupon "${p.pool}" has fewer codes than readers, so nothing was sent. Add codes and resume.`,
  provider_down: (p) =>
    `The sending server does not answer; waiting. The remaining ${p.left} are kept and leave when it is back. Nothing is sent twice.`,
};
