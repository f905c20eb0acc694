import type { NoticeWords } from './notices.ko.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

export const noticesEn: NoticeWords = {
  message: {
    date: (p) => `${MONTHS[Number(p.month) - 1] ?? p.month} ${p.day}, ${p.year}`,
    channels: { email: 'e-mail', sms: 'text message', kakao: 'KakaoTalk', push: 'app notification' },
    answer: (p) =>
      `${p.granted ? 'consent to' : 'refusal of'} advertising by ${p.channel}${p.night ? ' at night (9 p.m. to 8 a.m.)' : ''} (${p.date})`,
    result: {
      subject: (p) => `[${p.brand}] What became of your choice about our messages`,
      paragraphs: (p) => [
        `Dear ${p.name}, ${p.sender} has recorded what you said about receiving advertising.`,
        `Recorded: ${p.answers}`,
        'Advertising you refused is not sent. Advertising you agreed to can be refused at any time.',
      ],
    },
    confirmation: {
      subject: (p) => `[${p.brand}] You agreed to receive our advertising`,
      paragraphs: (p) => [
        `Dear ${p.name}, every two years ${p.sender} reminds you that you agreed to receive advertising.`,
        `What you agreed to: ${p.answers}`,
        'To keep it as it is you need not do anything. To receive no more you can refuse at any time.',
      ],
    },
    customer: 'customer',
    wayOut: {
      email: 'To refuse, follow “Unsubscribe” below.',
      sms: (p) => `To refuse: ${p.number} (free) · Questions: ${p.phone}`,
      push: (p) => `To refuse: ${p.where}`,
    },
  },
  kinds: { result: 'result of a consent or refusal', confirmation: 'two-year confirmation of consent' },
  title: {
    result: (p) => `Notice of consents and refusals (${p.channel})`,
    confirmation: (p) => `Two-year confirmation of consent (${p.channel})`,
  },
  ask: {
    result: (p) => `Tell ${p.n} people by ${p.channel} what became of their consent or refusal?`,
    confirmation: (p) => `Remind ${p.n} people by ${p.channel} that they agreed to advertising?`,
  },
  by: (p) => `to be told by ${p.day}`,
  late: (p) => `*was to be told by ${p.day}: overdue*`,
  why: {
    result:
      '*Why* Whoever agrees or refuses has to be told the result within 14 days (Network Act, Article 50 (7), Decree Article 62-2). Those not told get no ads on that channel once the 14 days are over.',
    confirmation:
      '*Why* A consent has to be confirmed every two years (Network Act, Article 50 (8), Decree Article 62-3). No answer keeps it, and two years begin anew on the day of the notice. Where nobody was told in two years no ads are sent.',
  },
  whom: {
    result: (p) =>
      `*Whom* ${p.n} people. ${p.granted} consents, ${p.withdrawn} refusals and withdrawals that came in by ${p.until}. Those who unsubscribed are told too; bounced addresses and erased people are not written to`,
    confirmation: (p) =>
      `*Whom* ${p.n} people. ${p.granted} consents that will be two years old within 60 days. Bounced addresses and erased people are not written to`,
  },
  text: '*What leaves* (fixed words, no advertisement)',
  when: {
    now: (p) => `*When* at once after approval, for about ${p.minutes} min`,
    day: (p) => `*When* at once after approval, for about ${p.minutes} min; at night from 9 a.m. on`,
    at: (p) => `*When* ${p.at}, for about ${p.minutes} min`,
  },
  cost: (p) => `*Cost* ${p.value}`,
  fixed: 'Fixed words, not written by AI',
  cancel: {
    title: 'Do not send this notice?',
    text: 'Nothing is sent. The duty stays, so you will be asked again next morning.',
    yes: 'Do not send',
  },
  outline: { whom: 'To', until: 'Answers that came in by' },
  status: {
    waiting: 'Legal notice: waits for the launch to be approved',
    writing: 'Legal notice: being prepared',
    scheduled: (p) => `Legal notice: leaves at ${p.at}`,
    sending: 'Legal notice: being sent',
    paused: 'Legal notice: paused',
    done: 'Legal notice: told',
    cancelled: 'Legal notice: not sent. The duty stays, so you will be asked again next morning',
  },
  told: (p) => `${p.n} people told`,
  next: {
    launch: (p) => `${p.who}, please approve the launch on the card below`,
    blocked: 'Nobody may approve the launch. An admin names somebody with `/baton approvers @name`',
    wait: 'Nothing to do now',
    resume: 'Resume or stop it on the sending card',
  },
  facts: { whom: 'To', by: 'Last day', law: 'Law' },
  law: {
    result: 'Network Act, Article 50 (7) (within 14 days)',
    confirmation: 'Network Act, Article 50 (8) (every two years)',
  },
  home: {
    result: (p) => `${p.n} people to be told the result of their consent or refusal · ${p.by}`,
    confirmation: (p) => `${p.n} people to be reminded of their consent · ${p.by}`,
    unreached: (p) => `${p.n} people nobody can tell (no e-mail, or it bounces)`,
  },
  toldYesterday: (p) => `${p.n} people told yesterday as the law asks`,
  list: {
    none: 'Nobody is owed a notice.',
    late: 'overdue',
    by: (p) => `by ${p.day}`,
    people: (p) => `${p.n} people`,
    noChannel: 'no way to tell them',
  },
  edit: { hours: 'Choose a time between 9 a.m. and 8 p.m. for a legal notice.' },
};
