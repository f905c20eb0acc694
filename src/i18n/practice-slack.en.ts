import type { practiceSlackKo } from './practice-slack.ko.ts';

export const practiceSlackEn: typeof practiceSlackKo = {
  names: {
    marketer: 'Kim Marketer',
    approver1: 'Lee Approver',
    approver2: 'Park Approver',
    sales: 'Choi Sales',
    guest: 'Son Guest',
    stranger: 'Outsider',
    gone: 'Former Colleague',
  },
  slackbot: 'Slackbot',
  failed: 'Something went wrong. Please try again.',
  notInChannel: '@baton is not in this channel, so it did not see your message. Type `/invite @baton` to bring it in.',
  invited: '@baton is now in this channel.',
  inputs: {
    required: 'Please fill this in.',
    number: 'Please enter a number.',
    email: 'Please enter an e-mail address.',
    url: 'Please enter an address that starts with http.',
    tooLong: (p) => `At most ${p.n} characters fit.`,
    tooShort: (p) => `Please write at least ${p.n} characters.`,
    tooBig: (p) => `Please enter ${p.n} or less.`,
    tooSmall: (p) => `Please enter ${p.n} or more.`,
  },
  refusals: {
    file_too_big: 'The file is too big: in practice files go up to 50 MB.',
    no_text: 'There is nothing to send.',
    channel_not_found: 'That channel does not exist.',
    not_in_channel: 'You are not a member of this channel.',
    message_not_found: 'That message is gone.',
    thread_not_found: 'The message you are replying to is gone.',
    not_found: 'This window is already closed.',
    user_not_found: 'There is no such seat.',
  },
};
