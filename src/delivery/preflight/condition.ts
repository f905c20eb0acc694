import { fromMajor } from '../../kit/money.ts';
import { ads, type PreflightInput, type Rule } from './rule.ts';

/** Below this many answered messages a rate says nothing. */
const ENOUGH = 100;

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
    judge: ({ evidence: { audience }, facts }) => ({
      passed: audience.send + audience.holdout <= facts.consented,
      say: { n: audience.excluded.no_consent ?? 0, asked: audience.send + audience.holdout, known: facts.consented },
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
    id: 'MAIL-REP-01',
    family: 'condition',
    severity: 'warn',
    // SMTP reports no complaints: without a single one told to us from elsewhere, nobody knows that there were none.
    concerns: (input) => enough(input) && input.facts.week.complained > 0,
    judge: ({ facts: { week } }) => {
      const percent = rate(week.complained, week.answered);
      return { passed: percent < 0.1, say: { percent }, ...(percent >= 0.3 && { severity: 'block' as const }) };
    },
  },
  {
    id: 'MAIL-BNC-01',
    family: 'condition',
    severity: 'warn',
    concerns: enough,
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
