import { plural } from './plural.ts';
import type { RefusalStrings } from './refusals.ko.ts';

export const refusalsEn: RefusalStrings = {
  guest: () => 'Guests cannot decide this. Nothing changed. Please ask a member of the workspace.',
  stranger: () =>
    'Members of other organizations cannot decide this. Nothing changed. Please ask a member of this workspace.',
  bot: () => 'Bots cannot decide this. Nothing changed. A person has to press it.',
  not_eligible: (p) => `Only ${p.who} can decide this. Nothing changed. Please ask them if need be.`,
  not_eligible_nobody: () =>
    'You are not among those who can decide this. Nothing changed. An admin can name approvers with `/baton approvers`.',
  own_request: (p) => `*You cannot approve a launch that you asked for.* Nothing changed. I told ${p.who}.`,
  own_request_nobody: () =>
    '*You cannot approve a launch that you asked for.* Nothing changed. There is no approver yet: an admin names one with `/baton approvers`.',
  own_edit: (p) => `*You cannot approve a launch that holds a draft you edited.* Nothing changed. I told ${p.who}.`,
  own_edit_nobody: () =>
    '*You cannot approve a launch that holds a draft you edited.* Nothing changed. There is no other approver: an admin names one with `/baton approvers`.',
  no_policy: () =>
    'Nobody is named who could approve, so this is blocked. Nothing changed and nothing was sent. An admin names approvers with `/baton approvers`.',
  unknown_request: () => 'I cannot find this request. Nothing changed. Please use the newest card of the thread.',
  already_approved: (p) => `${p.who} approved this already, ${p.at}. Nothing changed.`,
  already_changes: (p) =>
    `${p.who} gave feedback already, ${p.at}, and it is being rewritten. Nothing changed. Please wait for the new draft.`,
  already_rejected: (p) => `${p.who} rejected this already, ${p.at}. Nothing changed. Please wait for the new draft.`,
  already_chosen: (p: { who: string; at: string }) => `${p.who} already chose, at ${p.at}. Nothing changed.`,
  already_done: () => 'This request is over. Nothing changed.',
  stale: (p) => `v${p.version} was replaced by v${p.newer}. Nothing changed. Please decide on the new card.`,
  stale_gone: (p) => `v${p.version} is no longer used. Nothing changed. Please wait for the new draft.`,
  expired: (p) =>
    `The time to approve passed (${p.at}), so nothing was sent. It was not rejected. To go on, ask again.`,
  again: () => 'You have decided already; one more approval is awaited. Nothing changed.',
  failing_checks: (p) =>
    `${plural(p.n, 'check fails', 'checks fail')}, so it cannot be approved. Nothing changed. Please mend what stands at the top of the card.`,
  wrong_count: (p) => `That is a different number. Please type ${p.expected} as it is. Nothing has been sent.`,
  not_now: (p) => `That cannot be done now (${p.status}). Nothing changed.`,
  unknown_campaign: () => 'I cannot find that campaign. Nothing changed. `/baton list` shows the numbers.',
  not_suggested: () =>
    'The result was corrected and no longer suggests this. Nothing was started. See what its card suggests now, or write a goal with `/baton new`.',
  nothing_to_retry: () => 'There is nothing to try again: it is going on already.',
  no_email: () =>
    'I found no e-mail in your Slack profile, so no test was sent. Tests only go to your own Slack e-mail. Please check your profile, or ask an admin for the scope users:read.email.',
  no_phone: () =>
    'Your Slack profile has no phone number, so the test was not sent. Tests of text messages and Kakao go only to the number in your own Slack profile. Put your mobile number there and press again.',
  no_device: () =>
    'No device of yours was found, so the test was not sent. Tests of app push go only to the device of the contact with your own Slack e-mail. Sign in to the app with that e-mail, turn notifications on, and import the contacts again.',
  admins_only: (p) => `Only ${p.who} can change settings. Nothing changed.`,
  admins_only_nobody: () => "Only the Slack workspace's admins can change settings. Nothing changed.",
  environment: (p) =>
    `The environment setting ${p.name} comes first, so it cannot be changed here. Nothing changed. Please change it on the server.`,
  too_slow: () => 'Slack gave up waiting for the window. Nothing changed. Please press once more.',
  no_kit: () =>
    'There is no brand kit yet. Nothing changed. An admin sets it with `baton brand set`, from the example of `baton brand template`; from then on `/baton brand` edits it.',
  not_understood: () =>
    'I did not recognize what was pressed. Nothing changed. Please use the newest card of the thread.',
};
