import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { READY_MADE_NAMES, readyMade } from '../../src/audience/ready-made.ts';
import { ruleSchema } from '../../src/audience/rule.ts';
import { matches } from '../support/evaluate.ts';
import { SEOUL } from '../support/people.ts';
import { BASE, peopleArb } from '../support/random-people.ts';

describe('ready-made rules', () => {
  it.each(READY_MADE_NAMES)('%s is a rule like any other', (name) => {
    const rule = readyMade(name, { ...SEOUL, now: new Date('2026-11-24T03:00:00Z') });
    expect(ruleSchema.parse(rule)).toEqual(rule);
  });

  it('put every buyer into exactly one of the eleven RFM classes, and nobody else into any', () => {
    const now = new Date(BASE + 21 * 86_400_000);
    const classes = READY_MADE_NAMES.filter((name) => name.startsWith('rfm_'));
    expect(classes).toHaveLength(11);
    fc.assert(
      fc.property(peopleArb, fc.integer({ min: 0, max: 300 }), (people, later) => {
        const at = new Date(now.getTime() + later * 86_400_000);
        const world = { people, now: at, zoneHours: 9, sampled: () => false };
        for (const person of people) {
          const buyer = matches(person, { all: [{ metric: 'orders', is: 'gte', value: 1 }] }, world);
          const held = classes.filter((name) => matches(person, readyMade(name, { ...SEOUL, now: at }), world));
          expect(held).toHaveLength(buyer ? 1 : 0);
        }
      }),
    );
  });

  it('name the months of the account they are asked in', () => {
    // 2026-12-31T16:00Z is already January 2027 in Seoul.
    const at = { ...SEOUL, now: new Date('2026-12-31T16:00:00Z') };
    expect(readyMade('three_months_running', at)).toEqual({
      all: [
        { did: 'purchase', within: { from: '2026-12-01', to: '2026-12-31' } },
        { did: 'purchase', within: { from: '2026-11-01', to: '2026-11-30' } },
        { did: 'purchase', within: { from: '2026-10-01', to: '2026-10-31' } },
      ],
    });
    expect(readyMade('birthday_month', at)).toEqual({ all: [{ field: 'birthday', is: 'contains', value: '-01-' }] });
  });
});
