import { describe, expect, it } from 'vitest';
import {
  allows,
  backTo,
  type CampaignEvent,
  ENDED,
  LIFE,
  next,
  STATUSES,
  STEPS,
  type Status,
  stepOf,
} from '../../src/campaign/lifecycle.ts';

/** Every status that can be reached from the beginning without taking a forbidden move. */
const reachable = (forbidden: (from: Status, event: CampaignEvent) => boolean): Set<Status> => {
  const seen = new Set<Status>(['goal.asking']);
  for (const status of seen)
    for (const [event, [to]] of Object.entries(LIFE[status]) as [CampaignEvent, readonly [Status, string]][])
      if (!forbidden(status, event)) seen.add(to);
  return seen;
};

describe('the life of a campaign', () => {
  it('reaches every status', () => {
    expect([...reachable(() => false)].sort()).toEqual([...STATUSES].sort());
  });

  it.each(STEPS)('never reaches sending when nobody approves the %s', (step) => {
    const without = reachable((from, event) => from === `${step}.review` && event === 'approve');
    for (const status of ['scheduled', 'sending', 'paused', 'measuring'] as const)
      expect(without).not.toContain(status);
  });

  it('lets nothing but an approval or a new draft lead from a review to a later step', () => {
    for (const step of STEPS) {
      const later = STEPS.slice(STEPS.indexOf(step) + 1);
      for (const [event, [to]] of Object.entries(LIFE[`${step}.review`]) as [
        CampaignEvent,
        readonly [Status, string],
      ][]) {
        const target = stepOf(to);
        const goesOn = to === 'scheduled' || (target !== null && later.includes(target));
        if (goesOn) expect(event).toBe('approve');
      }
    }
  });

  it('has a way on from everything that has not ended', () => {
    expect([...ENDED].sort()).toEqual(['cancelled', 'learned']);
    for (const status of STATUSES)
      if (!ENDED.includes(status)) expect(Object.keys(LIFE[status]).length).toBeGreaterThan(0);
  });

  it('can be cancelled at any time before sending and never after', () => {
    const after: Status[] = ['sending', 'paused', 'measuring', 'learned', 'cancelled'];
    for (const status of STATUSES) expect(allows(status, 'cancel')).toBe(!after.includes(status));
  });

  it('goes back to every earlier step and to no later one', () => {
    for (const from of STEPS)
      for (const to of STEPS) {
        const event = backTo(to);
        if (event) expect(allows(`${from}.review`, event)).toBe(STEPS.indexOf(to) < STEPS.indexOf(from));
      }
  });

  it('voids the launch on every way back from scheduled', () => {
    for (const event of ['drifted', 'late', 'reschedule'] as const)
      expect(next('scheduled', event)).toEqual(['plan.review', 'void']);
  });

  it('starts sending only from scheduled, by the due send', () => {
    const ways = STATUSES.flatMap((from) =>
      (Object.entries(LIFE[from]) as [CampaignEvent, readonly [Status, string]][])
        .filter(([, [to, effect]]) => to === 'sending' && effect === 'freeze')
        .map(([event]) => `${from} ${event}`),
    );
    expect(ways).toEqual(['scheduled due']);
  });
});
