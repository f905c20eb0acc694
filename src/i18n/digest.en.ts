import type { digestKo } from './digest.ko.ts';
import { plural } from './plural.ts';

export const digestEn: typeof digestKo = {
  first: (p) => `${p.day}: attributed revenue yesterday ${p.revenue}${p.share}${p.late}`,
  sofar: (p) => `, ${p.month} so far ${p.money}`,
  share: (p) => ` (${p.share} of the ${p.target} target)`,
  thisMonth: 'this month',
  month: (p) =>
    [
      'January',
      'February',
      'March',
      'April',
      'May',
      'June',
      'July',
      'August',
      'September',
      'October',
      'November',
      'December',
    ][Number(p.n) - 1] ?? p.n,
  late: ' · this digest is late',
  quiet: (p) => `${p.day}: nothing new yesterday: no campaign is running and nothing waits for approval${p.late}.`,
  settled: (p) => `Incremental, settled campaigns only: ${p.list}`,
  settledOne: (p) => `${p.id} ${p.incremental} (95 % interval ${p.ci}, n=${p.n})`,
  untold: (p) => `Could not be told, or withheld: ${p.list}`,
  byGoal: {
    proved: (p) => `Worked for its own goal, added revenue cannot be told: ${p.list}`,
    harm: (p) => `Did harm to its own goal, added revenue cannot be told: ${p.list}`,
  },
  noneSettled: 'No campaign with a settled incremental result yet',
  waiting: (p) => `${p.count} waiting for approval: ${p.list}`,
  waitingOne: (p) => `${p.id} ${p.step} (${p.who}, ${p.hours})`,
  hours: (p) => (p.n === '0' ? 'under an hour' : plural(p.n, 'hour')),
  andOthers: (p) => `${p.name} or ${p.n} more`,
  peopleAble: (p) => (p.n === '1' ? '1 person' : `one of ${p.n}`),
  nobody: 'nobody may approve it',
  overdue: (p) => `${p.who}, ${p.id} ${p.step} has waited for approval for ${p.hours}`,
  wave: 'what the rest gets',
  overdueWave: (p) =>
    `${p.who}, ${p.id} has waited for ${p.hours} to be told what the rest gets; nothing is sent before`,
  running: (p) => `${p.count} running: ${p.list}`,
  runningOne: (p) => `${p.id} ${p.title} (${p.state})`,
  noneRunning: 'no campaign running',
  state: { sending: 'sending', paused: 'paused', measuring: (p) => `settles ${p.day}` },
  today: (p) => `${p.count} to be sent today: ${p.list}`,
  todayOne: (p) => `${p.id} ${p.time} (${p.n === '—' ? p.n : plural(p.n, 'person', 'people')})`,
  noneToday: 'nothing to be sent today',
  anomalies: (p) => `Look at: ${p.list}`,
  anomaly: {
    unsubscribe: (p) => `${p.id} unsubscribe rate ${p.rate} (usually ${p.usual})`,
    bounce: (p) => `${p.id} bounce rate ${p.rate}`,
    complaint: (p) => `${p.id} ${plural(p.n, 'spam complaint')}`,
    unknown: (p) => `${p.id} ${plural(p.n, 'message')} of unknown outcome`,
    paused: (p) => `${p.id} sending is paused`,
  },
  ai: (p) => `AI cost yesterday ${p.yesterday}, ${p.name} ${p.month}`,
  aiUnknown: (p) => ` (${plural(p.n, 'call')} of unknown price left out)`,
  dollars: (p) => `${p.x} USD`,
  more: (p) => ` and ${p.n} more`,
  week: {
    title: (p) => `The week in review, ${p.from} to ${p.to}`,
    nothing: 'Last week nothing was sent, no result was settled and no order was attributed.',
    settled: (p) =>
      `Campaigns settled: ${p.n} (proved ${p.proved}, did harm ${p.harm}, cannot be told or withheld ${p.untold}).`,
    noneSettled: 'No campaign was settled.',
    attributed: (p) => `Attributed revenue ${p.money} (${p.change}).`,
    change: (p) => `the week before ${p.before}, ${p.share}`,
    noChange: 'nothing the week before to compare with',
    worked: 'What worked',
    harmed: 'What had better not been sent',
    untold: 'What cannot be told yet, or is withheld',
    line: (p) => `• ${p.id} ${p.title}: ${p.said}`,
    lineOf: (p) => `${p.line} (n=${p.n}, attributed ${p.attributed})`,
    more: (p) => `• and ${p.n} more`,
    started: (p) => `${plural(p.n, 'campaign')} began to send`,
    approved: (p) => plural(p.n, 'approval'),
    rejected: (p) => plural(p.n, 'rejection'),
    regenerated: (p) => `${p.n} sent back to be rewritten`,
    remembered: (p) => `${p.n} learned and remembered`,
    undecided: (p) => `${p.n} learned and waiting for a decision`,
    of: (p) => `${p.id}: ${p.why}`,
    note: 'Monday to Sunday of last week. Results are of campaigns whose window ended in it, with the fixed 95 % interval read once after the end. Attributed revenue is not incremental',
  },
  note: (p) =>
    `Attributed revenue: orders from ${p.from} until before ${p.to}, credited to the last message that reached the contact in its window (a click first), refunds out. It is not incremental. The month: from its first day to yesterday`,
  noteReadAfter: (p) =>
    `No digest was posted that day, so this was read afterwards: what was running and waiting is as it was at ${p.at}. What was out of the ordinary, and whom the law wanted told, was not kept and is left out`,
  noteWithoutTarget: 'There is no target for the month: the brand settings hold it',
  formulas: {
    yesterday: "yesterday in the account's zone, from 00:00 until before 24:00; the word means this span below",
    attributed:
      "revenue of yesterday's orders credited to the last message that reached the contact in its window (a click first), refunds out, minor units; not incremental. orders: how many they are",
    month:
      'attributed revenue from the first day of the month that yesterday belongs to, up to yesterday. targetMinor: the revenue target of that month in the brand settings, null without one. Share = monthMinor / targetMinor',
    settled:
      'campaigns settled in the last 31 days (window over, split as drawn) whose 95 % interval of added revenue leaves 0 out. Incremental = difference of means per contact x n of the treated arm, interval by Welch, n: people of both arms',
    byGoal: 'campaigns with a verdict on their own goal whose interval of added revenue holds 0',
    untold: 'campaigns settled in the last 7 days that cannot be told, or are withheld because the split is broken',
    waiting:
      'approvals, and choices of what the rest gets, that were open when this was written (at). hours: whole hours since it was asked, who: people who may decide now',
    running: 'campaigns being sent, paused, or with an open window when this was written',
    today:
      'what is to be sent on that day. n: contacts as shown at the approval; of a test share, those of the rest who wait',
    anomalies:
      'of running campaigns: unsubscribe rate = people who unsubscribed / delivered (above 0.5 % and twice the usual), bounce rate = bounces / accepted (above 2 %), both from 200 messages on; spam complaints and messages of unknown outcome from the first; and sendings that are paused',
    ai: 'what the model cost: yesterday, and from the first day of the month that yesterday belongs to. Calls of unknown price are left out and counted in unknownCalls; micros are millionths of a USD',
    readAfter:
      'true: of a day that is over and was never posted. at is its end, and running, waiting, today, settled and the target are as of then; who: people who may decide now. anomalies and notices.owed are empty, because they were not kept',
    notices: 'owed: people who have to be told by law, with the last day; told: legal notices that arrived yesterday',
  },
  weekFormulas: {
    settled:
      "final verdicts of campaigns whose window ended in the week (Monday to Sunday of the account's zone). incremental: added revenue with its 95 % interval, read once after the end; n: people of both arms; attributedMinor: attributed revenue",
    attributed: 'attributed revenue and orders of the week; beforeMinor: of the week before. Not incremental',
    started: 'campaigns that began to send in the week, without legal notices',
    verdicts: 'what people decided in the week: approved, rejected, sent back to be rewritten',
    learned: 'what was learned in the week: remembered, and waiting for a decision',
    next: 'what final results suggest, the first of each campaign first, three at most',
  },
};
