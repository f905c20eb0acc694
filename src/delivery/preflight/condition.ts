import { strings } from '../../i18n/language.ts';
import { fromMajor } from '../../kit/money.ts';
import { instantOf } from '../../kit/zone.ts';
import { type Form, SMS_FAMILY } from '../message/message.ts';
import { promotions } from './label.ts';
import { ads, none, type PreflightInput, type Rule, type Words, within } from './rule.ts';

/** Below this many answered messages a rate says nothing. */
const ENOUGH = 100;

/** So many mails a day to one large mailbox provider make a bulk sender. */
const BULK = 5_000;
const KOREA = 'Asia/Seoul';

const leavesAs = ({ messages }: PreflightInput, forms: readonly Form[]): boolean =>
  messages.some(({ form }) => forms.includes(form));
const channelWords = (name: keyof ReturnType<typeof strings>['preflight']['channels']): Words => ({
  ko: strings('ko').preflight.channels[name],
  en: strings('en').preflight.channels[name],
});
/** Behind what only a stand-in said. */
export const practised = (practice: boolean): Words =>
  practice ? { ko: strings('ko').preflight.practice, en: strings('en').preflight.practice } : '';

const byMail = ({ plan }: PreflightInput): boolean => plan.channel.name === 'email';
const enough = ({ facts }: PreflightInput): boolean => facts.week.answered >= ENOUGH;
const rate = (n: number, of: number): number => Math.round((n / of) * 1000) / 10;
const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((all, n) => all + n, 0);

/** May this be sent at all: approval, consent, reputation, money, the account it leaves by. */
export const conditionRules: readonly Rule[] = [
  {
    id: 'APPR-01',
    family: 'condition',
    severity: 'block',
    concerns: (input) => input.approval !== null,
    judge: ({ approval }) => ({ passed: approval !== null && approval.approved === approval.current }),
  },
  {
    id: 'KR-CONS-01',
    family: 'condition',
    severity: 'block',
    concerns: ads,
    judge: ({ plan, evidence: { audience }, facts }) => ({
      passed: audience.send + audience.holdout <= facts.consented,
      say: {
        n: audience.excluded.no_consent ?? 0,
        asked: audience.send + audience.holdout,
        known: facts.consented,
        channel: channelWords(plan.channel.name),
      },
    }),
  },
  {
    id: 'KR-CONS-02',
    family: 'condition',
    severity: 'block',
    concerns: ads,
    // Two counts that know nothing of each other: whoever was matched is in one place, and no more would be written to
    // than there are people who consented and never said no.
    judge: ({ evidence: { audience }, facts }) => {
      const asked = audience.send + audience.holdout;
      return {
        passed: asked + sum(audience.excluded) === audience.matched && asked <= facts.consented - facts.refused,
        say: { n: audience.excluded.suppressed ?? 0 },
      };
    },
  },
  {
    id: 'KR-CONS-03',
    family: 'condition',
    // Those overdue are refused one by one at the claim, so that the others may be written to.
    severity: 'warn',
    concerns: (input) => ads(input) && input.facts.consented > 0,
    judge: ({ facts }) => ({
      passed: facts.overdue === 0 && facts.soon === 0,
      say: { n: facts.overdue, soon: facts.soon },
    }),
  },
  {
    id: 'KR-CONS-04',
    family: 'condition',
    severity: 'warn',
    // A notice is what mends it.
    concerns: ({ facts, kind }) => kind === 'campaign' && facts.answers.known > 0,
    judge: ({ facts: { answers } }) => ({
      passed: answers.due === 0,
      say: { n: answers.due, overdue: answers.overdue },
    }),
  },
  {
    id: 'KR-CONS-05',
    family: 'condition',
    severity: 'block',
    confirm: true,
    looksAt: 'messages',
    concerns: ({ kind }) => kind === 'notice',
    judge: ({ messages }) =>
      none(messages.flatMap((each) => promotions(each).map((word): Words => within(each.key, `“${word}”`)))),
  },
  {
    id: 'KR-ID-02',
    family: 'condition',
    severity: 'block',
    looksAt: 'messages',
    concerns: (input) => leavesAs(input, SMS_FAMILY),
    judge: ({ kit }) => ({ passed: kit.sender.numbers.length > 0 }),
  },
  {
    id: 'KR-DEALER-01',
    family: 'condition',
    severity: 'block',
    looksAt: 'messages',
    concerns: (input) => ads(input) && leavesAs(input, SMS_FAMILY),
    judge: ({ kit: { sender }, now }) => ({
      passed: sender.dealerUntil !== null && instantOf(`${sender.dealerUntil}T23:59`, KOREA) >= now,
      say: { until: sender.dealerUntil ?? '—' },
    }),
  },
  {
    id: 'KK-BM-04',
    family: 'condition',
    severity: 'warn',
    confirm: true,
    looksAt: 'messages',
    concerns: (input) => leavesAs(input, ['brand']),
    judge: ({ facts }) => ({ passed: facts.lastDay === 0, say: { n: facts.lastDay } }),
  },
  {
    id: 'MAIL-DNS-01',
    family: 'condition',
    severity: 'warn',
    confirm: true,
    concerns: ({ network }) => network.domain !== null,
    judge: ({ network, facts, evidence: { audience } }) => {
      const { practice, domain } = network;
      const many = audience.send > BULK && facts.bigMailboxes > BULK;
      return {
        ...none(
          (domain?.missing ?? []).map((record) => `${record} (${domain?.name})`),
          { practice: practised(practice) },
        ),
        ...(many && { severity: 'block' as const }),
      };
    },
  },
  {
    id: 'MAIL-REP-01',
    family: 'condition',
    severity: 'warn',
    confirm: true,
    // SMTP reports no complaints: without a single one told to us from elsewhere, nobody knows that there were none.
    concerns: (input) => byMail(input) && enough(input) && input.facts.week.complained > 0,
    judge: ({ facts: { week } }) => {
      const percent = rate(week.complained, week.answered);
      const perMille = (limit: number) => week.complained * 1_000 >= limit * week.answered;
      return { passed: !perMille(1), say: { percent }, ...(perMille(3) && { severity: 'block' as const }) };
    },
  },
  {
    id: 'MAIL-BNC-01',
    family: 'condition',
    severity: 'warn',
    concerns: (input) => byMail(input) && enough(input),
    judge: ({ facts: { week } }) => {
      const percent = rate(week.bounced, week.answered);
      return { passed: percent <= 2, say: { percent }, ...(percent > 5 && { severity: 'block' as const }) };
    },
  },
  {
    id: 'BUDGET-01',
    family: 'condition',
    severity: 'block',
    judge: ({ plan, evidence }) => ({
      passed: evidence.costMinor <= fromMajor(plan.budget, plan.prices.currency).minor,
    }),
  },
  {
    id: 'CHAN-01',
    family: 'condition',
    severity: 'block',
    judge: ({ plan, channel }) => ({ passed: channel !== null && channel.account === plan.channel.account }),
  },
];
