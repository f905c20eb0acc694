import type { NamedCode } from '../../coupons/facts.ts';
import { endOf, type PlanCoupon } from '../../coupons/pool.ts';
import { otherPercents, termsDiffering } from '../../coupons/terms.ts';
import { strings } from '../../i18n/language.ts';
import { addMs, DAY, HOUR } from '../../kit/clock.ts';
import { instantOf, localDay } from '../../kit/zone.ts';
import { wavesOf } from '../../steps/plan/waves.ts';
import { none, type PreflightInput, type Rule, type Words, within } from './rule.ts';

const promised = ({ plan }: PreflightInput): PlanCoupon => {
  if (!plan.coupon) throw new Error('no coupon is promised');
  return plan.coupon;
};
const promises = ({ plan }: PreflightInput): boolean => (plan.coupon ?? null) !== null;
/** Without having looked, no rule about a coupon is kept. */
const facts = ({ coupon }: PreflightInput) => {
  if (!coupon) throw new Error('nobody looked at the coupons');
  return coupon;
};

const words = (name: keyof ReturnType<typeof strings>['preflight']['coupon']): Words => ({
  ko: strings('ko').preflight.coupon[name],
  en: strings('en').preflight.coupon[name],
});
const quoted = (text: string): Words => `‘${text}’`;
const sentence = ({ where, shown, problem }: NamedCode): Words => within(`${where} ${shown}`, words(problem));

/** What is promised with a code is what the code gives, to everybody who is promised one, for as long as it counts. */
export const couponRules: readonly Rule[] = [
  {
    id: 'COUPON-EXPIRY',
    family: 'time',
    severity: 'block',
    concerns: promises,
    judge: (input) => {
      const { plan, now, timezone } = input;
      const coupon = promised(input);
      const leaves = plan.sendAt === 'now' ? now : instantOf(plan.sendAt, timezone);
      // With a test share first orders are counted from when the rest leaves, at the earliest.
      const rest = (wavesOf(plan)?.decideAfterHours ?? 0) * HOUR;
      const needed = addMs(leaves, rest + plan.windowDays * DAY);
      return {
        passed: endOf(coupon, timezone) >= needed,
        say: { until: coupon.expires, to: localDay(needed, timezone), days: plan.windowDays },
      };
    },
  },
  {
    id: 'COUPON-QUANTITY',
    family: 'target',
    severity: 'block',
    concerns: (input) => promises(input) && promised(input).kind === 'single',
    judge: (input) => {
      const { pool } = facts(input);
      const { send } = input.evidence.audience;
      const left = pool?.left ?? 0;
      const spoken = pool?.spoken ?? 0;
      return { passed: left - spoken >= send, say: { n: send, left, spoken } };
    },
  },
  {
    id: 'COUPON-TERMS',
    family: 'copy',
    severity: 'block',
    concerns: promises,
    judge: (input) => {
      const coupon = promised(input);
      const { pool } = facts(input);
      const { missing, extra } = termsDiffering(input.offer, coupon);
      const moved = pool
        ? (['kind', 'discount', 'condition', 'expires'] as const).some((name) => pool[name] !== coupon[name])
        : false;
      const kitFacts = input.kit.facts.map(({ text }) => text);
      return none([
        ...missing.map(quoted),
        ...extra.map(quoted),
        ...(moved ? [words('moved')] : []),
        ...input.variants.flatMap((variant) =>
          otherPercents(
            [variant.subject, variant.preheader, ...variant.paragraphs, variant.buttonLabel].join('\n'),
            coupon,
            kitFacts,
          ).map((percent) => within(variant.key, percent)),
        ),
      ]);
    },
  },
  {
    id: 'COUPON-CODE',
    family: 'copy',
    severity: 'block',
    concerns: (input) => promises(input) || (input.coupon?.named.length ?? 0) > 0,
    judge: (input) => {
      const { pool, named } = facts(input);
      const coupon = input.plan.coupon ?? null;
      return none([
        ...named.map(sentence),
        ...(coupon && !pool ? [words('gone')] : []),
        ...(coupon && pool && (pool.longest > coupon.longest || (pool.wide && !coupon.wide)) ? [words('longer')] : []),
      ]);
    },
  },
];
