import type { nextKo } from './next.ko.ts';

export const nextEn: typeof nextKo = {
  title: 'Next (a button opens a goal that is already filled in)',
  start: 'Start with this',
  line: (p) => `*${p.label}* — ${p.why}`,
  label: {
    again: 'The same people once more',
    clickers: 'Those who clicked and did not buy',
    more_holdout: 'Again, so that the effect can be told',
    other_channel: (p) => `By ${p.channel} instead`,
  },
  why: {
    again: 'sending is proven to have worked',
    againBest: (p) => `sending is proven to have worked, and ${p.variant} did better`,
    clickers: (p) => `${p.n} clicked and have no attributed order`,
    harm: 'those who got nothing did better: hold half out and check before sending again',
    noHoldout: 'without a holdout the incremental effect could not be known',
    small: 'no difference could be told by this split: with half held out the same people tell most',
    smallNeeded: (p) =>
      `if the difference seen is the true one, about ${p.n} people were needed by this split: with half held out the same people tell most`,
    least: (p) => `${p.segment} converted least, ${p.rate} of those delivered to`,
    other: (p) => `no effect could be shown by ${p.used}`,
  },
  clickers: (p) => `customers who clicked in ${p.id} and have not bought in the last ${p.days} days`,
  withAngle: (p) => `${p.audience} (with the approach of ${p.variant} that did better: '${p.angle}')`,
  by: { email: 'an e-mail', sms: 'a text message', kakao: 'a KakaoTalk message', push: 'a push message' },
  goal: (p) => `Send ${p.by} to ${p.audience} to reach ${p.target} by ${p.day}`,
  target: {
    attributed_revenue: (p) => `${p.shown} in revenue`,
    orders: (p) => `${p.shown} orders`,
    signups: (p) => `${p.shown} sign-ups`,
    conversion_rate: (p) => `a conversion rate of ${p.shown}`,
  },
  day: (iso) =>
    new Intl.DateTimeFormat('en-US', { month: 'long', day: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${iso}T00:00:00Z`),
    ),
  blank: '____',
  holdout: (p) => `${p.goal}, holdout ${p.percent}%`,
};
