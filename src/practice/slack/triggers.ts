import type { Clock } from '../../kit/clock.ts';
import type { NewId } from '../../kit/id.ts';
import { Refusal } from './refusal.ts';

const LIFE_MS = 3000;

/** A person's doing lets the bot open one view within 3 seconds. In memory: no restart is that quick. */
export type Triggers = {
  issue(user: string): string;
  /** @returns the user it was issued to. @throws Refusal invalid_trigger_id | expired_trigger_id | exchanged_trigger_id */
  spend(id: string): string;
};

type Trigger = { user: string; until: number; spent: boolean };

export const makeTriggers = (clock: Clock, newId: NewId): Triggers => {
  const known = new Map<string, Trigger>();
  return {
    issue: (user) => {
      const now = clock.system().getTime();
      // Kept a while after they end, to answer with the right word.
      for (const [id, { until }] of known) if (until + 60_000 < now) known.delete(id);
      const id = newId('trigger');
      known.set(id, { user, until: now + LIFE_MS, spent: false });
      return id;
    },
    spend: (id) => {
      const trigger = known.get(id);
      if (!trigger) throw new Refusal('invalid_trigger_id');
      if (trigger.until < clock.system().getTime()) throw new Refusal('expired_trigger_id');
      if (trigger.spent) throw new Refusal('exchanged_trigger_id');
      trigger.spent = true;
      return trigger.user;
    },
  };
};
