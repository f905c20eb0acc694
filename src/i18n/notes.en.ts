import type { NoteStrings } from './notes.ko.ts';

export const notesEn: NoteStrings = {
  goal_empty: () =>
    'Please write what you want to happen. For example: `@baton bring back regulars who have not bought for 60 days, 10 million won of revenue this month`. No draft was written, and nothing is sent.',
  goal_no_number: () =>
    '*How much, and by when?* Only with a number can I say later whether it was reached. For example “10 million won this month”, “300 repeat orders by December”. Answer in this thread and I draft at once. No draft was written, and nothing is sent.',
  goal_not_a_goal: () =>
    '*I could not read that as a campaign goal.* Say whom you want to do what, with a number and a date. For example “bring back regulars who have not bought for 60 days, 10 million won of revenue this month”. Answer in this thread and I draft at once. No draft was written, and nothing is sent.',
  goal_target: (p) =>
    `*A target has to be above zero.* “${p.text}” is nothing a campaign can reach. Write how much more you want. For example “5 million won of revenue this month”, “50 orders by December”. Answer in this thread and I go on with that. No draft was written, and nothing is sent.`,
  goal_past: (p) =>
    `*The deadline is over.* “${p.text}” lies before today, so nothing can be reached by then. Write a deadline of today or later. For example “by the end of this month”, “by December 31”. Answer in this thread and I go on with that. No draft was written, and nothing is sent.`,
  unclear: (p) =>
    `*I stopped while reading the goal.* ${p.words} Answer in this thread and I go on. No draft was written, and nothing is sent.`,
  help: () =>
    [
      '*Write a goal in one sentence and I draft brief, segments, personas, copy and sending plan in turn. A person approves each; without that nothing is ever sent.*',
      '• Start: `@baton bring back regulars who have not bought for 60 days, 10 million won of revenue this month` or `/baton new GOAL`',
      '• Change: write “no coupons please” in the thread, or press [Edit] or [Rewrite with Feedback] on the card',
      '• Look: `/baton list`, `/baton status C-7` · Give up: `/baton cancel C-7`',
      '• Saved segments: `/baton segment`, `/baton segment S-3`, `/baton segment save C-7 A NAME`',
      '• Data: drop a CSV of contacts, consents, orders or events into our direct messages (admins)',
      '• Admins: `/baton settings`, `/baton approvers`, `/baton admins`, `/baton brand`, `/baton contact export ID`, `/baton contact erase ID`',
    ].join('\n'),
  sample_loading: (p) =>
    `Loading the practice company (${p.done} / ${p.of}). You may write a goal already: drafting begins when it is in.`,
  sample_ready: (p) =>
    `*The practice company is ready.* ${p.contacts} customers, ${p.orders} orders: real purchases of the record shop CDNOW, moved by ${p.days} days, 1 dollar shown as 1,300 won. Names and addresses are made up; nothing reaches real people.`,
  request_expired: (p) =>
    `${p.requester} *The time to approve “${p.step}” has passed.* Nothing was sent, and it was not rejected either. Press [Ask Again] on the card.`,
  no_approver: () =>
    '*Nobody may approve the launch.* So it is blocked and nothing is sent. Once an admin names somebody with `/baton approvers @name`, it goes on.',
  send_interrupted: () =>
    '*Sending was interrupted and is going on again.* The program that was sending stopped. What had not left is sent now, and what had left is not sent again. If there are any that may or may not have left, the sending card shows how many.',
  wave_choose: (p) =>
    `${p.who} *The test can be read.* Choose on the test card what the other ${p.rest} get. Nothing is sent to them before that.`,
  wave_late: (p) =>
    `${p.who} *The time to decide is over by more than 30 minutes.* The program was not running. So the rule does not decide and you are asked: choose on the test card what the other ${p.rest} get. Nothing is sent to them before that.`,
  wave_nobody: (p) =>
    `*No approver can choose what the other ${p.rest} get.* So nothing is sent to them. It goes on once an admin names one: \`/baton approvers @name\`.`,
  wave_won: (p) =>
    `*The winner of segment ${p.segment} is ${p.variant}.* The other ${p.rest} get it. The numbers are on the test card.`,
  wave_even: (p) =>
    `*In segment ${p.segment} no difference between the variants can be told.* So the other ${p.rest} get them in equal shares. The numbers are on the test card.`,
  wave_broken: (p) =>
    `*The test of segment ${p.segment} is withheld: its split among the variants is broken.* The other ${p.rest} get them in equal shares.`,
  wave_only: (p) => `*Segment ${p.segment} has one variant, ${p.variant}.* The other ${p.rest} get it.`,
  wave_person: (p) => `${p.by} sends *${p.variant}* to the other ${p.rest} of segment ${p.segment}.`,
  wave_person_even: (p) =>
    `${p.by} sends the variants *in equal shares* to the other ${p.rest} of segment ${p.segment}.`,
  wave_night: (p) =>
    `It is night, and advertisements must not leave. The rest leaves from ${p.at} on. Until then you can stop it on the sending card.`,
  paused_bounce: (p) =>
    `*Sending has paused by itself.* Bounces are ${p.percent}%, above the limit of ${p.limit}%. The ${p.left} that are left were not sent and stay as they are. Please resume or stop on the sending card.`,
  paused_complaint: (p) =>
    `*Sending has paused by itself.* Complaints are ${p.percent}%, above the limit of ${p.limit}%. The ${p.left} that are left were not sent and stay as they are. Please resume or stop on the sending card.`,
  paused_failure: (p) =>
    `*Sending has paused by itself.* Failures are ${p.percent}%, above the limit of ${p.limit}%. The ${p.left} that are left were not sent and stay as they are. Please resume or stop on the sending card.`,
  paused_budget: (p) =>
    `*Sending has paused by itself.* ${p.spent} are spent, and the budget is ${p.budget}. The ${p.left} that are left were not sent. To send more, stop it and have a plan with a larger budget approved.`,
  paused_night: (p) =>
    `*Sending has paused by itself.* Advertisements must not leave at night. The ${p.left} that are left were not sent and stay as they are. Please resume on the sending card after 8 in the morning (Korea).`,
  paused_provider: (p) =>
    `*Sending has paused by itself.* The provider did not take anything ${p.failures} times in a row. The ${p.left} that are left stay as they are, and nothing is sent twice. Please resume on the sending card when the provider is back.`,
  paused_content_changed: (p) =>
    `*Sending has paused by itself.* What is stored is not what was approved. The ${p.left} that are left were not sent. Please tell an admin.`,
  paused_channel_missing: (p) =>
    `*Sending has paused by itself.* The settings of the channel are gone. The ${p.left} that are left stay as they are. Put the settings back and resume on the sending card.`,
  paused_account_changed: (p) =>
    `*Sending has paused by itself.* The sending account is another than the approved one. The ${p.left} that are left stay as they are. Put the account back, or stop and have it approved anew.`,
  paused_coupons_short: (p) =>
    `*Sending paused before it began.* Meanwhile codes of the coupon "${p.pool}" went elsewhere, and there are fewer than readers. Nothing has left. Add codes with \`baton coupon import\` and resume on the sending card, or stop it.`,
  notice_told: (p) =>
    `*${p.n} of ${p.all} people were told.* Who was told what, and when, is kept. For those who could not be told I will ask again next morning if there is another way.`,
  send_late: (p) =>
    `*The planned time passed ${p.minutes} minutes ago, so nothing was sent.* I was down in between. Please look at the sending plan again and approve it.`,
  send_blocked: (p) =>
    `*Sending did not start.* Something changed since the approval, and checks fail now (${p.rules}). Nothing has left. Mend it on the card and ask for approval again.`,
  send_drifted: (p) =>
    `*The audience went from ${p.approved} to ${p.now} people, so nothing was sent.* The approval was for that number. Please look at the sending plan again and approve it.`,
  send_segment_changed: (p) =>
    `*A saved segment that segment ${p.segments} uses has another rule since the approval, so nothing was sent.* Please look at the sending plan by the rule as it is now and approve it.`,
  cannot_post: (p) =>
    `*I could not post the cards of ${p.key} in ${p.channel}.* ${p.why} The campaign is as it was, and nothing was sent.`,
  cannot_post_digest: (p) =>
    `*I could not post the daily digest in ${p.channel}.* ${p.why} \`baton digest\` shows it too.`,
  why_channel_not_found: () =>
    'The channel was not found, or I cannot enter it. Write `/invite @baton` there and I go on posting.',
  why_not_in_channel: () => 'I am not in that channel. Write `/invite @baton` there and I go on posting.',
  why_is_archived: () => 'The channel is archived. Unarchive it, write `/invite @baton` there, and I go on posting.',
  why_restricted_action: () =>
    'I may not post in that channel. Change its settings, write `/invite @baton` there, and I go on posting.',
  test_on_its_way: (p) => `A test of ${p.variant} goes to ${p.to}. Customers get nothing.`,
  test_on_its_way_push: (p) => `A test of ${p.variant} goes to your own device by app push. Customers get nothing.`,
  test_accepted: (p) =>
    `The test of ${p.variant} has left for ${p.to}. Please look at it there. Customers got nothing.`,
  test_accepted_push: (p) =>
    `The test of ${p.variant} has left by app push. Please look at your own device. Customers got nothing.`,
  test_failed: (p) =>
    `*The test of ${p.variant} was not sent (${p.reason}).* Nothing left, and customers got nothing. Press [Test Send to Me] on the copy card again; if it keeps failing, ask an admin to run \`baton doctor\`.`,
  test_unknown: (p) =>
    `*Whether the test of ${p.variant} left is not known (${p.reason}).* Customers got nothing. Look where it should have arrived, and if it is not there press [Test Send to Me] on the copy card again.`,
  intent_revise: (p) => `*Write “${p.step}” again?* Feedback: “${p.words}” Later drafts keep to it too.`,
  intent_revise_earlier: (p) =>
    `*Go back to “${p.step}” and write it again?* Feedback: “${p.words}” Later drafts and their approvals become void; nothing is sent.`,
  intent_pause: () => '*Pause sending?* What has been sent cannot be called back.',
  intent_cancel: () => '*Cancel the campaign?* The drafts stay, but nothing goes on, and this cannot be undone.',
  intent_stop: () =>
    '*Stop sending?* What has not left is cancelled and cannot be resumed. What has left cannot be called back.',
  intent_done: (p) => `✓ As ${p.by} said, “${p.step}” is being written again.`,
  intent_did: (p) => `✓ Confirmed by ${p.by}.`,
  intent_dropped: (p) => `${p.by} left it as it is. Nothing changed.`,
  intent_not_now: (p) => `That cannot be done now (${p.status}). Nothing changed.`,
  intent_new_goal: () =>
    'That sounds like a new goal. This campaign stays as it is. Write `@baton GOAL` as a new message in the channel and I start afresh.',
  intent_small_talk: () => 'I am listening. If something should change in the drafts, just write it.',
  intent_model_down: () =>
    'The AI service does not answer, so I could not read that. Nothing changed. Please use [Edit] or [Rewrite with Feedback] on the card.',
  status: (p) => `*${p.name}* — ${p.line}. To do now: ${p.now}`,
  results_none: (p) => `There are no results yet (${p.line}). The first look comes one day after sending.`,
  results_wait: (p) => `Too early to say. The result is settled ${p.until}. Please see the result card above.`,
  results_there: () => 'The settled result is on the result card in this thread.',
  import_not_csv: (p) =>
    `${p.names}: not a file that can be read here, so it was not opened. Nothing was imported. Please drop customer data as CSV (.csv, .tsv, .csv.gz).`,
  import_admins_only: (p) =>
    `Only admins (${p.who}) can import customer data. The file was not imported. Please ask an admin to drop it here.`,
  import_admins_only_nobody: () =>
    "Only the Slack workspace's admins can import customer data. The file was not imported. Please ask an admin to drop it here.",
};
