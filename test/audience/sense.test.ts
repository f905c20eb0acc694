import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cond, isEveryone, type Rule } from '../../src/audience/rule.ts';
import { senseOf } from '../../src/audience/sense.ts';
import { matches, type World } from '../support/evaluate.ts';
import { SEOUL } from '../support/people.ts';
import { ruleArb } from '../support/random-audience.ts';
import { BASE, instantArb, peopleArb } from '../support/random-people.ts';

const at = { ...SEOUL, now: new Date(BASE) };
const orders = (is: string, value: number) => ({ metric: 'orders', is, value }) as Cond;
const lastOrder = (is: string, value: number) => ({ metric: 'days_since_last_order', is, value }) as Cond;

describe('what a rule makes of itself', () => {
  it.each<[string, Rule]>([
    ['two ranges that do not meet', { all: [orders('gte', 3), orders('lt', 3)] }],
    ['between two whole numbers there is none', { all: [orders('gt', 1), orders('lt', 2)] }],
    [
      'two values of one field',
      {
        all: [
          { field: 'tier', is: 'eq', value: 'a' },
          { field: 'tier', is: 'in', value: ['b', 'c'] },
        ],
      },
    ],
    ['never bought, and some days since', { all: [orders('eq', 0), lastOrder('gte', 60)] }],
    [
      'bought lately, and long ago the last time',
      { all: [{ did: 'purchase', within: { days: 30 } }, lastOrder('gte', 60)] },
    ],
    [
      'did it in three days, not in seven',
      {
        all: [
          { did: 'cart', within: { days: 3 } },
          { did_not: 'cart', within: { days: 7 } },
        ],
      },
    ],
    ['what is asked and left out', { all: [{ did: 'wish' }], none: [{ did: 'wish' }] }],
    [
      'signed up before and after',
      {
        all: [
          { field: 'created_at', is: 'before', value: '2025-01-01' },
          { field: 'created_at', is: 'within_days', value: 30 },
        ],
      },
    ],
    ['no alternative is left', { all: [orders('eq', 0), { any: [orders('gte', 1), lastOrder('lt', 9)] }] }],
  ])('is never true: %s', (_, rule) => {
    if (isEveryone(rule)) throw new Error('not this one');
    expect(senseOf(rule, at).never).toEqual([...rule.all, ...(rule.none ?? [])]);
  });

  it('is told of no chance or rank below 1 that nobody can have it', () => {
    const below: Cond[] = [
      { metric: 'p_alive', is: 'lt', value: 0.3 },
      { metric: 'revenue_percentile', is: 'lt', value: 0.5 },
      lastOrder('lt', 1),
    ];
    for (const cond of below) expect(senseOf({ all: [cond] }, at)).toEqual({ never: null, idle: [] });
    expect(senseOf({ all: [{ metric: 'p_alive', is: 'lt', value: 0 }] }, at).never).not.toBeNull();
  });

  it('names the two that exclude each other, and not the third', () => {
    expect(senseOf({ all: [orders('eq', 0), { did: 'visit' }, lastOrder('gte', 60)] }, at).never).toEqual([
      orders('eq', 0),
      lastOrder('gte', 60),
    ]);
  });

  it.each<[string, Rule, Cond[]]>([
    ['a wider range beside a narrower one', { all: [orders('gte', 3), orders('gte', 1)] }, [orders('gte', 1)]],
    [
      'the same twice',
      {
        all: [
          { did: 'wish', where: [{ property: 'a', is: 'exists' }] },
          { did: 'wish', where: [{ property: 'a', is: 'exists' }] },
        ],
      },
      [{ did: 'wish', where: [{ property: 'a', is: 'exists' }] }],
    ],
    ['bought, beside days since', { all: [lastOrder('gte', 60), { did: 'purchase' }] }, [{ did: 'purchase' }]],
    ['leaving out who is not in', { all: [orders('gte', 1)], none: [orders('eq', 0)] }, [orders('eq', 0)]],
    [
      'at least none',
      { all: [orders('gte', 1), { did: 'visit', times: { is: 'gte', value: 0 } }] },
      [{ did: 'visit', times: { is: 'gte', value: 0 } }],
    ],
    [
      'nothing: refunds can bring an average below zero',
      { all: [orders('gte', 1)], none: [{ metric: 'average_order_value', is: 'lt', value: 0 }] },
      [],
    ],
    ['nothing idle', { all: [orders('gte', 3), lastOrder('gte', 60)] }, []],
  ])('has parts that change nothing: %s', (_, rule, idle) => {
    expect(senseOf(rule, at)).toEqual({ never: null, idle });
  });

  it('is right whenever it says so, on random rules and random people', () => {
    const found = { never: 0, idle: 0 };
    fc.assert(
      fc.property(peopleArb, fc.array(ruleArb, { minLength: 20, maxLength: 20 }), instantArb, (people, rules, now) => {
        const world: World = { people, now, zoneHours: 9, sampled: () => true };
        const chosen = (rule: Rule) => people.filter((p) => matches(p, rule, world)).map((p) => p.id);
        for (const rule of rules) {
          const { never, idle } = senseOf(rule, { ...SEOUL, now });
          if (never) {
            found.never += 1;
            expect(chosen(rule), JSON.stringify(rule)).toEqual([]);
          }
          if (isEveryone(rule) || idle.length === 0) continue;
          found.idle += 1;
          const all = rule.all.filter((one) => !idle.includes(one));
          const none = (rule.none ?? []).filter((one) => !idle.includes(one));
          const without = people.filter(
            (p) =>
              (all.length === 0 || matches(p, { all }, world)) &&
              !none.some((one) => matches(p, { all: [one] }, world)),
          );
          expect(
            without.map((p) => p.id),
            JSON.stringify(rule),
          ).toEqual(chosen(rule));
        }
      }),
      { numRuns: 60 },
    );
    expect(found.never).toBeGreaterThan(5);
    expect(found.idle).toBeGreaterThan(5);
  });
});
