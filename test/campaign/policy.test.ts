import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  approvalsNeeded,
  hasDrifted,
  mayNot,
  mustTypeCount,
  type Right,
  type Standing,
  whoMay,
} from '../../src/campaign/policy.ts';
import type { Person } from '../../src/deps.ts';

const person = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: id,
  language: 'ko',
  email: null,
  phone: null,
  isBot: false,
  isGuest: false,
  isStranger: false,
  isAdmin: false,
  deleted: false,
  ...more,
});
const standing: Standing = {
  requester: 'U1',
  editors: ['U2'],
  approvers: ['U2', 'U3', 'U4'],
  admins: ['U9'],
  solo: false,
};

describe('who may decide', () => {
  it('lets requester, approvers and admins decide an inner step, and nobody else', () => {
    for (const id of ['U1', 'U2', 'U3', 'U9']) expect(mayNot('step', person(id), standing)).toBeNull();
    expect(mayNot('step', person('U5'), standing)).toBe('not_eligible');
  });

  it('never lets the requester or the last editor approve the launch', () => {
    expect(mayNot('launch', person('U1'), { ...standing, approvers: ['U1', 'U3'] })).toBe('own_request');
    expect(mayNot('launch', person('U2'), standing)).toBe('own_edit');
    expect(mayNot('launch', person('U3'), standing)).toBeNull();
  });

  it('gives an admin no launch unless named as an approver', () => {
    expect(mayNot('launch', person('U9'), standing)).toBe('not_eligible');
  });

  it('blocks, and does not approve, when nobody is named who could', () => {
    expect(mayNot('launch', person('U7'), { ...standing, approvers: [] })).toBe('no_policy');
    expect(mayNot('launch', person('U7'), { ...standing, approvers: ['U1', 'U2'] })).toBe('no_policy');
  });

  it('refuses guests, bots, strangers and people who left, whatever their role', () => {
    expect(mayNot('launch', person('U3', { isGuest: true }), standing)).toBe('guest');
    expect(mayNot('launch', person('U3', { isBot: true }), standing)).toBe('bot');
    expect(mayNot('launch', person('U3', { isStranger: true }), standing)).toBe('stranger');
    expect(mayNot('launch', person('U3', { deleted: true }), standing)).toBe('guest');
  });

  it('lets the requester launch alone only when the operator said so', () => {
    expect(mayNot('launch', person('U1'), { ...standing, approvers: [], solo: true })).toBeNull();
    expect(mayNot('launch', person('U5'), { ...standing, solo: true })).toBe('not_eligible');
  });

  it('names exactly those it would let decide', () => {
    const id = fc.constantFrom('U1', 'U2', 'U3', 'U4', 'U5');
    fc.assert(
      fc.property(
        fc.record({
          requester: id,
          editors: fc.array(id),
          approvers: fc.array(id),
          admins: fc.array(id),
          solo: fc.boolean(),
        }),
        fc.constantFrom<Right>('step', 'launch', 'halt', 'resend', 'cancel'),
        id,
        (facts, right, who) => {
          expect(whoMay(right, facts).includes(who)).toBe(mayNot(right, person(who), facts) === null);
        },
      ),
    );
  });
});

describe('how many must approve', () => {
  it('asks two above 10,000 people or above the cost limit, for the launch only', () => {
    expect(approvalsNeeded('launch', { send: 8_000, holdout: 2_000, costMinor: 1 }, 1_000_000)).toBe(1);
    expect(approvalsNeeded('launch', { send: 8_001, holdout: 2_000, costMinor: 1 }, 1_000_000)).toBe(2);
    expect(approvalsNeeded('launch', { send: 10, costMinor: 1_000_001 }, 1_000_000)).toBe(2);
    expect(approvalsNeeded('step', { send: 50_000 }, 1_000_000)).toBe(1);
  });

  it('makes people type the count above 10,000 and for everyone', () => {
    expect(mustTypeCount({ send: 9_000, holdout: 1_000 })).toBe(false);
    expect(mustTypeCount({ send: 9_001, holdout: 1_000 })).toBe(true);
    expect(mustTypeCount({ send: 10, everyone: true })).toBe(true);
  });
});

describe('drift of the audience', () => {
  it.each([
    [4_570, 4_600, false],
    [4_570, 4_661, false],
    [4_570, 4_662, true],
    [100, 110, false],
    [100, 111, true],
    [400, 440, false],
    [400, 441, true],
    [9_990, 10_001, true],
    [10_001, 9_999, true],
    [0, 1, true],
    [0, 0, false],
  ])('from %i to %i: %s', (approved, now, drifted) => {
    expect(hasDrifted(approved, now)).toBe(drifted);
  });
});
