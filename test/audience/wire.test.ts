import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { READY_MADE_NAMES, readyMade } from '../../src/audience/ready-made.ts';
import { type Clause, isEveryone, type Rule } from '../../src/audience/rule.ts';
import { ruleIssues } from '../../src/audience/rule-issues.ts';
import { fromWire, toWire, type WireCond, wired, wireRule } from '../../src/audience/wire.ts';
import { SEOUL } from '../support/people.ts';
import { anyRuleArb } from '../support/random-audience.ts';

/** One alternative is the condition itself, and a campaign's number its id: the same rule, said in one way. */
const plain = (rule: Rule): Rule => {
  if (isEveryone(rule)) return rule;
  const named = <T extends Clause>(one: T): T => ('campaign' in one ? { ...one, campaign: String(one.campaign) } : one);
  const all = rule.all.map((clause): Clause => {
    if (!('any' in clause)) return named(clause);
    const [first, ...others] = clause.any.map(named);
    return first && others.length === 0 ? first : { any: clause.any.map(named) };
  });
  return { all, ...(rule.none && { none: rule.none.map(named) }) };
};

const rule = (...conds: WireCond[]) =>
  fromWire({ everyone: false, all: conds.map((cond) => ({ any: [cond] })), none: [] });
const issues = (...conds: WireCond[]): string => {
  const read = rule(...conds);
  return read.success ? '' : ruleIssues(read.error.issues).join('; ');
};

describe('a rule as a model writes it', () => {
  it('says whatever a rule can say, and is read back as the same rule', () => {
    fc.assert(
      fc.property(anyRuleArb, (asked) => {
        const wire = toWire(asked);
        expect(wireRule.parse(JSON.parse(JSON.stringify(wire)))).toEqual(wire);
        const read = fromWire(wire);
        expect(read.success && read.data, JSON.stringify(asked)).toEqual(plain(asked));
      }),
    );
  });

  it.each(READY_MADE_NAMES)('says the ready-made rule %s', (name) => {
    const ready = readyMade(name, { ...SEOUL, now: new Date('2026-11-24T03:00:00Z') });
    expect(fromWire(toWire(ready)).data).toEqual(plain(ready));
  });

  it('says properties, days from and to, how often, an outcome and a share', () => {
    const read = rule(
      wired({
        kind: 'did',
        name: 'view',
        times: { is: 'gte', value: 2 },
        within: { from: '2026-10-01', to: '2026-10-31' },
        where: [
          { property: 'category', is: 'eq', value: '캠핑' },
          { property: 'seconds', is: 'exists', value: null },
        ],
      }),
      wired({ kind: 'metric', name: 'revenue', is: 'gte', value: 100_000, within: { days: 90 } }),
      wired({ kind: 'campaign', name: 'C-7', outcome: 'not_opened' }),
      wired({ kind: 'in_segment', name: 'S-3' }),
      wired({ kind: 'sample', name: 'pilot', value: 10 }),
    );
    expect(read.data).toEqual({
      all: [
        {
          did: 'view',
          times: { is: 'gte', value: 2 },
          within: { from: '2026-10-01', to: '2026-10-31' },
          where: [
            { property: 'category', is: 'eq', value: '캠핑' },
            { property: 'seconds', is: 'exists' },
          ],
        },
        { metric: 'revenue', is: 'gte', value: 100_000, within: { days: 90 } },
        { campaign: 'C-7', outcome: 'not_opened' },
        { in_segment: 'S-3' },
        { sample: { percent: 10, salt: 'pilot' } },
      ],
    });
  });

  it('is refused where a kind has no use for what was said: left out, it would choose other people', () => {
    const where = [{ property: 'amount', is: 'gte' as const, value: 50_000 }];
    expect(issues(wired({ kind: 'metric', name: 'orders', is: 'gte', value: 3, where }))).toContain('"where"');
    expect(issues(wired({ kind: 'did', name: 'purchase', is: 'gte', value: 3 }))).toContain('"value"');
    expect(issues(wired({ kind: 'did_not', name: 'purchase', times: { is: 'gte', value: 2 } }))).toContain('"times"');
    expect(issues(wired({ kind: 'field', name: 'tier', is: 'eq', value: 'a', within: { days: 3 } }))).toContain(
      '"within"',
    );
    expect(issues(wired({ kind: 'sample', name: 'pilot' }))).toContain('sample.percent');
    expect(issues(wired({ kind: 'campaign', name: 'C-7' }))).toContain('outcome');
  });

  it('is not refused for an operator that says nothing', () => {
    expect(rule(wired({ kind: 'did', name: 'cart', is: 'exists' })).data).toEqual({ all: [{ did: 'cart' }] });
    expect(rule(wired({ kind: 'in_segment', name: 'S-3', is: 'eq' })).data).toEqual({ all: [{ in_segment: 'S-3' }] });
  });
});
