import { none, type Rule } from './rule.ts';

/** A difference in conversion larger than this, in points of a hundred, hardly any campaign makes. */
const LARGE_LIFT = 0.05;

/** Who gets it, who does not, and whether the difference can be seen. */
export const targetRules: readonly Rule[] = [
  {
    id: 'TGT-01',
    family: 'target',
    severity: 'block',
    judge: ({ evidence: { audience } }) => ({ passed: audience.send > 0, say: { n: audience.send } }),
  },
  {
    id: 'DUP-01',
    family: 'target',
    severity: 'block',
    judge: ({ plan, evidence }) => {
      const segments = plan.segments.map((segment) => segment.key);
      const variants = plan.templates.map((template) => template.variant);
      const twice = [...segments, ...variants].filter((key, i, all) => all.indexOf(key) !== i);
      const silent = segments.filter((key) => !plan.templates.some((template) => template.segment === key));
      const astray = plan.templates.filter((template) => !segments.includes(template.segment)).map((t) => t.variant);
      return none([...(segments.length === 0 ? ['-'] : []), ...twice, ...silent, ...astray], {
        shared: evidence.audience.excluded.duplicate_address ?? 0,
      });
    },
  },
  {
    id: 'EVERY-01',
    family: 'target',
    severity: 'warn',
    judge: ({ evidence }) => ({
      passed: !evidence.everyone,
      say: { n: evidence.audience.send + evidence.audience.holdout },
    }),
  },
  {
    id: 'FREQ-01',
    family: 'target',
    severity: 'warn',
    concerns: ({ kind }) => kind === 'campaign',
    judge: ({ recentlyContacted, evidence }) => ({
      passed: recentlyContacted === 0,
      say: { n: recentlyContacted, capped: evidence.audience.excluded.capped ?? 0 },
    }),
  },
  {
    id: 'HOLD-01',
    family: 'target',
    severity: 'warn',
    concerns: ({ kind }) => kind === 'campaign',
    judge: ({ plan, evidence: { smallestLift } }) => ({
      passed: plan.holdoutPercent > 0 && smallestLift !== null && smallestLift <= LARGE_LIFT,
      say: {
        percent: plan.holdoutPercent,
        points: smallestLift === null ? '' : Math.round(smallestLift * 1000) / 10,
      },
    }),
  },
];
