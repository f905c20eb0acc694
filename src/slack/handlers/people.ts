import { eq, inArray, not } from 'drizzle-orm';
import { ENDED } from '../../campaign/lifecycle.ts';
import { isAdmin, named, namedPeople, type PeopleSetting, setPeople } from '../../campaign/people.ts';
import { pendingRequest } from '../../campaign/store.ts';
import { redraw } from '../../campaign/tell.ts';
import { campaigns, settings } from '../../db/schema.ts';
import type { Deps, Person } from '../../deps.ts';
import type { Refusal } from '../refusal.ts';

/** People of elsewhere see the cards of their channel, and nothing of the rest. */
export const outsider = (person: Person): 'stranger' | 'guest' | null =>
  person.isStranger ? 'stranger' : person.isGuest || person.deleted ? 'guest' : null;

/** Who may change settings, and what changes with them. */
export const mayAdminister = async (deps: Deps, person: Person): Promise<Refusal | null> => {
  if (person.isBot) return { code: 'bot' };
  const from = outsider(person);
  if (from) return { code: from };
  if (await isAdmin(deps, person.id)) return null;
  return { code: 'admins_only', who: (await namedPeople(deps)).admins };
};

export type PeopleNow = { ids: readonly string[] | null; fixed: boolean };

export const peopleNow = async (deps: Deps, which: PeopleSetting): Promise<PeopleNow> => ({
  ids: await named(deps, deps.db, which),
  fixed: deps.config[which] !== null,
});

/** The environment wins: what it names cannot be changed here. */
export const changePeople = async (
  deps: Deps,
  which: PeopleSetting,
  ids: string[],
  by: string,
): Promise<Refusal | null> => {
  if (deps.config[which]) return { code: 'environment', name: which.toUpperCase() };
  // An empty list of admins would lock everybody out: it means the workspace's own again.
  if (which === 'admins' && ids.length === 0) await deps.db.delete(settings).where(eq(settings.name, which));
  else await setPeople(deps, which, ids, by);
  await showEverywhere(deps);
  return null;
};

/** Cards say who may approve; a launch that was blocked for want of an approver asks the new one. */
const showEverywhere = async (deps: Deps): Promise<void> => {
  const rows = await deps.db
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(not(inArray(campaigns.status, [...ENDED])));
  for (const { id } of rows)
    await deps.db.transaction(async (tx) => {
      await redraw(tx, deps, id);
      const request = await pendingRequest(tx, id);
      if (request?.action === 'launch')
        await deps.jobs.enqueue(tx, 'request.ping', { requestId: request.id, occasion: 'asked' }, { key: request.id });
    });
};
